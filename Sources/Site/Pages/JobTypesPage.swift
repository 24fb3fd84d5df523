import Metrics
import Model
package import Rendering

/// All types of jobs.
package struct JobTypesPage: Page {
  /// Those with the most jobs in the last year first.
  let list: ListPart<JobTypeListRow>
  /// Jobs of all types.
  let jobs: Int

  /// At most so many stand on one page.
  static let rowLimit = 100

  package static var template: String { "job-types" }
  package var path: String { SitePaths.part(list.number, of: SitePaths.jobTypeList) }
  package var section: SiteSection { .jobs }
  package var breadcrumbs: [Crumb] {
    list.isFirst ? [Crumb(.jobs)] : [Crumb(.jobs), Crumb("Job types", SitePaths.jobTypeList)]
  }
  package var searchKind: SearchKind? { list.isFirst ? .page : nil }
  package var tables: [TableFile] { [TableFile("Job types as CSV", SitePaths.jobTypes)] }

  private var lead: String {
    FigureText.count(list.total, "type") + " of jobs, with "
      + FigureText.count(jobs, "job") + "."
  }

  package static let shape = Shape<JobTypesPage> {
    $0.word("lead", "How many types, and how many jobs.") { $0.lead }
    $0.integer("count", "How many types.") { $0.list.total }
    $0.part(
      "types", "All types, those with the most jobs in the last 365 days first.",
      path: { SitePaths.part($1, of: SitePaths.jobTypeList) }
    ) { $0.list }
    $0.integer("page_limit", "At most so many types have pages.") { _ in JobTypeIndex.pageLimit }
  }
}

/// One type of job in the list of all.
package struct JobTypeListRow: Viewable {
  let type: Text
  let path: String?
  let repos: Int
  let lastYear: Int
  let total: Int
  let rate: RateFigure
  let runTime: DurationFigure
  let lastDay: LocalDay?

  package static let shape = Shape<JobTypeListRow> {
    $0.text("job_type", "The type.") { $0.type }
    $0.link("path", "Its page; null if it has none.") { $0.path }
    $0.integer("repos", "Repositories with jobs of the type, one for those without.") { $0.repos }
    $0.integer("last_year", "Jobs of the last 365 complete days.") { $0.lastYear }
    $0.integer("total", "All jobs.") { $0.total }
    $0.object("job_failure_rate", "Failure rate, last 90 days.") { $0.rate }
    $0.object("run_time", "Run times, last 90 days.") { $0.runTime }
    $0.day("last_day", "The local day of the newest.") { $0.lastDay }
  }
}
