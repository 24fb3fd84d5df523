import GRDB
import Model

/// The table that shows one record of each id.
struct RecordTable<Rows: RecordRows> {
  /// A row: the record shown, and where it comes from.
  struct Stored {
    var key: Int64
    var value: Rows.Value
    var day: LocalDay?
    /// The import that changed the row last.
    var change: Int64
    /// The version that the row shows as it came; nil if events told of the record.
    var version: StoredVersion?
  }

  enum Lookup {
    /// No row of that id.
    case absent
    /// The row shows this very version.
    case same(StoredVersion)
    case other(Stored)
  }

  private let rows: Rows
  private let database: Database
  private let insert: BoundStatement
  private let find: BoundStatement
  private let remove: BoundStatement
  private let touch: BoundStatement

  init(_ database: Database, _ rows: Rows) throws {
    self.rows = rows
    self.database = database
    let marks = Array(repeating: "?", count: Rows.columnCount + 6).joined(separator: ", ")
    insert = try BoundStatement(
      database,
      """
      INSERT OR REPLACE INTO \(Rows.table)(\(Rows.columns), day, change, version_key, origin, line,
        key)
      VALUES (\(marks))
      """)
    find = try BoundStatement(
      database,
      """
      SELECT \(Rows.columns), key, day, change, version_key, origin, line FROM \(Rows.table)
      WHERE \(Rows.idColumn) = ?
      """)
    remove = try BoundStatement(database, "DELETE FROM \(Rows.table) WHERE key = ?")
    touch = try BoundStatement(database, "UPDATE \(Rows.table) SET change = ? WHERE key = ?")
  }

  /// Writes a new row, or over the one with that key. Returns the key.
  @discardableResult
  func write(
    _ value: Rows.Value, key: Int64?, day: LocalDay?, change: Int64, version: StoredVersion?
  ) throws -> Int64 {
    try rows.bind(value, to: insert)
    insert.bind(Rows.columnCount, day?.number)
    insert.bind(Rows.columnCount + 1, change)
    insert.bind(Rows.columnCount + 2, version?.key)
    insert.bind(Rows.columnCount + 3, version?.origin)
    insert.bind(Rows.columnCount + 4, version?.line)
    insert.bind(Rows.columnCount + 5, key)
    try insert.run()
    return key ?? database.lastInsertedRowID
  }

  /// Finds the row of the record's id; decodes it only if it is not this very record.
  func lookUp(_ value: Rows.Value) throws -> Lookup {
    find.bind(0, rows.id(of: value))
    defer { find.reset() }
    guard try find.step() else { return .absent }
    if let version = version, try rows.stands(value, in: find) { return .same(version) }
    return .other(try stored())
  }

  func row(of id: Text) throws -> Stored? {
    find.bind(0, id)
    defer { find.reset() }
    return try find.step() ? stored() : nil
  }

  private var version: StoredVersion? {
    guard let key = find.optionalInt(Rows.columnCount + 3) else { return nil }
    return StoredVersion(
      key: key, origin: find.int(Rows.columnCount + 4),
      line: find.optionalInt(Rows.columnCount + 5))
  }

  private func stored() throws -> Stored {
    Stored(
      key: find.int(Rows.columnCount), value: try rows.read(find, from: 0),
      day: find.optionalInt(Rows.columnCount + 1).map { LocalDay(number: Int($0)) },
      change: find.int(Rows.columnCount + 2), version: version)
  }

  func delete(key: Int64) throws {
    remove.bind(0, key)
    try remove.run()
  }

  /// Notes that something about the row changed that is not in the row.
  func setChange(of key: Int64, to change: Int64) throws {
    touch.bind(0, change)
    touch.bind(1, key)
    try touch.run()
  }
}

/// A version of a record in the archive: its key among those of its kind, the import that brought it
/// first, and where it stood in that source, if that is known.
struct StoredVersion: Equatable {
  var key: Int64
  var origin: Int64
  var line: Int64?
}
