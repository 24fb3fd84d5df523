import GRDB
package import Model

/// How the history of one service follows from its deployments.
package typealias ServiceDeriving =
  ([DeploymentEvent], ZoneTable, CommitLookup) throws -> ServiceHistory

/// Brings rollups and histories up to date with the records: only the days and services that
/// imports have touched since the last time.
struct Derivation {
  private let database: Database
  private let zone: ZoneTable
  private let names: NameTable
  private let layer: CorrectionLayer

  init(_ database: Database, zone: ZoneTable) {
    self.database = database
    self.zone = zone
    names = NameTable(database)
    layer = CorrectionLayer(database, names)
  }

  /// Counted up when the rules change by which anything is derived: everything is derived anew then.
  static let rules = 2

  func refresh(derive: ServiceDeriving) throws {
    try followZone()
    try followRules()
    let published = try PublishedMonths(database)
    for day in try Int.fetchAll(database, sql: "SELECT day FROM dirty_day ORDER BY day") {
      try rollUp(LocalDay(number: day), published)
    }
    try database.execute(sql: "DELETE FROM dirty_day")
    let dirty = try Int64.fetchAll(database, sql: "SELECT service FROM dirty_service")
    for service in Set(try dirty + dirty.map(layer.counted)).sorted() {
      let awaited = AwaitedCommits(ArchiveReader(database))
      let history = try derive(try events(of: service), zone, awaited.lookup)
      try published?.keep(service, before: history.days)
      try HistoryTables(database).store(history, of: service)
      try awaited.save(for: service)
    }
    try database.execute(sql: "DELETE FROM dirty_service")
  }

  /// What an earlier version of the program derived may differ from what this one does. Nothing has
  /// been derived yet of an archive that does not say by which rules.
  private func followRules() throws {
    let meta = MetaTable(database: database)
    let known = try meta["derivation"]
    guard known != String(Derivation.rules) else { return }
    if known != nil {
      try RecordKeepers.createIndexes(in: database)
      try markAll()
    }
    try meta.set("derivation", String(Derivation.rules))
  }

  private func markAll() throws {
    try database.execute(
      sql: """
        INSERT OR IGNORE INTO dirty_day SELECT DISTINCT day FROM job WHERE day IS NOT NULL;
        INSERT OR IGNORE INTO dirty_service SELECT DISTINCT service FROM deployment;
        """)
  }

  // MARK: - Days

  /// A change of the time zone moves records to other days.
  func followZone() throws {
    let meta = MetaTable(database: database)
    guard let known = try meta["time_zone"] else { return try meta.set("time_zone", zone.name) }
    guard known != zone.name else { return }
    try redate(JobRows.self)
    try redate(DeploymentRows.self)
    try redate(CommitRows.self)
    try redate(IncidentRows.self)
    try PublishedMonths(database)?.keepAllJobs()
    try database.execute(
      sql: """
        DELETE FROM job_day;
        DELETE FROM service_day;
        """)
    try markAll()
    try meta.set("time_zone", zone.name)
  }

  private func redate<Rows: RecordRows>(_: Rows.Type) throws {
    let select = try BoundStatement(
      database,
      """
      SELECT key, \(Rows.timeExpression), day FROM \(Rows.table) WHERE day IS NOT NULL ORDER BY key
      """)
    let update = try BoundStatement(database, "UPDATE \(Rows.table) SET day = ? WHERE key = ?")
    while try select.step() {
      guard let time = select.time(1) else { continue }
      let day = Int64(zone.day(of: time).number)
      guard day != select.int(2) else { continue }
      update.bind(0, day)
      update.bind(1, select.int(0))
      try update.run()
    }
  }

  private struct Group: Hashable {
    var repo: Int64
    var type: Int64
  }

  private func rollUp(_ day: LocalDay, _ published: PublishedMonths?) throws {
    var groups: [Group: JobRollup] = [:]
    var services: [Int64: JobRollup] = [:]
    let jobs = try BoundStatement(
      database,
      """
      SELECT job.repo, job.type, job.status, created_at, queued_at, started_at, completed_at,
        duration_seconds, coalesce(job.service, \(Derivation.serviceOfReference))
      FROM job WHERE day = ? AND job_id NOT IN (\(CorrectionTable.excludedJobs))
      """)
    jobs.bind(0, day.number)
    while try jobs.step() {
      let timing = JobTiming(
        status: JobStatus(rawValue: UInt8(clamping: jobs.int(2))) ?? .unknown,
        created: jobs.time(3), queued: jobs.time(4), started: jobs.time(5),
        completed: jobs.time(6), durationSeconds: jobs.double(7))
      groups[Group(repo: jobs.int(0), type: jobs.int(1)), default: JobRollup()].add(timing)
      services[try layer.counted(jobs.int(8)), default: JobRollup()].add(timing)
    }
    try published?.keep(day, before: services)
    try replaceRollups(of: day, groups: groups, services: services)
  }

  /// The service of a deployment that names the job; the first by name if there are several.
  static let serviceOfReference = """
    (SELECT r.service FROM job_reference r JOIN name n ON n.id = r.service
     WHERE r.job_id = job.job_id ORDER BY n.text LIMIT 1)
    """

  private func replaceRollups(
    of day: LocalDay, groups: [Group: JobRollup], services: [Int64: JobRollup]
  ) throws {
    try database.execute(sql: "DELETE FROM job_day WHERE day = ?", arguments: [day.number])
    try database.execute(sql: "DELETE FROM service_day WHERE day = ?", arguments: [day.number])
    let insertGroup = try BoundStatement(
      database,
      "INSERT INTO job_day(day, repo, type, counts, runs, queues) VALUES (?, ?, ?, ?, ?, ?)")
    for (group, rollup) in groups {
      insertGroup.bind(0, day.number)
      insertGroup.bind(1, group.repo)
      insertGroup.bind(2, group.type)
      RollupBlobs.bind(rollup, to: insertGroup, from: 3)
      try insertGroup.run()
    }
    let insertService = try BoundStatement(
      database,
      "INSERT INTO service_day(day, service, counts, runs, queues) VALUES (?, ?, ?, ?, ?)")
    for (service, rollup) in services {
      insertService.bind(0, day.number)
      insertService.bind(1, service)
      RollupBlobs.bind(rollup, to: insertService, from: 2)
      try insertService.run()
    }
  }

  // MARK: - Services

  /// The deployments that count as a service's; an alias has none.
  private func events(of service: Int64) throws -> [DeploymentEvent] {
    guard try !layer.isAlias(service) else { return [] }
    let rows = DeploymentRows(names)
    let select = try BoundStatement(
      database,
      """
      SELECT key, \(DeploymentRows.columns) FROM deployment
      WHERE service \(layer.match(service)) ORDER BY deployment_id
      """)
    select.bind(0, service)
    var events: [DeploymentEvent] = []
    while try select.step() {
      let deployment = try rows.read(select, from: 1)
      events.append(
        DeploymentEvent(
          key: select.int(0), deployment: deployment,
          correction: try layer.correction(.deployment, deployment.id)))
    }
    return events
  }
}
