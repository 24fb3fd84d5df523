import Model
import Testing

@testable import Importing

private func job(_ id: String) -> String { "{\"job_id\":\"\(id)\",\"job_type\":\"build\"}" }

@Suite struct DocumentModeTests {
  static let shapes: [String] = [
    "[\(job("a")),\(job("b"))]",
    "[\n\(job("a")),\n\(job("b"))\n]\n",
    "[\n\(job("a"))\n,\(job("b"))]",
    "{\"jobs\":[\(job("a")),\(job("b"))]}",
    "{\n  \"total_count\": 2,\n  \"jobs\": [\n\(job("a")),\n\(job("b"))\n]\n}",
    "{\"jobs\":[\n\(job("a"))\n,\n\(job("b"))\n]}",
    "{\"workflow\":{\"x\":[1,2]},\"runs\":[\(job("a")),\(job("b"))],\"next\":null}",
    "{\"jobs\":[\(job("a"))],\"deployments\":[],\"more\":[\(job("b"))]}",
    "{\"jobs\":[\(job("a"))]}\n{\"jobs\":[\(job("b"))]}\n",
    "\(job("a"))\(job("b"))",
    " \(job("a")) \(job("b"))",
    "{\n  \"job_id\": \"a\",\n  \"job_type\": \"t\"\n}\n{\n  \"job_id\": \"b\",\n  \"job_type\": \"t\"\n}\n",
    "\u{1E}\(job("a"))\n\u{1E}\(job("b"))\n",
    "[\(job("a"))]\n[\(job("b"))]",
    "{\n\"steps\": [{\"name\":\"x\"}],\n\"job_id\":\"a\", \"job_type\":\"t\"}\n\(job("b"))",
  ]

  @Test(arguments: shapes) func findsTheRecordsInEveryShape(text: String) throws {
    let reading = try read(text)
    #expect(reading.ids == ["a", "b"])
    #expect(reading.quarantined.isEmpty)
    #expect(reading.defects(.incomplete).isEmpty)
  }

  @Test func takesAnArrayUnderAnyNameForADocument() throws {
    #expect(try read("[\n\(job("a"))\n]\n").summary.format == .json)
    #expect(try read("{\"jobs\":[\(job("a"))]}").summary.format == .json)
    #expect(try read("\(job("a"))").summary.format == .ndjson)
  }

  @Test func acceptsEmptyContainers() throws {
    for text in ["[]", "{\"jobs\":[]}", "{\"jobs\":[],\"deployments\":[]}", "[ ]\n"] {
      let reading = try read(text)
      #expect(reading.items.isEmpty, "\(text)")
    }
  }

  @Test func letsAWrongRecordCostItself() throws {
    let reading = try read("[\(job("a")), 42, {\"x\":1}, [\"n\"], null, \(job("b"))]")
    #expect(reading.ids == ["a", "b"])
    #expect(
      reading.quarantined.map(\.code) == [
        "not-an-object", "no-id", "not-an-object", "not-an-object",
      ])
    #expect(reading.summary.lines == 6)
  }

  @Test func endsTheDocumentAtASyntaxError() throws {
    let reading = try read("[\(job("a")),\n \(job("b")),\n {\"job_id\" \"c\"},\n \(job("d"))]")
    #expect(reading.ids == ["a", "b"])
    #expect(reading.quarantined.map(\.code) == ["syntax"])
    let position = reading.quarantined.first?.position
    #expect(position?.line == 3)
    #expect(position?.column == 12)
    let raw = reading.quarantined.first?.raw ?? []
    #expect(raw.starts(with: "{\"job_id\" \"c\"".utf8))
  }

  @Test func endsAnEnvelopeAtASyntaxErrorAndKeepsWhatCameBefore() throws {
    let reading = try read("{\"jobs\":[\(job("a")),\(job("b"))],\"n\":01}")
    #expect(reading.ids == ["a", "b"])
    #expect(reading.quarantined.map(\.code) == ["syntax"])
  }

  @Test(arguments: ["[\(job("a")),]", "{\"jobs\":[\(job("a"))],}", "[\(job("a")) 1]"])
  func rejectsCommasOutOfPlace(text: String) throws {
    let reading = try read(text)
    #expect(reading.ids == ["a"])
    #expect(reading.quarantined.map(\.code) == ["syntax"])
  }

  @Test func keepsTheRecordsOfATruncatedDocument() throws {
    for text in [
      "[\(job("a")),", "[\(job("a"))", "[\(job("a")),{\"job_id\":", "{\"jobs\":[\(job("a"))]",
    ] {
      let reading = try read(text)
      #expect(reading.ids == ["a"], "\(text)")
      #expect(reading.quarantined.map(\.code) == ["truncated"], "\(text)")
    }
  }

  @Test func givesThePlaceOfEachRecord() throws {
    let reading = try read("[\n  \(job("a")),\n  \(job("b")), \(job("c"))\n]")
    let size = job("a").utf8.count
    #expect(
      reading.positions == [
        SourcePosition(line: 2, column: 3, offset: 4),
        SourcePosition(line: 3, column: 3, offset: 4 + size + 4),
        SourcePosition(line: 3, column: size + 5, offset: 4 + size + 4 + size + 2),
      ])
  }

  @Test func givesThePlaceOfAWrongValueInPrettyText() throws {
    let reading = try read(
      "{\n  \"job_id\": \"a\",\n  \"job_type\": \"t\",\n  \"exit_code\": \"x\"\n}\n")
    #expect(reading.quarantined.first?.position == SourcePosition(line: 4, column: 16, offset: 53))
    #expect(reading.quarantined.first?.field == "exit_code")
  }

  @Test func skipsElementsBeyondTheLimits() throws {
    let deep = String(repeating: "[", count: 80) + "\"]\"" + String(repeating: "]", count: 80)
    let tooDeep = "{\"job_id\":\"x\",\"metadata\":{\"d\":\(deep)}}"
    let huge =
      "{\"job_id\":\"y\",\"m\":\"" + "\\\"}" + String(repeating: "y", count: 16 << 20) + "\"}"
    let reading = try read("[\(job("a")),\(tooDeep),\(huge),\(job("b"))]")
    #expect(reading.ids == ["a", "b"])
    #expect(reading.quarantined.map(\.code) == ["too-deep", "too-large"])
  }

  @Test func streamsAnEnvelopeLargerThanARecordMayBe() throws {
    let filler = String(repeating: "f", count: 100_000)
    let elements = (0..<200).map { "{\"job_id\":\"\($0)\",\"job_type\":\"t\",\"x\":\"\(filler)\"}" }
    let reading = try read("{\"jobs\":[" + elements.joined(separator: ",") + "]}")
    #expect(reading.summary.records == 200)
    #expect(reading.quarantined.isEmpty)
  }

  @Test(arguments: ["42", "\"x\"", "null", "true false"])
  func quarantinesScalars(text: String) throws {
    let reading = try read(text)
    #expect(reading.records.isEmpty)
    #expect(Set(reading.quarantined.map(\.code)) == ["not-an-object"])
  }

  @Test func quarantinesTextThatIsNoJSONAtAll() throws {
    let reading = try read("id;status\n1;success\n")
    #expect(reading.quarantined.map(\.code) == ["syntax"])
    #expect(reading.quarantined.first?.position == SourcePosition(line: 1, column: 1, offset: 0))
  }
}
