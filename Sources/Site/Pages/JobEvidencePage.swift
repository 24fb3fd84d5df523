import Metrics
import Model
package import Rendering

/// The jobs behind a service's job failure rate, run times and queue times of the last 30 complete days.
package struct JobEvidencePage: Page {
  let name: Text
  let window: TimeWindow
  let rate: RateFigure
  let runTime: DurationFigure
  let queueTime: DurationFigure
  let jobs: JobEvidence.Jobs
  /// Those of the window that have a page.
  let months: [Month]

  package static var template: String { "job-evidence" }
  package var path: String { SitePaths.jobEvidence(name) }
  package var section: SiteSection { .services }
  package var searchKind: SearchKind? { nil }
  package var breadcrumbs: [Crumb] { [Crumb(.services), Crumb(name, SitePaths.service(name))] }
  package var feedPath: String { SitePaths.feed(.deployments, of: name) }
  package var tables: [TableFile] {
    [
      TableFile(
        "Jobs behind the figures as CSV", SitePaths.table(of: path),
        jobs.failed.rows + jobs.leftOut.rows + jobs.negative.rows)
    ]
  }

  package static let shape = Shape<JobEvidencePage> {
    $0.text("service_name", "The service.") { $0.name }
    $0.link("service_path", "The service's page.", inJSON: false) { SitePaths.service($0.name) }
    $0.day("first_day", "The first local day counted.") { $0.window.days.lowerBound }
    $0.day("last_day", "The last local day counted.") { $0.window.days.upperBound - 1 }
    $0.object("job_failure_rate", "Failed jobs / jobs that succeeded or failed.") { $0.rate }
    $0.object("run_time", "Start to completion, else the recorded duration.") { $0.runTime }
    $0.object("queue_time", "Queued, else created, to started.") { $0.queueTime }
    $0.integer("succeeded", "Jobs in the denominator alone; they stand in their months.") {
      $0.jobs.succeeded
    }
    $0.integer("failed_total", "Jobs in numerator and denominator.") { $0.jobs.failed.count }
    $0.integer("left_out_total", "Jobs of these days in neither.") { $0.jobs.leftOut.count }
    $0.integer("negative_total", "Negative run and queue times.") { $0.jobs.negative.count }
    $0.list("failed", "The newest 200 jobs that failed, newest first.") { $0.jobs.failed.rows }
    $0.list("left_out", "The newest 200 jobs that were left out, and why.") {
      $0.jobs.leftOut.rows
    }
    $0.list("negative", "The newest 200 jobs with a negative duration.") { $0.jobs.negative.rows }
    $0.list("months", "The months of these days, with every job.", inJSON: false) { page in
      page.months.map { MonthLink(month: $0) }
    }
    $0.flag("has_months", "Whether they have any.", inJSON: false) { !$0.months.isEmpty }
  }
}

/// A job behind a figure.
struct JobEvidenceRow: Viewable {
  let id: Text
  let type: Text
  let status: JobStatus
  let at: Timestamp?
  let hasPage: Bool
  let role: String

  init(_ row: JobRow, role: String) {
    id = row.job.id
    type = row.job.type
    status = row.job.status
    at = row.job.bucketTime
    hasPage = row.hasPage
    self.role = role
  }

  static let shape = Shape<JobEvidenceRow> {
    $0.id("job_id", "The job's id.") { $0.id }
    $0.link("path", "Its page, if it has one.") { $0.hasPage ? SitePaths.job($0.id) : nil }
    $0.text("job_type", "What kind of job.") { $0.type }
    $0.word("status", "The recorded status.", rule: .jobStatus) { $0.status.word }
    $0.time("at", "Completed, else started, else created.") { $0.at }
    $0.word("role", "What it is to the figures.") { $0.role }
  }
}

/// A month of jobs.
struct MonthLink: Viewable {
  let month: Month

  static let shape = Shape<MonthLink> {
    $0.word("month", "The month.", rule: .month) { $0.month.iso }
    $0.link("path", "Its jobs.") { SitePaths.month("jobs", $0.month) }
  }
}
