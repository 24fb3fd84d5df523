import CSupport
import GRDB
import GRDBSQLite

/// The database of the published files and of a publication in progress.
///
/// One row a file, looked up by prepared statements; memory does not grow with the site. Nothing is
/// written before the first change, and everything up to `commitPending` is one transaction.
final class Manifest {
  private let queue: DatabaseQueue
  private let place: String
  private let queries: ManifestQueries
  private(set) var facts = ManifestFacts()
  private(set) var phase = PublishPhase.idle
  /// Rows in `pending`, whatever their kind.
  private(set) var pendingCount = 0

  /// Opens or makes the database at `path`; without one, an empty one in memory.
  init(path: String?, readOnly: Bool, durable: Bool) throws(PublishError) {
    let place = path ?? "state"
    self.place = place
    do {
      var configuration = Configuration()
      configuration.readonly = readOnly && path != nil
      configuration.allowsUnsafeTransactions = true
      configuration.label = "rollbook.manifest"
      configuration.prepareDatabase { database in
        guard let connection = database.sqliteConnection else { return }
        let code = rb_sqlite_harden(connection)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
        try database.execute(sql: "PRAGMA cache_size = -16000")
        try database.execute(sql: "PRAGMA synchronous = \(durable ? "EXTRA" : "OFF")")
      }
      let queue =
        try path.map { try DatabaseQueue(path: $0, configuration: configuration) }
        ?? DatabaseQueue(configuration: configuration)
      self.queue = queue
      queries = try queue.unsafeReentrantWrite { database in
        try ManifestSchema.prepare(database, place: place)
        try database.execute(sql: "BEGIN")
        return try ManifestQueries(database, place: place)
      }
    } catch {
      throw Manifest.translated(error, place)
    }
    try load()
  }

  private static func translated(_ error: any Error, _ place: String) -> PublishError {
    switch error {
    case let error as PublishError: error
    case let error as DatabaseError:
      PublishError(.state(reason: error.message ?? "error \(error.resultCode.rawValue)"), at: place)
    default: PublishError(.state(reason: "\(error)"), at: place)
    }
  }

  /// Runs `body` where the database may be used; may be nested.
  private func access<R>(_ body: (Database) throws -> R) throws(PublishError) -> R {
    do {
      return try queue.unsafeReentrantWrite(body)
    } catch {
      throw Manifest.translated(error, place)
    }
  }

  private func load() throws(PublishError) {
    let stored = try access { database in
      try Dictionary(
        uniqueKeysWithValues: Row.fetchAll(database, sql: "SELECT name, value FROM meta")
          .map { (row: Row) in (row[0] as String, row[1] as String) })
    }
    facts = ManifestFacts(stored: stored)
    switch stored["phase"] {
    case "exchanging":
      phase = .exchanging(newRoot: stored["new_root"].flatMap { UInt64($0) } ?? 0)
    case "moving": phase = .moving
    default: phase = .idle
    }
    // Only a run cut short leaves any.
    pendingCount =
      phase == .idle
      ? 0 : try access { try Int.fetchOne($0, sql: "SELECT count(*) FROM pending") ?? 0 }
  }

  // MARK: Looking up

  /// The live file at `path`, if it is one of ours.
  func entry(at path: SitePath) throws(PublishError) -> ManifestEntry? {
    try access { _ in
      let query = queries.entry
      path.withBytes { query.bind(1, text: $0) }
      defer { query.reset() }
      return try query.step() ? query.entry(0) : nil
    }
  }

  /// What this publication does to `path`.
  func pending(at path: SitePath) throws(PublishError) -> PendingFile? {
    guard pendingCount > 0 else { return nil }
    return try access { _ in
      let query = queries.pending
      path.withBytes { query.bind(1, text: $0) }
      defer { query.reset() }
      return try query.step() ? query.pendingFile : nil
    }
  }

  /// Whether one of our files is in the folder `path`, at any depth.
  func hasFiles(under path: SitePath) throws(PublishError) -> Bool {
    try access { _ in
      let query = queries.under
      path.withBytes { query.bindRange(under: $0) }
      defer { query.reset() }
      return try query.step()
    }
  }

  /// All live files that are ours, sorted by path.
  func eachFile(_ body: (SitePath, ManifestEntry) throws -> Void) throws(PublishError) {
    try access { database in
      let query = try ManifestQuery(
        "SELECT \(ManifestQueries.entryColumns), path FROM file ORDER BY path", in: database,
        place: place)
      while try query.step() {
        if let entry = query.entry(0) { try body(query.path(6), entry) }
      }
    }
  }

  /// What this publication does to files of one kind, sorted by path; under one folder if given.
  func eachPending(
    _ kind: PendingKind, rank: Int? = nil, under folder: SitePath? = nil,
    _ body: (PendingFile) throws -> Void
  ) throws(PublishError) {
    try access { database in
      var sql = "SELECT \(ManifestQueries.pendingColumns) FROM pending WHERE kind = ?1"
      if let rank { sql += " AND rank = \(rank)" }
      if folder != nil { sql += " AND path > ?2 AND path < ?3" }
      let query = try ManifestQuery(sql + " ORDER BY path", in: database, place: place)
      query.bind(1, kind.rawValue)
      folder?.withBytes { query.bindRange(under: $0, from: 2) }
      while try query.step() { if let file = query.pendingFile { try body(file) } }
    }
  }

  // MARK: A publication

  func newID() -> Int {
    defer { facts.nextID += 1 }
    return facts.nextID
  }

  /// Notes what happens to a file; replaces what was noted before if `replacing`.
  func note(_ file: PendingFile, replacing: Bool = false) throws(PublishError) {
    if !replacing, try pending(at: file.path) != nil {
      throw PublishError(.pathTwice, at: file.path.text)
    }
    try access { _ in
      let query = queries.note
      query.bind(file)
      try query.run()
    }
    pendingCount += 1
  }

  /// The first of the two last steps: from here on the publication is known to the next run.
  func commitPending(_ phase: PublishPhase, next: ManifestFacts) throws(PublishError) {
    try access { database in
      try ManifestSchema.store(phase, next, in: database)
      try database.execute(sql: "COMMIT; BEGIN")
    }
    self.phase = phase
  }

  /// The second: what is pending becomes the manifest.
  func applyPending(former: FormerTree) throws(PublishError) {
    try access { database in
      try database.execute(sql: ManifestSchema.applying(former))
      try database.execute(sql: "COMMIT; BEGIN")
    }
    try load()
  }

  /// Both steps in one, for a publication that changes no file's bytes.
  func applyNotes(next: ManifestFacts) throws(PublishError) {
    try access { try ManifestSchema.store(.idle, next, in: $0) }
    try applyPending(former: .asBefore)
  }

  /// Forgets what is pending, also of a run before.
  func discardPending() throws(PublishError) {
    try access { database in
      try database.execute(sql: ManifestSchema.discarding)
      try database.execute(sql: "COMMIT; BEGIN")
    }
    try load()
  }

  /// Undoes everything not committed and ends the use of the database.
  func close() {
    // A failure leaves a journal, which the next run rolls back.
    try? access { try $0.execute(sql: "ROLLBACK") }
    pendingCount = 0
  }
}
