import Foundation
import Testing

extension CommandTests {
  /// What pages and their JSON twins say of a history whose figures are known.
  @Suite struct ValueTests {
    /// The site of the story, built once.
    private static let site = Result { () throws -> FileTree in
      let folder = try TestFolder()
      try folder.write("story.ndjson", Story.records.joined(separator: "\n") + "\n")
      try folder.write("silent.ndjson", Story.silent + "\n")
      let outcome = try folder.build("story.ndjson", "silent.ndjson", "--quiet")
      guard outcome.code == 0, outcome.errors == "" else { throw Problem(outcome.description) }
      return try FileTree(folder.path + "/site")
    }

    private func page(_ path: String) throws -> String {
      String(decoding: try #require(Self.site.get().files[path]), as: UTF8.self)
    }

    private func twin(_ path: String) throws -> Value {
      Value(try JSON.object(#require(Self.site.get().files["api/\(path)"])))
    }

    // MARK: - Rates

    @Test func countsFailedChangesOfTheMaturedWindow() throws {
      let rate = try twin("services/shop.json")["headline"]["change_failure_rate"]
      // 1.1, 1.2, 1.3, 1.4, 1.5, 1.6; of these 1.2, 1.4 and 1.5 failed.
      #expect(rate.ofCounts == [3, 6])
      #expect(rate["value"].number == 0.5)
      #expect(rate["low"].number == 0.187616)
      #expect(rate["high"].number == 0.812384)
      #expect(rate["first_day"].text == "2026-07-27")
      #expect(rate["last_day"].text == "2026-10-24")
      #expect(rate["note"].text == "small sample")
      let html = try page("services/shop.html")
      #expect(html.contains("50.0\u{A0}% <span class=\"of\">3 of 6</span>"))
      #expect(html.contains("18.8–81.2\u{A0}%"))
      #expect(html.contains("small sample"))
    }

    @Test func keepsYoungerChangesApart() throws {
      let younger = try twin("services/shop.json")["headline"]["younger"]
      #expect(younger.ofCounts == [1, 2])
      #expect(younger["first_day"].text == "2026-10-25")
      #expect(try page("services/shop.html").contains("1 of 2 failed already"))
    }

    @Test func countsFailedJobsOfTheLastThirtyDays() throws {
      let rate = try twin("index.json")["headline"]["job_failure_rate"]
      #expect(rate.ofCounts == [3, 8])
      #expect(rate["value"].number == 0.375)
      #expect(rate["first_day"].text == "2026-10-02")
      #expect(rate["last_day"].text == "2026-10-31")
      #expect(try page("index.html").contains("37.5\u{A0}% <span class=\"of\">3 of 8</span>"))
      let shares = try twin("failures.json")["shares"]
      #expect(shares["void_share"].ofCounts == [1, 9])
      #expect(
        shares["not_green_rate"].ofCounts == [4, 9])
      #expect(shares["infra_share"].ofCounts == [1, 3])
      #expect(shares["uncounted"].integer == 2)
      #expect(try page("failures.html").contains("1 of 3"))
    }

    @Test func givesEachWindowItsOwnNumbers() throws {
      let windows = try twin("services/shop.json")["windows"].list
      let changes = windows.map {
        $0["change_failure_rate"].ofCounts
      }
      // 18 to 24 October, 25 September to 24 October, 27 July on, 365 days, all time.
      #expect(changes == [[0, 1], [1, 2], [3, 6], [3, 7], [3, 7]])
      #expect(windows.map { $0["deployments"]["count"].integer } == [2, 3, 7, 9, 9])
      #expect(windows.map { $0["rollbacks"]["count"].integer } == [1, 1, 3, 3, 3])
      let jobs = try twin("failures.json")["windows"].list.map {
        $0["job_failure_rate"].ofCounts
      }
      #expect(jobs == [[0, 1], [3, 8], [5, 11], [5, 11], [5, 11]])
    }

    @Test func comparesWithTheWindowBefore() throws {
      let headline = try twin("services/shop.json")["headline"]
      #expect(headline["deployments"]["count"].integer == 3)
      #expect(headline["deployments"]["before"].integer == 2)
      #expect(headline["rollbacks"]["count"].integer == 3)
      // The 90 days before begin before the first record.
      #expect(headline["rollbacks"]["before"].isNull)
    }

    @Test func saysSinceWhenThereIsNoDataInsteadOfZero() throws {
      let headline = try twin("services/quiet.json")["headline"]
      #expect(headline["deployments"]["count"].isNull)
      #expect(headline["deployments"]["note"].text == "no data since 1 May 2026")
      #expect(headline["rollbacks"]["count"].isNull)
      #expect(headline["change_failure_rate"]["value"].isNull)
      #expect(headline["change_failure_rate"]["n"].integer == 0)
      #expect(headline["change_failure_rate"]["note"].text == "no data since 1 May 2026")
      let html = try page("services/quiet.html")
      #expect(html.contains("<span class=\"muted\">no data since 1 May 2026</span>"))
      #expect(try page("index.html").contains("no data since 1 May 2026"))
    }

    @Test func countsZeroWhereTheSourceReachesOn() throws {
      let headline = try twin("services/idle.json")["headline"]
      #expect(headline["deployments"]["count"].integer == 0)
      #expect(headline["change_failure_rate"]["value"].isNull)
      #expect(headline["change_failure_rate"]["note"].text == "no changes")
      #expect(try page("services/idle.html").contains("<dd>0</dd>"))
    }

    // MARK: - Durations

    @Test func givesOnlyPercentilesThatTheNumberCarries() throws {
      let times = try twin("index.json")["headline"]["run_time"]
      #expect(times["n"].integer == 8)
      #expect(times["p50"].number == 210)
      #expect(times["p90"].isNull)
      #expect(times["p99"].isNull)
      #expect(times["longest"].number == 420)
      let html = try page("index.html")
      #expect(html.contains("3 m 30 s"))
      #expect(html.contains("n = 8, last 30 days"))
    }

    // MARK: - Rollbacks and what was live

    @Test func tellsExplicitRollbacksFromInferredOnes() throws {
      let twin = try twin("rollbacks.json")
      #expect(twin["total"].integer == 3)
      #expect(twin["explicit"].integer == 2)
      #expect(twin["inferred"].integer == 1)
      let rows = twin["rollbacks"].list
      #expect(rows.map { $0["from"]["version"].text } == ["1.7", "1.4", "1.2"])
      #expect(rows.map { $0["to_version"].text } == ["1.6", "1.3", "1.1"])
      #expect(rows.map { $0["basis"].text } == ["explicit", "inferred", "explicit"])
      #expect(rows.map { $0["how"].text } == ["in place", "redeployed", "in place"])
      #expect(rows.map { $0["live_for"].number } == [86_400, 86_400, 7200])
      #expect(rows[2]["reason"].text == "Checkout was slow")
      #expect(rows[1]["by"]["deployment_id"].text == "d06")
      let html = try page("rollbacks.html")
      #expect(html.contains("2 explicit in the records, 1 inferred"))
      #expect(html.contains("2 h 00 m"))
      #expect(html.contains("Checkout was slow"))
    }

    @Test func tellsWhyEachChangeFailed() throws {
      let failed = try twin("services/shop.json")["failed_changes"].list
      #expect(failed.map { $0["version"].text } == ["1.7", "1.5", "1.4", "1.2"])
      #expect(
        failed.map { $0["why"].text } == [
          "rolled back", "reached production with status failed",
          "an earlier version was deployed again", "rolled back",
        ])
    }

    @Test(arguments: [
      ("d01", ["2026-06-01T10:00:00Z", "2026-08-01T10:00:00Z", "superseded"]),
      ("d03", ["2026-08-15T10:00:00Z", "2026-08-15T12:00:00Z", "rolled back"]),
      ("d05", ["2026-09-10T10:00:00Z", "2026-09-11T10:00:00Z", "rolled back"]),
      ("d08", []),
      ("d10", ["2026-10-25T00:00:00Z", "2026-10-26T00:00:00Z", "rolled back"]),
      ("d12", []),
    ])
    func tellsWhenEachVersionWasLive(id: String, expected: [String]) throws {
      let live = try twin("dashboard/deployments/id/\(id.suffix(2))/\(id).json")["live"].list
      #expect(live.flatMap { [$0["from"].text, $0["until"].text, $0["ending"].text] } == expected)
      if expected.isEmpty {
        #expect(
          try page("deployments/\(id.suffix(2))/\(id).html")
            .contains("No record says that it was live anywhere."))
      }
    }

