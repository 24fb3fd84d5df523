import GRDB
import GRDBSQLite

/// A prepared statement that is bound and read byte by byte, without rows or strings in between.
struct ManifestQuery {
  private let statement: Statement
  private let place: String

  init(_ sql: String, in database: Database, place: String) throws {
    statement = try database.makeStatement(sql: sql)
    self.place = place
  }

  private var raw: SQLiteStatement { statement.sqliteStatement }

  func bind(_ index: Int32, _ value: Int64) {
    sqlite3_bind_int64(raw, index, value)
  }

  func bindNull(_ index: Int32) {
    sqlite3_bind_null(raw, index)
  }

  func bind(_ index: Int32, text: UnsafeRawBufferPointer) {
    let bytes = text.bindMemory(to: CChar.self).baseAddress
    sqlite3_bind_text(raw, index, bytes, Int32(text.count), ManifestQuery.copied)
  }

  func bind(_ index: Int32, blob: UnsafeRawBufferPointer) {
    sqlite3_bind_blob(raw, index, blob.baseAddress, Int32(blob.count), ManifestQuery.copied)
  }

  /// Binds the stamp and digest of `entry` to five parameters from `index` on.
  func bind(_ index: Int32, entry: ManifestEntry) {
    bind(index, entry.stamp.size)
    bind(index + 1, entry.stamp.modified)
    bind(index + 2, entry.stamp.changed)
    bind(index + 3, Int64(bitPattern: entry.stamp.inode))
    entry.digest.withBytes { bind(index + 4, blob: $0) }
  }

  /// SQLITE_TRANSIENT, which the importer cannot translate.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  /// True if there is a row.
  func step() throws(PublishError) -> Bool {
    switch sqlite3_step(raw) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default:
      let reason = String(cString: sqlite3_errmsg(sqlite3_db_handle(raw)))
      throw PublishError(.state(reason: reason), at: place)
    }
  }

  /// Runs a statement that gives no rows.
  func run() throws(PublishError) {
    defer { reset() }
    while try step() {}
  }

  func reset() {
    sqlite3_reset(raw)
  }

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(raw, column) }

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(raw, column) == SQLITE_NULL }

  func path(_ column: Int32) -> SitePath {
    let start = sqlite3_column_text(raw, column)
    let count = Int(sqlite3_column_bytes(raw, column))
    return SitePath(trusting: UnsafeBufferPointer(start: start, count: count))
  }

  /// The entry in six columns from `column` on; nil if they are not one.
  func entry(_ column: Int32) -> ManifestEntry? {
    let blob = UnsafeRawBufferPointer(
      start: sqlite3_column_blob(raw, column + 5), count: Int(sqlite3_column_bytes(raw, column + 5))
    )
    guard let digest = Digest(stored: blob) else { return nil }
    let stamp = FileStamp(
      size: integer(column + 1), modified: integer(column + 2), changed: integer(column + 3),
      inode: UInt64(bitPattern: integer(column + 4)))
    return ManifestEntry(id: Int(integer(column)), stamp: stamp, digest: digest)
  }
}
