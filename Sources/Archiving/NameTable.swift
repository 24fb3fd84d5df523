import GRDB
import Model

/// Texts that repeat - services, repositories, authors - as numbers, through `name`.
///
/// A bounded cache stands before the table; hostile input with endless new names costs time, not
/// memory.
final class NameTable {
  private let database: Database
  private var numbers: [Text: Int64] = [:]
  private var texts: [Int64: Text] = [:]
  private static let limit = 50_000

  init(_ database: Database) {
    self.database = database
  }

  /// The number of a text, given out if it is new.
  func number(of text: Text) throws -> Int64 {
    if let known = numbers[text] { return known }
    let number = try existingNumber(of: text) ?? insert(text)
    if numbers.count >= NameTable.limit { numbers.removeAll(keepingCapacity: true) }
    numbers[text] = number
    return number
  }

  func number(ofOptional text: Text?) throws -> Int64? {
    try text.map { try number(of: $0) }
  }

  /// Nil if no record ever used the text.
  func existingNumber(of text: Text) throws -> Int64? {
    let find = try BoundStatement(database, "SELECT id FROM name WHERE text = ?")
    find.bind(0, text)
    defer { find.reset() }
    return try find.step() ? find.int(0) : nil
  }

  private func insert(_ text: Text) throws -> Int64 {
    let insert = try BoundStatement(database, "INSERT INTO name(text) VALUES (?)")
    insert.bind(0, text)
    try insert.run()
    return database.lastInsertedRowID
  }

  func text(of number: Int64?) throws -> Text? {
    guard let number, number != 0 else { return nil }
    if let known = texts[number] { return known }
    let find = try BoundStatement(database, "SELECT text FROM name WHERE id = ?")
    find.bind(0, number)
    defer { find.reset() }
    guard try find.step(), let text = find.text(0) else { return nil }
    if texts.count >= NameTable.limit { texts.removeAll(keepingCapacity: true) }
    texts[number] = text
    return text
  }
}
