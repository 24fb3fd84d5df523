import GRDB
import Model

/// What was wrong in a source while it was imported: counts by code, and in quarantine the texts of
/// what was left out.
final class FindingLog {
  private struct Key: Hashable, Comparable {
    let code: String
    let effect: String

    static func < (a: Key, b: Key) -> Bool { (a.code, a.effect) < (b.code, b.effect) }
  }

  private struct Finding {
    var count = 0
    let example: String
    let line: Int
  }

  private let database: Database
  private let number: Int64
  private let insert: BoundStatement
  private var findings: [Key: Finding] = [:]

  /// - Parameter number: of the import.
  init(_ database: Database, number: Int64) throws {
    self.database = database
    self.number = number
    insert = try BoundStatement(
      database,
      """
      INSERT INTO quarantine(import, effect, code, message, field, tbl, line, column_number,
        byte_offset, raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
  }

  func add(_ defect: Defect) throws {
    let key = Key(code: defect.code, effect: defect.effect.rawValue)
    let new = Finding(example: defect.message, line: defect.position.line)
    findings[key, default: new].count += 1
    guard defect.effect != .note else { return }
    try quarantine(defect, of: number)
  }

  /// Keeps what an import left out, and counts nothing.
  func quarantine(_ defect: Defect, of number: Int64) throws {
    insert.bind(0, number)
    insert.bind(1, Text(defect.effect.rawValue))
    insert.bind(2, Text(defect.code))
    insert.bind(3, Text(defect.message))
    insert.bind(4, defect.field.map { Text($0) })
    insert.bind(5, defect.position.table.map { Text($0) })
    insert.bind(6, defect.position.line)
    insert.bind(7, defect.position.column)
    insert.bind(8, defect.position.offset)
    insert.bind(9, blob: defect.raw)
    try insert.run()
  }

  func save() throws {
    for (key, finding) in findings.sorted(by: { $0.key < $1.key }) {
      try database.execute(
        sql: """
          INSERT INTO import_code(import, code, effect, count, example, line)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [number, key.code, key.effect, finding.count, finding.example, finding.line])
    }
  }
}
