import Foundation
import Testing

extension CommandTests {
  /// `rollbook explain` and `rollbook gate` on the story whose every figure can be counted.
  @Suite struct ExplainTests {
    /// With an archive of the story.
    private let folder: TestFolder

    init() throws {
      folder = try TestFolder()
      try folder.write("story.ndjson", Story.records.joined(separator: "\n") + "\n")
      try folder.write("silent.ndjson", Story.silent + "\n")
      let outcome = try folder.rollbook(
        "import", "story.ndjson", "silent.ndjson", "--archive", "a.sqlite", "--quiet")
      guard outcome.code == 0 else { throw Problem(outcome.description) }
    }

    private func run(_ arguments: [String]) throws -> Outcome {
      try folder.start(arguments + ["--archive", "a.sqlite", "--as-of", "2026-11-01"]).finish()
    }

    private func explain(_ arguments: String...) throws -> Value {
      let outcome = try run(["explain"] + arguments + ["--json"])
      #expect(outcome.code == 0, "\(outcome)")
      return Value(try JSON.object(Data(outcome.output.utf8)))
    }

    private func texts(_ value: Value) -> [String] { value.list.map { $0.text } }

    private func leftOut(_ value: Value) -> [String: String] {
      Dictionary(
        value["left_out"].list.map { ($0["id"].text, $0["reason"].text) }
      ) { first, _ in first }
    }

    // MARK: - Shares of deployments

    @Test func namesTheChangesBehindARate() throws {
      let figure = try explain("change_failure_rate", "shop")
      #expect(figure.ofCounts == [3, 6])
      #expect(figure["value"].number == 0.5)
      #expect(figure["low"].number == 0.187616)
      #expect(figure["high"].number == 0.812384)
      #expect(figure["unit"].text == "share")
      #expect(figure["convention"].text == "rollbook")
      #expect(figure["method"].text == "Wilson score, 95 %")
      #expect(figure["window"]["start"].text == "2026-07-27")
      #expect(figure["window"]["end"].text == "2026-10-24")
      #expect(texts(figure["counted"]) == ["d02", "d03", "d04", "d05", "d08", "d09"])
      #expect(texts(figure["hits"]) == ["d03", "d05", "d08"])
      let expected = [
        "d06": "the way back to an older version", "d07": "the live version deployed once more",
      ]
      #expect(leftOut(figure) == expected)
    }

    @Test(arguments: [
      ("naive", [4, 10], ["d03", "d08", "d10", "d12"]), ("metrik", [2, 8], ["d08", "d12"]),
      ("datadog", [4, 8], ["d03", "d05", "d08", "d10"]),
    ])
    func countsAsOtherToolsDo(convention: String, counts: [Int], hits: [String]) throws {
      let figure = try explain("change_failure_rate", "shop", "--convention", convention)
      #expect(figure.ofCounts == counts)
      #expect(texts(figure["hits"]) == hits)
    }

    @Test(arguments: ["devlake", "gitlab", "fourkeys"])
    func saysThatIncidentsAreNeeded(convention: String) throws {
      let figure = try explain("change_failure_rate", "shop", "--convention", convention)
      #expect(figure["value"].isNull)
      #expect(figure["k"].isNull)
      #expect(figure["n"].integer == 9)
      #expect(figure["window"]["start"].text == "2026-08-01")
      #expect(figure["window"]["end"].text == "2026-10-31")
      #expect(figure["note"].text == "not computable: needs incidents")
    }

