import Model
import Site
import Testing

/// The check of links that each build makes, over a site with every kind of page.
@Suite struct LinkTests {
  @Test func findsNoLinkOfTheBuiltInTemplatesThatLeadsNowhere() throws {
    #expect(try BuiltSite.sample.get().counts.brokenLinks == [])
  }

  private static func at(_ month: Int, _ day: Int) -> Timestamp {
    ZoneTable.utc.start(of: LocalDay(year: 2026, month: month, day: day))
      .adding(milliseconds: 3_600_000)
  }

  private static func job(_ month: Int, _ day: Int) -> Record {
    var job = Job(id: Text("j-\(month)-\(day)"), type: "build", status: .failed)
    job.completedAt = at(month, day)
    return .job(job)
  }

  private static func deployment(
    _ month: Int, _ day: Int, _ status: DeploymentStatus = .live
  ) -> Record {
    var deployment = Deployment(
      id: Text("d-\(month)-\(day)"), service: "shop", version: Text("1.\(month).\(day)"),
      status: status)
    deployment.productionDeployedAt = at(month, day)
    // The job of the same month and day, or of the day before, is the service's then.
    deployment.buildJobID = Text("j-\(month)-\(day)")
    deployment.testJobID = Text("j-\(month)-\(day - 1)")
    if status == .rolledBack {
      deployment.rolledBack = true
      deployment.rolledBackAt = at(month, day).adding(milliseconds: 60_000)
    }
    return .deployment(deployment)
  }

  private static var timeless: [Record] {
    var deployment = Deployment(id: "d-0", service: "shop", version: "0", status: .rolledBack)
    deployment.rolledBack = true
    return [
      .job(Job(id: "j-0", type: "build", status: .failed)), .deployment(deployment),
    ]
  }

  /// What there is of one kind of record in some months and not in others, on days around their ends.
  private static let stories: [[Record]] = [
    [], [job(9, 30)], [deployment(9, 30)], [job(9, 30), deployment(10, 31)],
    [deployment(9, 30), job(10, 31)],
    [deployment(8, 1, .rolledBack), deployment(10, 1), job(7, 1)],
    [deployment(8, 1), deployment(10, 1, .rolledBack), job(8, 1)],
    [job(3, 1), deployment(3, 2), deployment(11, 20), job(11, 21)], timeless,
    timeless + [job(10, 3), deployment(10, 4, .rolledBack), deployment(10, 2)],
    [deployment(1, 1), job(1, 1), deployment(10, 20, .failed)],
  ]

  @Test(arguments: stories.indices)
  func noStoryLeadsNowhere(index: Int) throws {
    for date in ["2026-11-01", "2026-11-02", "2027-04-15"] {
      for pages in date == "2026-11-02" ? [JobPages.days(90), .none] : [.days(90)] {
        let site = try BuiltSite(Self.stories[index], asOf: date, jobPages: pages)
        let broken = site.counts.brokenLinks.map(\.description)
        #expect(broken == [], "\(date) \(pages)")
      }
    }
  }

  @Test func weighsEveryPage() throws {
    let site = try BuiltSite.sample.get()
    let weights = site.counts.weights
    #expect(weights.kinds.reduce(0) { $0 + $1.count } == site.pagePaths.count)
    let sizes = site.pagePaths.compactMap { site.files[$0]?.count }
    #expect(weights.largest.first?.bytes == sizes.max())
    #expect(weights.pages(largerThan: 20_000) == sizes.count { $0 > 20_000 })
    let styles = site.files.filter { $0.key.hasSuffix(".css") }
    #expect(weights.styleBytes == styles.values.reduce(0) { $0 + $1.count })
  }
}
