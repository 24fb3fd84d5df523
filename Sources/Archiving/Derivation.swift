import GRDB
import Model

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

  func refresh(derive: ([DeploymentEvent]) -> ServiceHistory) throws {
    try followZone()
    for day in try Int.fetchAll(database, sql: "SELECT day FROM dirty_day ORDER BY day") {
      try rollUp(LocalDay(number: day))
    }
    try database.execute(sql: "DELETE FROM dirty_day")
    let dirty = try Int64.fetchAll(database, sql: "SELECT service FROM dirty_service")
    for service in Set(try dirty + dirty.map(layer.counted)).sorted() {
      try store(derive(try events(of: service)), of: service)
    }
    try database.execute(sql: "DELETE FROM dirty_service")
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
    try database.execute(
      sql: """
        DELETE FROM job_day;
        DELETE FROM service_day;
        INSERT OR IGNORE INTO dirty_day SELECT DISTINCT day FROM job WHERE day IS NOT NULL;
        """)
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

  private func rollUp(_ day: LocalDay) throws {
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

  private func store(_ history: ServiceHistory, of service: Int64) throws {
    try store(history.facts)
    try database.execute(sql: "DELETE FROM span WHERE service = ?", arguments: [service])
    let span = try BoundStatement(
      database,
      """
      INSERT INTO span(service, position, environment, deployment, version, live_from, live_until,
        ending, is_restored, is_production) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    for (position, item) in history.spans.enumerated() {
      span.bind(0, service)
      span.bind(1, position)
      span.bind(2, item.environment)
      span.bind(3, item.deployment)
      span.bind(4, item.version)
      span.bind(5, item.from)
      span.bind(6, item.until)
      span.bind(7, Int64(item.end.rawValue))
      span.bind(8, item.isRestored)
      span.bind(9, item.isProduction)
      try span.run()
    }
    try store(history.rollbacks, of: service)
  }

  private func store(_ facts: [DeploymentFact]) throws {
    let insert = try BoundStatement(
      database,
      """
      INSERT OR REPLACE INTO fact(deployment, kind, failure, is_withdrawn, is_rework, previous,
        superseded_by, is_drill) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """)
    for fact in facts {
      insert.bind(0, fact.key)
      insert.bind(1, Int64(fact.kind.rawValue))
      insert.bind(2, fact.failure.map { Int64($0.rawValue) })
      insert.bind(3, fact.isWithdrawn)
      insert.bind(4, fact.isRework)
      insert.bind(5, fact.previous)
      insert.bind(6, fact.supersededBy)
      insert.bind(7, fact.isDrill)
      try insert.run()
    }
  }

  private func store(_ rollbacks: [Rollback], of service: Int64) throws {
    try database.execute(sql: "DELETE FROM rollback WHERE service = ?", arguments: [service])
    let insert = try BoundStatement(
      database,
      """
      INSERT INTO rollback(service, position, environment, blamed, by_deployment, to_version, at,
        time_basis, basis, relanded_by, withdrawn, is_drill)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    for (position, rollback) in rollbacks.enumerated() {
      insert.bind(0, service)
      insert.bind(1, position)
      insert.bind(2, rollback.environment)
      insert.bind(3, rollback.blamed)
      insert.bind(4, rollback.by)
      insert.bind(5, rollback.toVersion)
      insert.bind(6, rollback.at)
      insert.bind(7, Int64(rollback.timeBasis.rawValue))
      insert.bind(8, Int64(rollback.basis.rawValue))
      insert.bind(9, rollback.relandedBy)
      insert.bind(10, Text(rollback.withdrawn.map(String.init).joined(separator: " ")))
      insert.bind(11, rollback.isDrill)
      try insert.run()
    }
  }
}
