import Foundation
import GRDB

/// Makes sure that a file is an archive of ours whose tables are up to date. Writes nothing if it is,
/// so that no lock is needed; several processes may make one archive at once.
struct ArchivePreparation {
  private let queue: DatabaseQueue
  private let path: String

  init(_ queue: DatabaseQueue, path: String) {
    self.queue = queue
    self.path = path
  }

  /// The archive's id.
  func run() throws -> String {
    if let id = try queue.read(idIfReady) { return id }
    try claim()
    try migrate()
    return try queue.write { db in
      let meta = MetaTable(database: db)
      if let id = try meta["archive_id"] { return id }
      let id = UUID().uuidString.lowercased()
      try meta.set("archive_id", id)
      return id
    }
  }

  /// Nil if something is left to do.
  private func idIfReady(_ db: Database) throws -> String? {
    guard try isOurs(db) else { return nil }
    if let message = Schema.refusal(of: try Schema.migrator.appliedIdentifiers(db)) {
      throw ArchiveError(kind: .unusable, path: path, message: message)
    }
    guard try Schema.migrator.hasCompletedMigrations(db) else { return nil }
    return try MetaTable(database: db)["archive_id"]
  }

  /// False if the file is empty.
  private func isOurs(_ db: Database) throws -> Bool {
    let found = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    if found == Schema.applicationID { return true }
    let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
    guard found == 0, tables == 0 else {
      throw ArchiveError(
        kind: .unusable, path: path,
        message: "is a database, but no Rollbook archive; import it as a source instead")
    }
    return false
  }

  /// Marks an empty file as ours before anything else is written, so that others do not take a
  /// beginning archive for a foreign database.
  private func claim() throws {
    try queue.write { db in
      if try !isOurs(db) {
        try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
      }
    }
  }

  /// A migration fails if another process has applied it in the meantime; then that is as good.
  private func migrate() throws {
    var applied = try queue.read(appliedMigrations)
    while true {
      do {
        return try Schema.migrator.migrate(queue)
      } catch {
        let now = try queue.read(appliedMigrations)
        guard now != applied else { throw error }
        applied = now
      }
    }
  }

  /// Asks for the table first: a row read fixes the state that is then read from.
  private func appliedMigrations(_ db: Database) throws -> Set<String> {
    let tables = try Int.fetchOne(
      db, sql: "SELECT count(*) FROM sqlite_master WHERE name = 'grdb_migrations'")
    return tables == 0 ? [] : try Schema.migrator.appliedIdentifiers(db)
  }
}
