import Foundation
import GRDB
import GRDBSQLite
import Model

/// A prepared statement that is bound and stepped on SQLite's own interface: the import's and the
/// build's inner loops. Parameters and columns count from 0. Valid inside one database access.
struct BoundStatement {
  private let statement: GRDB.Statement
  private let handle: OpaquePointer
  private let database: Database

  init(_ database: Database, _ sql: String) throws {
    self.database = database
    statement = try database.cachedStatement(sql: sql)
    handle = statement.sqliteStatement
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  func bind(_ index: Int, _ value: Int64?) {
    if let value {
      sqlite3_bind_int64(handle, Int32(index + 1), value)
    } else {
      sqlite3_bind_null(handle, Int32(index + 1))
    }
  }

  func bind(_ index: Int, _ value: Int?) { bind(index, value.map(Int64.init)) }

  func bind(_ index: Int, _ value: Timestamp?) { bind(index, value?.milliseconds) }

  func bind(_ index: Int, _ value: Bool?) { bind(index, value.map { $0 ? 1 : 0 as Int64 }) }

  func bind(_ index: Int, _ value: Double?) {
    if let value {
      sqlite3_bind_double(handle, Int32(index + 1), value)
    } else {
      sqlite3_bind_null(handle, Int32(index + 1))
    }
  }

  func bind(_ index: Int, _ value: Text?) {
    guard var string = value?.string else {
      sqlite3_bind_null(handle, Int32(index + 1))
      return
    }
    string.withUTF8 { bytes in
      // An empty buffer may have no address, which SQLite would take for null.
      bytes.withMemoryRebound(to: CChar.self) { chars in
        _ =
          chars.isEmpty
          ? sqlite3_bind_text(handle, Int32(index + 1), "", 0, BoundStatement.copied)
          : sqlite3_bind_text(
            handle, Int32(index + 1), chars.baseAddress, Int32(chars.count),
            BoundStatement.copied)
      }
    }
  }

  func bind(_ index: Int, blob: [UInt8]?) {
    guard let blob else {
      sqlite3_bind_null(handle, Int32(index + 1))
      return
    }
    blob.withUnsafeBytes { bytes in
      if bytes.isEmpty {
        _ = sqlite3_bind_zeroblob(handle, Int32(index + 1), 0)
      } else {
        _ = sqlite3_bind_blob(
          handle, Int32(index + 1), bytes.baseAddress, Int32(bytes.count), BoundStatement.copied)
      }
    }
  }

  /// `SQLITE_TRANSIENT`, which C spells as a cast that Swift does not import.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  /// Runs to the end; for statements without rows.
  func run() throws {
    let code = sqlite3_step(handle)
    sqlite3_reset(handle)
    guard code == SQLITE_DONE || code == SQLITE_ROW else { throw failure(code) }
  }

  /// Moves to the next row; false after the last one.
  func step() throws -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    sqlite3_reset(handle)
    guard code == SQLITE_DONE else { throw failure(code) }
    return false
  }

  /// Ends the use of rows before the last one.
  func reset() {
    sqlite3_reset(handle)
  }

  private func failure(_ code: Int32) -> DatabaseError {
    DatabaseError(
      resultCode: ResultCode(rawValue: code),
      message: String(cString: sqlite3_errmsg(sqlite3_db_handle(handle))))
  }

  func isNull(_ column: Int) -> Bool {
    sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
  }

  func int(_ column: Int) -> Int64 { sqlite3_column_int64(handle, Int32(column)) }

  func optionalInt(_ column: Int) -> Int64? { isNull(column) ? nil : int(column) }

  func time(_ column: Int) -> Timestamp? {
    optionalInt(column).map { Timestamp(milliseconds: $0) }
  }

  func flag(_ column: Int) -> Bool? { optionalInt(column).map { $0 != 0 } }

  func double(_ column: Int) -> Double? {
    isNull(column) ? nil : sqlite3_column_double(handle, Int32(column))
  }

  func text(_ column: Int) -> Text? {
    guard let start = sqlite3_column_text(handle, Int32(column)) else { return nil }
    let count = Int(sqlite3_column_bytes(handle, Int32(column)))
    return Text(
      String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
  }

  /// Whether a column holds this very text, or null for nil; compares bytes and decodes nothing.
  func holds(_ column: Int, _ text: Text?) -> Bool {
    guard let start = sqlite3_column_text(handle, Int32(column)) else { return text == nil }
    guard var string = text?.string else { return false }
    let count = Int(sqlite3_column_bytes(handle, Int32(column)))
    return string.withUTF8 { bytes in
      guard bytes.count == count, let base = bytes.baseAddress else { return count == bytes.count }
      return memcmp(base, start, count) == 0
    }
  }

  func blob(_ column: Int) -> [UInt8] {
    guard let start = sqlite3_column_blob(handle, Int32(column)) else { return [] }
    let count = Int(sqlite3_column_bytes(handle, Int32(column)))
    return Array(UnsafeRawBufferPointer(start: start, count: count))
  }
}
