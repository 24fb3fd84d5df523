import Model
import Testing

@testable import Importing

private func job(_ id: String) -> String { "{\"job_id\":\"\(id)\",\"job_type\":\"build\"}" }

/// What other tools do with these inputs differs a lot; what Rollbook does is fixed here.
@Suite struct LineModeTests {
  @Test func stripsAByteOrderMarkWithOneNote() throws {
    let reading = try read("\u{FEFF}\(job("a"))\n\(job("b"))\n")
    #expect(reading.ids == ["a", "b"])
    #expect(reading.notes.map(\.code) == ["byte-order-mark"])
    #expect(reading.positions.first == SourcePosition(line: 1, column: 1, offset: 3))
    #expect(reading.positions.last?.column == 1)
  }

  @Test func takesCarriageReturnsBlankLinesAndAMissingLastLineFeed() throws {
    let reading = try read("\(job("a"))\r\n\r\n\n  \t\n\(job("b"))")
    #expect(reading.ids == ["a", "b"])
    #expect(reading.summary.blank == 3)
    #expect(reading.summary.lines == 5)
    #expect(reading.summary.incomplete == 0)
    #expect(reading.summary.format == .ndjson)
  }

  @Test(arguments: ["// a comment", "# a comment", "/* x */", "NaN", "{\"job_id\":NaN}", "{", "}"])
  func quarantinesALineThatIsNotJSON(line: String) throws {
    let reading = try read("\(job("a"))\n\(line)\n\(job("b"))\n")
    #expect(reading.ids == ["a", "b"])
    #expect(reading.quarantined.map(\.code) == ["syntax"])
    #expect(reading.quarantined.first?.raw == Array(line.utf8))
    #expect(reading.quarantined.first?.position.line == 2)
  }

