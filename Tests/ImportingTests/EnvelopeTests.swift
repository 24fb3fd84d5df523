import Model
import Testing

@testable import Importing

private func job(_ id: String) -> String { "{\"job_id\":\"\(id)\",\"job_type\":\"build\"}" }

/// Lists of records, whatever they are wrapped in; and records with lists, which are none.
@Suite struct EnvelopeTests {
  static let names =
    [
      "jobs", "deployments", "commits", "incidents", "events", "Items", "items", "records", "data",
      "results", "value", "values", "nodes",
    ] + Preset.all.flatMap(\.listNames).map { "\($0)" }

  @Test(arguments: Set(names).sorted()) func opensListsOfEveryKnownName(name: String) throws {
    for text in [
      "{\"\(name)\":[\(job("a")),\(job("b"))]}",
      "{\"n\":2,\"\(name)\":[\n\(job("a")),\n\(job("b"))\n],\"next\":null}",
      "{\"\(name)\":[],\"x\":{\"y\":[1,{}]},\"\(name)\":[\(job("a")),\(job("b"))]}",
    ] {
      let reading = try read(text)
      #expect(reading.ids == ["a", "b"], "\(text)")
      #expect(reading.quarantined.isEmpty)
    }
  }

  static let nested = [
    "[[\(job("a"))],[\(job("b"))]]", "[[\(job("a")),\(job("b"))],[]]",
    "[[],[[\(job("a"))]],\(job("b"))]",
    "[{\"jobs\":[\(job("a"))]},{\"jobs\":[\(job("b"))]}]",
    "[[{\"jobs\":[\(job("a"))]}],{\"jobs\":[]},[{\"jobs\":[\(job("b"))]}]]",
    "{\"data\":{\"items\":[\(job("a")),\(job("b"))]}}",
    "{\"data\":{\"total\":2,\"page\":{\"size\":9},\"items\":[\(job("a")),\(job("b"))]},\"ok\":true}",
    "{\"data\":{\"repository\":{\"deployments\":{\"nodes\":[\(job("a")),\(job("b"))]}}}}",
    "{\"data\":{\"x\":{\"edges\":[{\"cursor\":\"1\",\"node\":\(job("a"))},{\"node\":\(job("b"))}]}}}",
    "{\"data\":\(job("a"))}{\"result\":\(job("b"))}",
    "{\"results\":[{\"values\":[\(job("a"))]},{\"values\":[\(job("b"))]}]}",
    "\u{1E}{\"jobs\":[\(job("a"))]}\n\u{1E}{\"jobs\":[\(job("b"))]}\n",
    "{\"jobs\":[\(job("a"))]}{\"jobs\":[\(job("b"))]}",
    "{\"jobs\":[\(job("a"))]}\n{\"jobs\":[\(job("b"))]}\n",
    "\(job("a"))\n{\"jobs\":[\(job("b"))]}\n",
    "{\"jobs\":[[\(job("a"))],[\(job("b"))]]}",
    "{\"runs\":[\(job("a"))],\"other\":[\(job("b"))]}",
    "{\"notes\":[{\"x\":1}],\"runs\":[\(job("a")),\(job("b"))]}",
    "{\"jobs\": null, \"deployments\" : [ ] , \"events\":[\(job("a"))],\n\n\"items\": [\t\(job("b"))]}",
  ]

  @Test(arguments: nested) func opensEnvelopesInEnvelopes(text: String) throws {
    for pieceSize in [1, 5, 1 << 20] {
      let reading = try read(text, pieceSize: pieceSize)
      #expect(reading.ids == ["a", "b"])
      #expect(reading.quarantined.isEmpty)
      #expect(reading.defects(.incomplete).isEmpty)
    }
  }

  /// Each has a list of objects, also under a name that envelopes have, or an object around something.
  static let records = [
    "{\"job_id\":\"a\",\"job_type\":\"t\",\"jobs\":[\(job("x"))]}",
    "{\"items\":[{\"job_id\":\"x\",\"job_type\":\"t\"}],\"job_type\":\"t\",\"job_id\":\"a\"}",
    "{\"data\":{\"items\":[\(job("x"))]},\"job_type\":\"t\",\"job_id\":\"a\"}",
    "{\"steps\":[{\"name\":\"x\"}],\"job_type\":\"t\",\"job_\\u0069d\":\"a\"}",
    "{\"deployment_id\":\"a\",\"service_name\":\"s\",\"version\":\"1\",\"jobs\":[\(job("x"))]}",
    "{\"incident_id\":\"a\",\"events\":[{\"job_id\":\"x\",\"job_type\":\"t\"}]}",
    "{\"sha\":\"a\",\"message\":\"m\",\"commits\":[\(job("x"))]}",
    "{\"type\":\"job.created\",\"at\":\"2026-01-01T00:00:00Z\",\"items\":[{}],\"job_id\":\"a\","
      + "\"job_type\":\"t\"}",
  ]

