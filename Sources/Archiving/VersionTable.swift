import GRDB
import Model

/// The versions of records that no row shows as they came: those that lost, and those that events
/// changed.
struct VersionTable<Rows: RecordRows> {
  typealias Version = (stored: StoredVersion, value: Rows.Value)

  private let rows: Rows
  private let insert: BoundStatement
  private let find: BoundStatement
  private let all: BoundStatement
  private let remove: BoundStatement
  private let removeAll: BoundStatement

  init(_ database: Database, _ rows: Rows) throws {
    self.rows = rows
    let table = "\(Rows.table)_version"
    let marks = Array(repeating: "?", count: Rows.columnCount + 4).joined(separator: ", ")
    insert = try BoundStatement(
      database,
      "INSERT INTO \(table)(\(Rows.columns), key, digest, origin, line) VALUES (\(marks))")
    find = try BoundStatement(
      database, "SELECT key, origin FROM \(table) WHERE \(Rows.idColumn) = ? AND digest = ?")
    all = try BoundStatement(
      database, "SELECT \(Rows.columns), key, origin, line FROM \(table) WHERE \(Rows.idColumn) = ?"
    )
    remove = try BoundStatement(database, "DELETE FROM \(table) WHERE key = ?")
    removeAll = try BoundStatement(database, "DELETE FROM \(table) WHERE \(Rows.idColumn) = ?")
  }

  func add(_ value: Rows.Value, _ stored: StoredVersion, digest: [UInt8]? = nil) throws {
    try rows.bind(value, to: insert)
    insert.bind(Rows.columnCount, stored.key)
    insert.bind(Rows.columnCount + 1, blob: digest ?? rows.digest(value))
    insert.bind(Rows.columnCount + 2, stored.origin)
    insert.bind(Rows.columnCount + 3, stored.line)
    try insert.run()
  }

  func find(_ id: Text, digest: [UInt8]) throws -> StoredVersion? {
    find.bind(0, id)
    find.bind(1, blob: digest)
    defer { find.reset() }
    return try find.step() ? StoredVersion(key: find.int(0), origin: find.int(1)) : nil
  }

  /// The version of an id that beats the others; holds two at a time.
  func best(of id: Text) throws -> Version? {
    all.bind(0, id)
    defer { all.reset() }
    var best: Version?
    while try all.step() {
      let value = try rows.read(all, from: 0)
      if let known = best, !rows.loses(known.value, to: value) { continue }
      let stored = StoredVersion(
        key: all.int(Rows.columnCount), origin: all.int(Rows.columnCount + 1),
        line: all.optionalInt(Rows.columnCount + 2))
      best = (stored, value)
    }
    return best
  }

  func delete(key: Int64) throws {
    remove.bind(0, key)
    try remove.run()
  }

  func deleteAll(of id: Text) throws {
    removeAll.bind(0, id)
    try removeAll.run()
  }
}