    @Test func tellsOfAVersionThatCameBackInPlace() throws {
      let live = try twin("dashboard/deployments/id/02/d02.json")["live"].list
      #expect(live.map { $0["from"].text } == ["2026-08-01T10:00:00Z", "2026-08-15T12:00:00Z"])
      #expect(live.map { $0["is_restored"].flag } == [false, true])
      #expect(try page("deployments/02/d02.html").contains("restored by a rollback"))
    }

    @Test func tellsKindsOfDeploymentsApart() throws {
      let expected = [
        "d02": "forward", "d05": "forward", "d06": "rollback", "d07": "redeployed",
        "d08": "forward", "d12": "failed attempt", "d13": "not in production",
      ]
      for (id, kind) in expected.sorted(by: { $0.key < $1.key }) {
        let twin = try twin("dashboard/deployments/id/\(id.suffix(2))/\(id).json")
        #expect(twin["kind"].text == kind, "\(id)")
      }
    }

    // MARK: - Zero is a value

    @Test func showsZeroWhereZeroWasRecorded() throws {
      let job = try twin("dashboard/jobs/id/01/j01.json")
      #expect(job["exit_code"].integer == 0)
      #expect(job["duration_seconds"].number == 0)
      #expect(job["run_time"].number == 0)
      let html = try page("jobs/01/j01.html")
      #expect(html.contains(", exit code 0"))
      #expect(html.contains("<dt>Exit code</dt><dd>0</dd>"))
      #expect(html.contains("<dt>Run time</dt><dd>0 s</dd>"))
      let deployment = try twin("dashboard/deployments/id/03/d03.json")
      #expect(deployment["error_rate"].number == 0)
      #expect(
        try page("deployments/03/d03.html").contains("<dt>Error rate, recorded</dt><dd>0</dd>"))
      let other = try page("deployments/02/d02.html")
      #expect(!other.contains("Error rate, recorded"))
    }

