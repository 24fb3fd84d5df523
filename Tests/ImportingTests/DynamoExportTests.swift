import Foundation
import Model
import Testing

@testable import Importing

@Suite struct DynamoExportTests {
  private let tree: DynamoExportTree

  init() throws {
    tree = try DynamoExportTree()
  }

  private static func item(_ id: String) -> String {
    #"{"Item":{"job_id":{"S":"\#(id)"},"job_type":{"S":"t"},"exit_code":{"N":"0"}}}"# + "\n"
  }

  private static func change(_ id: String, isDeletion: Bool = false) -> String {
    let image =
      isDeletion
      ? "" : #","NewImage":{"job_id":{"S":"\#(id)"},"job_type":{"S":"t"}}"#
    return #"{"Metadata":{"WriteTimestampMicros":{"N":"1768386096366933"}},"#
      + #""Keys":{"job_id":{"S":"\#(id)"}},"OldImage":{"job_id":{"S":"\#(id)"}}\#(image)}"# + "\n"
  }

  private func reading(_ id: String) throws -> Reading {
    try read(Source(path: tree.path(of: id), kind: .dynamoExport))
  }

  private func failure(_ id: String) -> SourceFailure? {
    do {
      _ = try reading(id)
      return nil
    } catch {
      return error as? SourceFailure
    }
  }

  private func writeFull() throws {
    try tree.write(
      "01-a", .full(to: "2026-11-01T00:00:00.250Z"),
      files: [Self.item("a") + Self.item("b"), "", Self.item("c")])
  }