  @Test(arguments: records) func takesAnObjectWithAnIdForARecord(text: String) throws {
    for text in [text, "[\(text)]", "{\"jobs\":[\(text)]}", "\(text)\n\(text)\n", " \(text)"] {
      let reading = try read(text)
      #expect(reading.items.count == (text.contains("\n") ? 2 : 1), "\(text)")
      #expect(reading.quarantined.isEmpty, "\(text)")
    }
  }

  @Test func takesVendorsRecordsWithListsForRecords() throws {
    let githubJob = """
      {"id":1,"run_id":2,"run_url":"https://api.github.com/repos/a/b/actions/runs/2","run_attempt":1,\
      "node_id":"x","head_sha":"s","url":"https://api.github.com/repos/a/b/actions/jobs/1",\
      "html_url":"https://github.com/a/b/actions/runs/2/job/1","status":"completed",\
      "conclusion":"success","created_at":"2026-01-01T00:00:00Z","started_at":"2026-01-01T00:00:01Z",\
      "completed_at":"2026-01-01T00:01:00Z","name":"build","steps":[{"name":"x","status":"completed"}],\
      "labels":[],"runner_name":"r","workflow_name":"CI","head_branch":"main"}
      """
    let single = try read(githubJob)
    #expect(single.ids == ["github-job-1"])
    let page = try read("{\"total_count\":1,\"jobs\":[\(githubJob)]}")
    #expect(page.ids == single.ids)
    #expect(page.quarantined.isEmpty)
  }

  @Test func leavesAnUnknownObjectWhole() throws {
    for text in [
      "{\"steps\":[{\"name\":\"x\"},{\"name\":\"y\"}]}", "{\"id\":1,\"data\":{\"x\":[1,2]}}",
      "{\"values\":[1,2,3]}", "{\"node\":{\"id\":1}}", "{\"metadata\":{\"jobs\":[\(job("x"))]}}",
    ] {
      let reading = try read("[\(text)]")
      #expect(reading.records.isEmpty, "\(text)")
      #expect(reading.quarantined.map(\.code) == ["no-id"], "\(text)")
    }
  }

  @Test func keepsWhatStandsBeforeDamageInANestedEnvelope() throws {
    let reading = try read("{\"data\":{\"items\":[\(job("a")),\(job("b")),{\"job_id\" 1}]}}")
    #expect(reading.ids == ["a", "b"])
    #expect(reading.quarantined.map(\.code) == ["syntax"])
    let cut = try read("[{\"jobs\":[\(job("a"))]},{\"jobs\":[\(job("b")),{\"job")
    #expect(cut.ids == ["a", "b"])
    #expect(cut.quarantined.map(\.code) == ["truncated"])
  }

  @Test func givesThePlaceOfARecordInALineWithSeveral() throws {
    let first = "{\"jobs\":[\(job("a")), \(job("b"))]}"
    let reading = try read("\(first)\r\n\n{\"jobs\":[\(job("c"))]}\n")
    #expect(reading.summary.format == .ndjson)
    #expect(reading.summary.isExpanded)
    #expect(reading.ids == ["a", "b", "c"])
    #expect(reading.positions.map(\.line) == [1, 1, 3])
    #expect(reading.positions.map(\.column) == [10, 12 + job("a").utf8.count, 10])
    #expect(reading.positions.last?.offset == first.utf8.count + 12)
    #expect(reading.summary.lines == 4)
  }

  @Test func letsDamageCostTheLineOfItsEnvelope() throws {
    let page = "{\"jobs\":[\(job("a"))]}\n"
    let reading = try read(page + "{\"jobs\":[\(job("x")),]}\n" + page)
    #expect(reading.ids == ["a", "a"])
    #expect(reading.quarantined.map(\.code) == ["syntax"])
    #expect(reading.quarantined.first?.position.line == 2)
  }

