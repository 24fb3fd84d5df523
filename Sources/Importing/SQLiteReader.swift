import Model

/// Reads the tables `jobs` and `deployments` of a database in our own shape.
///
/// Each row becomes the JSON text of its record, which then goes the way of all JSON: so a database and
/// a JSON file of the same data give equal records.
struct SQLiteReader: ~Copyable {
  private static let tables = ["jobs", "deployments"]

  private let connection: SQLiteConnection
  private let path: String
  private var parser: JSONParser
  private(set) var reporter: ItemReporter

  /// Throws `SourceFailure` if the database cannot be opened or fails SQLite's own check.
  init(_ snapshot: SQLiteSnapshot, path: String, options: ReadOptions) throws {
    connection = try SQLiteReader.open(snapshot, path)
    self.path = path
    parser = JSONParser()
    reporter = ItemReporter(parser.view, options: options)
  }

  private static func open(
    _ snapshot: SQLiteSnapshot, _ path: String
  ) throws -> SQLiteConnection {
    let connection: SQLiteConnection
    let answer: [UInt8]
    do throws(SQLiteFailure) {
      connection = try SQLiteConnection(path: snapshot.path, isImmutable: !snapshot.isCopy)
      answer = try connection.quickCheck()
    } catch {
      throw SourceFailure(
        .unreadable, code: "cannot-open-database", path: path,
        "SQLite cannot open it: \(error.message)")
    }
    guard answer == Array("ok".utf8) else {
      throw SourceFailure.damagedDatabase(path, quoted(answer))
    }
    return connection
  }

  /// Hands out every row of both tables.
  mutating func read(_ handler: ItemHandler) throws {
    let found = try tableNames()
    guard !found.isEmpty else {
      throw SourceFailure(
        .unreadable, code: "no-table", path: path,
        "a database without a table 'jobs' or 'deployments'")
    }
    for table in SQLiteReader.tables where found.contains(table) {
      try read(table: table, handler)
    }
  }

  private func tableNames() throws -> Set<String> {
    var names: Set<String> = []
    do throws(SQLiteFailure) {
      let list = try connection.prepare(
        """
        SELECT name FROM pragma_table_list
        WHERE schema = 'main' AND type = 'table' AND name IN ('jobs', 'deployments')
        """)
      while try list.step() {
        if case .text(let name) = list.cell(0) {
          names.insert(String(decoding: name, as: UTF8.self))
        }
      }
    } catch {
      throw SourceFailure.damagedDatabase(path, error.message)
    }
    return names
  }

  private mutating func read(table: String, _ handler: ItemHandler) throws {
    // NOT INDEXED: in the order of the table itself, not of an index that happens to cover it.
    let rows: SQLiteStatement
    do throws(SQLiteFailure) {
      rows = try connection.prepare("SELECT * FROM main.\"\(table)\" NOT INDEXED")
    } catch {
      throw SourceFailure.damagedDatabase(path, error.message)
    }
    var text = RowText(columns: rows.columnNames)
    var number = 0
    while try hasRow(rows) {
      number += 1
      let position = SourcePosition(line: number, column: 1, offset: 0, table: table)
      if let fault = text.take(rows) {
        try handler(.defect(fault.defect(at: position, raw: text.front)))
      } else {
        try report(text.bytes, at: position, handler)
      }
    }
  }

  private func hasRow(_ rows: SQLiteStatement) throws -> Bool {
    do throws(SQLiteFailure) { return try rows.step() } catch {
      throw SourceFailure.damagedDatabase(path, error.message)
    }
  }

  private mutating func report(
    _ row: [UInt8], at position: SourcePosition, _ handler: ItemHandler
  ) throws {
    try row.withUnsafeBufferPointer { text in
      if let fault = parse(text) {
        try handler(
          .defect(
            Defect(
              effect: .quarantined, code: fault.code, message: fault.message, position: position,
              raw: ItemReporter.raw(text))))
      } else {
        try reporter.report(parser.view, text: text, at: position, to: handler)
      }
    }
  }

  private mutating func parse(_ text: UnsafeBufferPointer<UInt8>) -> JSONFault? {
    if text.count > JSONParser.maximumRecordSize { return JSONFault(reason: .tooLarge, offset: 0) }
    do throws(JSONFault) { try parser.parseWhole(text) } catch { return error }
    return nil
  }
}

extension SourceFailure {
  fileprivate static func damagedDatabase(_ path: String, _ detail: String) -> SourceFailure {
    SourceFailure(
      .unreadable, code: "damaged-database", path: path, "the database is damaged: \(detail)")
  }
}
