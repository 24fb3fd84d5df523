import GRDB
import Model

/// What sources said they deleted.
struct TombstoneTable {
  private let find: BoundStatement
  private let insert: BoundStatement

  init(_ database: Database) throws {
    find = try BoundStatement(
      database, "SELECT key, origin FROM tombstone WHERE kind = ? AND id = ? AND at = ?")
    insert = try BoundStatement(
      database, "INSERT INTO tombstone(kind, id, at, key, origin) VALUES (?, ?, ?, ?, ?)")
  }

  /// Whether the deletion is new.
  func add(_ deletion: Deletion, _ provenance: Provenance) throws -> Bool {
    bind(deletion, to: find)
    defer { find.reset() }
    if try find.step() {
      try provenance.sawAgain(
        StoredVersion(key: find.int(0), origin: find.int(1)), .tombstones)
      return false
    }
    let stored = provenance.newFact(.tombstones)
    bind(deletion, to: insert)
    insert.bind(3, stored.key)
    insert.bind(4, stored.origin)
    try insert.run()
    return true
  }

  private func bind(_ deletion: Deletion, to statement: BoundStatement) {
    statement.bind(0, Int64(deletion.kind.rawValue))
    statement.bind(1, deletion.id)
    statement.bind(2, deletion.at)
  }
}
