import Foundation
import GRDB
package import Model

/// One source on its way into the archive: records find their place, defects their quarantine.
package final class ImportSession {
  private let database: Database
  private let names: NameTable
  private let zone: ZoneTable
  private let sourcePath: String
  private let source: Int64
  private let change: Int64
  private let jobs: JobRows
  private let deployments: DeploymentRows
  private let history: BoundStatement
  private let quarantine: BoundStatement
  private let changes: ChangeMarks
  private var firstImport: FirstImport?
  private var counts = ImportCounts()
  private var remarks: [String: (count: Int, example: String, line: Int)] = [:]
  private var feeds: Set<Int64> = []
  private var times: ClosedRange<Timestamp>?
  private var lastJobTime: Timestamp?

  init(_ database: Database, zone: ZoneTable, sourcePath: String, isFirst: Bool) throws {
    self.database = database
    self.zone = zone
    self.sourcePath = sourcePath
    names = NameTable(database)
    jobs = try JobRows(database, names)
    deployments = try DeploymentRows(database, names)
    changes = try ChangeMarks(database)
    history = try BoundStatement(
      database, "INSERT OR IGNORE INTO history(kind, id, record, change) VALUES (?, ?, ?, ?)")
    quarantine = try BoundStatement(
      database,
      """
      INSERT INTO quarantine(source, effect, code, message, field, tbl, line, column_number,
        byte_offset, raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    source = try ImportSession.sourceNumber(of: sourcePath, in: database)
    change = (try Int64.fetchOne(database, sql: "SELECT max(change) FROM source") ?? 0) + 1
    firstImport = isFirst ? FirstImport() : nil
    if !isFirst { try ImportSession.createIndexes(in: database) }
  }

  private static func sourceNumber(of path: String, in db: Database) throws -> Int64 {
    if let known = try Int64.fetchOne(
      db, sql: "SELECT id FROM source WHERE path = ?", arguments: [path])
    {
      // What an earlier reading of this file found wrong is found anew, or mended.
      try db.execute(sql: "DELETE FROM quarantine WHERE source = ?", arguments: [known])
      try db.execute(sql: "DELETE FROM remark WHERE source = ?", arguments: [known])
      try db.execute(sql: "DELETE FROM feed WHERE source = ?", arguments: [known])
      return known
    }
    return (try Int64.fetchOne(db, sql: "SELECT max(id) FROM source") ?? 0) + 1
  }

  private static func createIndexes(in db: Database) throws {
    for sql in Schema.recordIndexes { try db.execute(sql: sql) }
  }

  /// The hash of the content that this source had when it was imported last.
  var knownHash: String? {
    get throws {
      try String.fetchOne(
        database, sql: "SELECT sha256 FROM source WHERE id = ?", arguments: [source])
    }
  }

  // MARK: - Records

  /// Takes in one record: new, the same as one stored, or in competition with one stored, which the
  /// content alone decides.
  package func add(_ record: Model.Record) throws {
    note(record)
    if firstImport != nil {
      switch try place(firstImport: record) {
      case .written: return
      case .full: try endFirstImport()
      }
    }
    try place(record)
  }

  private func note(_ record: Model.Record) {
    if let time = record.latestTime {
      if record.kind == .job { lastJobTime = max(lastJobTime ?? time, time) }
      times = times.map { min($0.lowerBound, time)...max($0.upperBound, time) } ?? time...time
    }
  }

  private enum Placement { case written, full }

  /// While the archive is empty no index is kept: a record whose id's hash is new is new.
  private func place(firstImport record: Model.Record) throws -> Placement {
    guard var first = firstImport else { return .full }
    firstImport = nil
    defer { firstImport = first }
    switch first.see(record) {
    case .new: try insert(record)
    case .perhapsKnown: first.postponed.append(record)
    case .full: return .full
    }
    return .written
  }

  /// Builds the indexes and takes in what had to wait for them.
  private func endFirstImport() throws {
    guard let first = firstImport else { return }
    firstImport = nil
    try ImportSession.createIndexes(in: database)
    for record in first.postponed { try place(record) }
  }

  private func place(_ record: Model.Record) throws {
    switch record {
    case .job(let job):
      guard let stored = try jobs.find(job.id) else { return try insert(record) }
      guard try replaces(.job(stored.job), by: record) else { return }
      try changes.mark(day: stored.day)
      try write(job, key: stored.key)
    case .deployment(let deployment):
      guard let stored = try deployments.find(deployment.id) else { return try insert(record) }
      guard try replaces(.deployment(stored.deployment), by: record) else { return }
      try changes.mark(service: try names.number(of: stored.deployment.service))
      try changes.forgetReferences(of: stored.key)
      try write(deployment, key: stored.key)
    case .commit, .incident: break
    }
  }

  private func insert(_ record: Model.Record) throws {
    counts.imported += 1
    switch record {
    case .job(let job): try write(job, key: nil)
    case .deployment(let deployment): try write(deployment, key: nil)
    case .commit, .incident: break
    }
  }

  /// Whether `new` wins over `stored`; the loser becomes history.
  private func replaces(_ stored: Model.Record, by new: Model.Record) throws -> Bool {
    if stored == new {
      counts.duplicate += 1
      try noteFeed(of: new)
      return false
    }
    let wins = stored.loses(to: new)
    let loser = wins ? stored : new
    history.bind(0, Int64(loser.kind.rawValue))
    history.bind(1, loser.id)
    history.bind(2, Text(loser.canonicalJSON.string))
    history.bind(3, change)
    try history.run()
    if wins { counts.updated += 1 } else { counts.conflict += 1 }
    if !wins { try noteFeed(of: new) }
    return wins
  }

  private func write(_ job: Job, key: Int64?) throws {
    let day = job.bucketTime.map { zone.day(of: $0) }
    try jobs.write(job, key: key, day: day, change: change)
    try changes.mark(day: day)
  }

  private func write(_ deployment: Deployment, key: Int64?) throws {
    let day = deployment.bucketTime.map { zone.day(of: $0) }
    let key = try deployments.write(deployment, key: key, day: day, change: change)
    let service = try names.number(of: deployment.service)
    feeds.insert(service)
    try changes.mark(service: service)
    for (role, id) in deployment.jobReferences {
      try changes.refer(to: id, from: key, as: role, service: service)
    }
  }

  private func noteFeed(of record: Model.Record) throws {
    guard case .deployment(let deployment) = record else { return }
    feeds.insert(try names.number(of: deployment.service))
  }

  /// Takes in an event, which is folded with the record of its id.
  package func add(_ event: LifecycleEvent) throws {
  }

  /// Takes in that a source deleted a record.
  package func add(_ deletion: Deletion) throws {
  }

  // MARK: - Defects

  /// Takes in what was wrong: notes are counted by code, everything else is kept whole.
  package func add(_ defect: Defect) throws {
    if defect.effect == .note {
      let known = remarks[defect.code]
      remarks[defect.code] = (
        (known?.count ?? 0) + 1, known?.example ?? defect.message,
        known?.line ?? defect.position.line
      )
      return
    }
    quarantine.bind(0, source)
    quarantine.bind(1, Text(defect.effect.rawValue))
    quarantine.bind(2, Text(defect.code))
    quarantine.bind(3, Text(defect.message))
    quarantine.bind(4, defect.field.map { Text($0) })
    quarantine.bind(5, defect.position.table.map { Text($0) })
    quarantine.bind(6, defect.position.line)
    quarantine.bind(7, defect.position.column)
    quarantine.bind(8, defect.position.offset)
    quarantine.bind(9, blob: defect.raw)
    try quarantine.run()
  }

  // MARK: - The end

  func finish(_ description: SourceDescription) throws -> ImportCounts {
    try endFirstImport()
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO source(id, path, format, sha256, bytes, change, lines, imported,
          updated, duplicate, conflict, blank, ignored, quarantined, incomplete, first_time,
          last_time, last_job_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        source, sourcePath, description.format, description.sha256, description.byteCount, change,
        description.lines, counts.imported, counts.updated, counts.duplicate, counts.conflict,
        description.blank, description.ignored, description.quarantined, description.incomplete,
        times?.lowerBound.milliseconds, times?.upperBound.milliseconds, lastJobTime?.milliseconds,
      ])
    for service in feeds.sorted() {
      try database.execute(
        sql: "INSERT OR IGNORE INTO feed(source, service) VALUES (?, ?)",
        arguments: [source, service])
    }
    for (code, remark) in remarks.sorted(by: { $0.key < $1.key }) {
      try database.execute(
        sql: "INSERT INTO remark(source, code, count, example, line) VALUES (?, ?, ?, ?, ?)",
        arguments: [source, code, remark.count, remark.example, remark.line])
    }
    try changes.save()
    return counts
  }
}
