import GRDB
import Model

/// Keeps what the months of services summed up to when a site was last published, as soon as they sum
/// up to something else. Only months that were over then; services that were not there then have none.
final class PublishedMonths {
  private let database: Database
  private let asOf: LocalDay
  /// The services that had jobs before anything was derived anew.
  private let servicesWithJobs: Set<Int64>

  /// Nil if no site was published from the archive.
  init?(_ database: Database) throws {
    guard let publication = try Publication(database) else { return nil }
    self.database = database
    asOf = publication.asOf
    var services: Set<Int64> = []
    var last: Int64 = 0
    while let next = try Int64.fetchOne(
      database, sql: "SELECT min(service) FROM service_day WHERE service > ?", arguments: [last])
    {
      services.insert(next)
      last = next
    }
    // A change of the zone has emptied the days.
    services.formUnion(
      try Int64.fetchAll(database, sql: "SELECT service FROM month_before WHERE kind = 1"))
    servicesWithJobs = services
  }

  private func wasOver(_ month: Month) -> Bool { month.days.upperBound <= asOf }

  // MARK: - Deployments

  /// Called with what is stored of a service, before it is written over.
  func keep(_ service: Int64, before newDays: [DeploymentDay]) throws {
    let old = try PublishedMonths.sums(of: service, in: nil, database)
    guard !old.isEmpty else { return }
    let new = PublishedMonths.sums(newDays)
    for month in Set(old.keys).union(new.keys) where wasOver(month) {
      let before = old[month] ?? DeploymentRollup()
      guard before.numbers != (new[month] ?? DeploymentRollup()).numbers else { continue }
      try insert(0, service, month, before.numbers)
    }
  }

  private static func sums(_ days: [DeploymentDay]) -> [Month: DeploymentRollup] {
    var sums: [Month: DeploymentRollup] = [:]
    for day in days {
      if let month = day.day?.month { sums[month, default: DeploymentRollup()] += day.rollup }
    }
    return sums
  }

  /// What the stored days of a service sum up to by month.
  static func sums(
    of service: Int64, in month: Month?, _ database: Database
  ) throws -> [Month: DeploymentRollup] {
    let select = try BoundStatement(
      database,
      """
      SELECT day, counts, offsets, leads FROM deployment_day
      WHERE service = ?1 AND day >= ?2 AND day < ?3
      """)
    select.bind(0, service)
    select.bind(1, month.map { Int64($0.days.lowerBound.number) } ?? .min)
    select.bind(2, month.map { Int64($0.days.upperBound.number) } ?? .max)
    var sums: [Month: DeploymentRollup] = [:]
    while try select.step() {
      let month = LocalDay(number: Int(select.int(0))).month
      sums[month, default: DeploymentRollup()] += RollupBlobs.readDeployments(select, from: 1)
    }
    return sums
  }

  // MARK: - Jobs

  /// Called with a day's new counts by service, before they are written over those stored.
  func keep(_ day: LocalDay, before new: [Int64: JobRollup]) throws {
    guard wasOver(day.month) else { return }
    var old: [Int64: JobCounts] = [:]
    let select = try BoundStatement(
      database, "SELECT service, counts, runs, queues FROM service_day WHERE day = ?")
    select.bind(0, day.number)
    while try select.step() {
      old[select.int(0)] = RollupBlobs.read(select, from: 1, durations: false).counts
    }
    for service in Set(old.keys).union(new.keys) where servicesWithJobs.contains(service) {
      guard old[service] ?? JobCounts() != new[service]?.counts ?? JobCounts() else { continue }
      try insert(
        1, service, day.month, PublishedMonths.jobs(of: service, in: day.month, database).byStatus)
    }
  }

  /// Keeps the jobs of all months that were over; for a change of all days.
  func keepAllJobs() throws {
    for service in servicesWithJobs {
      let days = try Int.fetchAll(
        database, sql: "SELECT day FROM service_day WHERE service = ? AND day < ?",
        arguments: [service, asOf.number])
      for month in Set(days.map { LocalDay(number: $0).month }) where wasOver(month) {
        let counts = try PublishedMonths.jobs(of: service, in: month, database)
        try insert(1, service, month, counts.byStatus)
      }
    }
  }

  /// What the stored days of a service's jobs sum up to.
  static func jobs(
    of service: Int64, in month: Month, _ database: Database
  ) throws -> JobCounts {
    let select = try BoundStatement(
      database,
      """
      SELECT counts, runs, queues FROM service_day WHERE service = ? AND day >= ? AND day < ?
      """)
    select.bind(0, service)
    select.bind(1, month.days.lowerBound.number)
    select.bind(2, month.days.upperBound.number)
    var sum = JobCounts()
    while try select.step() {
      sum += RollupBlobs.read(select, from: 0, durations: false).counts
    }
    return sum
  }

  /// What was published last stays, whatever comes after it.
  private func insert(_ kind: Int64, _ service: Int64, _ month: Month, _ counts: [Int]) throws {
    let insert = try BoundStatement(
      database,
      "INSERT OR IGNORE INTO month_before(kind, service, month, counts) VALUES (?, ?, ?, ?)")
    insert.bind(0, kind)
    insert.bind(1, service)
    insert.bind(2, month.days.lowerBound.number)
    insert.bind(3, blob: RollupBlobs.bytes(counts.map { UInt32(clamping: $0) }))
    try insert.run()
  }
}

/// The site that was last published from the archive.
struct Publication: Equatable {
  /// Its local date.
  var asOf: LocalDay
  /// The number of the last change of the archive before it.
  var change: Int64
  var zone: String
  var rules: String
  /// Which corrections were in force.
  var corrections: String

  /// What a site of that date says.
  init(asOf: LocalDay, of database: Database) throws {
    let meta = MetaTable(database: database)
    self.asOf = asOf
    change = try meta.lastChange
    zone = try meta["time_zone"] ?? ""
    rules = try meta["derivation"] ?? ""
    corrections = try meta["corrections"] ?? ""
  }

  /// Nil if there was none.
  init?(_ database: Database) throws {
    let meta = MetaTable(database: database)
    guard let day = try meta["published_as_of"].flatMap({ Int($0) }) else { return nil }
    asOf = LocalDay(number: day)
    change = try meta["published_change"].flatMap { Int64($0) } ?? 0
    zone = try meta["published_zone"] ?? ""
    rules = try meta["published_rules"] ?? ""
    corrections = try meta["published_corrections"] ?? ""
  }

  func save(in database: Database) throws {
    let meta = MetaTable(database: database)
    try meta.set("published_as_of", String(asOf.number))
    try meta.set("published_change", String(change))
    try meta.set("published_zone", zone)
    try meta.set("published_rules", rules)
    try meta.set("published_corrections", corrections)
  }
}
