import GRDBSQLite
import Model

/// Reads tables, views and queries of a database.
///
/// Each row becomes the JSON text of its record, which then goes the way of all JSON: so a database and
/// a JSON file of the same data give equal records.
struct SQLiteReader: ~Copyable {
  private let connection: SQLiteConnection
  private let path: String
  private let options: ReadOptions
  private var parser: JSONParser
  private(set) var reporter: ItemReporter

  /// Throws `SourceFailure` if the database cannot be opened or fails SQLite's own check.
  init(_ snapshot: SQLiteSnapshot, path: String, options: ReadOptions) throws {
    connection = try SQLiteConnection(checking: snapshot, path: path)
    self.path = path
    self.options = options
    parser = JSONParser()
    reporter = ItemReporter(parser.view, options: options)
  }

  /// Hands out every row of what is to be read.
  mutating func read(_ handler: ItemHandler) throws {
    let selections = try SQLiteSelection.all(in: connection, options, path: path)
    for (index, selection) in selections.enumerated() {
      // What the user named is read in the order named.
      if options.tables.indices.contains(index) { reporter.enter(options.tables[index]) }
      try read(selection, handler)
    }
  }

  private mutating func read(_ selection: SQLiteSelection, _ handler: ItemHandler) throws {
    let rows = try statement(for: selection)
    var text = RowText(columns: rows.columnNames)
    var number = 0
    while try hasRow(rows, selection) {
      number += 1
      let position = SourcePosition(line: number, column: 1, offset: 0, table: selection.name)
      if let fault = text.take(rows) {
        try handler(.defect(fault.defect(at: position, raw: text.front)))
      } else {
        try report(text.bytes, selection.kind, at: position, handler)
      }
    }
  }

  private func statement(for selection: SQLiteSelection) throws -> SQLiteStatement {
    let limit = UInt64(max(0, min(options.queryTimeout, 1e9)) * 1e9)
    do throws(SQLiteFailure) {
      let rows = try connection.prepare(selection.sql)
      guard rows.isQuery else {
        throw SQLiteFailure(code: SQLITE_AUTH, message: "not a query")
      }
      rows.limit = selection.isComputed ? .inAll(limit) : .eachRow(limit)
      return rows
    } catch {
      throw SourceFailure.database(path, error, reading: selection.name)
    }
  }

  private func hasRow(_ rows: SQLiteStatement, _ selection: SQLiteSelection) throws -> Bool {
    do throws(SQLiteFailure) { return try rows.step() } catch {
      throw SourceFailure.database(path, error, reading: selection.name)
    }
  }

  private mutating func report(
    _ row: [UInt8], _ kind: RecordKind?, at position: SourcePosition, _ handler: ItemHandler
  ) throws {
    try row.withUnsafeBufferPointer { text in
      if let fault = parse(text) {
        try handler(
          .defect(
            Defect(
              effect: .quarantined, code: fault.code, message: fault.message, position: position,
              raw: ItemReporter.raw(text))))
      } else {
        try reporter.report(parser.view, text: text, as: kind, at: position, to: handler)
      }
    }
  }

  private mutating func parse(_ text: UnsafeBufferPointer<UInt8>) -> JSONFault? {
    if text.count > JSONParser.maximumRecordSize { return JSONFault(reason: .tooLarge, offset: 0) }
    do throws(JSONFault) { try parser.parseWhole(text) } catch { return error }
    return nil
  }
}

extension SQLiteConnection {
  /// Opens what `snapshot` holds, and has SQLite check it. Throws `SourceFailure`.
  convenience init(checking snapshot: SQLiteSnapshot, path: String) throws {
    let answer: [UInt8]
    do throws(SQLiteFailure) {
      try self.init(snapshot)
      answer = try quickCheck()
    } catch {
      throw SourceFailure(
        .unreadable, code: "cannot-open-database", path: path,
        "SQLite cannot open it: \(error.message)")
    }
    guard answer == Array("ok".utf8) else {
      throw SourceFailure(
        .unreadable, code: "damaged-database", path: path,
        "the database is damaged: \(quoted(answer))")
    }
  }
}
