import Model
package import Rendering

/// The key figures of a service or of the whole site.
package struct Headline: Viewable {
  let deployments: CountFigure
  let changeFailureRate: RateFigure
  /// Forward deployments too young for the rate, and how many of them failed already.
  let younger: RateFigure
  let rollbacks: CountFigure
  let jobFailureRate: RateFigure
  let runTime: DurationFigure
  let leadTime: LeadTimeFigure
  let deploymentTrend: Sparkline
  let jobTrend: Sparkline

  package static let shape = Shape<Headline> {
    $0.object("deployments", "Forward deployments in production, last 30 days.") {
      $0.deployments
    }
    $0.object("change_failure_rate", "Change failure rate, 90 days, matured.") {
      $0.changeFailureRate
    }
    $0.object("younger", "Already failed among deployments too young for that rate.") {
      $0.younger
    }
    $0.object("rollbacks", "Rollbacks, last 90 days.") { $0.rollbacks }
    $0.object("job_failure_rate", "Job failure rate, last 30 days.") { $0.jobFailureRate }
    $0.object("run_time", "Run times of jobs, last 30 days.") { $0.runTime }
    $0.object("lead_time", "Commit to production, last 90 days.") { $0.leadTime }
    $0.component("deployment_trend", "Changes in production by week.") { $0.deploymentTrend }
    $0.component("job_trend", "Job failure rate by week.") { $0.jobTrend }
  }
}

/// The same figures over one window.
package struct WindowRow: Viewable {
  let label: String
  let deployments: CountFigure
  let changeFailureRate: RateFigure
  let rollbacks: CountFigure
  let jobFailureRate: RateFigure
  /// Nil for all time.
  let runTime: DurationFigure?
  let leadTime: LeadTimeFigure

  package static let shape = Shape<WindowRow> {
    $0.word("label", "The window.") { $0.label }
    $0.object("deployments", "Forward deployments in production.") { $0.deployments }
    $0.object("change_failure_rate", "Change failure rate, matured.") { $0.changeFailureRate }
    $0.object("rollbacks", "Rollbacks.") { $0.rollbacks }
    $0.object("job_failure_rate", "Job failure rate.") { $0.jobFailureRate }
    $0.object("run_time", "Run times of jobs.") { $0.runTime }
    $0.object("lead_time", "Commit to production.") { $0.leadTime }
  }
}
