/// The figures that can be explained and gated, with what each is.
package enum Metric: String, CaseIterable, Sendable {
  case jobFailureRate = "job_failure_rate"
  case changeFailureRate = "change_failure_rate"
  case deploymentFrequency = "deployment_frequency"
  case leadTime = "lead_time"
  case recoveryTime = "recovery_time"
  case reworkRate = "rework_rate"
  case rollbackRate = "rollback_rate"
  case deployAttemptFailureRate = "deploy_attempt_failure_rate"
  case queueTime = "queue_time"
  case runTime = "run_time"

  /// What the value is measured in.
  package enum Unit: String, CaseIterable, Sendable {
    /// A share of a count, 0...1.
    case share
    case perDay = "per day"
    case seconds
  }

  package var unit: Unit {
    switch self {
    case .deploymentFrequency: .perDay
    case .leadTime, .recoveryTime, .queueTime, .runTime: .seconds
    default: .share
    }
  }

  /// Whether it is about jobs; else it is about deployments.
  package var isOfJobs: Bool { [.jobFailureRate, .queueTime, .runTime].contains(self) }

  /// Whether its windows end earlier, since a failure may take days to show.
  package var matures: Bool { self == .changeFailureRate || self == .rollbackRate }

  /// The window of the pages' key figures, in days.
  package var standardDays: Int {
    isOfJobs || self == .deploymentFrequency ? 30 : 90
  }

  /// Whether more of it is worse; a deployment frequency alone is not.
  package var isWorseWhenHigher: Bool { self != .deploymentFrequency }

  /// Formula, numerator and denominator in a sentence.
  package var definition: String {
    switch self {
    case .jobFailureRate:
      "jobs failed, timed out or ended in error / these and those that succeeded; cancelled, "
        + "skipped, unknown and open jobs are in neither; by the local day a job completed, else "
        + "started, else was created"
    case .changeFailureRate:
      "failed forward deployments / forward deployments, each once, by the local day of production; "
        + "failed: rolled back, reached production with status failed, blamed by an inferred rollback, "
        + "or named by a later deployment as what it fixes"
    case .deploymentFrequency:
      "forward deployments / complete local days that the sources cover"
    case .leadTime:
      "commit to production of forward deployments; the median"
    case .recoveryTime:
      "failed production time to the first later moment when a good version goes live; failures in a "
        + "row are one episode, counted at its start; the median by Kaplan-Meier, open episodes "
        + "censored at the start of the report's day"
    case .reworkRate:
      "deployments that repair something or go back to an older version, each once / deployments that "
        + "reached production"
    case .rollbackRate:
      "forward deployments taken out by a rollback and blamed for it / forward deployments, by the "
        + "local day of production"
    case .deployAttemptFailureRate:
      "deployments that failed without reaching production / these and those that reached it"
    case .queueTime: "queued, else created, to started; the median"
    case .runTime: "started to completed, else the recorded duration; the median"
    }
  }
}
