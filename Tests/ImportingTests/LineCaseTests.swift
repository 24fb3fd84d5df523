import Model
import Testing

@testable import Importing

private func job(_ id: String) -> String { "{\"job_id\":\"\(id)\",\"job_type\":\"t\"}" }

/// One file each of the kinds that tools disagree on, and what Rollbook does with it.
struct LineCase: CustomTestStringConvertible, Sendable {
  let name: String
  let bytes: [UInt8]
  var fileName = "source.ndjson"
  var ids = ["a", "b"]
  /// `code line:column` of each.
  var quarantined: [String] = []
  var notes: [String] = []
  var incomplete: [String] = []
  var blank = 0
  var format = SourceFormat.ndjson

  var testDescription: String { name }

  init(_ name: String, _ bytes: [UInt8], _ change: (inout LineCase) -> Void = { _ in }) {
    self.name = name
    self.bytes = bytes
    change(&self)
  }

  init(_ name: String, _ text: String, _ change: (inout LineCase) -> Void = { _ in }) {
    self.init(name, Array(text.utf8), change)
  }

  static let all: [LineCase] = [
    LineCase("byte order mark", "\u{FEFF}\(job("a"))\n\(job("b"))\n") {
      $0.notes = ["byte-order-mark"]
    },
    LineCase("CRLF", "\(job("a"))\r\n\(job("b"))\r\n"),
    LineCase("no final newline", "\(job("a"))\n\(job("b"))"),
    LineCase("blank lines", "\n\(job("a"))\n \t\n\r\n\(job("b"))\n\n") { $0.blank = 4 },
    LineCase("comment lines", "\(job("a"))\n// x\n# x\n\(job("b"))\n") {
      $0.quarantined = ["syntax 2:1", "syntax 3:1"]
    },
    LineCase("trailing comma", "\(job("a")),\n\(job("a"))\n\(job("b"))\n") {
      $0.quarantined = ["syntax 1:30"]
    },
    LineCase("array in a file named .ndjson", "[\(job("a")),\(job("b"))]") { $0.format = .json },
    LineCase("array with one object a line", "[\n\(job("a")),\n\(job("b"))\n]\n") {
      $0.format = .json
    },
    LineCase("concatenated", "\(job("a"))\(job("b"))") { $0.format = .json },
    LineCase("pretty-printed", "{\n \"job_id\": \"a\",\n \"job_type\": \"t\"\n}\n\(job("b"))\n") {
      $0.format = .json
    },
    LineCase("record separators", "\u{1E}\(job("a"))\n\u{1E}\(job("b"))\n") { $0.format = .json },
    LineCase("bad line in the middle", "\(job("a"))\n{\"job_id\":\"x\",}\n\(job("b"))\n") {
      $0.quarantined = ["syntax 2:15"]
    },
    LineCase("bad first line", "{\"job_id\" \"x\"}\n\(job("a"))\n\(job("b"))\n") {
      $0.quarantined = ["syntax 1:11"]
    },
    LineCase("truncated last line", "\(job("a"))\n\(job("b"))\n{\"job_id\":\"c") {
      $0.incomplete = ["incomplete 3:1"]
    },
    LineCase("truncated gzip", Array(gzipped("\(job("a"))\n\(job("b"))\n").dropLast(6))) {
      $0.incomplete = ["truncated 3:1"]
    },
    LineCase(
      "invalid UTF-8",
      Array("\(job("a"))\n{\"job_id\":\"".utf8) + [0xC3] + Array("\"}\n\(job("b"))\n".utf8)
    ) { $0.quarantined = ["bad-utf8 2:12"] },
    LineCase("lone surrogate", "{\"job_id\":\"a\",\"job_type\":\"\\ud800\"}\n\(job("b"))\n") {
      $0.notes = ["lone-surrogate"]
    },
    LineCase(
      "duplicate key", "{\"job_id\":\"x\",\"job_type\":\"t\",\"job_id\":\"a\"}\n\(job("b"))\n"
    ) {
      $0.notes = ["duplicate-key"]
    },
    LineCase(
      "NaN and Infinity",
      "\(job("a"))\n{\"job_id\":NaN}\n{\"n\":-Infinity}\n{\"n\":Infinity}\n\(job("b"))\n"
    ) { $0.quarantined = ["syntax 2:11", "syntax 3:6", "syntax 4:6"] },
    LineCase("an integer beyond 2^53", "{\"job_id\":9007199254740993,\"job_type\":\"t\"}\n") {
      $0.ids = ["9007199254740993"]
    },
    LineCase("lines that are no objects", "\(job("a"))\n42\nnull\n\"x\"\n[1]\n\(job("b"))\n") {
      $0.quarantined = (2...5).map { "not-an-object \($0):1" }
    },
    LineCase(
      "drifting types",
      "{\"job_id\":\"a\",\"job_type\":\"t\",\"x\":1}\n{\"job_id\":\"b\",\"job_type\":\"t\",\"x\":{}}\n"
        + "{\"job_id\":\"c\",\"job_type\":\"t\",\"x\":\"1\",\"exit_code\":\"x\"}\n"
    ) { $0.quarantined = ["wrong-type 3:50"] },
    LineCase(
      "U+2028 and U+0085 in strings",
      "{\"job_id\":\"a\u{2028}\",\"job_type\":\"\u{85}\"}\n\(job("b"))\n"
    ) { $0.ids = ["a\u{2028}", "b"] },
    LineCase("gzip", gzipped("\(job("a"))\n\(job("b"))\n")),
    LineCase(
      "gzip of several members",
      gzipped("\(job("a"))\n{\"job") + gzipped("_id\":\"b\",\"job_type\":\"t\"}\n")),
    LineCase("plain, but named .gz", "\(job("a"))\n\(job("b"))\n") { $0.fileName = "x.ndjson.gz" },
    LineCase("two objects on a line", "\(job("a"))\n\(job("x"))\(job("y"))\n\(job("b"))\n") {
      $0.quarantined = ["syntax 2:30"]
    },
  ]
}

@Suite struct LineCaseTests {
  @Test(arguments: LineCase.all) func readsEachKindAsDocumented(line: LineCase) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(line.fileName, line.bytes)
    for pieceSize in [1, 3, 1 << 20] {
      let reading = try read(file: path, pieceSize: pieceSize)
      #expect(reading.ids == line.ids)
      #expect(reading.quarantined.map(place) == line.quarantined)
      #expect(reading.notes.map(\.code) == line.notes)
      #expect(reading.defects(.incomplete).map(place) == line.incomplete)
      #expect(reading.summary.blank == line.blank)
      #expect(reading.summary.format == line.format)
      let s = reading.summary
      #expect(s.records == line.ids.count)
      #expect(s.lines == s.records + s.blank + s.ignored + s.quarantined)
    }
  }

  private func place(_ defect: Defect) -> String {
    "\(defect.code) \(defect.position.line):\(defect.position.column)"
  }

  @Test func countsUnknownFieldsOnce() throws {
    let text = (0..<3).map { "{\"job_id\":\"\($0)\",\"job_type\":\"t\",\"x\":\($0),\"y\":null}\n" }
    let reading = try read(text.joined())
    #expect(reading.jobs.map(\.metadata.json.string) == ["{\"x\":0}", "{\"x\":1}", "{\"x\":2}"])
    #expect(reading.summary.unknownFields.map(\.name) == ["x"])
    #expect(reading.summary.unknownFields.map(\.count) == [3])
  }
}
