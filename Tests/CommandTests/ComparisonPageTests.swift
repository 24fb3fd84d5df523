import Foundation
import Testing

extension CommandTests {
  /// Rates against the window before: what changed is called so, with both counts and the rule; what
  /// only varies is not.
  @Suite struct ComparisonPageTests {
    private let folder: TestFolder

    /// As of 1 November the last 30 days are 2 to 31 October, the 30 before 2 September to 1 October.
    init() throws {
      folder = try TestFolder()
      let records =
        Self.jobs("broken", now: (30, 90), before: (9, 90))
        + Self.jobs("noisy", now: (9, 60), before: (6, 60))
        + Self.jobs("mended", now: (3, 80), before: (30, 80))
        + Self.jobs("young", now: (30, 60), before: (0, 0))
      try folder.write("a.ndjson", records.joined(separator: "\n") + "\n")
      let outcome = try folder.build("a.ndjson", "--quiet")
      guard outcome.code == 0 else { throw Problem(outcome.description) }
    }

    /// `k` failed jobs of `n` in each window, spread over all of its days.
    private static func jobs(
      _ service: String, now: (k: Int, n: Int), before: (k: Int, n: Int)
    ) -> [String] {
      // 2 October at noon, UTC; the day before belongs to the other window.
      let start = 1_790_942_400
      func window(_ name: String, _ counts: (k: Int, n: Int), _ first: Int) -> [String] {
        (0..<counts.n).map { i in
          let at = Date(timeIntervalSince1970: Double(first + i * 30 / counts.n * 86_400))
          let status = i < counts.k ? "failed" : "success"
          return #"{"job_id":"\#(service)-\#(name)-\#(i)","job_type":"test","status":"\#(status)","#
            + #""completed_at":"\#(at.ISO8601Format())","metadata":{"service":"\#(service)"}}"#
        }
      }
      return window("now", now, start) + window("before", before, start - 30 * 86_400)
    }

    private func twin(_ path: String) throws -> Value {
      Value(try JSON.object(folder.read("site/api/\(path).json")))
    }

    private func comparison(_ service: String, _ metric: String = "job_failure_rate") throws
      -> Value
    {
      try #require(
        twin("failures")["comparisons"].list.first {
          $0["service_name"].text == service && $0["metric"].text == metric
        })
    }

    @Test func reportsARealDeteriorationWithBothCountsAndTheRule() throws {
      let row = try comparison("broken")
      #expect(row["verdict"].text == "worse")
      #expect(row["now"].ofCounts == [30, 90])
      #expect(row["before"].ofCounts == [9, 90])
      #expect(row["now"]["first_day"].text == "2026-10-02")
      #expect(row["before"]["last_day"].text == "2026-10-01")
      #expect(row["rule"].text.hasSuffix("failures.html#comparison"))
      let p = row["p"].number
      // Three services have two windows to compare; each is tested in both directions.
      #expect(p > 0.0001 && p < 0.0002)
      #expect(abs(row["q"].number - 6 * p / 2) < 1e-9)
      let attention = try twin("index")["attention"].list.filter { $0["label"].text == "worse" }
      #expect(attention.map { $0["subject"].text } == ["broken"])
      #expect(
        attention.map { $0["words"].text } == [
          "job failure rate worse: 30 of 90 in 30 days, 9 of 90 in the 30 before"
        ])
      let home = try folder.read("site/index.html")
      #expect(home.contains("<a href=\"failures.html#comparison\">rule</a>"))
      #expect(home.contains("<a class=\"chip\" href=\"failures.html#comparison\">worse</a>"))
    }

    @Test func callsNoiseNoChangeToActOn() throws {
      let row = try comparison("noisy")
      #expect(row["verdict"].text == "no change to act on")
      #expect(row["now"].ofCounts == [9, 60])
      #expect(row["before"].ofCounts == [6, 60])
      #expect(row["p"].number > 0.05)
    }

    @Test func callsFewerFailuresBetter() throws {
      #expect(try comparison("mended")["verdict"].text == "better")
      let services = try twin("services")["services"].list
      let verdicts = services.map { "\($0["service_name"].text): \($0["job_verdict"].text)" }
      #expect(
        verdicts == [
          "broken: worse", "mended: better", "noisy: no change to act on", "young: not compared",
        ])
    }

    @Test func poolsTheCountsOfAllServicesAndNamesTheEnds() throws {
      let spread = try #require(
        twin("failures")["spreads"].list.first { $0["metric"].text == "job_failure_rate" })
      // 39 of 180, 15 of 120, 33 of 160 and 30 of 60 of the last 90 days.
      #expect(spread["pooled"].ofCounts == [117, 520])
      let ends = ["lowest", "middle", "highest"].map { spread[$0] }
      #expect(ends.map { $0["service_name"].text } == ["noisy", "mended", "young"])
      #expect(ends.map { $0["rate"].ofCounts } == [[15, 120], [33, 160], [30, 60]])
      #expect(spread["compared"].integer == 4)
      let changes = try #require(twin("failures")["spreads"].list.first)
      #expect(changes["pooled"]["value"].isNull)
      #expect(changes["lowest"].isNull && changes["services"].integer == 4)
    }

    @Test func comparesNothingBeforeTheFirstRecord() throws {
      let row = try comparison("young")
      #expect(row["verdict"].text == "not compared")
      #expect(row["p"].isNull && row["q"].isNull)
      #expect(row["note"].text == "no data before 2 Oct 2026")
      let changes = try comparison("broken", "change_failure_rate")
      #expect(changes["verdict"].text == "not compared")
      #expect(changes["note"].text == "no data")
      #expect(changes["now"]["value"].isNull)
    }
  }
}
