import Foundation
import Testing

extension CommandTests {
  /// From commit to production stage by stage, and what is green and waits.
  @Suite struct LeadStageTests {
    private let folder: TestFolder

    private static func job(_ id: String, _ status: String, _ at: String) -> String {
      #"{"job_id":"\#(id)","job_type":"test","status":"\#(status)","completed_at":"\#(at)"}"#
    }

    private static func deployment(_ version: Int, _ status: String, _ more: String) -> String {
      #"{"deployment_id":"d\#(version)","service_name":"x","version":"\#(version)","#
        + #""status":"\#(status)","commit_sha":"\#(version)00000000000000"\#(more)}"#
    }

    /// A change that was committed at nine, with what else is said of it.
    private static func change(_ day: Int, _ more: String) -> String {
      deployment(
        day, "live",
        #","metadata":{"commit_timestamp":"2026-10-\#(day)T09:00:00Z"},"#
          + #""production_deployed_at":"2026-10-\#(day)T12:00:00Z"\#(more)"#)
    }

    private static func waiting(_ version: Int, _ status: String, committed: String, _ more: String)
      -> String
    {
      deployment(
        version, status,
        #","metadata":{"commit_timestamp":"\#(committed)"},"created_at":"\#(committed)"\#(more)"#)
    }

    private static let records =
      (10...12).flatMap { day in
        [
          job("b\(day)", "success", "2026-10-\(day)T09:\(day):00Z"),
          change(day, #","build_job_id":"b\#(day)","test_job_id":"absent""#),
        ]
      } + [
        // Built before it was committed, staged before it was tested.
        job("b13", "success", "2026-10-13T08:00:00Z"), job("t13", "failed", "2026-10-13T11:00:00Z"),
        change(
          13,
          #","build_job_id":"b13","test_job_id":"t13","staging_deployed_at":"2026-10-13T10:00:00Z""#
        ),
        // Waits since its tests passed, which was before it was staged.
        job("t20", "success", "2026-10-20T12:00:00Z"),
        waiting(
          20, "staged", committed: "2026-10-20T09:00:00Z",
          #","test_job_id":"t20","staging_deployed_at":"2026-10-20T14:00:00Z""#),
        // Tested, nothing more; another record of the same commit is younger.
        job("t21", "success", "2026-10-22T00:00:00Z"),
        waiting(21, "pending", committed: "2026-10-21T09:00:00Z", #","test_job_id":"t21""#),
        // On the day of the report.
        waiting(
          22, "staged", committed: "2026-10-31T23:00:00Z",
          #","staging_deployed_at":"2026-11-01T01:00:00Z""#),
        // Staged, though nothing says when.
        waiting(26, "staged", committed: "2026-10-22T09:00:00Z", ""),
        // Not green; failed; older than what is live; live by another record; after the report.
        job("t23", "failed", "2026-10-23T12:00:00Z"),
        waiting(23, "pending", committed: "2026-10-23T09:00:00Z", #","test_job_id":"t23""#),
        waiting(
          24, "failed", committed: "2026-10-24T09:00:00Z",
          #","staging_deployed_at":"2026-10-24T14:00:00Z""#),
        waiting(
          25, "staged", committed: "2026-10-12T23:00:00Z",
          #","staging_deployed_at":"2026-10-25T14:00:00Z""#),
        #"{"deployment_id":"again","service_name":"x","version":"13","status":"staged","#
          + #""environment":"canary","created_at":"2026-10-26T09:00:00Z","#
          + #""staging_deployed_at":"2026-10-26T10:00:00Z"}"#,
        waiting(
          27, "staged", committed: "2026-11-02T09:00:00Z",
          #","staging_deployed_at":"2026-11-02T14:00:00Z""#),
      ]

    init() throws {
      folder = try TestFolder()
      try folder.write("a.ndjson", Self.records.joined(separator: "\n") + "\n")
      let outcome = try folder.build("a.ndjson", "--archive", "a.sqlite", "--quiet")
      guard outcome.code == 0 else { throw Problem(outcome.description) }
    }

    private func lead() throws -> Value {
      Value(try JSON.object(folder.read("site/api/services/\(Self.stem).json")))["lead_stages"]
    }

    /// A name of one letter is no plain file name.
    private static let stem = "x~2d711642b726b04401627ca9fbac32f5"

    @Test func measuresEachStageOverTheChangesThatHaveBothTimes() throws {
      let stages = try lead()["stages"].list
      #expect(stages.map { $0["stage"].text } == ["build", "test", "staging", "production"])
      #expect(stages.map { $0["n"].integer } == [3, 1, 0, 1])
      #expect(stages.map { $0["missing"].integer } == [0, 3, 3, 3])
      #expect(stages.map { $0["negative"].integer } == [1, 0, 1, 0])
      #expect(stages[0]["p50"].number == 11 * 60)
      #expect(stages[0]["low"].isNull)
      #expect(stages[1]["p50"].isNull)
      #expect(
        stages[1]["note"].text.hasPrefix(
          "too few for a median: 3 h 00 m, 3 without both times, no data before 10 Oct 2026"))
      #expect(stages[2]["note"].text.hasPrefix("no change has both times, 3 without both times, 1"))
    }

    @Test func listsWhatIsGreenAndNewerThanWhatIsLive() throws {
      let waiting = try lead()["waiting"]
      let commits = waiting["commits"].list
      #expect(commits.map { $0["version"].text } == ["20", "21", "22", "26"])
      #expect(waiting["count"].integer == 4)
      #expect(waiting["oldest_days"].integer == 11)
      #expect(commits.map { $0["days"].isNull ? -1 : $0["days"].integer } == [11, 10, -1, -1])
      #expect(commits.last?["green_since"].isNull == true)
      #expect(commits.first?["green_since"].text == "2026-10-20T12:00:00Z")
      let html = try folder.read("site/services/\(Self.stem).html")
      #expect(html.contains("4 commits newer than what is live"))
      #expect(html.contains("the oldest waits for 11 days"))
    }

    @Test func showsTheSameOnTheCommandLine() throws {
      let outcome = try folder.rollbook(
        "show", "service", "x", "--json", "--archive", "a.sqlite", "--as-of", "2026-11-01")
      let shown = Value(try JSON.object(outcome.output))["lead_stages"]
      #expect(shown["waiting"]["count"].integer == 4)
      #expect(shown["stages"].list.map { $0["n"].integer } == [3, 1, 0, 1])
    }

    @Test func saysThatNothingIsKnownToBeLive() throws {
      let folder = try TestFolder()
      try folder.write(
        "a.ndjson",
        #"{"deployment_id":"a","service_name":"solo","version":"1","status":"staged","#
          + #""staging_deployed_at":"2026-10-20T10:00:00Z"}"# + "\n")
      try folder.build("a.ndjson", "--quiet")
      let lead = Value(try JSON.object(folder.read("site/api/services/solo.json")))["lead_stages"]
      #expect(lead["waiting"]["count"].isNull)
      #expect(lead["stages"].list.allSatisfy { $0["note"].text.hasPrefix("no changes") })
      #expect(try folder.read("site/services/solo.html").contains("Nothing is known to be live"))
    }
  }
}
