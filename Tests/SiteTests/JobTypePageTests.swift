import Foundation
import Model
import Site
import Testing

/// The pages of job types, their list, and why jobs failed.
@Suite struct JobTypePageTests {
  /// One job an hour from noon of 20 October 2026 on; F fails, C is cancelled, the others succeed.
  private func jobs(
    _ type: String, _ verdicts: String, repo: Text? = "shop", month: Int = 10,
    message: (Int) -> Text? = { Text("exit status \($0) in /tmp/\($0)") }
  ) -> [Record] {
    let noon = ZoneTable.utc.start(of: LocalDay(year: 2026, month: month, day: 20))
      .adding(milliseconds: 12 * 3_600_000)
    return verdicts.enumerated().map { i, verdict in
      let status: JobStatus = verdict == "F" ? .failed : verdict == "C" ? .cancelled : .success
      var job = Job(id: Text("\(type)-\(month)-\(1000 + i)"), type: Text(type), status: status)
      job.repo = repo
      job.commitSHA = Text("\(type)\(i / 2)")
      let end = noon.adding(milliseconds: Int64(i) * 3_600_000)
      job.startedAt = end.adding(milliseconds: -Int64(i + 1) * 1000)
      job.queuedAt = job.startedAt?.adding(milliseconds: -5000)
      job.completedAt = end
      if status == .failed { job.errorMessage = message(i) }
      return .job(job)
    }
  }

