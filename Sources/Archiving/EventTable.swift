import GRDB
import Model

/// The lifecycle events of one kind of records.
final class EventTable<Rows: RecordRows> {
  struct StoredEvent {
    let key: Int64
    let effect: EventEffect
    let event: LifecycleEvent
  }

  private let database: Database
  private let rows: Rows
  private let insert: BoundStatement
  private let find: BoundStatement
  private let any: BoundStatement
  private let all: BoundStatement
  private let set: BoundStatement
  private let removeAll: BoundStatement
  /// Whether there is any event; else none has to be looked for.
  private var isEmpty: Bool

  init(_ database: Database, _ rows: Rows) throws {
    self.database = database
    self.rows = rows
    let table = "\(Rows.table)_event"
    let marks = Array(repeating: "?", count: Rows.columnCount + 7).joined(separator: ", ")
    insert = try BoundStatement(
      database,
      """
      INSERT INTO \(table)(\(Rows.columns), key, at, event, has_status, effect, digest, origin)
      VALUES (\(marks))
      """)
    find = try BoundStatement(
      database, "SELECT key, origin, effect FROM \(table) WHERE \(Rows.idColumn) = ? AND digest = ?"
    )
    any = try BoundStatement(
      database, "SELECT 1 FROM \(table) WHERE \(Rows.idColumn) = ? LIMIT 1")
    all = try BoundStatement(
      database,
      """
      SELECT \(Rows.columns), key, at, event, has_status, effect FROM \(table)
      WHERE \(Rows.idColumn) = ? ORDER BY key
      """)
    set = try BoundStatement(database, "UPDATE \(table) SET effect = ? WHERE key = ?")
    removeAll = try BoundStatement(database, "DELETE FROM \(table) WHERE \(Rows.idColumn) = ?")
    isEmpty = try Bool.fetchOne(database, sql: "SELECT NOT EXISTS (SELECT 1 FROM \(table))") ?? true
  }

  func add(
    _ event: LifecycleEvent, _ value: Rows.Value, digest: [UInt8], _ stored: StoredVersion
  ) throws {
    isEmpty = false
    let base = Rows.columnCount
    try rows.bind(value, to: insert)
    insert.bind(base, stored.key)
    insert.bind(base + 1, event.at)
    insert.bind(base + 2, Int64(event.type.rawValue))
    insert.bind(base + 3, event.hasStatus)
    insert.bind(base + 4, Int64(EventEffect.waiting.rawValue))
    insert.bind(base + 5, blob: digest)
    insert.bind(base + 6, stored.origin)
    try insert.run()
  }

  func find(_ id: Text, digest: [UInt8]) throws -> StoredVersion? {
    find.bind(0, id)
    find.bind(1, blob: digest)
    defer { find.reset() }
    return try find.step() ? StoredVersion(key: find.int(0), origin: find.int(1)) : nil
  }

  /// What became of the event; nil if it is not there.
  func effect(of id: Text, digest: [UInt8]) throws -> EventEffect? {
    find.bind(0, id)
    find.bind(1, blob: digest)
    defer { find.reset() }
    return try find.step() ? EventEffect(rawValue: UInt8(clamping: find.int(2))) : nil
  }

  func contains(_ id: Text) throws -> Bool {
    guard !isEmpty else { return false }
    any.bind(0, id)
    defer { any.reset() }
    return try any.step()
  }

  /// All events of an id.
  func events(of id: Text) throws -> [StoredEvent] {
    guard !isEmpty else { return [] }
    all.bind(0, id)
    defer { all.reset() }
    var result: [StoredEvent] = []
    while try all.step() { result.append(try stored()) }
    return result
  }

  private func stored() throws -> StoredEvent {
    let base = Rows.columnCount
    let event = LifecycleEvent(
      type: EventType(rawValue: UInt8(clamping: all.int(base + 2))) ?? .jobStatus,
      at: Timestamp(milliseconds: all.int(base + 1)),
      record: rows.record(try rows.read(all, from: 0)), hasStatus: all.int(base + 3) != 0)
    let effect = EventEffect(rawValue: UInt8(clamping: all.int(base + 4))) ?? .waiting
    return StoredEvent(key: all.int(base), effect: effect, event: event)
  }

  func setEffect(of key: Int64, to effect: EventEffect) throws {
    set.bind(0, Int64(effect.rawValue))
    set.bind(1, key)
    try set.run()
  }

  func deleteAll(of id: Text) throws {
    removeAll.bind(0, id)
    try removeAll.run()
  }

  /// Calls `body` with each id that has an event, by bytes. `body` may change the table.
  func forEachID(_ body: (Text) throws -> Void) throws {
    guard !isEmpty else { return }
    var last: Text = ""
    while true {
      let page = try ids(after: last)
      for id in page { try body(id) }
      guard let end = page.last else { return }
      last = end
    }
  }

  private func ids(after last: Text) throws -> [Text] {
    let select = try BoundStatement(
      database,
      """
      SELECT DISTINCT \(Rows.idColumn) FROM \(Rows.table)_event WHERE \(Rows.idColumn) > ?
      ORDER BY 1 LIMIT 1000
      """)
    select.bind(0, last)
    var page: [Text] = []
    while try select.step() { page.append(select.text(0) ?? "") }
    return page
  }
}
