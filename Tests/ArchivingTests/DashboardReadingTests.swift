import Archiving
import Model
import Testing

/// Lists for the dashboard: what the archive's indexes answer, compared with all records sorted by
/// hand.
@Suite struct DashboardReadingTests {
  private let zone = ZoneTable(name: "Europe/Berlin") ?? .utc

  private func archive(seed: UInt64) throws -> TestArchive {
    var archive = try TestArchive()
    archive.zone = zone
    var random = RandomRecords(seed: seed)
    try archive.add(random.records(240, ids: 150))
    return archive
  }

  // MARK: - Jobs

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func listsTheJobsSelected(seed: UInt64) throws {
    let archive = try archive(seed: seed)
    var dice = SplitMix64(seed: seed)
    try archive.archive.read { reader in
      let all = try sortedJobs(reader)
      let services = try self.services(reader)
      for _ in 0..<40 {
        let selection = jobSelection(&dice)
        var found: [Job] = []
        try reader.forEachJob(in: selection) { found.append($0) }
        let expected = all.filter { fits($0, selection, services) }
          .prefix(selection.limit ?? .max)
        #expect(found == Array(expected), "seed \(seed), \(selection)")
      }
    }
  }

  private func jobSelection(_ dice: inout SplitMix64) -> JobSelection {
    var selection = JobSelection()
    if dice.chance(50) {
      selection.statuses = JobStatus.allCases.filter { _ in dice.chance(30) }
    }
    if dice.chance(30) { selection.agent = Text("a\(Int.random(in: 0...3, using: &dice))") }
    if dice.chance(30) { selection.service = Text("s\(Int.random(in: 0...3, using: &dice))") }
    if dice.chance(30) { selection.days = days(&dice) }
    if dice.chance(50) { selection.limit = Int.random(in: 1...20, using: &dice) }
    return selection
  }

  private func days(_ dice: inout SplitMix64) -> Range<LocalDay> {
    let first = LocalDay(year: 2026, month: 3, day: 5) + Int.random(in: 0..<40, using: &dice)
    return dice.chance(50)
      ? first..<first + Int.random(in: 1...20, using: &dice) : .ever(from: first)
  }

  private func fits(_ job: Job, _ selection: JobSelection, _ services: [Text: Text]) -> Bool {
    (selection.statuses.isEmpty || selection.statuses.contains(job.status))
      && (selection.agent == nil || selection.agent == job.agentID)
      && (selection.service == nil || selection.service == services[job.id])
      && isIn(selection.days, job.bucketTime)
  }

  private func isIn(_ days: Range<LocalDay>?, _ time: Timestamp?) -> Bool {
    guard let days else { return true }
    return time.map { days.contains(zone.day(of: $0)) } ?? false
  }

  private func sortedJobs(_ reader: ArchiveReader) throws -> [Job] {
    var jobs: [Job] = []
    try reader.forEachRecord(.job) { if case .job(let job) = $0 { jobs.append(job) } }
    return jobs.sorted {
      ($0.createdAt?.milliseconds ?? .min, $0.id) > ($1.createdAt?.milliseconds ?? .min, $1.id)
    }
  }

  /// Each job's service: its own word, else the first by name of those whose deployments name it.
  private func services(_ reader: ArchiveReader) throws -> [Text: Text] {
    var result: [Text: Text] = [:]
    for deployment in try sortedDeployments(reader) {
      for (_, id) in deployment.jobReferences {
        result[id] = min(result[id] ?? deployment.service, deployment.service)
      }
    }
    for job in try sortedJobs(reader) {
      if let own = job.metadata.text(of: "service") { result[job.id] = own }
    }
    return result
  }

