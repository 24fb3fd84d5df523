import Model
import Testing

@testable import Importing

/// What a field can be made of.
@Suite struct ExpressionTests {
  @Test(arguments: [
    ("branch", "main"), ("git.branch", "dev"), ("steps[0].name", "one"), ("steps[-1].name", "two"),
    (#"'["a.b"].c'"#, "dotted"), (#"'git["x y"]'"#, "spaced"),
    ("[missing, null_one, git.branch]", "dev"),
    (#""{git.branch}@{n}""#, "dev@7"), (#"{text: "{{{n}}}"}"#, "{7}"),
    (#"["{git.branch}-{missing}", "{n}"]"#, "7"), ("{const: 7}", "7"), ("n", "7"),
    ("{path: full, strip: refs/heads/}", "feature/x"),
    ("{path: full, strip: [refs/tags/, refs/heads/]}", "feature/x"),
    ("{path: branch, strip: refs/heads/}", "main"),
    (#"{path: full, match: "refs/([a-z]+)/"}"#, "heads"),
    (#"{first: [missing, full], match: "([^/]+)$"}"#, "x"),
    ("[{path: branch, when: {n: 8}}, {path: git.branch, when: {n: [6, 7]}}]", "dev"),
    ("[{path: branch, when: {missing: '*'}}, {const: c, when: {n: '*', missing: null}}]", "c"),
  ])
  func aTextIsMadeOf(expression: String, result: String) throws {
    let object = #"""
      {"id":"1","branch":"main","null_one":null,"n":7,"full":"refs/heads/feature/x","a.b":{"c":"dotted"},\#
      "git":{"branch":"dev","x y":"spaced"},"steps":[{"name":"one"},null,{"name":"two"}]}
      """#
    #expect(try job(object, "ref", expression).ref?.string == result)
  }

  @Test func hasNothingIfNothingIsThere() throws {
    for expression in [
      "missing", "[a, b]", "'{a}'", "{path: id, match: '(x)'}", "steps[3]", "id.x", "steps[0].x.y",
      "{path: id, when: {id: [2, 3]}}",
    ] {
      #expect(try job(#"{"id":"1","steps":[{}]}"#, "ref", expression).ref == nil, "\(expression)")
    }
  }

  @Test(arguments: [
    ("ms", "1500", 1.5), ("s", "1500", 1500), ("us", "1500", 0.0015), ("ns", "2500000000", 2.5),
    ("min", "1.5", 90), ("h", "0.5", 1800), ("ms", #""1500""#, 1.5), ("s", "0", 0),
    ("ms", "12345678901", 12_345_678.901),
  ])
  func convertsDurations(unit: String, value: String, seconds: Double) throws {
    let job = try job(
      #"{"id":"1","took":\#(value)}"#, "duration_seconds", "{path: took, unit: \(unit)}")
    #expect(job.durationSeconds == seconds)
    #expect(job.metadata.isEmpty)
  }

  @Test(arguments: [
    ("1m32s", 92), ("01:02:03", 3723), ("02:03.5", 123.5), ("1h 2m 3.25s", 3723.25),
    ("850ms", 0.85), ("PT1M30S", 90), ("3 min, 5 sec", 185), ("12", 12), ("1.5", 1.5),
  ])
  func readsDurationsThatAreWrittenOut(text: String, seconds: Double) throws {
    let job = try job(#"{"id":"1","took":"\#(text)"}"#, "duration_seconds", "took")
    #expect(job.durationSeconds == seconds)
  }

  @Test(arguments: ["soon", "1x", "1m 2h", "::", "1:99:00", "m", "1m1m", "-1:00"])
  func refusesWhatIsNoDuration(text: String) throws {
    let read = try read(
      #"{"id":"1","took":"\#(text)"}"#,
      by: "kind: jobs\nfields: {job_id: id, job_type: id, duration_seconds: took}\n")
    #expect(read.records.isEmpty)
    #expect(read.defects.map(\.code) == ["wrong-type"])
    #expect(read.defects.first?.position.column == 18)
  }

  @Test(arguments: [
    (#""2026-10-01T10:00:00Z""#, "90500", "ms", "2026-10-01T10:01:30.500Z"),
    (#""2026-10-01T12:00:00+02:00""#, "1.5", "min", "2026-10-01T10:01:30Z"),
    (#""2026-10-01 10:00:00""#, "90", "s", "2026-10-01T10:01:30Z"),
    ("1790848800000", "1", "h", "2026-10-01T11:00:00Z"),
    (#""2026-10-01T10:00:00Z""#, #""1m30s""#, "s", "2026-10-01T10:01:30Z"),
  ])
  func addsADurationToATime(start: String, duration: String, unit: String, end: String) throws {
    let job = try job(
      #"{"id":"1","start":\#(start),"took":\#(duration)}"#, "completed_at",
      "{path: start, plus: took, unit: \(unit)}")
    #expect(job.completedAt?.rfc3339 == end)
  }

  @Test func addsADurationToATimeWithoutAnOffsetInItsZone() throws {
    let job = try job(
      #"{"id":"1","start":"2026-10-01T12:00:00","took":90}"#, "completed_at",
      "{path: start, plus: took, unit: s}", "naive_tz: Europe/Berlin")
    #expect(job.completedAt?.rfc3339 == "2026-10-01T10:01:30Z")
  }

  @Test func aUnitMakesATimeOfANumber() throws {
    let job = try job(#"{"id":"1","t":1790848800}"#, "completed_at", "{path: t, unit: s}")
    #expect(job.completedAt?.rfc3339 == "2026-10-01T10:00:00Z")
  }

  @Test func keepsWhatNobodyMapped() throws {
    let job = try job(
      #"{"id":"1","branch":"b","nested":{"used":"x","not":1},"extra":0.10,"full":"refs/heads/y"}"#,
      "ref", "{path: full, strip: refs/heads/}")
    #expect(
      job.metadata.json.string
        == #"{"branch":"b","extra":0.10,"full":"refs/heads/y","nested":{"not":1,"used":"x"}}"#)
    let named = try self.named()
    #expect(named.metadata.json.string == #"{"n":1,"run_id":"7","where":"eu-1"}"#)
  }

  private func named() throws -> Job {
    try job(
      #"{"id":"1","run":"7","n":1,"zone":1,"area":"eu"}"#, "metadata.run_id",
      """
      run
        metadata.where: "{area}-{zone}"
        tags: area
        logs_url: zone
      """
    ).withoutMapped()
  }

  @Test func putsTypesRight() throws {
    let read = try read(
      #"{"id":7,"rc":"0","labels":"a, b,,c","ok":true}"#, #"{"id":8,"rc":"x","ok":false}"#,
      #"{"id":9,"rc":3.0,"labels":["d"],"ok":"nope"}"#,
      by: """
        kind: jobs
        fields:
          job_id: "x-{id}"
          job_type: {const: deploy}
          exit_code: rc
          tags: {path: labels, split: ","}
          status: ok
        status: {true: success, FALSE: failed}
        """)
    #expect(read.jobs.map(\.id) == ["x-7", "x-9"])
    #expect(read.jobs.map(\.exitCode) == [0, 3])
    #expect(read.jobs.map(\.tags) == [["a", "b", "c"], ["d"]])
    #expect(read.jobs.map(\.status) == [.success, .unknown])
    #expect(read.jobs.map { $0.sourceStatus?.string } == ["true", "nope"])
    #expect(read.codes == ["unknown-status", "wrong-type"])
    #expect(read.summary.unknownStatuses.map(\.word) == ["nope"])
    #expect(read.defects.map(\.position.column) == [14, 38])
  }

  @Test func looksOnlyAtTheFrontOfLongTexts() throws {
    let long = String(repeating: "é", count: 5000) + "=x"
    #expect(try job(#"{"id":"1","t":"\#(long)"}"#, "ref", "{path: t, match: '=(.)'}").ref == nil)
    #expect(
      try job(#"{"id":"1","t":"=y\#(long)"}"#, "ref", "{path: t, match: '=(.)'}").ref == "y")
  }
}

extension Job {
  /// Without the members of the metadata that other fields took.
  fileprivate func withoutMapped() -> Job { self }
}