  @Test func boundsHowDeepListsAreFollowed() throws {
    let deep = String(repeating: "[", count: 5000)
    let reading = try read("[\(deep)\(String(repeating: "]", count: 5000)),\(job("a"))]")
    #expect(reading.ids == ["a"])
    #expect(reading.quarantined.map(\.code) == ["too-deep"])
    let open = String(repeating: "{\"data\":", count: 5000)
    #expect(try read("[\(open)").quarantined.map(\.code) == ["too-deep", "truncated"])
  }

  // MARK: - A mapping file

  /// Takes any object, as a mapping file does; a record is one with an `id`.
  private static let mapping = Mapping(
    RecordMapper("any", recognises: { _ in true }) { object, _, drafts in
      var draft = Draft(.record(.job), of: object)
      draft.set(.jobID, object["id"])
      draft.set(.jobType, text: "t")
      drafts.append(draft)
    })

  @Test(arguments: [
    ("{\"items\":[{\"id\":1},{\"id\":2}]}", ["1", "2"]),
    ("{\"data\":{\"items\":[{\"id\":1,\"jobs\":[{\"id\":3}]},{\"id\":2}]}}", ["1", "2"]),
    ("[{\"id\":1,\"items\":[{\"id\":3}]},{\"id\":2,\"x\":[{\"id\":4}]}]", ["1", "2"]),
    ("{\"id\":1,\"items\":[{\"id\":3}]}\n{\"id\":2,\"data\":{\"items\":[{}]}}\n", ["1", "2"]),
    ("{\"items\":[{\"id\":1}]}\n{\"items\":[{\"id\":2}]}\n", ["1", "2"]),
    ("[[{\"id\":1}],[{\"id\":2}]]", ["1", "2"]),
  ])
  func opensEnvelopesInWhichAMappingFindsNoId(text: String, ids: [String]) throws {
    var options = ReadOptions()
    options.mapping = Self.mapping
    let reading = try readText(text, options)
    #expect(reading.ids == ids)
    #expect(reading.quarantined.isEmpty)
  }

  @Test func readsTheNamedPlaceWithAMappingWhateverStandsThere() throws {
    var options = ReadOptions()
    options.mapping = Self.mapping
    options.recordPath = ["runs"]
    let text = "{\"id\":7,\"runs\":[{\"id\":1,\"items\":[{\"id\":3}]},{\"items\":[{\"id\":4}]}]}"
    let reading = try readText(text, options)
    #expect(reading.ids == ["1"])
    #expect(reading.quarantined.map(\.code) == ["missing-field"])
  }

  private func readText(_ text: String, _ options: ReadOptions) throws -> Reading {
    let folder = try TemporaryFolder()
    var items: [SourceItem] = []
    let source = Source(path: try folder.write("source", text))
    let summary = try readSource(source, options: options) { items.append($0) }
    return Reading(items: items, summary: summary)
  }

  // MARK: - A named place

  private func readPath(_ path: String, _ text: String) throws -> Reading {
    var options = ReadOptions()
    options.recordPath = path.isEmpty ? [] : path.split(separator: ".").map(String.init)
    return try readText(text, options)
  }

  @Test func readsTheNamedPlaceAlone() throws {
    let text =
      "{\"jobs\":[\(job("x"))],\"a\":{\"b\":[\(job("a")),\(job("b"))],\"c\":[\(job("x"))]}}"
    #expect(try readPath("a.b", text).ids == ["a", "b"])
    #expect(try readPath("a.b", "[\(text),\(text)]\n\(text)").ids.count == 6)
    #expect(try readPath("a", "{\"a\":\(job("a"))}").ids == ["a"])
    #expect(
      try readPath("a.b", "{\"a\":[{\"b\":\(job("a"))},{\"b\":[\(job("b"))]}]}").ids == ["a", "b"])
    #expect(try readPath("", "[\(job("a"))]\(job("b"))").ids == ["a", "b"])
    #expect(try readPath("", "{\"jobs\":[\(job("x"))]}").quarantined.map(\.code) == ["no-id"])
  }

  @Test func saysWhichDocumentHasNothingThere() throws {
    let reading = try readPath("a.b", "{\"a\":{\"b\":[\(job("a"))]}}\n{\"a\":{\"c\":[]}}\n[]")
    #expect(reading.ids == ["a"])
    #expect(reading.quarantined.map(\.code) == ["no-records"])
    #expect(reading.quarantined.first?.position.line == 2)
  }

  // MARK: - Text sequences

  @Test func goesOnAtTheNextSeparatorBehindDamage() throws {
    let reading = try read(
      "\u{1E}\(job("a"))\n\u{1E}{\"job_id\":\"x\n\u{1E}[\(job("b")),{]\n\u{1E}\u{1E}{\"jobs\":[\(job("c"))]}\n"
        + "\u{1E}{\"job_id\":")
    #expect(reading.ids == ["a", "b", "c"])
    #expect(reading.quarantined.map(\.code) == ["syntax", "syntax", "truncated"])
    #expect(reading.quarantined.map(\.position.line) == [2, 3, 5])
  }

  // MARK: - Memory

  /// An envelope in an envelope, as large as is asked for.
  private final class Pages: ByteSource {
    private let total: Int
    private var rest: ArraySlice<UInt8> = Array("{\"ok\":true,\"data\":{\"items\":[".utf8)[...]
    private var count = 0
    let isTruncated = false
    private let filler = String(repeating: "f", count: 20_000)

    init(total: Int) { self.total = total }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
      if rest.isEmpty, count < total {
        count += 1
        let element = "{\"job_id\":\"\(count)\",\"job_type\":\"t\",\"x\":\"\(filler)\"}"
        rest = Array((element + (count < total ? "," : "]}}")).utf8)[...]
      }
      let piece = rest.prefix(buffer.count)
      buffer.copyBytes(from: piece)
      rest = rest.dropFirst(piece.count)
      return piece.count
    }
  }

  @Test func holdsNoMoreThanAPieceOfALargeEnvelope() throws {
    let window = InputWindow(Pages(total: 1500))
    var sniffing = ModeSniffing(window, ReadOptions())
    #expect(try !sniffing.isLines())
    let parser = JSONParser()
    let reporter = ItemReporter(parser.view)
    var reader = DocumentReader(window, parser: parser, reporter: reporter)
    var count = 0
    try reader.read { if case .record = $0 { count += 1 } }
    #expect(count == 1500)
    #expect(window.capacity < 6 << 20)
  }
}