  @Test(arguments: [nil, "", "p", "deep/er/prefix"], [nil, ".md5", ".checksum"])
  func readsAFullExport(prefix: String?, checksum: String?) throws {
    tree.prefix = prefix == "" ? nil : prefix
    tree.checksum = checksum
    try writeFull()
    let reading = try reading("01-a")
    #expect(reading.ids == ["a", "b", "c"])
    #expect(reading.jobs.map(\.exitCode) == [0, 0, 0])
    #expect(
      reading.positions.map(\.table) == [
        "data/part0.json.gz", "data/part0.json.gz", "data/part2.json.gz",
      ])
    #expect(reading.positions.map(\.line) == [1, 2, 1])
    let summary = reading.summary
    #expect(summary.format == .dynamoExport)
    #expect(summary.isCompressed)
    #expect(summary.lines == 3)
    #expect(summary.declaredThrough == Timestamp(milliseconds: 1_793_491_200_250))
    let content = try exportContent(of: Source(path: tree.path(of: "01-a"), kind: .dynamoExport))
    #expect(summary.sha256 == content.sha256)
    #expect(summary.byteCount == content.byteCount)
  }

  @Test func readsTheSameByTheSummaryAndByItsFolder() throws {
    try writeFull()
    let file = tree.path(of: "01-a") + "/manifest-summary.json"
    let byFile = try read(Source(path: file, kind: .dynamoExport))
    let bySlash = try read(Source(path: tree.path(of: "01-a") + "/", kind: .dynamoExport))
    #expect(byFile.items == bySlash.items)
    #expect(byFile.items.count == 3)
  }

  @Test func readsIncrementalExportsThatShareAFolder() throws {
    try tree.write(
      "02-b", .incremental(from: "2026-11-01T00:00:00Z", to: "2026-11-02T00:00:00Z"),
      files: [Self.change("a") + Self.change("b", isDeletion: true)])
    try tree.write(
      "03-c", .incremental(from: "2026-11-02T00:00:00Z", to: "2026-11-03T00:00:00Z"),
      files: [Self.change("c")])
    let first = try reading("02-b")
    #expect(first.ids == ["a"])
    #expect(
      first.deletions == [
        Deletion(kind: .job, id: "b", at: Timestamp(milliseconds: 1_768_386_096_366))
      ])
    #expect(first.positions.map(\.table) == ["../data/02-b-part0.json.gz"])
    #expect(first.summary.declaredThrough == Timestamp(seconds: 1_793_577_600))
    #expect(try reading("03-c").ids == ["c"])
    let found = try expandSources([tree.folder.path])
    #expect(found.map(\.kind) == [.dynamoExport, .dynamoExport])
    #expect(found.map(\.path) == [tree.path(of: "02-b"), tree.path(of: "03-c")])
  }

  @Test func findsDataFilesThatWereCopiedWithoutTheirFolders() throws {
    try writeFull()
    try tree.move("01-a/data/part0.json.gz", to: "01-a/part0.json.gz")
    #expect(try reading("01-a").positions.first?.table == "part0.json.gz")
    try tree.move("01-a/data/part2.json.gz", to: "01-a/AWSDynamoDB/01-a/data/part2.json.gz")
    #expect(
      try reading("01-a").positions.last?.table == "AWSDynamoDB/01-a/data/part2.json.gz")
  }

  @Test func refusesDataThatAreNotThoseOfTheManifest() throws {
    try writeFull()
    let file = tree.path(of: "01-a") + "/data/part2.json.gz"
    let whole = try Data(contentsOf: URL(fileURLWithPath: file))
    try Data(gzipped(Self.item("x"))).write(to: URL(fileURLWithPath: file))
    #expect(failure("01-a")?.code == "wrong-checksum")
    #expect(failure("01-a")?.kind == .unreadable)
    #expect(failure("01-a")?.path.hasSuffix("data/part2.json.gz") == true)
    try (whole + [0]).write(to: URL(fileURLWithPath: file))
    #expect(failure("01-a")?.code == "wrong-checksum")
    try whole.dropLast(9).write(to: URL(fileURLWithPath: file))
    #expect(failure("01-a")?.code == "wrong-checksum")
    try FileManager.default.removeItem(atPath: file)
    #expect(failure("01-a")?.code == "missing-data-file")
    #expect(failure("01-a")?.message.contains("01-a/data/part2.json.gz") == true)
    try whole.write(to: URL(fileURLWithPath: file))
    #expect(failure("01-a") == nil)
  }

  @Test func refusesWrongNumbersOfItems() throws {
    try tree.write(
      "04", .full(to: "2026-11-01T00:00:00Z"), files: [Self.item("a"), Self.item("b")],
      counts: [1, 2])
    #expect(failure("04")?.code == "wrong-item-count")
    #expect(failure("04")?.path.hasSuffix("data/part1.json.gz") == true)
    tree.checksum = nil
    try tree.write("05", .full(to: "2026-11-01T00:00:00Z"), files: [Self.item("a")])
    try tree.edit("05/manifest-summary.json", #""itemCount":1"#, #""itemCount":3"#)
    #expect(failure("05")?.code == "bad-manifest")
  }

  @Test func countsBadItemsAsItems() throws {
    try tree.write(
      "06", .full(to: "2026-11-01T00:00:00Z"), files: [Self.item("a") + "{\"Item\":{}}\n[\n"],
      counts: [3])
    let reading = try reading("06")
    #expect(reading.ids == ["a"])
    #expect(
      reading.quarantined.map(\.position.table) == ["data/part0.json.gz", "data/part0.json.gz"])
    #expect(reading.summary.lines == 3)
  }

  @Test(arguments: ["manifest-summary", "manifest-files"])
  func refusesManifestsThatWereEdited(name: String) throws {
    try writeFull()
    try tree.edit("01-a/\(name).json", "AWSDynamoDB", "AWSDynamoDC")
    #expect(failure("01-a")?.code == "wrong-checksum")
    #expect(failure("01-a")?.path.hasSuffix("\(name).json") == true)
  }

  @Test func refusesIonAndSaysWhatToDo() throws {
    try tree.write("07", .full(to: "2026-11-01T00:00:00Z"), files: ["x"], format: "ION")
    #expect(failure("07")?.code == "ion")
    #expect(failure("07")?.message.contains("re-export with DYNAMODB_JSON") == true)
  }

  @Test func refusesAnExportThatIsNotFinished() throws {
    try writeFull()
    try tree.remove("01-a/manifest-summary.json")
    #expect(try expandSources([tree.folder.path]).map(\.kind) == [.dynamoExport])
    #expect(failure("01-a")?.code == "unfinished-export")
  }

  @Test(arguments: ["../../x.json.gz", "a//b", "a/./b", "..", "/etc/passwd"])
  func refusesKeysThatLeadElsewhere(key: String) throws {
    tree.checksum = nil
    try writeFull()
    try tree.edit("01-a/manifest-files.json", "nightly/a/AWSDynamoDB/01-a/data/part1.json.gz", key)
    #expect(failure("01-a")?.code == "bad-manifest")
  }

  @Test(arguments: [
    "", "[]", "{", "{}", #"{"itemCount":1}"#,
    #"{"itemCount":-1,"exportTime":"2026-11-01T00:00:00Z"}"#,
    #"{"itemCount":0,"exportTime":"soon"}"#,
    #"{"itemCount":0,"exportToTime":"2026-11-01T00:00:00Z"}"#,
  ])
  func refusesWhatIsNoManifest(text: String) throws {
    tree.checksum = nil
    try writeFull()
    _ = try tree.folder.write("nightly/a/AWSDynamoDB/01-a/manifest-summary.json", text)
    #expect(failure("01-a")?.code == "bad-manifest")
  }

  // MARK: - Gaps

  private func gaps() throws -> [String] {
    try exportGaps(among: expandSources([tree.folder.path])).map {
      "\($0.gap.code) \($0.gap.message)"
    }
  }

  @Test func reportsGapsBetweenWindows() throws {
    try tree.write("1", .full(to: "2026-11-01T00:00:00Z"), files: [])
    try tree.write(
      "3", .incremental(from: "2026-11-03T00:00:00Z", to: "2026-11-04T00:00:00Z"), files: [])
    let found = try gaps()
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("export-gap ") == true)
    #expect(found.first?.contains("2026-11-01T00:00:00Z to 2026-11-03T00:00:00Z") == true)
    try tree.write(
      "2", .incremental(from: "2026-10-30T00:00:00Z", to: "2026-11-03T00:00:00Z"), files: [])
    #expect(try gaps() == [])
    tree.table = "other"
    try tree.write(
      "9", .incremental(from: "2027-01-01T00:00:00Z", to: "2027-01-02T00:00:00Z"), files: [])
    #expect(try gaps() == [])
  }

  @Test func laterFullExportClosesEveryGapBeforeIt() throws {
    try tree.write(
      "1", .incremental(from: "2026-11-01T00:00:00Z", to: "2026-11-02T00:00:00Z"), files: [])
    try tree.write(
      "2", .incremental(from: "2026-11-03T00:00:00Z", to: "2026-11-04T00:00:00Z"), files: [])
    #expect(try gaps().count == 1)
    try tree.write("3", .full(to: "2026-11-03T00:00:00Z"), files: [])
    #expect(try gaps() == [])
  }
}