    @Test func comparesRecordedValuesOfBothVersions() throws {
      let recorded = try twin("dashboard/deployments/id/03/d03.json")["rolled_back_by"]["recorded"]
      let rows = recorded.list.map { [$0["name"].text, $0["comparison"].text] }
      #expect(rows == [["error_rate", "unknown"], ["latency_ms", "unknown"]])
      #expect(recorded.list.first?["taken_out"].number == 0)
    }

    // MARK: - Records after the date of the report

    @Test func givesFutureRecordsPagesButNoPlaceInFigures() throws {
      let site = try Self.site.get()
      #expect(site.files["deployments/15/d15.html"] != nil)
      #expect(site.files["jobs/18/j18.html"] != nil)
      let findings = try twin("data-quality.json")["findings"].list
      let counts = Dictionary(
        uniqueKeysWithValues: findings.map { ($0["code"].text, $0["count"].integer) })
      #expect(counts["after-report"] == 2)
      #expect(counts["orphan-job"] == 1)
      #expect(counts["stale-open-job"] == 1)
      #expect(counts["unknown-status"] == 1)
      #expect(counts["undated"] == 1)
    }

    @Test func countsNoFutureDeploymentAmongTheChanges() throws {
      let kinds = try twin("services/shop.json")["kinds"]
      // 1.0 to 1.8 without the redeployments of 1.3.
      #expect(kinds["forward"].integer == 9)
      #expect(kinds["failed_forward"].integer == 4)
      #expect(kinds["redeploys"].integer == 1)
      #expect(kinds["rollback_redeploys"].integer == 1)
      #expect(kinds["failed_attempts"].integer == 1)
      #expect(kinds["not_reached"].integer == 1)
    }

    @Test func doesNotCallAFutureVersionLive() throws {
      let live = try twin("services/shop.json")["live"].list
      let production = live.first { $0["environment"].text == "production" }
      #expect(production?["version"].text == "1.8")
      let staging = live.first { $0["environment"].text == "staging" }
      #expect(staging?["version"].text == "2.1")
    }

    // MARK: - Other zones

    @Test func beginsDaysInTheZoneOfTheConfiguration() throws {
      let folder = try TestFolder()
      try folder.write("story.ndjson", Story.records.joined(separator: "\n") + "\n")
      try folder.write("rollbook.yml", "time_zone: Asia/Tokyo\n")
      #expect(try folder.build("story.ndjson").code == 0)
      let rate = Value(try JSON.object(folder.bytes("site/api/services/shop.json")))["headline"][
        "change_failure_rate"]
      // In Tokyo 1.6 went live on 25 October already.
      #expect(rate.ofCounts == [3, 5])
      #expect(try folder.read("site/deployments/09/d09.html").contains("08:59 +09:00"))
    }
  }
}

/// A JSON value to walk into; what is not there is null.
struct Value {
  private let raw: Any?

  init(_ raw: Any?) { self.raw = raw is NSNull ? nil : raw }

  subscript(key: String) -> Value { Value((raw as? [String: Any])?[key]) }

  var isNull: Bool { raw == nil }
  var text: String { raw as? String ?? "" }
  var integer: Int { raw as? Int ?? Int.min }
  var number: Double { raw as? Double ?? .nan }
  var flag: Bool { raw as? Bool ?? false }
  /// `k` and `n` of a rate.
  var ofCounts: [Int] {
    let k = self["k"].integer
    return [k, self["n"].integer]
  }
  var list: [Value] { (raw as? [Any] ?? []).map { Value($0) } }
}
