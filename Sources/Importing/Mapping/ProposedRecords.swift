import Model

/// The fields of each kind.
extension ProposedMap {
  mutating func proposeJob() {
    proposeID(.jobID)
    proposeJobType()
    proposeStatus()
    proposeCommitFields()
    find(.agentID) { $0.isText }
    findTime("created_at")
    findTime("queued_at")
    let started = findTime("started_at", also: [""])
    let completed = findTime("completed_at")
    findTime("updated_at")
    if find(.exitCode, { $0.isMostly(\.numbers) }) == nil, let exit = exitCode {
      // Taken for the status already.
      map("exit_code", exit)
    }
    proposeDuration(started, completed)
    find(.logsURL) { $0.isMostly(\.links) }
    find(.errorMessage) { $0.isText }
    proposeTags()
    find(.serviceName) { $0.isName }
  }

  mutating func proposeDeployment() {
    proposeID(.deploymentID)
    if find(.serviceName, { $0.isText && !$0.isMostly(\.links) }) == nil {
      miss("service_name", "no field names a service; write its place, or {const: NAME}")
    }
    let environment = proposeEnvironment()
    proposeVersion()
    proposeStatus()
    proposeCommitFields()
    let deployed = findTime("deployed_at") ?? findTime("deployed_at", also: completedMoments + [""])
    findTime(
      "created_at",
      also: ProposalNames.moments(for: "queued_at") + ProposalNames.moments(for: "started_at"))
    findTime("updated_at")
    findTime("rolled_back_at")
    if deployed == nil { proposeDeployedAt() }
    proposeRollback()
    for field in [Field.buildJobID, .testJobID, .deployJobID, .rolledBackTo, .rollbackReason] {
      find(field) { $0.isText }
    }
    for field in [Field.errorRate, .latencyMilliseconds, .requestsPerSecond] {
      find(field) { $0.isMostly(\.numbers) }
    }
    proposeTags()
    if environment == nil {
      leaveOut(
        "environment", "{const: production}",
        "no field names an environment; uncomment this if all of them went to production")
    }
  }

  mutating func proposeCommit() {
    if let hash = finder.first(
      ProposalNames.candidates(for: .sha, of: .commit), { $0.isMostly(\.hashes) })
    {
      map("sha", hash)
    } else {
      miss("sha", "no field has hashes in it")
    }
    find(.repo) { $0.isName }
    find(.message) { $0.isText }
    find(.author) { $0.isName }
    find(.authorEmail) { $0.isName }
    findTime("authored_at")
    findTime("committed_at", also: ["created", ""])
    find(.parents) { $0.isMostly(\.listsOfTexts) }
  }

  mutating func proposeIncident() {
    proposeID(.incidentID)
    find(.serviceName) { $0.isName }
    find(.environment) { $0.isWord }
    find(.title) { $0.isName }
    find(.severity) { $0.isWord }
    findTime("detected_at")
    findTime("started_at", also: ["created", "occurred", ""])
    findTime("resolved_at")
    find(.causedBy) { $0.isText }
    find(.url) { $0.isMostly(\.links) }
    proposeTags()
  }

  private var completedMoments: [String] { ProposalNames.moments(for: "completed_at") }

  /// A lone time of a deployment that has no better name.
  private mutating func proposeDeployedAt() {
    guard let line = fields.first(where: { $0.key == "created_at" }) else { return }
    add(Line(key: "deployed_at", value: line.value, comment: "the only time there is"))
  }

  // MARK: - What identifies a record

  private mutating func proposeID(_ field: Field) {
    let names = ProposalNames.candidates(for: field, of: kind)
    let candidates = finder.all(names) { $0.isText && $0.count == objects.count }
    if let unique = candidates.first(where: { objects.isUnique([$0]) }) {
      let isCounted = finder[unique].isMostly(\.numbers)
      let path = ProposalText.path(finder[unique].path)
      map(
        "\(field.name)", unique,
        comment: isCounted
          ? "whole numbers; if other sources count as well, write \"NAME-{\(path)}\"" : "")
      return
    }
    if let pair = uniquePair(candidates) {
      let parts = pair.map { "{\(ProposalText.path(finder[$0].path))}" }
      add(
        Line(
          key: "\(field.name)", value: ProposalText.scalar(parts.joined(separator: "-")),
          comment: "these together are different each time"))
      return
    }
    if let strong = candidates.first, finder[strong].distinct > 1 || objects.count == 1 {
      map(
        "\(field.name)", strong,
        comment: "\(ProposalText.count(finder[strong].distinct)) different ones in "
          + "\(ProposalText.count(objects.count)); the last state of each is kept")
      return
    }
    miss("\(field.name)", "no field is different each time; \"{a}-{b}\" joins several")
  }

  /// Two or three places whose values together are different each time.
  private func uniquePair(_ candidates: [Int]) -> [Int]? {
    // One object differs from all others whatever one looks at.
    if objects.count < 2 { return nil }
    let numbers =
      candidates
      + finder.all([
        "number", "attempt", "build number", "run number", "version", "timestamp", "time",
      ]) { $0.isText && $0.count == objects.count }
    let names = finder.all(
      ProposalNames.candidates(for: .jobType, of: kind)
        + ProposalNames.candidates(for: .serviceName, of: kind)
        + ProposalNames.candidates(for: .environment, of: kind)
    ) { $0.isText && $0.count == objects.count }
    for name in names.prefix(8) {
      for number in numbers.prefix(8) where number != name {
        if objects.isUnique([name, number]) { return [name, number] }
      }
    }
    let times = objects.fields.indices.filter { finder[$0].isMostly(\.times) }
    for name in names.prefix(8) {
      for time in times.prefix(4) where time != name {
        if objects.isUnique([name, time]) { return [name, time] }
      }
    }
    return nil
  }