  @Test func answersTheOldQuestionsAboutJobs() throws {
    let archive = try archive(seed: 20)
    try archive.archive.read { reader in
      let all = try sortedJobs(reader)
      #expect(try reader.newestJobs(status: nil, limit: 7) == Array(all.prefix(7)))
      #expect(try reader.newestJobs(status: nil, limit: nil) == all)
      #expect(
        try reader.newestJobs(status: .failed, limit: 3)
          == Array(all.filter { $0.status == .failed }.prefix(3)))
      #expect(try reader.runningJobs() == all.filter(\.isRunning))
      #expect(try reader.runningJobCount() == all.filter(\.isRunning).count)
      #expect(try reader.jobs(ofAgent: "a1") == all.filter { $0.agentID == "a1" })
      // A text that another column uses is no agent.
      #expect(try reader.jobs(ofAgent: "t1") == [])
    }
  }

  @Test func countsJobsAndDeploymentsByTheirCreation() throws {
    let archive = try archive(seed: 21)
    let start = Timestamp(seconds: 1_773_500_400)
    let range = start..<start.adding(milliseconds: 10 * 86_400_000)
    try archive.archive.read { reader in
      let jobs = try sortedJobs(reader).filter { $0.createdAt.map(range.contains) ?? false }
      #expect(!jobs.isEmpty)
      for status in JobStatus.allCases {
        #expect(
          try reader.jobCount([status], created: range) == jobs.count { $0.status == status })
      }
      let deployments = try sortedDeployments(reader)
        .filter { $0.createdAt.map(range.contains) ?? false }
      #expect(try reader.deploymentCount(created: range) == deployments.count)
    }
  }

  @Test(arguments: [nil, LocalDay(year: 2026, month: 3, day: 25)])
  func countsJobsByAgentTheBusiestFirst(since: LocalDay?) throws {
    let archive = try archive(seed: 22)
    try archive.archive.read { reader in
      var counts: [Text: Int] = [:]
      for job in try sortedJobs(reader) {
        guard let agent = job.agentID else { continue }
        let day = job.bucketTime.map { zone.day(of: $0) }
        if since == nil || day.map({ $0 >= since ?? $0 }) ?? false {
          counts[agent, default: 0] += 1
        }
      }
      let expected = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      let found = try reader.agents(since: since, limit: 10)
      #expect(found.map(\.agent) == expected.map(\.key))
      #expect(found.map(\.jobs) == expected.map(\.value))
      let two = try reader.agents(since: since, limit: 2).map(\.agent)
      #expect(two == expected.prefix(2).map(\.key))
    }
  }

  @Test func sortsAgentsWithEquallyManyJobsByTheirBytes() throws {
    let archive = try TestArchive()
    let names: [Text] = ["b", "B", "e\u{301}", "\u{E9}", "a"]
    try archive.add(
      names.enumerated().map { i, name in
        var job = Job(id: Text("j\(i)"), type: "t", status: .success)
        job.agentID = name
        return .job(job)
      })
    let found = try archive.archive.read { try $0.agents(since: nil, limit: 10).map(\.agent) }
    #expect(found == names.sorted())
  }

  // MARK: - Deployments

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func listsTheDeploymentsSelected(seed: UInt64) throws {
    let archive = try archive(seed: seed)
    var dice = SplitMix64(seed: seed)
    try archive.archive.read { reader in
      let all = try sortedDeployments(reader)
      for _ in 0..<40 {
        let selection = deploymentSelection(&dice)
        var found: [Deployment] = []
        try reader.forEachDeployment(in: selection) { found.append($0) }
        let expected = all.filter { fits($0, selection) }.prefix(selection.limit ?? .max)
        #expect(found == Array(expected), "seed \(seed), \(selection)")
      }
      #expect(
        try reader.newestDeployments(ofService: "s1", createdLimit: 3)
          == Array(all.filter { $0.service == "s1" }.prefix(3)))
      #expect(try reader.newestDeployments(ofService: nil, createdLimit: nil) == all)
    }
  }

  private func deploymentSelection(_ dice: inout SplitMix64) -> DeploymentSelection {
    var selection = DeploymentSelection()
    if dice.chance(40) { selection.service = Text("s\(Int.random(in: 0...3, using: &dice))") }
    if dice.chance(30) { selection.status = DeploymentStatus.allCases.randomElement(using: &dice) }
    if dice.chance(30) {
      selection.environment = ["e0", "e1", "production", "staging", "unspecified"]
        .randomElement(using: &dice)
    }
    if dice.chance(30) { selection.days = days(&dice) }
    if dice.chance(50) { selection.limit = Int.random(in: 1...20, using: &dice) }
    return selection
  }

  private func fits(_ deployment: Deployment, _ selection: DeploymentSelection) -> Bool {
    (selection.service == nil || selection.service == deployment.service)
      && (selection.status == nil || selection.status == deployment.status)
      && (selection.environment == nil || selection.environment == deployment.effectiveEnvironment)
      && isIn(selection.days, deployment.bucketTime)
  }

  private func sortedDeployments(_ reader: ArchiveReader) throws -> [Deployment] {
    var deployments: [Deployment] = []
    try reader.forEachRecord(.deployment) {
      if case .deployment(let deployment) = $0 { deployments.append(deployment) }
    }
    return deployments.sorted {
      ($0.createdAt?.milliseconds ?? .min, $0.id) > ($1.createdAt?.milliseconds ?? .min, $1.id)
    }
  }

  // MARK: - Cost

  /// What a list reads is in the order of an index: no sorting, however many records there are.
  @Test(arguments: [
    "SELECT key FROM job WHERE status = 4 ORDER BY created_at DESC, job_id DESC LIMIT 100",
    "SELECT key FROM deployment ORDER BY created_at DESC, deployment_id DESC LIMIT 100",
    "SELECT key FROM deployment WHERE service = 1 ORDER BY created_at DESC, deployment_id DESC",
  ])
  func readsListsInTheOrderOfAnIndex(sql: String) throws {
    let plan = try archive(seed: 1).rows("EXPLAIN QUERY PLAN \(sql)").joined(separator: "\n")
    #expect(plan.contains("USING COVERING INDEX"), "\(plan)")
    #expect(!plan.contains("TEMP B-TREE"), "\(plan)")
  }
}
