import Foundation
import GRDB
import Model
import Testing

@testable import Importing

/// The same data as JSON, NDJSON and SQLite give equal records.
@Suite struct FormatEqualityTests {
  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
  func readsEqualRecordsFromEveryFormat(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let jobs = (0..<40).map { _ in Model.Record.job(RecordGenerator.job(&random)) }
    let deployments = (0..<40).map { _ in
      Model.Record.deployment(RecordGenerator.deployment(&random))
    }
    let records = jobs + deployments
    let texts = records.map(\.canonicalJSON.string)

    let lines = try read(texts.joined(separator: "\n") + "\n")
    #expect(lines.summary.format == .ndjson)
    #expect(lines.records == records, "seed \(seed)")

    let array = try read("[" + texts.joined(separator: ",\n") + "]")
    #expect(array.summary.format == .json)
    #expect(array.records == records, "seed \(seed)")

    let folder = try TemporaryFolder()
    let path = folder.path + "/records.sqlite"
    try RecordTables.write(jobs, deployments, to: path)
    let database = try read(file: path)
    #expect(database.summary.format == .sqlite)
    #expect(database.records == records, "seed \(seed)")
    #expect(database.quarantined.isEmpty)
    for reading in [lines, array, database] { #expect(reading.notes.isEmpty) }
  }
}

/// Writes records as the tables a source in our own shape has.
enum RecordTables {
  static func write(_ jobs: [Model.Record], _ deployments: [Model.Record], to path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write { database in
      try create("jobs", Field.allCases.filter { $0.isOf(.job) }, in: database)
      try create("deployments", Field.allCases.filter { $0.isOf(.deployment) }, in: database)
      for record in jobs { try insert(record, into: "jobs", in: database) }
      for record in deployments { try insert(record, into: "deployments", in: database) }
    }
    try queue.close()
  }

  private static func create(
    _ table: String, _ fields: [Field], in database: Database
  ) throws {
    let columns = fields.map { "\"\($0.name)\"" }.joined(separator: ", ")
    try database.execute(sql: "CREATE TABLE \(table) (\(columns))")
  }

  private static func insert(
    _ record: Model.Record, into table: String, in database: Database
  ) throws {
    let bytes = record.canonicalJSON.bytes
    var parser = JSONParser()
    let members = try bytes.withUnsafeBufferPointer { text in
      try parser.parseWhole(text)
      let view = parser.view
      var members: [(name: String, value: DatabaseValue)] = []
      view.forEachMember(of: 0) { key, value in
        members.append((String(decoding: view.bytes(key), as: UTF8.self), cell(view, value)))
        return true
      }
      return members
    }
    let names = members.map { "\"\($0.name)\"" }.joined(separator: ", ")
    // GRDB binds a string up to its first NUL; as a blob it is bound whole.
    let marks = members.map { $0.value.storage.isBlob ? "CAST(? AS TEXT)" : "?" }
      .joined(separator: ", ")
    try database.execute(
      sql: "INSERT INTO \(table) (\(names)) VALUES (\(marks))",
      arguments: StatementArguments(members.map { $0.value }))
  }

  private static func cell(_ view: JSONView, _ index: Int) -> DatabaseValue {
    let text = String(decoding: view.bytes(index), as: UTF8.self)
    switch view.kind(index) {
    case .null: return .null
    case .yes: return 1.databaseValue
    case .no: return 0.databaseValue
    case .number: return Int64(text)?.databaseValue ?? Double(text)?.databaseValue ?? .null
    case .string:
      return Data(view.unescaped(index).bytes).databaseValue
    case .array, .object: return text.databaseValue
    }
  }
}

extension DatabaseValue.Storage {
  fileprivate var isBlob: Bool {
    if case .blob = self { true } else { false }
  }
}
