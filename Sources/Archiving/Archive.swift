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

  /// How long a batch run waits while another process writes.
  package static let patience: Duration = .seconds(10)

  /// Opens an archive, or makes one. Opening one that is up to date writes nothing, so that it needs
  /// not wait for others that write.
  ///
  /// - Parameter patience: how long to wait for another process, now and in each transaction.
  /// - Throws: `ArchiveError` if the file is a link, is linked twice, is no archive of ours, was
  ///   written by a newer Rollbook, or of kind `busy` if patience ran out.
  package convenience init(path: String, patience: Duration = Archive.patience) throws {
    try self.init(path: path, isTemporary: false, patience: patience)
  }

  /// An archive in a file of its own under `directory`, that no crash needs to survive.
  package convenience init(temporaryIn directory: String) throws {
    try self.init(
      path: directory + "/archive.sqlite", isTemporary: true, patience: Archive.patience)
  }

  private init(path: String, isTemporary: Bool, patience: Duration) throws {
    self.path = path
    self.isTemporary = isTemporary
    try Archive.refuseUnsafeFile(path)
    var configuration = Configuration()
    configuration.busyMode = Archive.waiting(patience)
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
      id = try ArchivePreparation(queue, path: path).run()
    } catch let error as DatabaseError {
      throw ArchiveError.busy(error, path: path)
        ?? ArchiveError.unusable(error, path: path)
    }
  }

  /// Looks often: SQLite's own waiting looks ten times a second, and one that writes without a pause
  /// would let nobody in.
  private static func waiting(_ patience: Duration) -> Database.BusyMode {
    let pause = Duration.milliseconds(2)
    let limit = Int(patience / pause)
    return .callback { attempts in
      guard attempts < limit else { return false }
      usleep(2000)
      return true
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

  /// Writes a copy into a new file.
  package func copy(to path: String) throws {
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "VACUUM INTO ?", arguments: [path])
    }
  }

  /// Reads from one consistent state.
  package func read<Result>(_ body: (ArchiveReader) throws -> Result) throws -> Result {
    do {
      return try queue.read { db in try body(ArchiveReader(db)) }
    } catch let error as DatabaseError {
      throw ArchiveError.busy(error, path: path) ?? error
    }
  }

  /// Imports one source in one transaction: all of it, or, if `body` throws, nothing. The same
  /// content read in the same way again leaves no trace.
  ///
  /// - Parameter path: as the user named it; `-` is standard input, of which every content is a
  ///   source of its own.
  package func importSource(
    named path: String, zone: ZoneTable, _ body: (ImportSession) throws -> SourceDescription
  ) throws -> ImportCounts {
    var isFirst = false
    let counts = try transaction { db in
      // Days of one zone alone stand in an archive, whether or not a refresh came in between.
      try Derivation(db, zone: zone).followZone()
      isFirst = try Archive.isEmpty(db)
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
    // A first import is one long append, which a rollback journal writes once; from now on small
    // changes come, for which a write-ahead log is better.
    if isFirst { try useWriteAheadLog() }
    return counts
  }

  /// Whether nothing was ever imported and is still there.
  static func isEmpty(_ db: Database) throws -> Bool {
    try Bool.fetchOne(
      db,
      sql: """
        SELECT NOT EXISTS (SELECT 1 FROM import) AND NOT EXISTS (SELECT 1 FROM job)
          AND NOT EXISTS (SELECT 1 FROM deployment)
        """) ?? true
  }

  /// From now on readers and a writer work beside each other. While others use the file it stays as
  /// it is; whoever comes next tries again.
  func useWriteAheadLog() throws {
    guard !isTemporary else { return }
    try queue.writeWithoutTransaction { db in
      guard try String.fetchOne(db, sql: "PRAGMA journal_mode") != "wal" else { return }
      do {
        _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
      } catch let error as DatabaseError where ArchiveError.busy(error, path: path) != nil {}
    }
  }

  /// Brings what is derived from records up to date with the imports since the last time.
  /// `derive` computes one service's history from its deployments.
  package func refresh(
    zone: ZoneTable, derive: ServiceDeriving
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

  /// Runs `body` in one transaction, durable when this returns; if it throws, nothing has happened.
  func transaction<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try queue.writeWithoutTransaction { db in
      do {
        try db.execute(sql: "BEGIN IMMEDIATE")
      } catch let error as DatabaseError {
        throw ArchiveError.busy(error, path: path) ?? error
      }
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
