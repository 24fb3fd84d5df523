import Model

/// Records in which ids, times, names and everything else meet often.
struct RandomRecords {
  var dice: SplitMix64

  init(seed: UInt64) { dice = SplitMix64(seed: seed) }

  mutating func records(_ count: Int, ids: Int) -> [Record] {
    (0..<count).map { _ in
      let id = Text("x\(Int.random(in: 0..<ids, using: &dice))")
      switch Int.random(in: 0..<20, using: &dice) {
      case ..<11: return .job(job(id))
      case ..<19: return .deployment(deployment(id))
      default: return .commit(commit(sha() ?? "c0"))
      }
    }
  }

  /// One of a few hashes, of which some begin alike for longer than an index looks.
  mutating func sha() -> Text? { text(dice.chance(50) ? "c" : "cccccccccccccccc", 3) }

  /// Within forty days from 2026-03-10, over a change of the clocks.
  private mutating func time() -> Timestamp? {
    guard dice.chance(80) else { return nil }
    let hours = Int64.random(in: 0..<960, using: &dice)
    return Timestamp(seconds: 1_773_100_800 + hours * 3600 + (dice.chance(30) ? 1 : 0))
  }

  private mutating func text(_ prefix: String, _ limit: Int, chance: Int = 60) -> Text? {
    guard dice.chance(chance) else { return nil }
    return Text("\(prefix)\(Int.random(in: 0..<limit, using: &dice))")
  }

  private mutating func metadata() -> Metadata {
    switch Int.random(in: 0..<5, using: &dice) {
    case 3: Metadata(canonicalJSON: #"{"commit_timestamp":"2026-03-09T12:00:00Z"}"#)
    case 0: Metadata(canonicalJSON: #"{"service":"s\#(Int.random(in: 0...2, using: &dice))"}"#)
    case 1: Metadata(canonicalJSON: #"{"hotfix":true}"#)
    case 2: Metadata(canonicalJSON: #"{"fixes_deployment":"x1"}"#)
    default: .empty
    }
  }

  mutating func job(_ id: Text) -> Job {
    let status = JobStatus.allCases[Int.random(in: 0..<10, using: &dice)]
    var job = Job(id: id, type: text("t", 2, chance: 100) ?? "t", status: status)
    job.repo = text("r", 2)
    job.commitSHA = sha()
    job.commitAuthor = text("a", 3)
    job.agentID = text("a", 3)
    job.createdAt = time()
    job.queuedAt = time()
    job.startedAt = time()
    job.completedAt = time()
    job.updatedAt = dice.chance(30) ? Timestamp(seconds: 1_780_000_000) : nil
    job.exitCode = dice.chance(50) ? Int64.random(in: 0...1, using: &dice) : nil
    job.durationSeconds = dice.chance(50) ? Double(Int.random(in: 0...9, using: &dice)) / 4 : nil
    job.tags = dice.chance(20) ? ["one", "two"] : []
    job.metadata = metadata()
    return job
  }

  mutating func deployment(_ id: Text) -> Deployment {
    var d = Deployment(
      id: id, service: text("s", 3, chance: 100) ?? "s", version: text("v", 4, chance: 100) ?? "v",
      status: DeploymentStatus.allCases[Int.random(in: 0..<7, using: &dice)])
    d.environment = text("e", 2)
    d.commitSHA = sha()
    d.buildJobID = text("x", 30)
    d.deployJobID = text("x", 30)
    d.createdAt = time()
    d.updatedAt = dice.chance(30) ? Timestamp(seconds: 1_780_000_000) : nil
    d.stagingDeployedAt = time()
    d.productionDeployedAt = time()
    if dice.chance(20) { d.rolledBack = dice.chance(70) }
    d.rolledBackAt = dice.chance(20) ? time() : nil
    d.rolledBackTo = dice.chance(30) ? text("v", 4) : nil
    d.errorRate = dice.chance(20) ? 0 : nil
    d.tags = dice.chance(10) ? ["hotfix"] : []
    d.metadata = metadata()
    return d
  }
}
