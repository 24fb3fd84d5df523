import Model
import Testing

@testable import Importing

private func job(_ members: String) throws -> Reading {
  try read("{\"job_id\":\"j\",\"job_type\":\"t\",\(members)}\n")
}

private func deployment(_ members: String) throws -> Reading {
  try read(
    "{\"deployment_id\":\"d\",\"service_name\":\"s\",\"version\":\"1\",\"status\":\"live\",\(members)}\n"
  )
}

@Suite struct RecordDecodingTests {
  @Test func readsEveryFieldOfAJob() throws {
    let reading = try read(
      """
      {"job_id":"j","job_type":"build","status":"success","source_status":"SUCCESS","repo":"r",\
      "ref":"main","commit_sha":"abc","commit_message":"m","commit_author":"a","agent_id":"g",\
      "created_at":"2026-11-01T00:00:00Z","queued_at":"2026-11-01T00:00:01Z",\
      "started_at":"2026-11-01T00:00:02.5Z","completed_at":"2026-11-01T01:00:03+01:00",\
      "updated_at":"2026-11-01T00:00:04Z","exit_code":0,"duration_seconds":0,"logs_url":"https://x",\
      "error_message":"e","tags":["a",1,1.50],"metadata":{"b":1,"a":2}}
      """)
    var job = Job(id: "j", type: "build", status: .success)
    job.sourceStatus = "SUCCESS"
    job.repo = "r"
    job.ref = "main"
    job.commitSHA = "abc"
    job.commitMessage = "m"
    job.commitAuthor = "a"
    job.agentID = "g"
    let start: Int64 = 1_793_491_200_000
    job.createdAt = Timestamp(milliseconds: start)
    job.queuedAt = Timestamp(milliseconds: start + 1000)
    job.startedAt = Timestamp(milliseconds: start + 2500)
    job.completedAt = Timestamp(milliseconds: start + 3000)
    job.updatedAt = Timestamp(milliseconds: start + 4000)
    job.exitCode = 0
    job.durationSeconds = 0
    job.logsURL = "https://x"
    job.errorMessage = "e"
    job.tags = ["a", "1", "1.50"]
    job.metadata = Metadata(canonicalJSON: "{\"a\":2,\"b\":1}")
    #expect(reading.records == [.job(job)])
    #expect(reading.notes.isEmpty)
  }

  @Test func takesNullForAbsentAndZeroForAValue() throws {
    let nulls = Field.allCases.filter { $0.isOf(.job) && $0 != .jobID && $0 != .jobType }
      .map { "\"\($0.name)\":null" }.joined(separator: ",")
    #expect(try job(nulls).records == [.job(Job(id: "j", type: "t", status: .pending))])
    let zero = try #require(job("\"exit_code\":0.0,\"duration_seconds\":0").jobs.first)
    #expect(zero.exitCode == 0)
    #expect(zero.durationSeconds == 0)
    #expect(try deployment("\"error_rate\":0").deployments.first?.errorRate == 0)
  }

  @Test func decidesTheKindByTheIdsPresent() throws {
    let both = try read(
      "{\"job_id\":\"j\",\"deployment_id\":\"d\",\"service_name\":\"s\",\"version\":1}")
    #expect(both.ids == ["d"])
    #expect(both.deployments.first?.metadata.json == "{\"job_id\":\"j\"}")
    #expect(try job("\"deployment_id\":\"\"").ids == ["j"])
    #expect(try job("\"deployment_id\":null").ids == ["j"])
    #expect(try read("{\"id\":1}\n").quarantined.map(\.code) == ["no-id"])
    #expect(try read("{\"job_id\":\"\"}\n").quarantined.map(\.code) == ["missing-field"])
  }

  @Test func usesTheServiceIdForAMissingServiceName() throws {
    let text = "{\"deployment_id\":\"d\",\"service_id\":7,\"version\":\"1\"}\n"
    let alone = try #require(read(text).deployments.first)
    #expect(alone.service == "7")
    #expect(alone.metadata.isEmpty)
    let both = try #require(deployment("\"service_id\":\"x\"").deployments.first)
    #expect(both.service == "s")
    #expect(both.metadata.json == "{\"service_id\":\"x\"}")
  }

  @Test(arguments: ["job_type", "job_id"]) func wantsTheRequiredFieldsOfAJob(name: String) throws {
    let other = name == "job_id" ? "job_type" : "job_id"
    let reading = try read("{\"\(other)\":\"x\",\"\(name)\":\"\"}\n")
    #expect(reading.quarantined.map(\.code) == ["missing-field"])
    #expect(reading.quarantined.first?.field == name)
  }

