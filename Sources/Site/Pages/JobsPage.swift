import Model
package import Rendering

/// All jobs, by month.
package struct JobsPage: Page {
  let total: Int
  let months: [MonthListRow]
  let rate: RateLine
  let runTimes: DurationBand
  let types: [JobTypeRow]
  /// Every type with a finished or cancelled job.
  let allTypes: [JobTypeRow]
  let open: [JobRow]
  let openTotal: Int
  let failed: [JobRow]
  let attempts: AttemptFigures
  let flakiest: [FlakyJobRow]
  let flips: [FlipRow]
  let broken: [BrokenTypeRow]
  let brokenTotal: Int

  package static var template: String { "jobs" }
  package var path: String { SitePaths.jobs }
  package var section: SiteSection { .jobs }
  package var tables: [TableFile] {
    [TableFile("Job types as CSV", SitePaths.jobTypes, allTypes)]
  }

  package static let shape = Shape<JobsPage> {
    $0.word("lead", "How many jobs, in a sentence.") {
      FigureText.count($0.total, "job") + " in the archive, \($0.openTotal) of them pending, "
        + "queued or running."
    }
    $0.integer("total", "Jobs in the archive.") { $0.total }
    $0.list("months", "The months with jobs, newest first.") { $0.months }
    $0.component("rate", "Job failure rate by week.", inJSON: true) { $0.rate }
    $0.component("run_times", "Run times by week.", inJSON: true) { $0.runTimes }
    $0.list("types", "Job types that failed most surely, all time.") { $0.types }
    $0.integer("open_total", "Jobs pending, queued or running.") { $0.openTotal }
    $0.list("open", "The newest of them.") { $0.open }
    $0.list("failed", "The newest failed jobs.") { $0.failed }
    $0.object("attempts", "Attempts of the last 30 complete days.") { $0.attempts }
    $0.list("flakiest", "The jobs most surely flaky in these days.") { $0.flakiest }
    $0.list("flips", "The job types whose verdict most surely changes often in these days.") {
      $0.flips
    }
    $0.integer("broken_total", "Job types whose last verdict is a fail.") { $0.brokenTotal }
    $0.list("broken", "Those of them broken for longest.") { $0.broken }
    $0.integer("broken_hidden", "How many more there are.", inJSON: false) {
      $0.brokenTotal > $0.broken.count ? $0.brokenTotal - $0.broken.count : nil
    }
  }
}

/// How one type of job in one repository has done.
package struct JobTypeRow: Viewable {
  let type: Text
  /// Its page, if it has one.
  let path: String?
  let repo: Text?
  let rate: RateFigure
  let voids: Int
  /// Nil for all time.
  let runTime: DurationFigure?

  package static let shape = Shape<JobTypeRow> {
    $0.text("job_type", "The type.") { $0.type }
    $0.link("path", "The type's page, if it has one.") { $0.path }
    $0.text("repo", "The repository.") { $0.repo }
    $0.object("job_failure_rate", "Its failure rate.") { $0.rate }
    $0.integer("void", "Cancelled, in neither k nor n.") { $0.voids }
    $0.object("run_time", "Its run times.") { $0.runTime }
  }
}
