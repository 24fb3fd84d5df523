import GRDBSQLite

/// One running statement.
final class SQLiteStatement {
  /// A cell, by the type it really has.
  enum Cell {
    case null
    case integer(Int64)
    case real(Double)
    case text([UInt8])
    case blob([UInt8])
  }

  /// How long SQLite itself may work on it, in nanoseconds; the time its user takes does not count.
  enum TimeLimit {
    case inAll(UInt64)
    case eachRow(UInt64)
  }

  private let handle: OpaquePointer
  private let connection: SQLiteConnection
  var limit: TimeLimit?

  init(_ handle: OpaquePointer, of connection: SQLiteConnection) {
    self.handle = handle
    self.connection = connection
  }

  deinit {
    sqlite3_finalize(handle)
  }

  /// Whether there is another row.
  func step() throws(SQLiteFailure) -> Bool {
    let code: Int32
    switch limit {
    case .inAll(var left):
      code = connection.run(within: &left) { sqlite3_step(handle) }
      limit = .inAll(left)
    case .eachRow(var time): code = connection.run(within: &time) { sqlite3_step(handle) }
    case nil: code = sqlite3_step(handle)
    }
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw connection.failure(code)
    }
  }

  /// Whether it only reads, and gives rows.
  var isQuery: Bool {
    sqlite3_stmt_readonly(handle) != 0 && sqlite3_column_count(handle) > 0
      && sqlite3_stmt_isexplain(handle) == 0
  }

  /// The names of the columns; U+FFFD stands for what is not UTF-8.
  var columnNames: [String] {
    (0..<sqlite3_column_count(handle)).map { column in
      sqlite3_column_name(handle, column).map { String(cString: $0) } ?? ""
    }
  }

  func cell(_ index: Int) -> Cell {
    let column = Int32(index)
    switch sqlite3_column_type(handle, column) {
    case SQLITE_INTEGER:
      return .integer(sqlite3_column_int64(handle, column))
    case SQLITE_FLOAT:
      return .real(sqlite3_column_double(handle, column))
    case SQLITE_TEXT:
      let start = sqlite3_column_text(handle, column)
      return .text(bytes(start.map { UnsafeRawPointer($0) }, column))
    case SQLITE_BLOB:
      return .blob(bytes(sqlite3_column_blob(handle, column), column))
    default:
      return .null
    }
  }

  private func bytes(_ start: UnsafeRawPointer?, _ column: Int32) -> [UInt8] {
    let count = Int(sqlite3_column_bytes(handle, column))
    return Array(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
  }
}
