import Model
package import Rendering

/// The figures of one calendar month of a service.
package struct MonthFigureRow: Viewable {
  let month: Month
  let deployments: CountFigure
  let changeFailureRate: RateFigure
  let rollbacks: CountFigure
  let jobFailureRate: RateFigure
  let leadTime: LeadTimeFigure
  /// Whether all of its figures have had the time to mature.
  let isClosed: Bool
  let isRestated: Bool

  package static let shape = Shape<MonthFigureRow> {
    $0.word("month", "The month.", rule: .month) { $0.month.iso }
    $0.flag("is_closed", "Over for at least 7 days, so that a failure has had the time to show.") {
      $0.isClosed
    }
    $0.flag("is_restated", "Came out differently after it was published.") { $0.isRestated }
    $0.link("restatements", "What was restated.", inJSON: false) { _ in SitePaths.restatements }
    $0.object("deployments", "Forward deployments in production.") { $0.deployments }
    $0.object("change_failure_rate", "Change failure rate of its deployments.") {
      $0.changeFailureRate
    }
    $0.object("rollbacks", "Rollbacks.") { $0.rollbacks }
    $0.object("job_failure_rate", "Job failure rate.") { $0.jobFailureRate }
    $0.object("lead_time", "Commit to production.") { $0.leadTime }
  }
}