    @Test func countsIncidentsWhereThereAreSome() throws {
      let incidents =
        [("i1", "2026-09-10"), ("i2", "2026-10-02"), ("i3", "2026-07-31")].map {
          #"{"incident_id":"\#($0)","service_name":"shop","started_at":"\#($1)T10:30:00Z"}"#
        } + [
          // Of the service of the deployment that caused it; and of nobody's.
          #"{"incident_id":"i4","caused_by":"d08","started_at":"2026-10-01T10:40:00Z"}"#,
          #"{"incident_id":"i5","caused_by":"none","started_at":"2026-10-01T10:40:00Z"}"#,
        ]
      try folder.write("incidents.ndjson", incidents.joined(separator: "\n") + "\n")
      let built = try folder.rollbook(
        "build", "incidents.ndjson", "--archive", "a.sqlite", "-o", "site", "--as-of",
        "2026-11-01", "--sync", "none", "--quiet")
      #expect(built.code == 0, "\(built)")
      let figure = try explain("change_failure_rate", "shop", "--convention", "devlake")
      #expect(figure.ofCounts == [3, 9])
      #expect(figure["value"].number == 0.333333)
      #expect(figure["low"].isNull)
      #expect(texts(figure["hits"]) == ["i1", "i2", "i4"])
      // The page counts as the command does, by every convention.
      let page = Value(try JSON.object(folder.read("site/api/conventions.json")))
      let shop = try #require(
        page["services"].list.first { $0["service_name"].text == "shop" })
      for name in ["rollbook", "naive", "metrik", "datadog", "devlake", "gitlab", "fourkeys"] {
        let figure = try explain("change_failure_rate", "shop", "--convention", name)
        #expect(shop[name].ofCounts == figure.ofCounts, "\(name)")
      }
    }

    /// V3 went with V2 when V1 came back; V4 was repaired within a day.
    @Test func saysWhatTheWideRuleWouldCount() throws {
      let records = [
        ("w1", "V1", "2026-08-01T10"), ("w2", "V2", "2026-08-10T10"), ("w3", "V3", "2026-08-11T10"),
        ("w4", "V1", "2026-08-12T10"), ("w5", "V4", "2026-09-01T10"), ("w6", "V5", "2026-09-01T15"),
      ].map { id, version, at in
        #"{"deployment_id":"\#(id)","service_name":"w","version":"\#(version)","status":"live","#
          + #""production_deployed_at":"\#(at):00:00Z","tags":[\#(id == "w6" ? #""hotfix""# : "")]}"#
      }
      let folder = try TestFolder()
      try folder.write("w.ndjson", records.joined(separator: "\n") + "\n")
      try folder.rollbook("import", "w.ndjson", "--archive", "w.sqlite", "--quiet")
      let outcome = try folder.rollbook(
        "explain", "change_failure_rate", "w", "--json", "--archive", "w.sqlite", "--as-of",
        "2026-11-01")
      let figure = Value(try JSON.object(outcome.output))
      #expect(figure.ofCounts == [1, 5])
      #expect(figure["k_wide"].integer == 3)
      #expect(figure["note"].text.contains("repaired within a day: 3 of 5"), "\(outcome)")
      #expect(try explain("change_failure_rate", "shop")["k_wide"].integer == 3)
      #expect(try explain("rework_rate", "shop")["k_wide"].isNull)
    }

    @Test func countsReworkRollbacksAndFailedAttempts() throws {
      let rework = try explain("rework_rate", "shop")
      #expect(rework.ofCounts == [1, 9])
      #expect(texts(rework["hits"]) == ["d06"])
      let rollbacks = try explain("rollback_rate", "shop")
      #expect(rollbacks.ofCounts == [2, 6])
      #expect(texts(rollbacks["hits"]) == ["d03", "d05"])
      let attempts = try explain("deploy_attempt_failure_rate", "shop")
      #expect(attempts.ofCounts == [1, 10])
      #expect(leftOut(attempts) == ["d13": "not in production"])
    }

    // MARK: - Frequency and durations

    @Test func countsDeploymentsPerCoveredDay() throws {
      let figure = try explain("deployment_frequency", "shop")
      #expect(figure.ofCounts == [3, 30])
      #expect(figure["value"].number == 0.1)
      // Garwood's limits of 3 are 0.618672 and 8.767273.
      #expect(figure["low"].number == 0.020622)
      #expect(figure["high"].number == 0.292242)
      #expect(figure["unit"].text == "per day")
    }

    @Test func measuresDeployToRecovery() throws {
      // 2 h, 24 h and 24 h; the failed d08 is followed by nothing good before 24 October.
      let figure = try explain("recovery_time", "shop")
      #expect(figure["n"].integer == 4)
      #expect(figure["open"].integer == 0)
      #expect(figure["value"].number == 86_400)
      #expect(texts(figure["counted"]) == ["d03", "d05", "d08", "d10"])
    }

