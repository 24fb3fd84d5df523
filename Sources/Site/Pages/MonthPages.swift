import Model
package import Rendering

/// A month's records, or those without any time, in parts of at most 500 rows.
///
/// Parts are filled from the oldest record on, so a full one never changes; the page of the month
/// itself shows the newest rows and the days.
package struct MonthPage<Row: Viewable>: Sendable {
  let month: Month?
  /// From 1; nil for the month's own page.
  let part: Int?
  /// How many full parts there are beside the month's own page.
  let fullParts: Int
  let total: Int
  /// The newest first.
  let rows: [Row]
  let earlier: Month?
  let later: Month?

  /// At most this many rows stand on one page.
  static var rowLimit: Int { 500 }

  var title: String {
    let name = month?.title ?? "Without a date"
    return part.map { "\(name), part \($0)" } ?? name
  }
}

/// A link to a part of a month, or to another month.
package struct PartLink: Viewable {
  let label: String
  let path: String
  let isCurrent: Bool

  package static let shape = Shape<PartLink> {
    $0.word("label", "The part's name.") { $0.label }
    $0.link("path", "The part's page.") { $0.path }
    $0.flag("is_current", "Whether it is this page.") { $0.isCurrent }
  }
}

extension MonthPage {
  func path(_ section: String) -> String { SitePaths.month(section, month, part: part) }

  /// The other parts of the month, the newest first. On a full part only the way to the month's own
  /// page: more would change it every time the month grows.
  func parts(_ section: String) -> [PartLink] {
    guard fullParts > 0 || part != nil else { return [] }
    let own = PartLink(
      label: "newest", path: SitePaths.month(section, month), isCurrent: part == nil)
    guard part == nil else { return [own] }
    return [own]
      + (1...fullParts).reversed().map {
        PartLink(
          label: "part \($0)", path: SitePaths.month(section, month, part: $0), isCurrent: false)
      }
  }

  static func addFields<P>(
    _ s: inout Shape<P>, section: String, rowsName: String, _ page: @escaping @Sendable (P) -> Self
  ) {
    s.word("title", "The month.") { page($0).title }
    s.word("month", "The month, or null for records without a time.") { page($0).month?.iso }
    s.integer("part", "Which full part of the month, from 1; null for its newest rows.") {
      page($0).part
    }
    s.integer("total", "Records in the month; only on its own page.") {
      page($0).part == nil ? page($0).total : nil
    }
    s.integer("shown", "Records on this page.") { page($0).rows.count }
    s.list("parts", "The month's other parts.") { page($0).parts(section) }
    s.link("earlier_path", "The month before with records.") {
      page($0).earlier.map { SitePaths.month(section, $0) }
    }
    s.word("earlier", "The month before with records.", inJSON: false) { page($0).earlier?.title }
    s.link("later_path", "The month after with records.") {
      page($0).later.map { SitePaths.month(section, $0) }
    }
    s.word("later", "The month after with records.", inJSON: false) { page($0).later?.title }
    s.list(rowsName, "The records, the newest first.") { page($0).rows }
  }
}

/// The deployments of a month.
package struct DeploymentMonthPage: Page {
  let page: MonthPage<DeploymentRow>
  let tally: [DeploymentDayRow]

  package static var template: String { "deployment-month" }
  package var path: String { page.path("deployments") }
  package var section: SiteSection { .deployments }
  package var breadcrumbs: [Crumb] { [Crumb(.deployments)] }

  package static let shape = Shape<DeploymentMonthPage> {
    MonthPage.addFields(&$0, section: "deployments", rowsName: "deployments") { $0.page }
    $0.list("days", "The month's days with deployments; only on its own page.") { $0.tally }
  }
}

/// One day's deployments, by what became of them.
package struct DeploymentDayRow: Viewable {
  let day: LocalDay
  var total = 0
  var forward = 0
  var failed = 0
  var rollbacks = 0
  var failedAttempts = 0

  package static let shape = Shape<DeploymentDayRow> {
    $0.day("day", "The local day.") { $0.day }
    $0.integer("total", "Deployments with their time on this day.") { $0.total }
    $0.integer("forward", "Forward deployments in production.") { $0.forward }
    $0.integer("failed", "Forward deployments that failed.") { $0.failed }
    $0.integer("rollbacks", "Deployments that went back to an older version.") { $0.rollbacks }
    $0.integer("failed_attempts", "Failed without reaching production.") { $0.failedAttempts }
  }
}

/// The jobs of a month.
package struct JobMonthPage: Page {
  let page: MonthPage<JobRow>
  let days: [JobDayRow]

  package static var template: String { "job-month" }
  package var path: String { page.path("jobs") }
  package var section: SiteSection { .jobs }
  package var breadcrumbs: [Crumb] { [Crumb(.jobs)] }

  package static let shape = Shape<JobMonthPage> {
    MonthPage.addFields(&$0, section: "jobs", rowsName: "jobs") { $0.page }
    $0.list("days", "The month's days with jobs; only on its own page.") { $0.days }
  }
}

/// One day's jobs, by how they ended.
package struct JobDayRow: Viewable {
  let day: LocalDay
  let rollup: JobRollup

  package static let shape = Shape<JobDayRow> {
    $0.day("day", "The local day.") { $0.day }
    $0.integer("total", "Jobs with their time on this day.") { $0.rollup.counts.total }
    $0.integer("pass", "Succeeded.") { $0.rollup.counts.pass }
    $0.integer("fail", "Failed, ended in error or timed out.") { $0.rollup.counts.fail }
    $0.integer("void", "Cancelled.") { $0.rollup.counts.void }
    $0.integer("open", "Pending, queued or running.") { $0.rollup.counts.open }
    $0.integer("uncounted", "Skipped or unknown.") { $0.rollup.counts.uncounted }
    $0.object("run_time", "Run times.") {
      DurationFigure(sorted: $0.rollup.runDurations, leftOut: $0.rollup.negativeRuns)
    }
  }
}

/// The list of months of one kind of record.
package struct MonthListRow: Viewable {
  let month: Month?
  let count: Int
  let path: String

  package static let shape = Shape<MonthListRow> {
    $0.word("title", "The month.") { $0.month?.title ?? "without a date" }
    $0.word("month", "The month; null for records without a time.") { $0.month?.iso }
    $0.integer("count", "Records.") { $0.count }
    $0.link("path", "Its page.") { $0.path }
  }
}
