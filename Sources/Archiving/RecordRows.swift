import Crypto
import GRDB
import Model

/// How records of one kind stand in rows: in the table that shows one of each id, in that of the
/// other versions, and in that of events.
protocol RecordRows {
  associatedtype Value: Sendable & Equatable

  static var kind: RecordKind { get }
  static var table: String { get }
  static var idColumn: String { get }
  /// Separated by ", "; the first is the id.
  static var columns: String { get }
  static var columnCount: Int { get }
  /// The expression for `time(of:)` in a row.
  static var timeExpression: String { get }
  /// The expressions of all times that make up the latest time.
  static var timeColumns: [String] { get }
  /// Whether events can tell of such records.
  static var hasEvents: Bool { get }

  init(_ names: NameTable)

  func id(of value: Value) -> Text
  func record(_ value: Value) -> Model.Record
  /// The value in a record of this kind.
  func value(in record: Model.Record) -> Value?
  /// The time that puts a record into a day.
  func time(of value: Value) -> Timestamp?
  /// Binds all columns to the first parameters.
  func bind(_ value: Value, to statement: BoundStatement) throws
  /// Reads a row that selects `columns` from column `start` on.
  func read(_ row: BoundStatement, from start: Int) throws -> Value
  /// Whether the row that selects `columns` from column 0 on is this very record; nothing is decoded.
  func stands(_ value: Value, in row: BoundStatement) throws -> Bool
  /// What events make of the best version; its effects are in the events' order.
  func fold(_ base: Value?, _ events: [LifecycleEvent]) -> (value: Value?, effects: [EventEffect])
  /// Notes what has to be derived anew because a row is now there.
  func enters(_ value: Value, key: Int64, day: LocalDay?, _ marks: ChangeMarks) throws
  /// The same before a row goes or is written over.
  func leaves(_ value: Value, key: Int64, day: LocalDay?, _ marks: ChangeMarks) throws
}

extension RecordRows {
  init(_ database: Database, _ names: NameTable) throws { self.init(names) }

  static var hasEvents: Bool { false }

  /// `latestTime` in a row; the least number there is if it has no time.
  static var latestTimeExpression: String {
    let times = timeColumns.map { "coalesce(\($0), \(Int64.min / 2))" }
    return "max(\(times.joined(separator: ", ")))"
  }

  func fold(_ base: Value?, _ events: [LifecycleEvent]) -> (value: Value?, effects: [EventEffect]) {
    (base, events.map { _ in .waiting })
  }

  func enters(_ value: Value, key: Int64, day: LocalDay?, _ marks: ChangeMarks) throws {}

  func leaves(_ value: Value, key: Int64, day: LocalDay?, _ marks: ChangeMarks) throws {}

  func loses(_ a: Value, to b: Value) -> Bool { record(a).loses(to: record(b)) }

  func digest(_ value: Value) -> [UInt8] { ContentDigest.of(record(value).canonicalJSON) }
}

/// SHA-256 of canonical bytes: what tells versions and events of one id apart.
enum ContentDigest {
  static func of(_ canonical: ByteBuffer) -> [UInt8] {
    Array(SHA256.hash(data: canonical.bytes))
  }
}
