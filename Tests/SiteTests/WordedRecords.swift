import Model

/// The same history in two wordings: in hostile texts, and in as many harmless ones.
///
/// Every text begins with a few letters and a number of its own, so that both wordings sort alike
/// and no two texts of one kind are equal.
struct WordedRecords {
  let isHostile: Bool
  private(set) var jobs: [Job] = []
  private(set) var deployments: [Deployment] = []

  static let serviceCount = 6
  static let count = HostileTexts.values.count

  init(hostile: Bool) {
    isHostile = hostile
    jobs = (0..<WordedRecords.count).map { job($0) }
    deployments = (0..<WordedRecords.count).map { deployment($0) }
  }

  var records: [Record] {
    jobs.map { .job($0) } + deployments.map { .deployment($0) } + commits.map { .commit($0) }
  }

  /// Those of the deployments, one after the other; every fifth has no record.
  private var commits: [Commit] {
    (0..<WordedRecords.count).filter { $0 % 5 != 4 }.map { i in
      var commit = Commit(sha: word("sha", i))
      commit.parents = i == 0 ? [] : [word("sha", i - 1)]
      commit.repo = word("repo", i % 4)
      commit.committedAt = time(i, hour: 7)
      commit.author = word("author", i)
      let friend = String(
        word("friend", i).string.unicodeScalars.map {
          $0.properties.isWhitespace ? " " : Character($0)
        })
      let types = ["", "feat: ", "fix!: ", "docs: "]
      commit.message = Text(
        "\(types[i % 4])\(word("message", i))\n\nCo-authored-by: \(friend) <a@b.example>")
      return commit
    }
  }

  /// What was wrong in their source.
  var defects: [Defect] {
    (0..<WordedRecords.count).map { i in
      Defect(
        effect: i % 3 == 0 ? .note : .quarantined, code: "bad-\(i)",
        message: word("defect", i).string.replacing("\0", with: ""),
        position: SourcePosition(
          line: i + 1, column: 1, offset: 0, table: i % 2 == 0 ? word("table", i).string : nil),
        raw: Array(word("raw", i).string.utf8))
    }
  }

  /// What people say of some of them.
  var corrections: [Correction] {
    let deployments = stride(from: 0, to: WordedRecords.count, by: 3).map { i in
      var correction = correction(.deployment, self.deployments[i].id, i)
      switch i % 4 {
      case 0: correction.isRolledBack = true
      case 1: correction.isRollback = true
      case 2: correction.isDrill = true
      default: correction.blames = i > 0 ? self.deployments[i - 1].id : nil
      }
      if correction.blames != nil { correction.isRollback = true }
      correction.reason = word("why", i)
      return correction
    }
    let jobs = stride(from: 0, to: WordedRecords.count, by: 5).map { i in
      var correction = correction(.job, self.jobs[i].id, i)
      correction.isExcluded = true
      return correction
    }
    var alias = correction(.service, word("service", WordedRecords.serviceCount - 1), 1)
    alias.aliasOf = word("service", 0)
    return deployments + jobs + [alias]
  }

  private func correction(_ kind: Correction.Kind, _ subject: Text, _ i: Int) -> Correction {
    Correction(
      kind, subject, author: word("person", i), date: LocalDay(year: 2026, month: 10, day: 30),
      note: word("note", i))
  }

  var source: String { word("source", 24).string }

  /// The text of a kind and number, in this wording.
  private func word(_ kind: String, _ number: Int) -> Text {
    let values = HostileTexts.values
    let hostile = values[(number + kind.utf8.count * 7) % values.count]
    let ordered = "\(kind)\(1000 + number)"
    guard isHostile else {
      return Text(ordered + String(repeating: "x", count: hostile.unicodeScalars.count))
    }
    return Text(ordered + hostile)
  }

  /// Like `word`, the number in letters: messages that differ in their numbers alone are one reason.
  private func error(_ number: Int) -> Text {
    let text = word("error", number).string
    let letters = text.dropFirst(5).prefix(4).map { Array("abcdefghij")[$0.wholeNumberValue ?? 0] }
    return Text("error\(String(letters)): \(text.dropFirst(9))")
  }

  private func url(_ number: Int) -> Text {
    let hostile = HostileTexts.urls[number % HostileTexts.urls.count]
    return isHostile ? Text(hostile) : "https://ci.example/harmless"
  }

  private func time(_ number: Int, hour: Int64) -> Timestamp {
    // From 20 August 2026 on, one day each.
    Timestamp(seconds: 1_787_184_000 + Int64(number) * 86_400 + hour * 3600)
  }

  private func job(_ i: Int) -> Job {
    var job = Job(
      id: word("job", i), type: word("type", i % 5), status: JobStatus.allCases[i % 10])
    job.sourceStatus = word("status", i)
    job.repo = word("repo", i % 4)
    job.ref = word("ref", i)
    job.commitSHA = word("sha", i)
    job.commitMessage = word("message", i)
    job.commitAuthor = word("author", i)
    job.agentID = word("agent", i)
    job.errorMessage = error(i)
    job.logsURL = url(i)
    job.tags = [word("tag", i), word("label", i)]
    job.createdAt = time(i, hour: 8)
    job.startedAt = time(i, hour: 9)
    job.completedAt = time(i, hour: 10)
    return job
  }

  private func deployment(_ i: Int) -> Deployment {
    let statuses: [DeploymentStatus] = [.live, .live, .failed, .live, .rolledBack, .live, .staged]
    let status = statuses[i % statuses.count]
    var deployment = Deployment(
      id: word("deployment", i), service: word("service", i % WordedRecords.serviceCount),
      version: word("version", i % 40), status: status)
    deployment.sourceStatus = word("status", i)
    deployment.environment = word("environment", i % 2)
    deployment.repo = word("repo", i % 4)
    deployment.ref = word("ref", i)
    deployment.commitSHA = word("sha", i)
    deployment.commitMessage = word("message", i)
    deployment.commitAuthor = word("author", i)
    deployment.buildJobID = word("job", i)
    deployment.testJobID = word("missing", i)
    deployment.createdAt = time(i, hour: 11)
    deployment.stagingDeployedAt = time(i, hour: 12)
    if status != .staged { deployment.productionDeployedAt = time(i, hour: 13) }
    if status == .rolledBack {
      deployment.rolledBackAt = time(i, hour: 15)
      deployment.rolledBackTo = word("version", (i + 33) % 40)
      deployment.rollbackReason = word("reason", i)
      deployment.errorRate = 0.5
    }
    deployment.tags = [word("tag", i)]
    return deployment
  }
}
