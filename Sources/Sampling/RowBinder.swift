import GRDB
import GRDBSQLite
import Model

/// Binds the columns of one row from left to right and inserts it. Nil becomes NULL.
///
/// SQLite's own calls on GRDB's statement: GRDB's arguments cost several times as much a row.
struct RowBinder {
  private let statement: SQLiteStatement
  private var column: Int32 = 0

  /// SQLITE_TRANSIENT, which C defines as a cast that Swift does not import: SQLite copies the bytes.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  init(_ statement: Statement) {
    self.statement = statement.sqliteStatement
    sqlite3_reset(self.statement)
    sqlite3_clear_bindings(self.statement)
  }

  mutating func bind(_ text: Text?) {
    column += 1
    guard var bytes = text?.string else { return }
    if bytes.isEmpty {
      // No bytes may mean no address, which SQLite takes for NULL.
      sqlite3_bind_text(statement, column, "", 0, RowBinder.copied)
      return
    }
    bytes.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) {
        _ = sqlite3_bind_text(statement, column, $0.baseAddress, Int32($0.count), RowBinder.copied)
      }
    }
  }

  mutating func bind(_ time: Timestamp?) {
    bind(time.map { Text($0.rfc3339) })
  }

  mutating func bind(_ number: Int64?) {
    column += 1
    if let number { sqlite3_bind_int64(statement, column, number) }
  }

  mutating func bind(_ flag: Bool?) {
    bind(flag.map { $0 ? 1 : 0 as Int64 })
  }

  mutating func bind(_ number: Double?) {
    column += 1
    if let number { sqlite3_bind_double(statement, column, number) }
  }

  mutating func bind(tags: [Text]) {
    guard !tags.isEmpty else { return bind(nil as Text?) }
    var buffer = ByteBuffer()
    buffer.append(jsonArray: tags)
    bind(Text(buffer.string))
  }

  mutating func bind(_ metadata: Metadata) {
    bind(metadata.isEmpty ? nil : metadata.json)
  }

  func insert(_ database: Database) throws {
    guard sqlite3_step(statement) == SQLITE_DONE else {
      throw DatabaseError(
        resultCode: database.lastErrorCode, message: database.lastErrorMessage)
    }
    sqlite3_reset(statement)
  }
}
