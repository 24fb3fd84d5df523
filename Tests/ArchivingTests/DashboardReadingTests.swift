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
      (created($0)?.milliseconds ?? .min, $0.id) > (created($1)?.milliseconds ?? .min, $1.id)
    }
  }

  /// When a job was created, as far as its record tells.
  private func created(_ job: Job) -> Timestamp? {
    [job.createdAt, job.queuedAt, job.startedAt, job.completedAt].compactMap { $0 }.first
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
      let jobs = try sortedJobs(reader).filter { created($0).map(range.contains) ?? false }
      #expect(!jobs.isEmpty)
      for status in JobStatus.allCases {
        #expect(
          try reader.jobCount([status], created: range) == jobs.count { $0.status == status })
      }
      let deployments = try sortedDeployments(reader)
        .filter { created($0).map(range.contains) ?? false }
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
      (created($0)?.milliseconds ?? .min, $0.id) > (created($1)?.milliseconds ?? .min, $1.id)
    }
  }

  /// When a deployment was created, as far as its record tells.
  private func created(_ d: Deployment) -> Timestamp? {
    [d.createdAt, d.stagingDeployedAt, d.productionDeployedAt, d.rolledBackAt]
      .compactMap { $0 }.first
  }

  // MARK: - Records that do not say when they were created

  @Test func ordersAndCountsByTheFirstTimeKnown() throws {
    func at(_ second: Int64) -> Timestamp { Timestamp(seconds: 1_793_499_240 + second) }
    // Each has the times of what came after, too, much later ones: the first known counts.
    let jobTimes: [(Text, WritableKeyPath<Job, Timestamp?>)] = [
      ("completed", \.completedAt), ("started", \.startedAt), ("queued", \.queuedAt),
      ("created", \.createdAt),
    ]
    var undatedJob = Job(id: "updated", type: "t", status: .success)
    undatedJob.updatedAt = at(100)
    var jobs = [undatedJob]
    for (i, (id, time)) in jobTimes.enumerated() {
      var job = Job(id: id, type: "t", status: .success)
      for (_, later) in jobTimes[..<i] { job[keyPath: later] = at(100) }
      job[keyPath: time] = at(Int64(i))
      jobs.append(job)
    }
    let deploymentTimes: [(Text, WritableKeyPath<Deployment, Timestamp?>)] = [
      ("back", \.rolledBackAt), ("production", \.productionDeployedAt),
      ("staging", \.stagingDeployedAt), ("created", \.createdAt),
    ]
    var undated = Deployment(id: "updated", service: "s", version: "1", status: .live)
    undated.updatedAt = at(100)
    var deployments = [undated]
    for (i, (id, time)) in deploymentTimes.enumerated() {
      var deployment = Deployment(id: id, service: "s", version: "1", status: .live)
      for (_, later) in deploymentTimes[..<i] { deployment[keyPath: later] = at(100) }
      deployment[keyPath: time] = at(Int64(i))
      deployments.append(deployment)
    }
    let archive = try TestArchive()
    try archive.add(jobs.map { .job($0) } + deployments.map { .deployment($0) })
    try archive.archive.read { reader in
      let newest = try reader.newestJobs(status: nil, limit: nil).map(\.id)
      #expect(newest == ["created", "queued", "started", "completed", "updated"])
      let count = try reader.jobCount([.success], created: at(0)..<at(3))
      #expect(count == 3)
      let order: [Text] = ["created", "staging", "production", "back", "updated"]
      let all = try reader.newestDeployments(ofService: nil, createdLimit: nil).map(\.id)
      #expect(all == order)
      let some = try reader.newestDeployments(ofService: "s", createdLimit: 4).map(\.id)
      #expect(some == Array(order.prefix(4)))
      let deployed = try reader.deploymentCount(created: at(0)..<at(3))
      #expect(deployed == 3)
    }
  }

  // MARK: - Cost

  private static let jobTime = "coalesce(created_at, queued_at, started_at, completed_at)"
  private static let deploymentTime =
    "coalesce(created_at, staging_deployed_at, production_deployed_at, rolled_back_at)"

  /// Queries as lists and counts make them, each with its index.
  private static let queries: [(String, String)] = [
    (
      "job_by_status_and_creation_time",
      "SELECT key FROM job WHERE status = 4 ORDER BY \(jobTime) DESC, job_id DESC LIMIT 100"
    ),
    (
      "job_by_status_and_creation_time",
      "SELECT key, \(jobTime) AS creation_time, job_id FROM job WHERE status = 0 UNION ALL "
        + "SELECT key, \(jobTime) AS creation_time, job_id FROM job WHERE status = 1 "
        + "ORDER BY creation_time DESC, job_id DESC"
    ),
    (
      "job_by_status_and_creation_time",
      "SELECT count(*) FROM job WHERE status IN (4) AND \(jobTime) >= 1 AND \(jobTime) < 2"
    ),
    (
      "deployment_by_creation_time",
      "SELECT key FROM deployment ORDER BY \(deploymentTime) DESC, deployment_id DESC LIMIT 100"
    ),
    (
      "deployment_by_service_and_creation_time",
      "SELECT key FROM deployment WHERE service = 1 "
        + "ORDER BY \(deploymentTime) DESC, deployment_id DESC"
    ),
    (
      "deployment_by_creation_time",
      "SELECT count(*) FROM deployment WHERE \(deploymentTime) >= 1 AND \(deploymentTime) < 2"
    ),
  ]

  /// What a list reads is in the order of an index: no sorting, however many records there are.
  @Test(arguments: queries)
  func readsListsInTheOrderOfAnIndex(index: String, sql: String) throws {
    let plan = try archive(seed: 1).rows("EXPLAIN QUERY PLAN \(sql)").joined(separator: "\n")
    #expect(plan.contains("INDEX \(index)"), "\(plan)")
    #expect(!plan.contains("TEMP B-TREE"), "\(plan)")
  }

  @Test func dropsTheIndexesOfFormerTimes() throws {
    let archive = try TestArchive(isDurable: true)
    try archive.add([.job(Job(id: "a", type: "t", status: .success))], as: "a.ndjson")
    try archive.execute("CREATE INDEX job_by_status ON job(status, created_at, job_id)")
    try archive.add([.job(Job(id: "b", type: "t", status: .success))], as: "b.ndjson")
    let found = try archive.rows("SELECT count(*) FROM sqlite_master WHERE name = 'job_by_status'")
    #expect(found == ["0"])
  }
}