    @Test func measuresRunTimesAndSaysWhatHasNone() throws {
      let figure = try explain("run_time")
      #expect(figure["n"].integer == 8)
      #expect(figure["p50"].number == 210)
      #expect(figure["value"].number == 210)
      #expect(figure["mean"].number == 210)
      #expect(figure["p90"].isNull)
      #expect(leftOut(figure)["j09"] == "has no duration")
      let queue = try explain("queue_time")
      #expect(queue["value"].isNull)
      #expect(queue["n"].integer == 0)
      #expect(queue["note"].text == "no durations")
    }

    @Test func findsNoLeadTimeWithoutCommits() throws {
      let figure = try explain("lead_time", "shop")
      #expect(figure["value"].isNull)
      #expect(figure["n"].integer == 0)
      #expect(leftOut(figure)["d09"] == "no time of its commit is known")
    }

    // MARK: - Jobs

    @Test func namesTheJobsBehindARate() throws {
      let figure = try explain("job_failure_rate")
      #expect(figure.ofCounts == [3, 8])
      #expect(texts(figure["hits"]) == ["j06", "j07", "j08"])
      let left = leftOut(figure)
      #expect(left["j09"] == "cancelled")
      #expect(left["j10"] == "skipped")
      #expect(left["j11"] == "unknown")
      #expect(left["j12"] == "not finished")
      #expect(left["j19"] == "has no time")
      #expect(left["j16"] == nil)
    }

    // MARK: - Windows and mistakes

    @Test func takesTheDaysThatAreAskedFor() throws {
      let days = try explain(
        "change_failure_rate", "shop", "--since", "2026-10-25", "--until", "2026-10-31")
      #expect(texts(days["counted"]) == ["d10", "d11"])
      #expect(days["note"].text == "too few for a percentage")
      let all = try explain("change_failure_rate", "shop", "--window", "all")
      #expect(all.ofCounts == [3, 7])
      for metric in ["deployment_frequency", "change_failure_rate"] {
        let until = try explain(metric, "shop", "--until", "2026-10-31")
        #expect(until["window"]["start"].text == "1990-01-01")
        #expect(until["window"]["end"].text == "2026-10-31")
        let since = try explain(metric, "shop", "--since", "2026-10-25")
        #expect(since["window"]["end"].text == "2026-11-01")
        #expect(texts(since["counted"]) == ["d10", "d11"])
      }
      let future = try explain("deployment_frequency", "shop", "--since", "2027-01-01")
      #expect(future["value"].isNull)
      let elsewhere = try explain("change_failure_rate", "shop", "--environment", "staging")
      #expect(elsewhere["n"].integer == 0)
      #expect(elsewhere["value"].isNull)
    }

    @Test func saysSinceWhenThereIsNoData() throws {
      let figure = try explain("change_failure_rate", "quiet")
      #expect(figure["n"].integer == 0)
      #expect(figure["value"].isNull)
      #expect(figure["note"].text.hasPrefix("no data since 1 May 2026"))
    }

    @Test func printsTheDerivation() throws {
      let outcome = try run(["explain", "change_failure_rate", "shop"])
      #expect(outcome.code == 0, "\(outcome)")
      for part in [
        "50.0\u{A0}%, 3 of 6", "18.8–81.2\u{A0}%", "2026-07-27 to 2026-10-24",
        "in the numerator: 3", "the way back to an older version", "Wilson",
      ] {
        #expect(outcome.output.contains(part), "\(part)\n\(outcome)")
      }
    }

    @Test(arguments: [
      (["explain", "change_failure_rate", "shpo"], Int32(66), "did you mean 'shop'?"),
      (["explain", "change_failure", "shop"], 64, "change_failure_rate"),
      (["explain", "run_time", "--environment", "eu"], 64, "jobs have no environment"),
      (
        ["explain", "run_time", "--convention", "naive"], 64,
        "is about change_failure_rate alone"
      ),
      (["explain", "run_time", "--window", "30"], 64, "30"),
      (["gate", "run_time", "--max", "15%"], 64, "a time such as 90s"),
      (["gate", "run_time"], 64, "say one of --max, --min and --against-previous"),
      (
        ["gate", "run_time", "--against-previous", "--window", "all"], 64,
        "nothing before all time"
      ),
    ])
    func saysWhatIsWrong(arguments: [String], code: Int32, words: String) throws {
      let outcome = try run(arguments)
      #expect(outcome.code == code, "\(outcome)")
      #expect(outcome.errors.contains(words), "\(outcome)")
    }