  @Test func hintsAtAnArrayBodyBehindATrailingComma() throws {
    let reading = try read("\(job("a"))\n\(job("b")),\n")
    #expect(reading.ids == ["a"])
    #expect(
      reading.quarantined.first?.message.contains("looks like a line of a JSON array") == true)
    #expect(reading.quarantined.first?.position.column == job("b").utf8.count + 1)
  }

  @Test func namesTheExactPlaceOfDamage() throws {
    let reading = try read("\(job("a"))\n{\"job_id\":\"b\",\"exit_code\":01}\n\(job("c"))\n")
    #expect(reading.ids == ["a", "c"])
    let offset = job("a").utf8.count + 1 + 26
    #expect(
      reading.quarantined.first?.position == SourcePosition(line: 2, column: 27, offset: offset))
  }

  @Test func countsABadLineOnceAndNeverMakesANullRecord() throws {
    let reading = try read("\(job("a"))\n{\"job_id\": oops}\n\(job("c"))\n")
    #expect(reading.summary.records == 2)
    #expect(reading.summary.quarantined == 1)
    #expect(reading.summary.lines == 3)
  }

  @Test func reportsATruncatedLastLineAsIncomplete() throws {
    let reading = try read("\(job("a"))\n\(job("b"))\n{\"job_id\":\"c\",\"jo")
    #expect(reading.ids == ["a", "b"])
    #expect(reading.quarantined.isEmpty)
    #expect(reading.defects(.incomplete).map(\.code) == ["incomplete"])
    #expect(reading.defects(.incomplete).first?.position.line == 3)
    #expect(reading.summary.incomplete == 1)
    #expect(reading.summary.lines == 2)
  }

  @Test func quarantinesInvalidUTF8() throws {
    let bad = Array("{\"job_id\":\"".utf8) + [0xFF] + Array("\"}\n".utf8)
    let reading = try read(Array((job("a") + "\n").utf8) + bad + Array((job("b") + "\n").utf8))
    #expect(reading.ids == ["a", "b"])
    #expect(reading.quarantined.map(\.code) == ["bad-utf8"])
    #expect(reading.quarantined.first?.position.column == 12)
  }

  @Test func replacesALoneSurrogateWithANote() throws {
    let line = "{\"job_id\":\"a\",\"job_type\":\"t\",\"ref\":\"x\\ud800y\"}"
    let reading = try read(line + "\n")
    #expect(reading.jobs.first?.ref == "x\u{FFFD}y")
    #expect(reading.notes.map(\.code) == ["lone-surrogate"])
    #expect(reading.notes.first?.field == "ref")
    #expect(reading.notes.first?.position.column == 36)
  }

  @Test func keepsTheLastOfTwoEqualKeysWithANote() throws {
    let line = "{\"job_id\":\"a\",\"job_type\":\"t\",\"ref\":\"x\",\"\\u0072ef\":\"y\"}"
    let reading = try read(line + "\n")
    #expect(reading.jobs.first?.ref == "y")
    #expect(reading.notes.map(\.code) == ["duplicate-key"])
    #expect(reading.notes.first?.position.column == 40)
  }

  @Test func keepsBigIntegersExactly() throws {
    let reading = try read(
      "{\"job_id\":9007199254740993,\"job_type\":\"t\",\"n\":9007199254740993}\n")
    #expect(reading.ids == ["9007199254740993"])
    #expect(reading.jobs.first?.metadata.json == "{\"n\":9007199254740993}")
  }

  @Test(arguments: ["42", "null", "\"text\"", "true", "[1]"])
  func quarantinesALineThatIsNoObject(line: String) throws {
    let reading = try read("\(job("a"))\n\(line)\n")
    #expect(reading.ids == ["a"])
    #expect(reading.quarantined.map(\.code) == ["not-an-object"])
  }

  @Test func letsAFieldDriftFromTypeToType() throws {
    let text = ["1", "\"1\"", "{\"x\":1}"].enumerated().map { i, value in
      "{\"job_id\":\"\(i)\",\"job_type\":\"t\",\"extra\":\(value)}\n"
    }
    let reading = try read(text.joined())
    #expect(
      reading.jobs.map(\.metadata.json.string)
        == ["{\"extra\":1}", "{\"extra\":\"1\"}", "{\"extra\":{\"x\":1}}"])
    #expect(reading.summary.unknownFields.map(\.name) == ["extra"])
    #expect(reading.summary.unknownFields.map(\.count) == [3])
  }

  @Test func splitsOnLineFeedsAlone() throws {
    let line = "{\"job_id\":\"a\u{2028}b\u{85}c\",\"job_type\":\"t\"}"
    #expect(try read("\(line)\n\(line)\n").ids == ["a\u{2028}b\u{85}c", "a\u{2028}b\u{85}c"])
  }

  @Test func skipsALineBeyondTheRecordLimitWithoutHoldingIt() throws {
    let huge = "{\"job_id\":\"" + String(repeating: "x", count: 17 << 20) + "\"}"
    let reading = try read("\(job("a"))\n\(huge)\n\(job("b"))\n")
    #expect(reading.ids == ["a", "b"])
    #expect(reading.quarantined.map(\.code) == ["too-large"])
    #expect(reading.quarantined.first?.raw.count == 4096)
    #expect(reading.positions.last?.line == 3)
  }

  @Test func findsLinesBehindADamagedFirstOne() throws {
    let reading = try read("{\"job_id\":\"x\",\"tags\":[\"a\",\n\(job("a"))\n\(job("b"))\n")
    #expect(reading.summary.format == .ndjson)
    #expect(reading.ids == ["a", "b"])
    #expect(reading.quarantined.count == 1)
  }

  @Test func findsLinesBehindAFirstOneCutInAMember() throws {
    let reading = try read("{\"job_id\":\"x\",\"metadata\":\n\(job("a"))\n")
    #expect(reading.summary.format == .ndjson)
    #expect(reading.ids == ["a"])
  }

  @Test func leavesTheCarriageReturnOutOfTheRawText() throws {
    let reading = try read("\(job("a"))\r\nx\r\n")
    #expect(reading.quarantined.map(\.raw) == [Array("x".utf8)])
  }

  @Test func takesAnEmptySourceForNoLines() throws {
    for text in ["", "\n", " \n\n"] {
      let reading = try read(text)
      #expect(reading.items.isEmpty)
      #expect(reading.summary.format == .ndjson)
    }
    #expect(try read("\n \n").summary.blank == 2)
  }

  @Test func addsUpItsCounts() throws {
    let event =
      "{\"type\":\"job.created\",\"at\":\"2026-01-01T00:00:00Z\",\"job_id\":\"a\",\"job_type\":\"t\"}"
    let reading = try read("\(job("a"))\n\n\(event)\nx\n\(job("b"))\n{\"job")
    let s = reading.summary
    #expect([s.records, s.blank, s.ignored, s.quarantined, s.incomplete] == [3, 1, 0, 1, 1])
    #expect(s.lines == 5)
  }
}
