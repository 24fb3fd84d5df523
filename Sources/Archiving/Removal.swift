import Crypto
import GRDB
package import Model

/// A record that was removed on purpose and is not to come back. Its id is known by a hash alone.
package struct Removal: Sendable, Equatable {
  package enum Reason: Int64, CaseIterable, Sendable {
    /// Somebody named it.
    case forgotten
    /// It was older than records are kept.
    case retention

    package var word: String {
      switch self {
      case .forgotten: "forgotten"
      case .retention: "retention"
      }
    }
  }

  package var kind: RecordKind
  /// Of the id's bytes, in lower-case hexadecimal.
  package var idSHA256: String
  package var reason: Reason
  /// The date of the report that it was removed with.
  package var date: LocalDay
  /// Why, in words.
  package var note: String

  package init(
    kind: RecordKind, idSHA256: String, reason: Reason, date: LocalDay, note: String
  ) {
    self.kind = kind
    self.idSHA256 = idSHA256
    self.reason = reason
    self.date = date
    self.note = note
  }

  package init(kind: RecordKind, id: Text, reason: Reason, date: LocalDay, note: String) {
    self.init(
      kind: kind, idSHA256: Removal.hash(of: id), reason: reason, date: date, note: note)
  }

  package static func hash(of id: Text) -> String {
    SHA256.hash(data: Array(id.string.utf8)).hexadecimal
  }
}

/// The records that are not to come back.
struct RemovalTable {
  let database: Database
  private let find: BoundStatement
  /// Whether there is none, so that no id has to be hashed.
  private let isEmpty: Bool

  init(_ database: Database) throws {
    self.database = database
    find = try BoundStatement(
      database, "SELECT 1 FROM removal WHERE kind = ? AND id_sha256 = ?")
    isEmpty = try Bool.fetchOne(database, sql: "SELECT NOT EXISTS (SELECT 1 FROM removal)") ?? true
  }

  func contains(_ kind: RecordKind, _ id: Text) throws -> Bool {
    guard !isEmpty else { return false }
    find.bind(0, Int64(kind.rawValue))
    find.bind(1, Text(Removal.hash(of: id)))
    defer { find.reset() }
    return try find.step()
  }

  func insert(_ removal: Removal) throws {
    try database.execute(
      sql: """
        INSERT OR IGNORE INTO removal(kind, id_sha256, reason, date, note) VALUES (?, ?, ?, ?, ?)
        """,
      arguments: [
        Int(removal.kind.rawValue), removal.idSHA256, removal.reason.rawValue, removal.date.number,
        removal.note,
      ])
  }
}

extension ArchiveReader {
  /// Calls `body` with all removals, by kind and hash.
  package func forEachRemoval(_ body: (Removal) throws -> Void) throws {
    let select = try BoundStatement(
      database,
      "SELECT kind, id_sha256, reason, date, note FROM removal ORDER BY kind, id_sha256")
    defer { select.reset() }
    while try select.step() {
      guard let kind = RecordKind(rawValue: UInt8(clamping: select.int(0))),
        let reason = Removal.Reason(rawValue: select.int(2))
      else { continue }
      try body(
        Removal(
          kind: kind, idSHA256: select.text(1)?.string ?? "", reason: reason,
          date: LocalDay(number: Int(select.int(3))), note: select.text(4)?.string ?? ""))
    }
  }

  /// Whether a record of that id was removed on purpose.
  package func isRemoved(_ kind: RecordKind, _ id: Text) throws -> Bool {
    try RemovalTable(database).contains(kind, id)
  }
}