    @Test func countsOnlyWhatFellOnWholeDays() throws {
      let records = [
        (0, "2026-10-27T09:00:00Z"), (1, "2026-10-28T09:00:00Z"), (2, "2026-10-29T09:00:00Z"),
        (3, "2026-10-30T09:00:00Z"),
      ]
      .map { number, at in
        #"{"deployment_id":"e\#(number)","service_name":"x","version":"\#(number)","#
          + #""status":"live","production_deployed_at":"\#(at)"}"#
      }
      let folder = try TestFolder()
      try folder.write("x.ndjson", records.joined(separator: "\n") + "\n")
      try folder.rollbook("import", "x.ndjson", "--archive", "x.sqlite", "--quiet")
      let outcome = try folder.rollbook(
        "explain", "deployment_frequency", "x", "--json", "--archive", "x.sqlite", "--as-of",
        "2026-11-01")
      let figure = Value(try JSON.object(outcome.output))
      // The 27th begins with its first record, at nine; the 30th ends with its last one.
      #expect(figure.ofCounts == [2, 2])
      #expect(figure["value"].number == 1)
      #expect(texts(figure["counted"]) == ["e1", "e2"])
      #expect(
        leftOut(figure) == [
          "e0": "its day is not wholly covered", "e3": "its day is not wholly covered",
        ])
      #expect(figure["note"].text == "no data since 30 Oct 2026")
    }

    @Test func measuresLeadTimesByTheMostCommonBasis() throws {
      func deployment(_ number: Int, _ more: String) -> String {
        #"{"deployment_id":"l\#(number)","service_name":"x","version":"\#(number)","#
          + #""status":"live","production_deployed_at":"2026-10-1\#(number)T12:00:00Z","#
          + #""commit_sha":"\#(number)000000000000000"\#(more)}"#
      }
      let timed = (1...3).map {
        deployment($0, #","metadata":{"commit_timestamp":"2026-10-1\#($0)T0\#($0):00:00Z"}"#)
      }
      let folder = try TestFolder()
      let job =
        #"{"job_id":"j","job_type":"build","status":"success","commit_sha":"4000000000000000","#
        + #""created_at":"2026-10-14T11:00:00Z"}"#
      let late = deployment(5, #","metadata":{"commit_timestamp":"2026-10-16T00:00:00Z"}"#)
      try folder.write(
        "x.ndjson", (timed + [deployment(4, ""), late, job]).joined(separator: "\n") + "\n")
      try folder.rollbook("import", "x.ndjson", "--archive", "x.sqlite", "--quiet")
      let outcome = try folder.rollbook(
        "explain", "lead_time", "x", "--json", "--archive", "x.sqlite", "--as-of", "2026-11-01")
      let figure = Value(try JSON.object(outcome.output))
      // 11 h, 10 h and 9 h of the head commit; the fourth is known from its job, one hour before.
      #expect(figure["n"].integer == 3, "\(outcome)")
      #expect(figure["value"].number == 36_000)
      #expect(texts(figure["counted"]) == ["l1", "l2", "l3"])
      #expect(
        leftOut(figure) == [
          "l4": "known from another basis: first CI job",
          "l5": "its commit is younger than its production time",
        ])
    }

    @Test func listsWhatWasLive() throws {
      func live(_ arguments: String...) throws -> [Value] {
        let outcome = try run(["list", "live", "--json"] + arguments)
        #expect(outcome.code == 0, "\(outcome)")
        return Value(try JSON.object(outcome.output))["live"].list
      }
      // 1.2 was live for two hours; then its rollback restored 1.1.
      let during = try live("--at", "2026-08-15T11:00:00Z", "--service", "shop")
      #expect(during.map(\.["version"].text) == ["1.2"])
      let after = try live("--at", "2026-08-15T12:00:00Z", "--service", "shop")
      #expect(after.map(\.["version"].text) == ["1.1"])
      #expect(after.first?["is_restored"].flag == true)
      #expect(after.first?["since"].text == "2026-08-15T12:00:00Z")
      #expect(try live("--at", "2026-01-01").isEmpty)
      let now = try live("--environment", "production")
      #expect(
        now.map(\.["service_name"].text) == ["idle", "quiet", "shop"])
      #expect(now.last?["version"].text == "1.8")
      let wrong = try run(["list", "live", "--at", "yesterday"])
      #expect(wrong.code == 64, "\(wrong)")
    }

    // MARK: - Gates

    private func gate(_ arguments: String...) throws -> Outcome {
      try run(["gate"] + arguments)
    }

    @Test func failsOnlyIfTheWholeIntervalIsBeyondTheLimit() throws {
      let failed = try gate("change_failure_rate", "shop", "--max", "10%")
      #expect(failed.code == 3, "\(failed)")
      #expect(failed.output.contains("### Gate: change\\_failure\\_rate of shop: failed"))
      #expect(failed.errors.contains("the limit is at most 10%"), "\(failed)")
      let warned = try gate("change_failure_rate", "shop", "--max", "40%")
      #expect(warned.code == 0, "\(warned)")
      #expect(warned.errors.contains("may be chance"), "\(warned)")
      let passed = try gate("change_failure_rate", "shop", "--max", "0.6")
      #expect(passed.code == 0, "\(passed)")
      #expect(passed.errors == "", "\(passed)")
      #expect(passed.output.contains("| 50\\.0\u{A0}%, 3 of 6 |"), "\(passed)")
    }

    @Test func holdsAFrequencyAgainstALowestValue() throws {
      #expect(try gate("deployment_frequency", "shop", "--min", "0.5").code == 3)
      #expect(try gate("deployment_frequency", "shop", "--min", "0.2").code == 0)
      #expect(try gate("deployment_frequency", "shop", "--min", "0.05").errors == "")
    }

    @Test func treatsNoDataAsTold() throws {
      let failed = try gate("change_failure_rate", "quiet", "--max", "10%")
      #expect(failed.code == 3, "\(failed)")
      #expect(failed.output.contains("no data"), "\(failed)")
      let passed = try gate("change_failure_rate", "quiet", "--max", "10%", "--on-no-data", "pass")
      #expect(passed.code == 0, "\(passed)")
      #expect(passed.errors.contains("no data since 1 May 2026"), "\(passed)")
    }

    @Test func comparesOpenEndedDays() throws {
      let outcome = try gate("job_failure_rate", "--against-previous", "--until", "2026-10-31")
      #expect(outcome.code == 3, "\(outcome)")
      #expect(outcome.output.contains("no data"), "\(outcome)")
    }

    @Test func comparesWithTheWindowBefore() throws {
      // 3 of 8 failed in the last 30 days; 1 of 1 in the 30 before.
      let better = try gate("job_failure_rate", "--against-previous")
      #expect(better.code == 0, "\(better)")
      #expect(better.errors == "", "\(better)")
      let records = (0..<120).map { i in
        let (month, isBad) = i < 60 ? ("09", i < 3) : ("10", i < 90)
        return #"{"job_id":"w\#(i)","job_type":"t","status":"\#(isBad ? "failed" : "success")","#
          + #""completed_at":"2026-\#(month)-15T00:00:00Z"}"#
      }
      let folder = try TestFolder()
      try folder.write("jobs.ndjson", records.joined(separator: "\n") + "\n")
      try folder.rollbook("import", "jobs.ndjson", "--archive", "b.sqlite", "--quiet")
      let worse = try folder.rollbook(
        "gate", "job_failure_rate", "--against-previous", "--archive", "b.sqlite", "--as-of",
        "2026-11-01")
      #expect(worse.code == 3, "\(worse)")
      #expect(worse.errors.contains("5.0\u{A0}%, 3 of 60 in the window before"), "\(worse)")
    }
  }
}
