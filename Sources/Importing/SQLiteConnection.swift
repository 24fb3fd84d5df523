import CSupport
import Foundation
import GRDBSQLite

/// A result code of SQLite and what it says about it.
struct SQLiteFailure: Error {
  /// What is behind a code, as far as it makes a difference here.
  enum Cause {
    case damage, timeout, tooLarge
    /// Something else than reading.
    case forbidden
    case other
  }

  let code: Int32
  let message: String

  var cause: Cause {
    switch code & 0xFF {
    case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_IOERR: .damage
    case SQLITE_INTERRUPT: .timeout
    case SQLITE_TOOBIG: .tooLarge
    case SQLITE_AUTH: .forbidden
    default: .other
    }
  }
}

/// A hardened, read-only connection to an untrusted database. The only user of SQLite's C interface
/// here.
final class SQLiteConnection {
  private let handle: OpaquePointer
  /// When what runs is to be stopped, in nanoseconds of the monotonic clock. SQLite's progress handler
  /// reads it.
  private let deadline: UnsafeMutablePointer<UInt64>
  /// Keeps a copy of the source in place as long as it is open.
  private let snapshot: SQLiteSnapshot

  /// Opens what a snapshot holds. The source itself is immutable: neither locked nor written beside.
  init(_ snapshot: SQLiteSnapshot) throws(SQLiteFailure) {
    let isImmutable = !snapshot.isCopy
    let access = isImmutable ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE
    let flags = access | SQLITE_OPEN_URI | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE
    let query = isImmutable ? "?mode=ro&immutable=1" : "?mode=rw"
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(
      "file:" + SQLiteConnection.percentEncoded(snapshot.path) + query, &opened, flags, nil)
    guard let opened, code == SQLITE_OK else {
      let message = String(cString: sqlite3_errstr(code))
      sqlite3_close_v2(opened)
      throw SQLiteFailure(code: code, message: message)
    }
    handle = opened
    self.snapshot = snapshot
    deadline = .allocate(capacity: 1)
    deadline.initialize(to: .max)
    sqlite3_progress_handler(handle, 1000, SQLiteConnection.isOverdue, deadline)
    try harden()
  }

  deinit {
    // Statements keep their connection: none is left.
    sqlite3_close_v2(handle)
    deadline.deallocate()
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
    sqlite3_set_authorizer(handle, SQLiteConnection.authorize, nil)
    if case .text(let text) = answer { return text }
    return Array("quick_check gave no answer".utf8)
  }

  /// Prepares exactly one statement.
  func prepare(_ sql: String) throws(SQLiteFailure) -> SQLiteStatement {
    if sql.utf8.contains(0) {
      throw SQLiteFailure(code: SQLITE_MISUSE, message: "a NUL character in the statement")
    }
    var statement: OpaquePointer?
    var hasMore = false
    let code = sql.withCString { text in
      var tail: UnsafePointer<CChar>?
      let code = sqlite3_prepare_v2(handle, text, -1, &statement, &tail)
      hasMore = code == SQLITE_OK && isStatement(tail)
      return code
    }
    try check(code)
    guard let statement else {
      throw SQLiteFailure(code: SQLITE_MISUSE, message: "an empty statement")
    }
    let prepared = SQLiteStatement(statement, of: self)
    if hasMore {
      throw SQLiteFailure(code: SQLITE_MISUSE, message: "more than one statement")
    }
    return prepared
  }

  /// Whether more than blanks and comments stands in a text.
  private func isStatement(_ text: UnsafePointer<CChar>?) -> Bool {
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v2(handle, text, -1, &statement, nil)
    defer { sqlite3_finalize(statement) }
    return code != SQLITE_OK || statement != nil
  }

  // MARK: - What untrusted statements may do

  /// Nothing but reading: also what a view hides is asked for here.
  private static let authorize:
    @convention(c) (
      UnsafeMutableRawPointer?, Int32, UnsafePointer<CChar>?, UnsafePointer<CChar>?,
      UnsafePointer<CChar>?, UnsafePointer<CChar>?
    ) -> Int32 = { _, action, first, second, _, _ in
      let isAllowed =
        switch action {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: true
        case SQLITE_FUNCTION: !isOne(second, of: ["load_extension"])
        case SQLITE_PRAGMA: isOne(first, of: ["table_list", "table_xinfo"])
        // Asked for when json_each() and the like are set up; in defensive mode nobody can do it.
        case SQLITE_UPDATE: isOne(first, of: ["sqlite_master", "sqlite_temp_master"])
        default: false
        }
      return isAllowed ? SQLITE_OK : SQLITE_DENY
    }

  private static func isOne(_ name: UnsafePointer<CChar>?, of names: [String]) -> Bool {
    name.map { name in names.contains { strcmp(name, $0) == 0 } } ?? false
  }

  // MARK: - Time

  private static let isOverdue: @convention(c) (UnsafeMutableRawPointer?) -> Int32 = { deadline in
    guard let deadline = deadline?.assumingMemoryBound(to: UInt64.self).pointee else { return 0 }
    return deadline != .max && now() > deadline ? 1 : 0
  }

  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// Runs `work` until `nanoseconds` have passed, and takes what it took from them.
  func run<T>(within nanoseconds: inout UInt64, _ work: () -> T) -> T {
    let start = SQLiteConnection.now()
    deadline.pointee = start &+ nanoseconds
    defer {
      deadline.pointee = .max
      nanoseconds -= min(nanoseconds, SQLiteConnection.now() - start)
    }
    return work()
  }

  func check(_ code: Int32) throws(SQLiteFailure) {
    guard code == SQLITE_OK else { throw failure(code) }
  }

  func failure(_ code: Int32) -> SQLiteFailure {
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
