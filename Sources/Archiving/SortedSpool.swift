import GRDB

/// Lines that come in any order and are read back in the order of their keys. They lie in a temporary
/// file of SQLite, which nothing else can open and which goes away with this: what is held in memory
/// does not grow with them.
package final class SortedSpool {
  /// A line, and by what it is sorted.
  package struct Row: Sendable, Equatable {
    /// Which of the lists it belongs to.
    package let list: Int
    package let key: [UInt8]
    package let number: Int64
    package let line: [UInt8]

    package init(list: Int, key: [UInt8], number: Int64, line: [UInt8]) {
      self.list = list
      self.key = key
      self.number = number
      self.line = line
    }
  }

  private let queue: DatabaseQueue
  private var waiting: [Row] = []
  private static let batch = 1000

  /// - Throws: `DatabaseError` if no temporary file can be made; SQLite looks in `SQLITE_TMPDIR`,
  ///   `TMPDIR`, `/var/tmp` and `/tmp`.
  package init() throws {
    var configuration = Configuration()
    configuration.prepareDatabase { db in
      try db.execute(
        sql: """
          PRAGMA journal_mode = OFF;
          PRAGMA synchronous = OFF;
          PRAGMA temp_store = FILE;
          PRAGMA cache_size = -4000;
          """)
    }
    // A database without a name is a temporary file.
    queue = try DatabaseQueue(path: "", configuration: configuration)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "CREATE TABLE row (list INT, key BLOB, number INT, line BLOB)")
    }
  }

  package func add(_ row: Row) throws {
    waiting.append(row)
    if waiting.count == SortedSpool.batch { try flush() }
  }

  private func flush() throws {
    let rows = waiting
    waiting.removeAll(keepingCapacity: true)
    try queue.write { db in
      let insert = try BoundStatement(db, "INSERT INTO row VALUES (?, ?, ?, ?)")
      for row in rows {
        insert.bind(0, row.list)
        insert.bind(1, blob: row.key)
        insert.bind(2, row.number)
        insert.bind(3, blob: row.line)
        try insert.run()
      }
    }
  }

  /// Reads one list: `next` hands out its rows, each once, by key and then by line, both compared byte
  /// by byte, and nil after the last one.
  package func read(list: Int, _ body: (_ next: () throws -> Row?) throws -> Void) throws {
    try flush()
    try queue.read { db in
      let rows = try BoundStatement(
        db, "SELECT DISTINCT key, line, number FROM row WHERE list = ? ORDER BY key, line, number")
      rows.bind(0, list)
      defer { rows.reset() }
      // A statement that is stepped after its last row begins anew.
      var isOver = false
      try body {
        guard !isOver, try rows.step() else {
          isOver = true
          return nil
        }
        return Row(list: list, key: rows.blob(0), number: rows.int(2), line: rows.blob(1))
      }
    }
  }
}
