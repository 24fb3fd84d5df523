import Metrics
package import Model
package import Rendering

/// One type of job, over all repositories.
package struct JobTypePage: Page {
  let type: Text
  let total: Int
  let days: ClosedRange<LocalDay>?
  /// Of the last 90 complete days, and of all time.
  let rate: RateFigure
  let rateEver: RateFigure
  let runTime: DurationFigure
  let queueTime: DurationFigure
  let failureTime: DurationFigure
  let shift: ShiftRow?
  let retried: RateFigure
  let flaky: RateFigure
  let runs: RunStrip
  let weeks: RateLine
  let runTimes: DurationBand
  let hours: HeatMap
  /// Those with the most jobs first.
  let reasons: [ReasonRow]
  let failed: Int
  let otherReasons: Int
  let slowest: [RunRow]
  /// Those with the most jobs of the last 90 days first.
  let repos: [JobTypeRow]

  /// At most so many reasons and repositories are listed.
  static let listLimit = 50

  package static var template: String { "job-type" }
  package var path: String { SitePaths.jobType(type) }
  package var section: SiteSection { .jobs }
  package var searchKind: SearchKind? { .jobType }
  package var searchLabel: Text? { type }
  package var breadcrumbs: [Crumb] { [Crumb(.jobs), Crumb("Job types", SitePaths.jobTypeList)] }

  private var lead: String {
    var sentence = FigureText.count(total, "job")
    if let days {
      sentence +=
        ", from \(FigureText.date(days.lowerBound)) to \(FigureText.date(days.upperBound))"
    }
    return sentence + "."
  }

  package static let shape = Shape<JobTypePage> {
    $0.text("job_type", "The type.") { $0.type }
    $0.word("lead", "How many jobs, and from when to when.") { $0.lead }
    $0.integer("total", "Jobs in the archive up to the day of the report.") { $0.total }
    $0.object("job_failure_rate", "Failure rate, last 90 days.") { $0.rate }
    $0.object("job_failure_rate_ever", "Failure rate, all time.") { $0.rateEver }
    $0.object("run_time", "Start to completion, else the recorded duration; last 90 days.") {
      $0.runTime
    }
    $0.object("queue_time", "Queued, else created, to started; last 90 days.") { $0.queueTime }
    $0.object(
      "time_to_failure", "Start to completion of those that failed, last 90 days."
    ) { $0.failureTime }
    $0.object(
      "run_time_shift", "The week from which on run times are others; null if there is none."
    ) { $0.shift }
    $0.object("retried", "Groups of attempts with a second one / groups, last 30 days.") {
      $0.retried
    }
    $0.object("flaky", "Groups with a pass and a fail on one commit / groups, last 30 days.") {
      $0.flaky
    }
    $0.component("runs", "The last 100 runs.", inJSON: true) { $0.runs }
    $0.component("weeks", "Failure rate by week.", inJSON: true) { $0.weeks }
    $0.component("run_times", "Run times by week.", inJSON: true) { $0.runTimes }
    $0.component("hours", "When jobs start, last 90 days.", inJSON: true) { $0.hours }
    $0.integer("failed", "Jobs that failed, all time.") { $0.failed }
    $0.link("reason_rule", "Where it stands which messages are alike.", inJSON: false) { _ in
      SitePaths.failures + "#reasons"
    }
    $0.list("reasons", "Why they failed; at most 50, those with the most jobs first.") {
      $0.reasons
    }
    $0.integer("other_reasons", "Failed jobs of reasons that are not listed.") { $0.otherReasons }
    $0.flag("has_other_reasons", "Whether there are any.", inJSON: false) { $0.otherReasons > 0 }
    $0.list("slowest", "The slowest jobs, last 90 days.") { $0.slowest }
    $0.integer("repo_count", "Repositories with jobs of the type, one for those without.") {
      $0.repos.count
    }
    $0.list("types", "By repository, last 90 days; at most 50.") {
      Array($0.repos.prefix(JobTypePage.listLimit))
    }
    $0.flag("has_repos", "Whether there are several repositories.", inJSON: false) {
      $0.repos.count > 1
    }
  }
}

/// One run among the slowest.
package struct RunRow: Viewable {
  let run: RunStrip.Run

  package static let shape = Shape<RunRow> {
    $0.id("job_id", "The job's id.") { $0.run.id }
    $0.time("at", "Completed, else started, else created.") { $0.run.at }
    $0.word("status", "The recorded status.", rule: .jobStatus) { $0.run.status.word }
    $0.duration("run_time", "Start to completion, else the recorded duration.") {
      $0.run.runMilliseconds
    }
    $0.link("path", "The job's page, if it has one.") { $0.run.link }
  }
}
