import Foundation
import GRDB
import Model
import Testing

@testable import Sampling

/// The three formats hold the same records.
struct SampleFileTests {
  private let options = SampleOptions(jobs: 2_000, deployments: 300)
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sample-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func path(_ name: String) -> String {
    folder.appendingPathComponent(name).path
  }

  private func removeFolder() throws {
    try FileManager.default.removeItem(at: folder)
  }

  private func lines() -> (jobs: [String], deployments: [String]) {
    var lines: (jobs: [String], deployments: [String]) = ([], [])
    sample(options) { record in
      switch record {
      case .job: lines.jobs.append(record.canonicalJSON.string)
      case .deployment: lines.deployments.append(record.canonicalJSON.string)
      case .commit, .incident: break
      }
    }
    return lines
  }

  @Test func writesOneRecordALine() throws {
    try writeSample(options, to: path("a.ndjson"))
    let text = String(
      decoding: try Data(contentsOf: URL(filePath: path("a.ndjson"))), as: UTF8.self)
    var expected = ""
    sample(options) { expected += $0.canonicalJSON.string + "\n" }
    #expect(text == expected)
    #expect(try names() == ["a.ndjson"])
    try removeFolder()
  }

  @Test func writesAnEnvelopeOfBothKinds() throws {
    try writeSample(options, to: path("a.json"))
    let data = try Data(contentsOf: URL(filePath: path("a.json")))
    let lines = lines()
    let expected =
      "{\"jobs\":[\n" + lines.jobs.joined(separator: ",\n") + "],\"deployments\":[\n"
      + lines.deployments.joined(separator: ",\n") + "]}\n"
    #expect(String(decoding: data, as: UTF8.self) == expected)
    let object = try JSONSerialization.jsonObject(with: data) as? [String: [Any]]
    #expect(object?["jobs"]?.count == 2_000)
    #expect(object?["deployments"]?.count == 300)
    try removeFolder()
  }

  @Test func writesTablesWithTheSameFields() throws {
    try writeSample(options, to: path("a.sqlite"))
    #expect(try names() == ["a.sqlite"])
    let lines = lines()
    let queue = try DatabaseQueue(path: path("a.sqlite"))
    try queue.read { database in
      try compare("jobs", with: lines.jobs, database)
      try compare("deployments", with: lines.deployments, database)
    }
    try queue.close()
    try removeFolder()
  }

  /// Rebuilds each row's JSON, column by column, and compares it with the line.
  private func compare(_ table: String, with lines: [String], _ database: Database) throws {
    let columns = try database.columns(in: table)
    let list = columns.map { column in
      column.type == "TEXT" ? "CAST(\(column.name) AS BLOB)" : column.name
    }
    let rows = try Row.fetchAll(
      database, sql: "SELECT \(list.joined(separator: ", ")) FROM \(table) ORDER BY rowid")
    #expect(rows.count == lines.count)
    for (row, line) in zip(rows, lines) {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
      let record = try #require(object as? [String: Any])
      var found = 0
      for (i, column) in columns.enumerated() {
        let value = row[i] as DatabaseValue
        guard !value.isNull else { continue }
        found += 1
        let expected = try #require(record[column.name], "\(column.name) of \(line)")
        #expect(try matches(value, expected, column.name), "\(column.name) of \(line)")
      }
      #expect(found == record.count, "\(line)")
    }
  }

  private func matches(_ value: DatabaseValue, _ expected: Any, _ name: String) throws -> Bool {
    switch value.storage {
    case .blob(let data):
      guard name == "tags" || name == "metadata" else {
        let text = try #require(expected as? String)
        return Array(text.utf8) == Array(data)
      }
      let object = try JSONSerialization.jsonObject(with: data) as? NSObject
      return object == expected as? NSObject
    case .int64(let number): return (expected as? NSNumber)?.int64Value == number
    case .double(let number): return (expected as? NSNumber)?.doubleValue == number
    case .null, .string: return false
    }
  }

  @Test(arguments: ["ndjson", "json", "sqlite"])
  func writesTheSameBytesEachTime(ending: String) throws {
    let options = SampleOptions(jobs: 200, deployments: 40)
    try writeSample(options, to: path("a.\(ending)"))
    try writeSample(options, to: path("b.\(ending)"))
    let first = try Data(contentsOf: URL(filePath: path("a.\(ending)")))
    #expect(first == (try Data(contentsOf: URL(filePath: path("b.\(ending)")))))
    #expect(!first.isEmpty)
    try removeFolder()
  }

  @Test(arguments: ["ndjson", "json", "sqlite"])
  func replacesAnOlderFile(ending: String) throws {
    let file = path("a.\(ending)")
    try Data("old".utf8).write(to: URL(filePath: file))
    try writeSample(SampleOptions(jobs: 3, deployments: 1), to: file)
    #expect(try Data(contentsOf: URL(filePath: file)).count > 100)
    try removeFolder()
  }

  @Test func refusesAnUnknownEnding() throws {
    #expect(throws: SampleError.unknownFormat(path: path("a.csv"))) {
      try writeSample(options, to: path("a.csv"))
    }
    #expect(try names() == [])
    try removeFolder()
  }

  @Test func saysWhichFileItCannotWrite() throws {
    let file = path("missing/a.ndjson")
    let error = #expect(throws: SampleError.self) { try writeSample(options, to: file) }
    #expect(error?.description == "cannot write '\(file)': No such file or directory")
    #expect(throws: SampleError.self) { try writeSample(options, to: path("missing/a.sqlite")) }
    try removeFolder()
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }
}
