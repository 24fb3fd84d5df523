import Foundation
import Model
import Testing

@testable import Importing

func read(
  _ text: String, options: ReadOptions, pieceSize: Int = 1 << 20
) throws -> Reading {
  let folder = try TemporaryFolder()
  return try read(
    Source(path: folder.write("source", text)), options: options, pieceSize: pieceSize)
}

func read(
  _ source: Source, options: ReadOptions = ReadOptions(), pieceSize: Int = 1 << 20
) throws -> Reading {
  var items: [SourceItem] = []
  let summary = try readSource(source, options: options, pieceSize: pieceSize) { items.append($0) }
  return Reading(items: items, summary: summary)
}

extension Reading {
  var deletions: [Deletion] {
    items.compactMap { if case .deletion(let deletion, _) = $0 { deletion } else { nil } }
  }
}

@Suite struct DynamoItemTests {
  private func plain(_ text: String, isForced: Bool = false) throws -> String? {
    var parser = JSONParser()
    return try Array(text.utf8).withUnsafeBufferPointer { text in
      try parser.parseWhole(text)
      let json = DynamoItem.plainJSON(of: parser.view, isForced: isForced)
      return json.map { String(decoding: $0, as: UTF8.self) }
    }
  }

  @Test(arguments: [
    (#""S":"a\"b\u00e9""#, #""a\"b\u00e9""#), (#""S":"""#, #""""#),
    (#""N":"0""#, "0"), (#""N":"0.0""#, "0.0"), (#""N":"-1.50E+3""#, "-1.50E+3"),
    (
      #""N":"12345678901234567890123456789012345678""#, "12345678901234567890123456789012345678"
    ),
    (#""N":"9007199254740993""#, "9007199254740993"),
    (#""N":"NaN""#, #""NaN""#), (#""N":"01""#, #""01""#), (#""N":"1.""#, #""1.""#),
    (#""N":"""#, #""""#), (#""N":"+1""#, #""+1""#), (#""N":".5""#, #"".5""#),
    (#""B":"/wA=""#, #""/wA=""#), (#""NULL":true"#, "null"), (#""BOOL":false"#, "false"),
    (#""BOOL":true"#, "true"), (#""SS":["b","a"]"#, #"["a","b"]"#), (#""SS":[]"#, "[]"),
    (#""NS":["2","10.0","x"]"#, #"[10.0,2,"x"]"#), (#""BS":["BB==","AA=="]"#, #"["AA==","BB=="]"#),
    (#""L":[]"#, "[]"), (#""M":{}"#, "{}"),
    (
      #""M":{"S":{"S":"x"},"N":{"L":[{"N":"1"},{"NULL":true},{"M":{"k":{"BOOL":true}}}]}}"#,
      #"{"S":"x","N":[1,null,{"k":true}]}"#
    ),
  ]) func unwrapsEveryType(typed: String, expected: String) throws {
    let item = #"{"job_id":{"S":"a"},"x":{\#(typed)}}"#
    #expect(try plain(item) == #"{"job_id":"a","x":\#(expected)}"#)
  }

  @Test func keepsTheOrderOfMembersAndIgnoresThatOfSets() throws {
    #expect(
      try plain(#"{"z":{"SS":["\u0062","a","c"]},"job_id":{"S":"1"},"a":{"N":"1"}}"#)
        == #"{"z":["a","\u0062","c"],"job_id":"1","a":1}"#)
  }

  @Test func writesNumbersInFieldsOfTextAsText() throws {
    #expect(
      try plain(#"{"job_id":{"N":"007"},"commit_sha":{"N":"1234567"},"exit_code":{"N":"0"}}"#)
        == #"{"job_id":"007","commit_sha":"1234567","exit_code":0}"#)
  }

  @Test(arguments: [
    "{}", #"{"job_id":"a"}"#, #"{"job_id":{"S":"a"},"x":1}"#, #"{"job_id":{"S":1}}"#,
    #"{"job_id":{"S":"a","N":"1"}}"#, #"{"job_id":{"X":"a"}}"#, #"{"job_id":{}}"#,
    #"{"job_id":{"BOOL":true}}"#, #"{"job_id":{"SS":["a"]}}"#, #"{"Item":{"a":1}}"#,
    #"{"Item":{}}"#, #"{"metadata":{"S":"a"}}"#, #"{"id":{"N":"1"}}"#,
    #"{"job_id":{"NULLS":true}}"#,
    #"{"eventID":"1","job_id":"a"}"#, #"{"dynamodb":{"Keys":{}}}"#, #"{"job_id":{"BOOM":true}}"#,
  ]) func leavesOrdinaryObjectsAlone(text: String) throws {
    #expect(try plain(text) == nil)
  }

  @Test func takesTypedObjectsWithoutAnIDOnlyIfAskedTo() throws {
    #expect(try plain(#"{"pk":{"S":"a"}}"#) == nil)
    #expect(try plain(#"{"pk":{"S":"a"}}"#, isForced: true) == #"{"pk":"a"}"#)
    #expect(try plain(#"{"Item":{"pk":{"S":"a"}}}"#) == #"{"pk":"a"}"#)
  }

  private let job = #""job_id":{"S":"j"},"job_type":{"S":"build"},"exit_code":{"N":"0"}"#

  @Test func readsScansQueriesListsAndLines() throws {
    let other = #""job_id":{"S":"k"},"job_type":{"S":"test"},"exit_code":{"N":"0"}"#
    for text in [
      #"{"Items":[{\#(job)},{\#(other)}],"Count":2,"ScannedCount":2,"ConsumedCapacity":null}"#,
      #"{"Count":2,"Items":[{\#(job)},{\#(other)}]}"#, "[{\(job)},{\(other)}]",
      "{\(job)}\n{\(other)}\n", "{\"Item\":{\(job)}}\n{\"Item\":{\(other)}}\n",
      "{\"Item\":{\(job)}} {\"Item\":{\(other)}}", "{\n\"Items\":[\n{\(job)},\n{\(other)}]}",
    ] {
      let reading = try read(text)
      #expect(reading.ids == ["j", "k"], "\(text)")
      #expect(reading.jobs.map(\.exitCode) == [0, 0], "\(text)")
      #expect(reading.items.count == 2, "\(text): \(reading.items)")
    }
    let empty = #"{"Items":[],"Count":0,"ScannedCount":0,"ConsumedCapacity":null}"#
    #expect(try read(empty).items == [])
  }

  @Test func keepsZeroAndEveryDigitInEveryField() throws {
    let reading = try read(
      """
      {"deployment_id":{"S":"d"},"service_name":{"S":"s"},"version":{"S":"1"},\
      "error_rate":{"N":"0.0"},"latency_ms":{"N":"12.50"},"tags":{"SS":["b","a"]},\
      "deployed_to_production":{"BOOL":true},"rollback_reason":{"NULL":true},\
      "created_at":{"N":"1768386096366933"},\
      "metadata":{"M":{"big":{"N":"0.12345678901234567890"},"list":{"L":[{"N":"1"}]}}},\
      "ttl":{"N":"1900000000"}}
      """)
    let deployment = try #require(reading.deployments.first)
    #expect(deployment.errorRate == 0)
    #expect(deployment.latencyMilliseconds == 12.5)
    #expect(deployment.tags == ["a", "b"])
    #expect(deployment.deployedToProduction == true)
    #expect(deployment.rollbackReason == nil)
    #expect(deployment.createdAt == Timestamp(milliseconds: 1_768_386_096_366))
    #expect(
      deployment.metadata.json
        == #"{"big":0.12345678901234567890,"list":[1],"ttl":1900000000}"#)
  }

  @Test func readsTheNewImagesOfStreams() throws {
    let reading = try read(
      """
      {"eventID":"1","eventName":"INSERT","eventSource":"aws:dynamodb","dynamodb":\
      {"ApproximateCreationDateTime":1768386096,"Keys":{"job_id":{"S":"j"}},\
      "NewImage":{\(job)},"StreamViewType":"NEW_IMAGE"}}
      {"eventName":"REMOVE","dynamodb":{"ApproximateCreationDateTime":1768386096.5,\
      "Keys":{"job_id":{"S":"j"}},"StreamViewType":"KEYS_ONLY"}}
      {"awsRegion":"eu-west-1","eventName":"REMOVE","recordFormat":"application/json",\
      "dynamodb":{"ApproximateCreationDateTime":1768386096366,"Keys":{"pk":{"S":"x"}},\
      "OldImage":{"pk":{"S":"x"},"deployment_id":{"N":"5"}}}}
      {"eventID":"4","eventName":"MODIFY","dynamodb":{"Keys":{"job_id":{"S":"j"}},\
      "StreamViewType":"KEYS_ONLY"}}
      {"eventID":"5","eventName":"REMOVE","dynamodb":{"Keys":{"job_id":{"S":"j"}}}}
      {"eventID":"6","eventName":"REMOVE","dynamodb":{"ApproximateCreationDateTime":\
      "2026-01-14T10:21:36+00:00","Keys":{"job_id":{"S":"k"}}}}
      {"eventID":"7","eventName":"REMOVE","dynamodb":{"ApproximateCreationDateTime":1768386096,\
      "Keys":{"pk":{"S":"j"}}}}

      """)
    #expect(reading.ids == ["j"])
    #expect(
      reading.deletions == [
        Deletion(kind: .job, id: "j", at: Timestamp(milliseconds: 1_768_386_096_500)),
        Deletion(kind: .deployment, id: "5", at: Timestamp(milliseconds: 1_768_386_096_366)),
        Deletion(kind: .job, id: "k", at: Timestamp(seconds: 1_768_386_096)),
      ])
    #expect(reading.quarantined.map(\.code) == ["missing-field", "no-id"])
    #expect(reading.quarantined.map(\.position.line) == [5, 7])
    #expect(reading.summary.ignored == 1)
    #expect(reading.summary.lines == 7)
  }

  @Test func readsStreamRecordsInAnEnvelope() throws {
    let reading = try read(
      #"{"Records":[{"eventName":"INSERT","eventID":"1","dynamodb":{"NewImage":{\#(job)}}}]}"#)
    #expect(reading.ids == ["j"])
  }

  @Test func placesErrorsAtTheRecord() throws {
    let reading = try read(
      """
      {"job_id":{"S":"a"},"job_type":{"S":"t"}}
      {"job_id":{"S":"b"},"job_type":{"S":"t"},"exit_code":{"S":"zero"}}
      {"job_id":{"S":"c"},"job_type":{"S":"t"},"metadata":{"M":{"a":1}}}

      """)
    #expect(reading.ids == ["a"])
    #expect(reading.quarantined.map(\.code) == ["wrong-type", "bad-dynamodb"])
    #expect(reading.quarantined.map(\.position.line) == [2, 3])
    #expect(reading.quarantined.map(\.position.column) == [1, 1])
    let raw = try #require(reading.quarantined.first?.raw)
    #expect(raw.starts(with: Array(#"{"job_id":{"S":"b"}"#.utf8)))
  }

  @Test func presetNameUnwrapsAndThenReadsAsAlways() throws {
    var options = ReadOptions()
    options.preset = Preset.named("dynamodb")
    #expect(options.preset != nil)
    let reading = try read("{\(job)}\n{\"job_id\":\"p\",\"job_type\":\"t\"}\n", options: options)
    #expect(reading.ids == ["j", "p"])
    #expect(Preset.all.contains { $0.name == "dynamodb" })
  }

  @Test func mapsUnwrappedItemsAndTheirDeletions() throws {
    var options = ReadOptions()
    options.mapping = try Mapping.load(
      yaml: """
        kind: jobs
        fields:
          job_id: pk
          job_type: {const: run}
        """, path: "mapping.yml")
    let reading = try read(
      """
      {"pk":{"N":"7"},"x":{"L":[{"S":"y"}]}}
      {"Metadata":{"WriteTimestampMicros":{"N":"1768386096366933"}},"Keys":{"pk":{"S":"8"}}}

      """, options: options)
    #expect(reading.ids == ["7"])
    #expect(reading.jobs.first?.metadata.json == #"{"x":["y"]}"#)
    let at = Timestamp(milliseconds: 1_768_386_096_366)
    #expect(reading.deletions == [Deletion(kind: .job, id: "8", at: at)])
  }

  @Test func typedAndPlainItemsGiveTheSameRecords() throws {
    var random = SeededGenerator(seed: 20)
    for _ in 0..<200 {
      let value = DynamoValue.map(random: &random, depth: 0)
      let typed = #"{"job_id":{"S":"a"},"job_type":{"S":"t"},"metadata":\#(value.typed)}"#
      let plain = #"{"job_id":"a","job_type":"t","metadata":\#(value.plain)}"#
      let readings = (try read(typed), try read(plain))
      #expect(readings.0.records == readings.1.records, "\(typed)")
      #expect(readings.0.records.count == 1)
    }
  }
}

/// A value in both ways of writing it.
private struct DynamoValue {
  let typed: String
  let plain: String

  static func map(random: inout SeededGenerator, depth: Int) -> DynamoValue {
    let members = (0..<Int.random(in: 0...3, using: &random)).map { index in
      ("k\(index)", any(random: &random, depth: depth + 1))
    }
    let typed = members.map { "\"\($0)\":\($1.typed)" }.joined(separator: ",")
    let plain = members.map { "\"\($0)\":\($1.plain)" }.joined(separator: ",")
    return DynamoValue(typed: "{\"M\":{\(typed)}}", plain: "{\(plain)}")
  }

  private static func any(random: inout SeededGenerator, depth: Int) -> DynamoValue {
    switch Int.random(in: 0...(depth > 4 ? 3 : 5), using: &random) {
    case 0:
      let text = random.pick(["\"é\"", "\"\\ud83d\\ude00\"", "\"\"", "\"S\""])
      return DynamoValue(typed: "{\"S\":\(text)}", plain: text)
    case 1:
      let number = random.pick(["0", "-0.0", "1e400", "3.14159265358979323846264338327950288"])
      return DynamoValue(typed: "{\"N\":\"\(number)\"}", plain: number)
    case 2: return DynamoValue(typed: "{\"NULL\":true}", plain: "null")
    case 3: return DynamoValue(typed: "{\"BOOL\":false}", plain: "false")
    case 4: return map(random: &random, depth: depth)
    default:
      let elements = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        any(random: &random, depth: depth + 1)
      }
      return DynamoValue(
        typed: "{\"L\":[\(elements.map(\.typed).joined(separator: ","))]}",
        plain: "[\(elements.map(\.plain).joined(separator: ","))]")
    }
  }
}
