import Model

/// Records of all kinds, events and deletions that meet at few ids.
extension RandomRecords {
  mutating func facts(_ count: Int, ids: Int) -> [Fact] {
    (0..<count).map { _ in fact(Text("x\(Int.random(in: 0..<ids, using: &dice))")) }
  }

  mutating func fact(_ id: Text) -> Fact {
    switch Int.random(in: 0..<100, using: &dice) {
    case ..<25: .record(.job(job(id)))
    case ..<45: .record(.deployment(deployment(id)))
    case ..<52: .record(.commit(commit(dice.chance(30) ? id : sha() ?? id)))
    case ..<59: .record(.incident(incident(id)))
    case ..<93: .event(event(id))
    default:
      .deletion(
        Deletion(
          kind: RecordKind.allCases[Int.random(in: 0..<4, using: &dice)], id: id,
          at: dice.chance(30) ? Timestamp(seconds: 1_790_000_000) : eventTime()))
    }
  }

  /// Few different instants, so that they meet; among those of the records.
  private mutating func eventTime() -> Timestamp {
    Timestamp(seconds: 1_773_100_800 + Int64.random(in: 0..<80, using: &dice) * 43_200)
  }

  mutating func commit(_ id: Text) -> Commit {
    var commit = Commit(sha: id)
    commit.repo = dice.chance(50) ? "r1" : nil
    commit.parents = dice.chance(50) ? [sha(), sha()].compactMap { $0 } : []
    commit.authoredAt = dice.chance(70) ? eventTime() : nil
    commit.committedAt = dice.chance(70) ? eventTime() : nil
    commit.author = dice.chance(50) ? "a1" : nil
    commit.authorEmail = dice.chance(30) ? "a1@example.com" : nil
    commit.message = dice.chance(50) ? "m" : nil
    return commit
  }

  mutating func incident(_ id: Text) -> Incident {
    var incident = Incident(id: id)
    incident.service = dice.chance(50) ? "s1" : nil
    incident.severity = dice.chance(50) ? "high" : nil
    incident.startedAt = dice.chance(70) ? eventTime() : nil
    incident.resolvedAt = dice.chance(50) ? eventTime() : nil
    incident.causedBy = dice.chance(30) ? "x1" : nil
    incident.tags = dice.chance(30) ? ["t"] : []
    return incident
  }

  mutating func event(_ id: Text) -> LifecycleEvent {
    let type = EventType.allCases[Int.random(in: 0..<EventType.allCases.count, using: &dice)]
    // Sparse records: what an event says is mostly little.
    let hasStatus = type == .jobStatus || type == .deploymentStatus || dice.chance(20)
    let record: Model.Record
    if type.kind == .job {
      var said = Job(
        id: id, type: type.isCreation ? "t1" : "",
        status: JobStatus.allCases[Int.random(in: 0..<10, using: &dice)])
      said.exitCode = dice.chance(50) ? Int64.random(in: 0...1, using: &dice) : nil
      said.agentID = dice.chance(40) ? "a2" : nil
      said.completedAt = dice.chance(10) ? eventTime() : nil
      said.metadata =
        dice.chance(20) ? Metadata(canonicalJSON: #"{"service":"s1"}"#) : .empty
      record = .job(said)
    } else {
      var said = Deployment(
        id: id, service: type.isCreation ? Text("s\(Int.random(in: 0..<3, using: &dice))") : "",
        version: type.isCreation ? "v1" : "",
        status: DeploymentStatus.allCases[Int.random(in: 0..<7, using: &dice)])
      said.stagingJobID = type == .deploymentStaging && dice.chance(50) ? "x2" : nil
      said.productionJobID =
        type == .deploymentProduction && dice.chance(50)
        ? Text("x\(Int.random(in: 0..<9, using: &dice))") : nil
      said.rolledBackTo = type == .deploymentRollback && dice.chance(50) ? "v0" : nil
      record = .deployment(said)
    }
    return LifecycleEvent(type: type, at: eventTime(), record: record, hasStatus: hasStatus)
  }
}
