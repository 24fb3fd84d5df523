import GRDB
import Model

/// Where facts come from that are about to be restored, and what is to become of ids with events; on disk
/// beyond a few pages.
struct RestoredOrigins {
  private let database: Database
  private let insert: BoundStatement
  private let find: BoundStatement
  private let insertExpected: BoundStatement
  private let findExpected: BoundStatement

  init(_ database: Database) throws {
    self.database = database
    try database.execute(
      sql: """
        CREATE TEMP TABLE restored_origin(
          fact INTEGER NOT NULL, kind INTEGER NOT NULL, id TEXT NOT NULL, digest BLOB NOT NULL,
          import INTEGER NOT NULL, line INTEGER, PRIMARY KEY(fact, kind, id, digest)) WITHOUT ROWID;
        CREATE TEMP TABLE restored_record(
          kind INTEGER NOT NULL, id TEXT NOT NULL, digest BLOB NOT NULL,
          PRIMARY KEY(kind, id)) WITHOUT ROWID;
        """)
    insert = try BoundStatement(
      database,
      """
      INSERT OR IGNORE INTO restored_origin(fact, kind, id, digest, import, line)
      VALUES (?, ?, ?, ?, ?, ?)
      """)
    find = try BoundStatement(
      database,
      """
      SELECT import, line FROM restored_origin WHERE fact = ? AND kind = ? AND id = ? AND digest = ?
      """)
    insertExpected = try BoundStatement(
      database, "INSERT OR REPLACE INTO restored_record(kind, id, digest) VALUES (?, ?, ?)")
    findExpected = try BoundStatement(
      database, "SELECT digest FROM restored_record WHERE kind = ? AND id = ?")
  }

  func add(
    _ origin: FactOrigin, of fact: Restoration.Fact, _ kind: RecordKind, _ id: Text,
    digest: [UInt8]
  ) throws {
    bind(insert, fact, kind, id, digest)
    insert.bind(4, origin.importNumber)
    insert.bind(5, origin.line)
    try insert.run()
  }

  func origin(
    of fact: Restoration.Fact, _ kind: RecordKind, _ id: Text, digest: [UInt8]
  ) throws -> FactOrigin? {
    bind(find, fact, kind, id, digest)
    defer { find.reset() }
    guard try find.step() else { return nil }
    return FactOrigin(
      importNumber: Int(find.int(0)), line: find.optionalInt(1).map { Int($0) })
  }

  private func bind(
    _ statement: BoundStatement, _ fact: Restoration.Fact, _ kind: RecordKind, _ id: Text,
    _ digest: [UInt8]
  ) {
    statement.bind(0, fact.rawValue)
    statement.bind(1, Int64(kind.rawValue))
    statement.bind(2, id)
    statement.bind(3, blob: digest)
  }

  /// Notes what events are to make of an id.
  func expect(_ kind: RecordKind, _ id: Text, digest: [UInt8]) throws {
    insertExpected.bind(0, Int64(kind.rawValue))
    insertExpected.bind(1, id)
    insertExpected.bind(2, blob: digest)
    try insertExpected.run()
  }

  /// Nil if nothing is shown of the id.
  func expected(_ kind: RecordKind, _ id: Text) throws -> [UInt8]? {
    findExpected.bind(0, Int64(kind.rawValue))
    findExpected.bind(1, id)
    defer { findExpected.reset() }
    return try findExpected.step() ? findExpected.blob(0) : nil
  }

  func drop() throws {
    try database.execute(sql: "DROP TABLE restored_origin; DROP TABLE restored_record;")
  }
}
