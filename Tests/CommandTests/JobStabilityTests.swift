import Foundation
import Testing

extension CommandTests {
  /// Attempts, flaky jobs, changing verdicts and broken job types on the jobs page.
  @Suite struct JobStabilityTests {
    private let folder: TestFolder

    /// `verdicts` of one job type, P or F, one a day from the first of a month on, each of a commit
    /// of its own unless `sha` says another.
    private static func jobs(
      _ type: String, _ verdicts: String, month: String = "2026-10", sha: String? = nil
    ) -> [String] {
      verdicts.enumerated().map { i, verdict in
        let day = i < 9 ? "0\(i + 1)" : "\(i + 1)"
        return #"{"job_id":"\#(type)-\#(month)-\#(i)","job_type":"\#(type)","repo":"shop","#
          + #""status":"\#(verdict == "P" ? "success" : "failed")","commit_sha":"#
          + #""\#(sha ?? "\(type)\(month)\(i)")","completed_at":"\#(month)-\#(day)T12:00:00Z"}"#
      }
    }

    init() throws {
      folder = try TestFolder()
      let records =
        // Of one commit: first failed, then passed, in the window; the first of October is not.
        Self.jobs("retried", "PFFP", sha: "abc")
        + Self.jobs("flipping", "PPFPFPFP") + Self.jobs("green", "FPPP")
        // The last pass was long before the window.
        + Self.jobs("broken", "FPPF", month: "2026-03") + Self.jobs("broken", "FFF")
        + Self.jobs("hopeless", "FFF", month: "2026-08")
        // Has not run for more than 90 days.
        + Self.jobs("gone", "PF", month: "2026-06")
      try folder.write("a.ndjson", records.joined(separator: "\n") + "\n")
      let outcome = try folder.build("a.ndjson", "--quiet")
      guard outcome.code == 0 else { throw Problem(outcome.description) }
    }

    private func twin() throws -> Value {
      Value(try JSON.object(folder.read("site/api/jobs.json")))
    }

    @Test func countsAttemptsOfTheWindow() throws {
      let attempts = try twin()["attempts"]
      // From 2 October on: one group retried; 7, 3 and 2 jobs of commits of their own.
      #expect(attempts["first_failure_rate"].ofCounts == [1 + 3 + 0 + 2, 13])
      #expect(attempts["final_failure_rate"].ofCounts == [0 + 3 + 0 + 2, 13])
      #expect(attempts["rescued"].ofCounts == [1, 13])
      #expect(attempts["flaky"].ofCounts == [1, 13])
      #expect(attempts["flaky"]["note"].text == "small sample, no data since 8 Oct 2026")
    }

    @Test func listsTheFlakyJobWithTheJobThatShowsIt() throws {
      let flakiest = try twin()["flakiest"].list
      #expect(flakiest.map { $0["job_type"].text } == ["retried"])
      #expect(flakiest.first?["flaky"].ofCounts == [1, 1])
      #expect(flakiest.first?["example"]["job_id"].text == "retried-2026-10-3")
      #expect(try folder.read("site/jobs.html").contains("1 of 1<"))
    }

    @Test func ratesHowOftenVerdictsChange() throws {
      let flips = try twin()["flips"].list
      let rates = flips.map { ($0["job_type"].text, $0["flip_rate"].ofCounts) }
      #expect(rates.map(\.0) == ["flipping", "retried"])
      // PFPFPFP and FFP from the second of the month on.
      #expect(rates.map(\.1) == [[6, 6], [1, 2]])
    }

    @Test func saysSinceWhenAJobTypeIsBroken() throws {
      let page = try twin()
      let broken = page["broken"].list
      #expect(page["broken_total"].integer == 2)
      #expect(broken.map { $0["job_type"].text } == ["broken", "hopeless"])
      #expect(broken.map { $0["since"].text.prefix(10) } == ["2026-03-04", "2026-08-01"])
      #expect(broken.map { $0["is_at_least"].flag } == [false, true])
      #expect(broken.map { $0["days"].integer } == [242, 92])
      #expect(
        broken.map { $0["job"]["job_id"].text } == ["broken-2026-03-3", "hopeless-2026-08-0"])
      let html = try folder.read("site/jobs.html")
      #expect(html.contains("at least 92 days"))
    }

    @Test func saysInWordsThatNothingIsKnown() throws {
      let folder = try TestFolder()
      try folder.write(
        "a.ndjson",
        #"{"job_id":"a","job_type":"t","status":"success","completed_at":"2026-01-01T00:00:00Z"}"#
          + "\n")
      try folder.build("a.ndjson", "--quiet")
      let page = Value(try JSON.object(folder.read("site/api/jobs.json")))
      #expect(page["attempts"]["flaky"]["value"].isNull)
      #expect(page["attempts"]["flaky"]["note"].text == "no data since 1 Jan 2026")
      let html = try folder.read("site/jobs.html")
      for words in ["no data since 1 Jan 2026", "No job type with a verdict", "No job both passed"]
      {
        #expect(html.contains(words), "\(words)")
      }
    }
  }
}
