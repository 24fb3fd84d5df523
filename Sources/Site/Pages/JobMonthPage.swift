import Model
package import Rendering

/// The jobs of a month.
package struct JobMonthPage: Page {
  let page: MonthPage<JobRow>
  let days: [JobDayRow]

  package static var template: String { "job-month" }
  package var path: String { page.path("jobs") }
  package var section: SiteSection { .jobs }
  package var searchKind: SearchKind? { page.part == nil ? .page : nil }
  package var breadcrumbs: [Crumb] { [Crumb(.jobs)] }
  package var tables: [TableFile] {
    [TableFile("Jobs of the month as CSV", SitePaths.monthTable("jobs", page.month))]
  }

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
