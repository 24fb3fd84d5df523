import Foundation
import Testing

extension CommandTests {
  /// A feed that stopped: what it does not say is no 0, and no improvement.
  @Suite struct StoppedFeedTests {
    private let folder: TestFolder

    /// A deployment and two jobs every day up to 31 October; of the jobs every tenth day one failed, of
    /// the deployments one in thirteen days.
    init() throws {
      folder = try TestFolder()
      let start = try Date("2026-07-01T00:00:00Z", strategy: .iso8601)
      let lines = (0..<123).flatMap { i -> [String] in
        let day = start.addingTimeInterval(Double(i) * 86_400).formatted(
          .iso8601.year().month().day())
        let status = i % 13 == 5 ? "failed" : "live"
        return [
          #"{"deployment_id":"d\#(i)","service_name":"api","version":"v\#(i)","status":"\#(status)","#
            + #""production_deployed_at":"\#(day)T12:00:00Z"}"#,
          #"{"job_id":"a\#(i)","job_type":"t","status":"\#(i % 10 == 3 ? "failed" : "success")","#
            + #""completed_at":"\#(day)T13:00:00Z","metadata":{"service":"api"}}"#,
          #"{"job_id":"b\#(i)","job_type":"t","status":"success","#
            + #""completed_at":"\#(day)T23:59:59Z","metadata":{"service":"api"}}"#,
        ]
      }
      try folder.write("a.ndjson", lines.joined(separator: "\n") + "\n")
    }

    /// The service's page in a site of the day so many days after the last record.
    private func service(after days: Int) throws -> Value {
      let asOf = "2026-11-" + (days < 10 ? "0" : "") + "\(days)"
      let outcome = try folder.rollbook(
        "build", "a.ndjson", "-o", "site", "--as-of", asOf, "--sync", "none", "--quiet")
      #expect(outcome.code == 0, "\(outcome)")
      return Value(try JSON.object(folder.read("site/api/services/api.json")))
    }

    private func delivery(_ page: Value, _ metric: String) throws -> Value {
      try #require(page["delivery"].list.first { $0["metric"].text == metric })
    }

    /// The days the sources do not cover lower no frequency.
    @Test(arguments: [1, 3, 10]) func countsCoveredDaysAlone(days: Int) throws {
      let page = try service(after: days)
      let frequency = try delivery(page, "deployment_frequency")
      #expect(frequency["value"].number == 1)
      // 31 October may not be over at the source.
      #expect(frequency["k"].integer == 30 - days)
      #expect(frequency["n"].integer == 30 - days)
      if days > 1 {
        #expect(frequency["note"].text.contains("no data since 31 Oct 2026"))
        #expect(page["headline"]["deployments"]["note"].text == "no data since 31 Oct 2026")
      }
    }

    @Test func hasNoValueOnceAWholeWindowIsSilent() throws {
      let page = try service(after: 30)
      let frequency = try delivery(page, "deployment_frequency")
      // One day of the window is known, and that not to its end.
      #expect(frequency["value"].isNull)
      #expect(frequency["k"].integer == 0)
      #expect(frequency["n"].integer == 0)
      let week = try #require(page["windows"].list.first { $0["label"].text == "last 7 days" })
      #expect(week["deployments"]["count"].isNull)
      #expect(week["deployments"]["note"].text == "no data since 31 Oct 2026")
      for rate in ["change_failure_rate", "job_failure_rate"] {
        #expect(week[rate]["value"].isNull)
        #expect(week[rate]["low"].isNull)
        #expect(week[rate]["note"].text == "no data since 31 Oct 2026", "\(rate)")
      }
      // November has no figures of its own, October keeps its.
      let months = page["months"].list
      #expect(months.first?["month"].text == "2026-11")
      #expect(months.first?["deployments"]["count"].isNull == true)
      #expect(months.first?["job_failure_rate"]["note"].text == "no data since 31 Oct 2026")
      #expect(months.dropFirst().first?["deployments"]["count"].integer == 31)
    }

    @Test(arguments: [1, 3, 30]) func isNoChangeForTheBetterOrTheWorse(days: Int) throws {
      _ = try service(after: days)
      let rows = Value(try JSON.object(folder.read("site/api/failures.json")))["comparisons"].list
      #expect(rows.count == 2)
      for row in rows {
        #expect(row["verdict"].text != "better" && row["verdict"].text != "worse", "\(row)")
      }
      for path in ["index", "services/api", "failures", "services"] {
        let html = try folder.read("site/\(path).html")
        for word in ["NaN", "nan\u{A0}%", "inf\u{A0}%", "Infinity", ">better<"] {
          #expect(!html.contains(word), "\(path): \(word)")
        }
      }
    }

    @Test func saysSoOnTheFirstPage() throws {
      _ = try service(after: 30)
      let home = try folder.read("site/index.html")
      #expect(home.contains("none since 31 Oct 2026; what follows is as of then"))
      _ = try service(after: 3)
      #expect(!(try folder.read("site/index.html")).contains("none since"))
    }
  }
}
