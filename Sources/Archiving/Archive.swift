import CSupport
import Foundation
import GRDB
import GRDBSQLite
package import Model

/// The archive: every record Rollbook ever imported, what was derived from it, and where it came
/// from, in one SQLite file.
package final class Archive: Sendable {
  package let path: String
  /// Identifies this archive among others, for ever.
  package let id: String
  /// Whether the file lives only as long as this run.
  package let isTemporary: Bool
  private let queue: DatabaseQueue

  /// Opens an archive, or makes one.
  ///
  /// - Throws: `ArchiveError` if the file is a link, is linked twice, is no archive of ours, or was
  ///   written by a newer Rollbook.
  package convenience init(path: String) throws {
    try self.init(path: path, isTemporary: false)
  }

  /// An archive in a file of its own under `directory`, that no crash needs to survive.
  package convenience init(temporaryIn directory: String) throws {
    try self.init(path: directory + "/archive.sqlite", isTemporary: true)
  }

  private init(path: String, isTemporary: Bool) throws {
    self.path = path
    self.isTemporary = isTemporary
    try Archive.refuseUnsafeFile(path)
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { db in
      guard let connection = db.sqliteConnection, rb_sqlite_harden(connection) == SQLITE_OK else {
        throw DatabaseError(message: "SQLite cannot be hardened")
      }
      try db.execute(
        sql: """
          PRAGMA synchronous = \(isTemporary ? "OFF" : "FULL");
          PRAGMA foreign_keys = ON;
          PRAGMA cache_size = -16000;
          PRAGMA mmap_size = 0;
          PRAGMA cell_size_check = ON;
          """)
    }
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
      id = try Archive.prepare(queue, path: path)
    } catch let error as DatabaseError {
      throw ArchiveError(kind: .unusable, path: path, message: error.message ?? "not a database")
    }
  }

  private static func refuseUnsafeFile(_ path: String) throws {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw ArchiveError(
        kind: .unusable, path: path,
        message: "is not a regular file; name the archive's real path, links are not followed")
    }
    guard status.st_nlink == 1 else {
      throw ArchiveError(
        kind: .unusable, path: path,
        message: "has a second hard link; SQLite cannot keep such a file safe. Copy it instead")
    }
  }

  /// Checks that the file is ours and brings its tables up to date. Returns the archive's id.
  private static func prepare(_ queue: DatabaseQueue, path: String) throws -> String {
    try queue.writeWithoutTransaction { db in
      let found = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
      let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
      guard found == Schema.applicationID || (found == 0 && tables == 0) else {
        throw ArchiveError(
          kind: .unusable, path: path,
          message: "is a database, but no Rollbook archive; import it as a source instead")
      }
      if let message = Schema.refusal(of: try Schema.migrator.appliedIdentifiers(db)) {
        throw ArchiveError(kind: .unusable, path: path, message: message)
      }
    }
    try Schema.migrator.migrate(queue)
    return try queue.write { db in
      let meta = MetaTable(database: db)
      if let id = try meta["archive_id"] { return id }
      try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
      let id = UUID().uuidString.lowercased()
      try meta.set("archive_id", id)
      return id
    }
  }

  /// Writes a copy into a new file.
  package func copy(to path: String) throws {
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "VACUUM INTO ?", arguments: [path])
    }
  }

  /// Reads from one consistent state.
  package func read<Result>(_ body: (ArchiveReader) throws -> Result) throws -> Result {
    try queue.read { db in try body(ArchiveReader(db)) }
  }

  /// Imports one source in one transaction: all of it, or, if `body` throws, nothing. The same
  /// content read in the same way again leaves no trace.
  ///
  /// - Parameter path: as the user named it; `-` is standard input, of which every content is a
  ///   source of its own.
  package func importSource(
    named path: String, zone: ZoneTable, _ body: (ImportSession) throws -> SourceDescription
  ) throws -> ImportCounts {
    let isFirst = try queue.read { db in
      try Bool.fetchOne(
        db,
        sql: """
          SELECT NOT EXISTS (SELECT 1 FROM import) AND NOT EXISTS (SELECT 1 FROM job)
            AND NOT EXISTS (SELECT 1 FROM deployment)
          """) ?? true
    }
    // Days of one zone alone stand in an archive, whether or not a refresh came in between.
    try transaction { db in try Derivation(db, zone: zone).followZone() }
    let counts = try transaction { db in
      let number = try MetaTable(database: db).nextChange()
      let session = try ImportSession(db, zone: zone, number: number, isFirst: isFirst)
      let description = try body(session)
      let (counts, reach) = try session.finish()
      let sources = SourceTable(database: db)
      let known = try sources.known(
        SourceTable.storedPath(path, sha256: description.sha256))
      if let known, known.sha256 == description.sha256, known.key == description.key,
        !session.isNew
      {
        try db.execute(sql: "ROLLBACK")
      } else {
        try sources.save(
          description, path: path, number: number, counts: counts, reach: reach)
      }
      return counts
    }
    if isFirst, !isTemporary {
      // A first import is one long append, which a rollback journal writes once; from now on small
      // changes come, for which a write-ahead log is better.
      try queue.writeWithoutTransaction { db in
        _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
      }
    }
    return counts
  }

  /// Brings what is derived from records up to date with the imports since the last time.
  /// `derive` computes one service's history from its deployments.
  package func refresh(
    zone: ZoneTable, derive: ([DeploymentEvent]) -> ServiceHistory
  ) throws {
    try transaction { db in
      try Derivation(db, zone: zone).refresh(derive: derive)
    }
  }

  /// What SQLite's quick check says of the file; nil if nothing is wrong.
  package func checkIntegrity() throws -> String? {
    try queue.read { db in
      let answers = try String.fetchAll(db, sql: "PRAGMA quick_check(10)")
      return answers == ["ok"] ? nil : "\(path) is damaged: \(answers.joined(separator: "; "))"
    }
  }

  func transaction<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      do {
        let result = try body(db)
        if db.isInsideTransaction { try db.execute(sql: "COMMIT") }
        return result
      } catch {
        if db.isInsideTransaction { try db.execute(sql: "ROLLBACK") }
        throw error
      }
    }
  }
}

/// Facts about the archive as a whole, by name.
struct MetaTable {
  let database: Database

  subscript(key: String) -> String? {
    get throws {
      try String.fetchOne(database, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])
    }
  }

  func set(_ key: String, _ value: String) throws {
    try database.execute(
      sql: "INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", arguments: [key, value])
  }

  /// The number of the last change of the archive: an import, an undoing, a removal.
  var lastChange: Int64 {
    get throws { try self["last_change"].flatMap { Int64($0) } ?? 0 }
  }

  /// Counts one change more.
  func nextChange() throws -> Int64 {
    let next = try lastChange + 1
    try set("last_change", String(next))
    return next
  }
}
