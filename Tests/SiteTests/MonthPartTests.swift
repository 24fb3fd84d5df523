import Model
import Site
import Testing

/// Months with more records than a page holds.
@Suite struct MonthPartTests {
  private func job(_ number: Int) -> Record {
    var job = Job(id: Text("job-\(10_000 + number)"), type: "build", status: .success)
    // From 1 September 2026 on, one every 20 minutes.
    job.completedAt = Timestamp(seconds: 1_788_220_800 + Int64(number) * 1200)
    return .job(job)
  }

  private func site(_ count: Int) throws -> BuiltSite {
    try BuiltSite((0..<count).map(job), jobPages: .none)
  }

  private func numbers(_ site: BuiltSite, _ path: String) throws -> [Int] {
    try site.page(path).all("code").compactMap { Int($0.text.dropFirst("job-".count)) }
      .map { $0 - 10_000 }
  }

  @Test func fullPartsHoldAHundredAndFiftyRowsEachAndThePageTheRest() throws {
    let site = try site(303)
    #expect(
      site.pagePaths.filter { $0.hasPrefix("jobs/months/") } == [
        "jobs/months/2026-09-p1.html", "jobs/months/2026-09-p2.html",
        "jobs/months/2026-09.html",
      ])
    #expect(try numbers(site, "jobs/months/2026-09-p1.html") == Array((0..<150).reversed()))
    #expect(try numbers(site, "jobs/months/2026-09-p2.html") == Array((150..<300).reversed()))
    #expect(try numbers(site, "jobs/months/2026-09.html") == Array((300..<303).reversed()))
  }

  @Test(arguments: [(150, 0), (151, 1), (300, 1), (301, 2)])
  func thePageOfTheMonthIsNeverEmpty(count: Int, parts: Int) throws {
    let site = try site(count)
    #expect(site.files["jobs/months/2026-09-p\(parts).html"] != nil || parts == 0)
    #expect(site.files["jobs/months/2026-09-p\(parts + 1).html"] == nil)
    #expect(try numbers(site, "jobs/months/2026-09.html").count == count - 150 * parts)
  }

  @Test func fullPartsStayAsTheyAreWhenTheMonthGrows() throws {
    let before = try site(303)
    for after in [try site(304), try site(1000)] {
      for path in before.files.keys where path.contains("2026-09-p") {
        #expect(after.files[path] == before.files[path], "\(path)")
      }
      #expect(after.files["jobs/months/2026-09.html"] != before.files["jobs/months/2026-09.html"])
    }
  }
}