  private mutating func proposeJobType() {
    let found = finder.first(ProposalNames.candidates(for: .jobType, of: .job)) { field in
      field.strings == field.count && field.count == objects.count && !field.hasManyWords
        && !field.isMostly(\.times) && !field.isMostly(\.links)
    }
    if let found {
      map("job_type", found)
    } else {
      add(Line(key: "job_type", value: "{const: job}", comment: "no field names a kind of job"))
    }
  }

  // MARK: - Details

  private mutating func proposeVersion() {
    let names = ProposalNames.candidates(for: .version, of: .deployment)
    let always = finder.all(names) { $0.isText && !$0.isMostly(\.times) }
    guard let first = always.first else {
      miss("version", "no field names a version; the commit will do, or \"{a}-{b}\"")
      return
    }
    let total = objects.count
    let second = always.dropFirst().first { finder[$0].count == total }
    let path = ProposalText.scalar(ProposalText.path(finder[first].path))
    if finder[first].count < total, let second {
      let other = ProposalText.scalar(ProposalText.path(finder[second].path))
      add(Line(key: "version", value: "[\(path), \(other)]", comment: presence(first)))
    } else {
      add(Line(key: "version", value: path, comment: presence(first)))
    }
    // A hash or a branch is mapped again below.
    let isCommit = finder[first].isMostly(\.hashes)
    let isRef = ProposalNames.candidates(for: .ref, of: kind)
      .contains { ProposalNames.forms(of: finder[first].path).contains($0) }
    if !isCommit, !isRef { use(first) }
  }

  private mutating func proposeCommitFields() {
    find(.repo) { $0.isText }
    let refs = ProposalNames.candidates(for: .ref, of: kind)
    if let ref = finder.first(refs, { $0.isText && !$0.isMostly(\.hashes) }) {
      if finder[ref].branches > 0 {
        let path = ProposalText.scalar(ProposalText.path(finder[ref].path))
        use(ref)
        add(
          Line(
            key: "ref", value: "{path: \(path), strip: [refs/heads/, refs/tags/]}",
            comment: presence(ref)))
      } else {
        map("ref", ref)
      }
    }
    find(.commitSHA) { $0.isMostly(\.hashes) }
    find(.commitMessage) { $0.isName }
    find(.commitAuthor) { $0.isName }
  }

  private mutating func proposeTags() {
    let names = ProposalNames.candidates(for: .tags, of: kind)
    guard let tags = finder.first(names, { $0.isMostly(\.listsOfTexts) || $0.isName }) else {
      return
    }
    if finder[tags].isMostly(\.listsOfTexts) {
      map("tags", tags)
    } else {
      use(tags)
      let path = ProposalText.scalar(ProposalText.path(finder[tags].path))
      add(Line(key: "tags", value: "{path: \(path), split: \",\"}", comment: presence(tags)))
    }
  }

  private mutating func proposeRollback() {
    find(.rolledBack) { $0.isFlag }
    guard let flag = finder.first(["is rollback", "rollback"], { $0.isFlag }) else { return }
    use(flag)
    let path = ProposalText.path(finder[flag].path)
    let yes = finder[flag].isMostly(\.booleans) ? "true" : "1"
    add(
      Line(
        key: "metadata.rollback_signal",
        value:
          "{const: \(ProposalText.scalar(path)), when: {\(ProposalText.scalar(path)): \(yes)}}",
        comment: presence(flag)))
  }

  private mutating func proposeDuration(_ started: Int?, _ completed: Int?) {
    guard let (index, named) = finder.duration() else { return }
    let path = ProposalText.scalar(ProposalText.path(finder[index].path))
    var measured: MappingUnit?
    if let started, let completed {
      measured = finder.measuredUnit(index, from: started, to: completed)
    }
    if !finder[index].isMostly(\.numbers) {
      map("duration_seconds", index, comment: "written out, such as 1m30s")
    } else if let unit = measured ?? named {
      use(index)
      let reason = measured != nil ? "as the times show" : "by its name"
      add(
        Line(
          key: "duration_seconds", value: "{path: \(path), unit: \(unit.rawValue)}",
          comment: [reason, presence(index)].filter { !$0.isEmpty }.joined(separator: "; ")))
    } else {
      leaveOut(
        "duration_seconds", "{path: \(path), unit: s}",
        "its unit is not known: ns, us, ms, s, min or h?")
      return
    }
    if completed == nil, let started, let end = endValue(started, path, measured ?? named, index) {
      add(Line(key: "completed_at", value: end, comment: "no field has it; start plus duration"))
    }
  }

  private func endValue(
    _ started: Int, _ duration: String, _ unit: MappingUnit?, _ index: Int
  ) -> String? {
    guard unit != nil || !finder[index].isMostly(\.numbers) else { return nil }
    let start = ProposalText.scalar(ProposalText.path(finder[started].path))
    return "{path: \(start), plus: \(duration), unit: \((unit ?? .s).rawValue)}"
  }
}
