/// The tables and views of a database that can be sources, in the order of their names.
///
/// Virtual tables, their shadows and SQLite's own tables are left out.
struct SQLiteCatalog {
  /// A table or a view.
  struct Entry {
    let name: String
    let isView: Bool
  }

  /// A column as it was declared.
  struct Column {
    let name: String
    let declaredType: String
  }

  let entries: [Entry]

  init(_ connection: SQLiteConnection) throws(SQLiteFailure) {
    let list = try connection.prepare(
      """
      SELECT name, type FROM pragma_table_list
      WHERE schema = 'main' AND type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      ORDER BY name COLLATE BINARY
      """)
    var entries: [Entry] = []
    while try list.step() {
      guard case .text(let name) = list.cell(0), case .text(let type) = list.cell(1) else {
        continue
      }
      entries.append(
        Entry(name: String(decoding: name, as: UTF8.self), isView: type == Array("view".utf8)))
    }
    self.entries = entries
  }

  /// The entry of that name; ASCII letters match in either case, as in SQL.
  subscript(name: String) -> Entry? {
    entries.first { $0.name == name }
      ?? entries.first { $0.name.asciiLowercased == name.asciiLowercased }
  }

  /// The columns that `SELECT *` gives, generated ones included.
  static func columns(
    of entry: Entry, in connection: SQLiteConnection
  ) throws(SQLiteFailure) -> [Column] {
    let list = try connection.prepare(
      "SELECT name, type FROM pragma_table_xinfo(\(literal(entry.name))) WHERE hidden <> 1")
    var columns: [Column] = []
    while try list.step() {
      guard case .text(let name) = list.cell(0) else { continue }
      var type: [UInt8] = []
      if case .text(let declared) = list.cell(1) { type = declared }
      columns.append(
        Column(
          name: String(decoding: name, as: UTF8.self),
          declaredType: String(decoding: type, as: UTF8.self)))
    }
    return columns
  }

  /// All names in quotes, for messages; at most twenty.
  var names: String {
    let shown = entries.prefix(20).map { quoted($0.name.utf8) }.joined(separator: ", ")
    return entries.count > 20 ? "\(shown) and \(entries.count - 20) more" : shown
  }

  /// A name as SQL has it.
  static func identifier(_ name: String) -> String {
    "\"" + name.replacing("\"", with: "\"\"") + "\""
  }

  private static func literal(_ text: String) -> String {
    "'" + text.replacing("'", with: "''") + "'"
  }
}