  @Test(arguments: [
    "{\"deployment_id\":\"d\",\"version\":\"1\"}",
    "{\"deployment_id\":\"d\",\"service_name\":\"s\"}",
  ])
  func wantsServiceAndVersionOfADeployment(text: String) throws {
    #expect(try read(text).quarantined.map(\.code) == ["missing-field"])
  }

  @Test func keepsUnknownFieldsInTheMetadata() throws {
    let reading = try job(
      "\"z\":1.0,\"a\":[1, 2],\"n\":null,\"metadata\":{\"z\":{\"y\":1,\"x\":\"\\u0041\"},\"m\":1}")
    #expect(
      reading.jobs.first?.metadata.json
        == "{\"a\":[1,2],\"m\":1,\"top_level.z\":1.0,\"z\":{\"x\":\"A\",\"y\":1}}")
    #expect(reading.summary.unknownFields.map(\.name) == ["a", "z"])
  }

  @Test func writesMetadataCanonically() throws {
    let reading = try job(
      #""metadata": { "b" : 1e5, "a":"\u00e9\/\u0007" , "b": -0.0, "":"", "é":[ ] , "\u0061a":{} }"#
    )
    #expect(
      reading.jobs.first?.metadata.json == #"{"":"","a":"é/\u0007","aa":{},"b":-0.0,"é":[]}"#)
    #expect(reading.notes.map(\.code) == ["duplicate-key"])
  }

  @Test(arguments: [
    ("\"status\":5", "wrong-type", "status", 39), ("\"repo\":1", "wrong-type", "repo", 37),
    ("\"repo\":{}", "wrong-type", "repo", 37), ("\"ref\":[]", "wrong-type", "ref", 36),
    ("\"exit_code\":\"0x\"", "wrong-type", "exit_code", 42),
    ("\"exit_code\":0.5", "out-of-range", "exit_code", 42),
    ("\"exit_code\":9223372036854775808", "out-of-range", "exit_code", 42),
    ("\"duration_seconds\":true", "wrong-type", "duration_seconds", 49),
    ("\"duration_seconds\":1e999", "out-of-range", "duration_seconds", 49),
    ("\"created_at\":\"yesterday\"", "bad-time", "created_at", 43),
    ("\"created_at\":\"2026-02-30T00:00:00Z\"", "bad-time", "created_at", 43),
    ("\"created_at\":\"1989-12-31T23:59:59Z\"", "bad-time", "created_at", 43),
    ("\"created_at\":\"2101-01-01T00:00:00Z\"", "bad-time", "created_at", 43),
    ("\"created_at\":12", "bad-time", "created_at", 43),
    ("\"created_at\":true", "wrong-type", "created_at", 43),
    ("\"tags\":\"a\"", "wrong-type", "tags", 37),
    ("\"tags\":[\"a\",null]", "wrong-type", "tags", 42),
    ("\"metadata\":[]", "wrong-type", "metadata", 41),
    ("\"metadata\":\"{}\"", "wrong-type", "metadata", 41),
  ])
  func quarantinesAJobWithAWrongField(
    members: String, code: String, field: String, column: Int
  ) throws {
    let reading = try job(members)
    #expect(reading.records.isEmpty)
    #expect(reading.quarantined.map(\.code) == [code])
    #expect(reading.quarantined.first?.field == field)
    #expect(
      reading.quarantined.first?.position
        == SourcePosition(line: 1, column: column, offset: column - 1))
  }

  @Test(arguments: [
    ("\"error_rate\":1.01", "out-of-range"), ("\"error_rate\":-0.1", "out-of-range"),
    ("\"rolled_back\":1", "wrong-type"), ("\"rolled_back\":\"true\"", "wrong-type"),
    ("\"status\":\"deployed\"", "bad-status"), ("\"status\":0", "wrong-type"),
  ])
  func quarantinesADeploymentWithAWrongField(members: String, code: String) throws {
    #expect(try deployment(members).quarantined.map(\.code) == [code])
  }

  @Test func keepsAJobWithAnUnknownStatusWord() throws {
    let reading = try job("\"status\":\"NOT_BUILD\"")
    #expect(reading.jobs.first?.status == .unknown)
    #expect(reading.jobs.first?.sourceStatus == "NOT_BUILD")
    #expect(reading.notes.map(\.code) == ["unknown-status"])
    #expect(reading.summary.unknownStatuses.map(\.word) == ["NOT_BUILD"])
    #expect(try job("\"status\":\"unknown\"").notes.isEmpty)
  }

  @Test func matchesStatusWordsInEitherCase() throws {
    #expect(try job("\"status\":\"SUCCESS\"").jobs.first?.status == .success)
    #expect(try job("\"status\":\"\"").jobs.first?.status == .pending)
    let reading = try deployment("\"status\":\"Rolled_Back\"")
    #expect(reading.deployments.first?.status == .rolledBack)
  }

  @Test(
    arguments: [
      ("\"2020-10-05T16:33:24Z\"", 1_601_915_604_000),
      ("\"2020-10-05 16:33:24.5Z\"", 1_601_915_604_500),
      ("\"2021-02-18T14:59:13.000+08:00\"", 1_613_631_553_000),
      ("\"2021-04-28 21:50:00 +0200\"", 1_619_639_400_000),
      ("\"2021-04-28T21:50+02:00\"", 1_619_639_400_000),
      ("\"2021-04-28T19:50Z\"", 1_619_639_400_000),
      ("\"2021-04-28 19:50 UTC\"", 1_619_639_400_000),
      ("\"2016-08-12 15:23:28 UTC\"", 1_471_015_408_000),
      ("\"2016-08-12T15:23:28.2237625Z\"", 1_471_015_408_223), ("1650024049161", 1_650_024_049_161),
      ("1409764576.589", 1_409_764_576_589), ("1409764576", 1_409_764_576_000),
      ("1768386096366933", 1_768_386_096_366), ("1768386096366933000", 1_768_386_096_366),
      ("\"2026-08-16T11:56:15.830000-05:00\"", 1_786_899_375_830),
      ("\"2020-10-05T16:33:24.20339Z\"", 1_601_915_604_203),
      ("\"2020-10-05T16:33:24.315384Z\"", 1_601_915_604_315),
      ("\"2020-10-05T16:33:55+00:00\"", 1_601_915_635_000),
      ("\"2016-08-11T09:36:01.000+02:00\"", 1_470_900_961_000),
      ("\"2021-04-28T21:50:00+0200\"", 1_619_639_400_000),
      ("\"2021-04-28 21:50:00.25 +0200\"", 1_619_639_400_250),
      ("\"2021-04-28 21:50:00 +02:00\"", 1_619_639_400_000),
      ("\"2021-04-28 21:50:00+02\"", 1_619_639_400_000),
      ("\"2021-04-28 15:20:00-0430\"", 1_619_639_400_000),
      ("\"2016-08-12 15:23:28.5 UTC\"", 1_471_015_408_500),
      ("\"1650024049161\"", 1_650_024_049_161), ("\"1409764576\"", 1_409_764_576_000),
      ("\"1409764576.589\"", 1_409_764_576_589), ("\"1768386096366933\"", 1_768_386_096_366),
      ("\"1768386096366933000\"", 1_768_386_096_366), ("1.768386096366933e15", 1_768_386_096_366),
      ("1650024049161.0", 1_650_024_049_161),
    ] as [(String, Int64)])
  func readsTimesAsSourcesWriteThem(value: String, expected: Int64) throws {
    let reading = try job("\"created_at\":\(value)")
    #expect(reading.jobs.first?.createdAt?.milliseconds == expected)
    #expect(reading.notes.isEmpty)
  }

  @Test(arguments: [
    "0", "0.0", "\"0\"", "\"0000-00-00 00:00:00\"", "\"0000-00-00T00:00:00Z\"", "\"0000-00-00\"",
    "\"0000-00-00 00:00:00.000000\"", "\"0001-01-01T00:00:00\"", "\"0001-01-01\"", "\"1970-01-01\"",
    "\"0001-01-01T00:00:00Z\"", "\"1970-01-01T00:00:00Z\"", "\"1970-01-01T00:00:00.000Z\"", "\"\"",
    "null",
  ])
  func takesZeroDatesForAbsent(value: String) throws {
    let reading = try job("\"created_at\":\(value)")
    #expect(reading.jobs.count == 1)
    #expect(reading.jobs.first?.createdAt == nil)
  }

  @Test func takesTimesWithoutOffsetForUTCWithANote() throws {
    let reading = try job("\"created_at\":\"2024-01-01T12:00:00.123456\"")
    #expect(reading.jobs.first?.createdAt?.milliseconds == 1_704_110_400_123)
    #expect(reading.notes.map(\.code) == ["naive-time"])
    #expect(reading.notes.first?.field == "created_at")
  }

  @Test(
    arguments: [
      ("2024-01-01T12:00:00", nil, 1_704_110_400_000),
      ("2024-01-01 12:00:00.5", nil, 1_704_110_400_500), ("2026-11-01", nil, 1_793_491_200_000),
      ("2024-07-01T12:00:00", "Europe/Berlin", 1_719_828_000_000),
      ("2026-11-01", "Europe/Berlin", 1_793_487_600_000),
      ("2026-10-25T02:30:00", "Europe/Berlin", 1_792_888_200_000),
    ] as [(String, String?, Int64)])
  func takesTimesWithoutOffsetInTheZoneAsked(
    text: String, zone: String?, expected: Int64
  ) throws {
    var options = ReadOptions()
    options.naiveZone = zone.flatMap { NaiveZone(name: $0) }
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "a", "{\"job_id\":\"j\",\"job_type\":\"t\",\"created_at\":\"\(text)\"}\n")
    var items: [SourceItem] = []
    let summary = try readSource(Source(path: path), options: options) { items.append($0) }
    let reading = Reading(items: items, summary: summary)
    #expect(reading.jobs.first?.createdAt?.milliseconds == expected)
    #expect(reading.notes.map(\.code) == ["naive-time"])
    #expect(reading.notes.first?.message.hasSuffix("taken as \(zone ?? "UTC")") == true)
  }

  @Test(arguments: [
    "2026-11", "2026-13-01", "2026-11-01T", "2026-11-01T24:00:00", "2026-11-01T02", "1.2.3",
    ".5", "5.", "-5", "2026-11-01 UTC", "2026-11-01T02:14:00 CET", "2026-11-01T02:14:00 +2",
    "2026-11-01T02:14:00+2400", "0000-00-01", "0000-00-00 00:00:01", "12", "20261101",
    "99999999999999999999", "17683860963669330001768386096366", "Mon Jan 2 2026",
  ])
  func refusesWhatIsNoTime(text: String) throws {
    let reading = try job("\"created_at\":\"\(text)\"")
    #expect(reading.quarantined.map(\.code) == ["bad-time"])
  }

  @Test func keepsAnEndBeforeItsStart() throws {
    let reading = try job(
      "\"started_at\":\"2026-01-02T00:00:00Z\",\"completed_at\":\"2026-01-01T00:00:00Z\"")
    #expect(reading.jobs.first?.completedAt == Timestamp(seconds: 1_767_225_600))
  }

  @Test func keepsIdsThatDifferInNormalisationApart() throws {
    let text = ["e\u{301}", "\u{E9}"].map { "{\"job_id\":\"\($0)\",\"job_type\":\"t\"}\n" }.joined()
    let records = try read(text).records
    #expect(Set(records.map(\.id)).count == 2)
  }

  @Test func quarantinesTextBeyondOneMebibyte() throws {
    let limit = String(repeating: "x", count: 1 << 20)
    #expect(try job("\"commit_message\":\"\(limit)\"").jobs.count == 1)
    let reading = try job("\"commit_message\":\"\(limit)y\"")
    #expect(reading.quarantined.map(\.code) == ["too-long"])
    #expect(reading.quarantined.first?.raw.count == 4096)
  }

  @Test func readsAnEventByItsTypeAndTime() throws {
    let reading = try read(
      "{\"type\":\"job.completed\",\"at\":\"2026-01-01T00:00:00Z\",\"job_id\":\"j\",\"exit_code\":0}\n"
    )
    #expect(reading.summary.records == 1)
    #expect(reading.summary.ignored == 0)
    guard case .event(let event, let position) = try #require(reading.items.first) else {
      Issue.record("not an event")
      return
    }
    #expect(position == SourcePosition(line: 1, column: 1, offset: 0))
    #expect(event.type == .jobCompleted)
    #expect(event.at == Timestamp(seconds: 1_767_225_600))
    #expect(event.id == "j")
    #expect(!event.hasStatus)
    #expect(try job("\"type\":\"job.completed\"").jobs.count == 1)
  }

  @Test(arguments: [
    ("\"0\"", 0), ("\"-7\"", -7), ("\"1e2\"", 100), ("\"12.0\"", 12),
  ])
  func takesNumbersWrittenAsText(text: String, value: Int64) throws {
    let reading = try job("\"exit_code\":\(text)")
    #expect(reading.jobs.first?.exitCode == value)
    #expect(reading.notes.map(\.code) == ["number-as-text"])
  }

  @Test(arguments: ["", " 1", "1 ", "01", "+1", ".5", "1.", "1e", "0x1", "NaN", "1,5", "--1"])
  func takesNoOtherTextForANumber(text: String) throws {
    let reading = try job("\"duration_seconds\":\"\(text)\"")
    #expect(reading.quarantined.map(\.code) == ["wrong-type"])
  }

  @Test func cutsAndEscapesQuotedText() throws {
    let reading = try job("\"created_at\":\"\u{202E}" + String(repeating: "x", count: 200) + "\"")
    #expect(
      reading.quarantined.first?.message.contains(
        "'\\u{202e}" + String(repeating: "x", count: 79) + "...'") == true)
  }

  @Test func findsEveryFieldByItsName() {
    let table = FieldTable()
    for field in Field.allCases {
      let name = Array("\(field.name)".utf8)
      #expect(name.withUnsafeBufferPointer { table.field(named: $0) } == field)
    }
    for name in ["", "x", "job_ie", "Status", "job_id ", "deployment"] {
      #expect(Array(name.utf8).withUnsafeBufferPointer { table.field(named: $0) } == nil)
    }
  }
}