  private func twin(_ site: BuiltSite, _ path: String) throws -> [String: Any] {
    let bytes = try #require(site.files[path], "\(path)")
    return try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  private func rows(_ chart: Any?) -> [[String: Any]] {
    (chart as? [String: Any])?["rows"] as? [[String: Any]] ?? []
  }

  @Test func showsWhatIsKnownOfATypeOverAllRepositories() throws {
    let site = try BuiltSite(
      jobs("build", "PFPC") + jobs("other", "P")
        + jobs("build", "PPFF", repo: "api", month: 9))
    let page = try twin(site, "api/jobs/types/build.json")
    #expect(page["total"] as? Int == 8)
    let rate = try #require(page["job_failure_rate"] as? [String: Any])
    #expect([rate["k"] as? Int, rate["n"] as? Int] == [3, 7])
    let queue = try #require(page["queue_time"] as? [String: Any])
    #expect([queue["n"] as? Int, queue["p50"] as? Int] == [8, 5])
    let types = try #require(page["types"] as? [[String: Any]])
    #expect(types.map { $0["repo"] as? String } == ["api", "shop"])
    // Two jobs of each commit, of which one pair failed and passed.
    let flaky = try #require(page["flaky"] as? [String: Any])
    #expect([flaky["k"] as? Int, flaky["n"] as? Int] == [1, 2])
    let retried = try #require(page["retried"] as? [String: Any])
    #expect([retried["k"] as? Int, retried["n"] as? Int] == [1, 2])
    let slowest = try #require(page["slowest"] as? [[String: Any]])
    #expect(slowest.first?["job_id"] as? String == "build-9-1003")
    #expect(slowest.compactMap { $0["run_time"] as? Int } == [4, 4, 3, 3, 2, 2, 1, 1])
  }

  /// Four runs a day for so many weeks up to 31 October 2026, each as long as `seconds` says.
  private func steps(_ weeks: Int, _ seconds: (Int) -> Int64) -> [Record] {
    let last = LocalDay(year: 2026, month: 10, day: 31)
    return (0..<weeks * 28).map { i in
      var job = Job(id: Text("run-\(i)"), type: "build", status: .success)
      let end = ZoneTable.utc.start(of: last - (weeks * 28 - 1 - i) / 4)
        .adding(milliseconds: Int64(i % 4) * 3_600_000 + 7_200_000)
      job.startedAt = end.adding(
        milliseconds: -(seconds(i / 28) * 1000 + Int64(i * 37 % 29) * 1000))
      job.completedAt = end
      return .job(job)
    }
  }

  @Test func namesTheWeekFromWhichOnRunsTakeLonger() throws {
    let site = try BuiltSite(steps(20) { $0 < 12 ? 120 : 200 })
    let page = try twin(site, "api/jobs/types/build.json")
    let shift = try #require(page["run_time_shift"] as? [String: Any])
    #expect(shift["is_longer"] as? Bool == true)
    // The step is on a Sunday: the first week that is wholly longer begins the day after.
    #expect(shift["week"] as? String == "2026-09-07")
    #expect([shift["before_n"] as? Int, shift["after_n"] as? Int] == [112, 112])
    #expect(abs((shift["before_p50"] as? Int ?? 0) - 134) <= 3)
    #expect(abs((shift["after_p50"] as? Int ?? 0) - 214) <= 3)
    let html = try site.page("jobs/types/build.html")
    #expect(html.visibleText.contains("Run times are longer from 7 Sep 2026 on: median 3 m 3"))
    #expect(html.elements.contains { $0["href"] == "../../failures.html#run-time-shift" })
    #expect(html.all("figure").contains { $0.text.contains("longer or shorter from here on") })
  }

  @Test func namesNoWeekWhereRunsAreAsLongAsBefore() throws {
    let site = try BuiltSite(steps(20) { _ in 120 })
    let page = try twin(site, "api/jobs/types/build.json")
    #expect(page["run_time_shift"] is NSNull)
    let html = try site.page("jobs/types/build.html")
    #expect(!html.visibleText.contains("from here on"))
  }

  @Test func showsHowLongItTakesToFail() throws {
    let page = try twin(
      try BuiltSite(jobs("build", "PFFPFF")), "api/jobs/types/build.json")
    let time = try #require(page["time_to_failure"] as? [String: Any])
    // The failed ones ran for 2, 3, 5 and 6 seconds.
    #expect([time["n"] as? Int, time["p50"] as? Int, time["longest"] as? Int] == [4, 4, 6])
  }

  @Test func stripsTheLastHundredRuns() throws {
    let site = try BuiltSite(jobs("build", String(repeating: "P", count: 149) + "F"))
    let runs = rows(try twin(site, "api/jobs/types/build.json")["runs"])
    #expect(runs.count == 100)
    #expect(runs.first?["job_id"] as? String == "build-10-1149")
    #expect(runs.last?["job_id"] as? String == "build-10-1050")
    let html = try site.page("jobs/types/build.html")
    #expect(html.all("title").contains { $0.text == "The last 100 runs" })
    #expect(html.all("desc").contains { $0.text == "1 failed, 0 cancelled; the newest: failed." })
  }

  @Test func groupsFailuresByWhatTheirMessagesHaveInCommon() throws {
    let site = try BuiltSite(
      jobs("build", "FPFF") + jobs("test", "FF") { _ in nil })
    let reasons = try #require(
      twin(site, "api/jobs/types/build.json")["reasons"] as? [[String: Any]])
    #expect(reasons.map { $0["reason"] as? String } == ["exit status <n> in <path>"])
    #expect(reasons.map { $0["count"] as? Int } == [3])
    #expect(reasons.first?["first_seen"] as? String == "2026-10-20T12:00:00Z")
    #expect(reasons.first?["last_seen"] as? String == "2026-10-20T15:00:00Z")
    let example = try #require(reasons.first?["example"] as? [String: Any])
    #expect(example["job_id"] as? String == "build-10-1003")
    let missing = try #require(
      twin(site, "api/jobs/types/test.json")["reasons"] as? [[String: Any]])
    #expect(missing.map { $0["missing"] as? String } == ["no message, failed"])
    #expect(
      try site.text("jobs/types/build.html").contains("exit status &lt;n&gt; in &lt;path&gt;"))
  }

  @Test func mapsHoursOfTheZone() throws {
    let berlin = try #require(ZoneTable(name: "Europe/Berlin"))
    let site = try BuiltSite(jobs("build", "PF"), zone: berlin)
    let hours = rows(try twin(site, "api/jobs/types/build.json")["hours"])
    // A Tuesday; 12:00 and 13:00 UTC are two hours later there, and the jobs began seconds before.
    let busy = hours.filter { $0["n"] as? Int != 0 }
    #expect(busy.map { $0["hour"] as? String } == ["13:00", "14:00"])
    #expect(busy.map { $0["tue"] as? Int } == [1, 1])
    #expect(busy.map { $0["failed"] as? Int } == [0, 1])
  }

  @Test func listsTypesTheBusiestFirstAndLinksTheirPages() throws {
    let site = try BuiltSite(
      jobs("rare", "P") + jobs("often", "PPP") + jobs("old/one", "PPPPP", month: 1))
    let types = try #require(twin(site, "api/jobs/types.json")["types"] as? [[String: Any]])
    #expect(types.map { $0["job_type"] as? String } == ["old/one", "often", "rare"])
    for row in types {
      let path = try #require(row["path"] as? String)
      #expect(site.files[path] != nil, "\(path)")
    }
    #expect(try site.text("jobs.html").contains("href=\"jobs/types.html\""))
    let job = try site.text(SitePaths.job("often-10-1000"))
    #expect(job.contains("href=\"../../jobs/types/often.html\""))
  }

  @Test func staysUsableWithTypesByTheThousand() throws {
    let records = (0..<2100).flatMap { jobs("type-\($0)", "PF") } + jobs("busy", "PPP")
    let site = try BuiltSite(records, jobPages: .none)
    let pages = site.pagePaths.filter { $0.hasPrefix("jobs/types/") }
    #expect(pages.count == 2000)
    #expect(pages.contains("jobs/types/busy.html"))
    let index = try site.page("jobs/types.html")
    #expect(index.all("tr").count == 101)
    #expect(try site.page("jobs/types-22.html").all("tr").count == 2)
    #expect((try twin(site, "api/jobs/types.json")["types"] as? [Any])?.count == 2101)
    for path in [
      "jobs/types.html", "jobs/types-22.html", "jobs/types/type-0.html", "failures.html",
    ] {
      #expect((site.files[path]?.count ?? 0) < 100_000, "\(path)")
    }
  }

  @Test func tellsNewReasonsFromRecurringOnes() throws {
    func site(_ old: [Record]) throws -> BuiltSite {
      // The report is of 1 November; the last 7 days begin with 25 October.
      let week = jobs("late", "F", month: 10) { _ in "disk full" }
      let late = week.map { record -> Record in
        guard case .job(var job) = record else { return record }
        job.completedAt = job.completedAt?.adding(milliseconds: 9 * 86_400_000)
        job.startedAt = nil
        return .job(job)
      }
      let again = jobs("again", "FF") { _ in "no route to host 10.0.0.1" }
      let later = jobs("again2", "F") { _ in "no route to host 10.0.0.7" }.map { record -> Record in
        guard case .job(var job) = record else { return record }
        job.completedAt = job.completedAt?.adding(milliseconds: 8 * 86_400_000)
        job.startedAt = nil
        return .job(job)
      }
      return try BuiltSite(old + again + later + late)
    }
    let known = try site(jobs("build", "P", month: 9))
    let reasons = try #require(twin(known, "api/failures.json")["reasons"] as? [String: Any])
    let week = try #require(reasons["last_week"] as? [String: Any])
    #expect(week["new_reasons"] as? Int == 1)
    #expect(week["new_jobs"] as? Int == 1)
    #expect(week["recurring_reasons"] as? Int == 1)
    #expect(week["recurring_jobs"] as? Int == 1)
    let fresh = try #require(week["reasons"] as? [[String: Any]])
    #expect(fresh.map { $0["reason"] as? String } == ["disk full"])
    let bars = rows(reasons["bars"])
    #expect(bars.map { $0["name"] as? String } == ["no route to host <n>", "disk full"])
    #expect(bars.map { $0["count"] as? Int } == [3, 1])
    // Without records from before there is nothing to hold them against.
    let unknown = try twin(site([]), "api/failures.json")["reasons"] as? [String: Any]
    #expect(unknown?["last_week"] is NSNull)
  }

  @Test func leavesOutWhatACorrectionExcludes() throws {
    var correction = Correction(
      .job, "build-10-1001", author: "a", date: LocalDay(year: 2026, month: 10, day: 30), note: "n")
    correction.isExcluded = true
    let site = try BuiltSite(jobs("build", "PFP"), corrections: [correction])
    let page = try twin(site, "api/jobs/types/build.json")
    #expect(page["failed"] as? Int == 0)
    #expect(rows(page["runs"]).count == 2)
  }
}
