import CSupport
import GRDBSQLite

/// A result code of SQLite and what it says about it.
struct SQLiteFailure: Error {
  let code: Int32
  let message: String
}

/// A hardened, read-only connection to an untrusted database. The only user of SQLite's C interface
/// here.
final class SQLiteConnection {
  private let handle: OpaquePointer

  /// Opens `path`, which has no links in it. An immutable file is neither locked nor written beside.
  /// Throws `SQLiteFailure`.
  init(path: String, isImmutable: Bool) throws(SQLiteFailure) {
    let access = isImmutable ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE
    let flags = access | SQLITE_OPEN_URI | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE
    let query = isImmutable ? "?mode=ro&immutable=1" : "?mode=rw"
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(
      "file:" + SQLiteConnection.percentEncoded(path) + query, &opened, flags, nil)
    guard let opened, code == SQLITE_OK else {
      let message = String(cString: sqlite3_errstr(code))
      sqlite3_close_v2(opened)
      throw SQLiteFailure(code: code, message: message)
    }
    handle = opened
    try harden()
  }

  deinit {
    sqlite3_close_v2(handle)
  }

  private func harden() throws(SQLiteFailure) {
    let limits: [(Int32, Int32)] = [
      (SQLITE_LIMIT_LENGTH, 16 << 20), (SQLITE_LIMIT_SQL_LENGTH, 100_000),
      (SQLITE_LIMIT_COLUMN, 200), (SQLITE_LIMIT_ATTACHED, 0),
    ]
    for (limit, value) in limits { sqlite3_limit(handle, limit, value) }
    try check(rb_sqlite_harden(handle))
    for setting in ["mmap_size=0", "cell_size_check=ON", "query_only=ON"] {
      let statement = try prepare("PRAGMA \(setting)")
      while try statement.step() {}
    }
  }

  /// What SQLite's quick check says, `ok` if nothing is wrong. To be called before anything is read.
  func quickCheck() throws(SQLiteFailure) -> [UInt8] {
    let check = try prepare("PRAGMA quick_check(1)")
    let answer = try check.step() ? check.cell(0) : .null
    // Not before: the program of the check grows with the number of tables.
    sqlite3_limit(handle, SQLITE_LIMIT_VDBE_OP, 25_000)
    if case .text(let text) = answer { return text }
    return Array("quick_check gave no answer".utf8)
  }

  func prepare(_ sql: String) throws(SQLiteFailure) -> SQLiteStatement {
    var statement: OpaquePointer?
    try check(sqlite3_prepare_v2(handle, sql, -1, &statement, nil))
    guard let statement else {
      throw SQLiteFailure(code: SQLITE_MISUSE, message: "empty statement")
    }
    return SQLiteStatement(statement, of: self)
  }

  fileprivate func check(_ code: Int32) throws(SQLiteFailure) {
    guard code == SQLITE_OK else { throw failure(code) }
  }

  fileprivate func failure(_ code: Int32) -> SQLiteFailure {
    SQLiteFailure(code: code, message: String(cString: sqlite3_errmsg(handle)))
  }

  private static func percentEncoded(_ path: String) -> String {
    var result = ""
    for byte in path.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E:
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        result += (byte < 16 ? "%0" : "%") + String(byte, radix: 16)
      }
    }
    return result
  }
}

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

  private let handle: OpaquePointer
  private let connection: SQLiteConnection

  fileprivate init(_ handle: OpaquePointer, of connection: SQLiteConnection) {
    self.handle = handle
    self.connection = connection
  }

  deinit {
    sqlite3_finalize(handle)
  }

  /// Whether there is another row.
  func step() throws(SQLiteFailure) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: true
    case SQLITE_DONE: false
    case let code: throw connection.failure(code)
    }
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
