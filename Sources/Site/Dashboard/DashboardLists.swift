import Model
package import Rendering

/// A list of jobs, the newest first.
package struct JobList: Viewable {
  let jobs: [JobSummary]

  package var count: Int { jobs.count }

  package static let shape = Shape<JobList> {
    Dashboard.addVersion(&$0)
    $0.integer("count", "How many jobs the list has.") { $0.count }
    $0.list("jobs", Dashboard.jobOrder) { $0.jobs }
  }
}

/// The jobs of one agent, the newest first.
package struct AgentJobList: Viewable {
  let since: LocalDay?
  let jobs: [JobSummary]

  package var count: Int { jobs.count }

  package static let shape = Shape<AgentJobList> {
    Dashboard.addVersion(&$0)
    $0.integer("count", "How many jobs the list has.") { $0.count }
    $0.day(
      "since",
      "The first local day of completion, else of the start, else of creation, whose jobs are "
        + "here; null for all jobs."
    ) { $0.since }
    $0.list("jobs", Dashboard.jobOrder) { $0.jobs }
  }
}

/// A list of deployments, the newest first.
package struct DeploymentList: Viewable {
  let deployments: [DeploymentSummary]

  package var count: Int { deployments.count }

  package static let shape = Shape<DeploymentList> {
    Dashboard.addVersion(&$0)
    $0.integer("count", "How many deployments the list has.") { $0.count }
    $0.list("deployments", Dashboard.deploymentOrder) { $0.deployments }
  }
}

/// How things stand on the day of the report.
package struct DashboardSummary: Viewable {
  let running: Int
  let stale: Int
  let failedToday: Int
  let errorToday: Int
  let timeoutToday: Int
  let deploymentsToday: Int
  let recentJobs: [JobSummary]
  let recentDeployments: [DeploymentSummary]
  let asOf: LocalDay
  let timeZone: String

  package static let shape = Shape<DashboardSummary> {
    Dashboard.addVersion(&$0)
    $0.integer("jobs_running", "Jobs that are pending, queued or running.") { $0.running }
    $0.integer("jobs_stale", "Those of them that began more than a day before the report's day.") {
      $0.stale
    }
    $0.integer(
      "jobs_failed_today",
      "Jobs created on the report's day with status failed; one without that time by the first "
        + "known of queued_at, started_at, completed_at."
    ) {
      $0.failedToday
    }
    $0.integer(
      "jobs_error_today",
      "Jobs created on the report's day with status error; one without that time by the first "
        + "known of queued_at, started_at, completed_at."
    ) {
      $0.errorToday
    }
    $0.integer(
      "jobs_timeout_today",
      "Jobs created on the report's day with status timeout; one without that time by the first "
        + "known of queued_at, started_at, completed_at."
    ) {
      $0.timeoutToday
    }
    $0.integer(
      "deployments_today",
      "Deployments created on the report's day; one without that time by the first known of "
        + "staging_deployed_at, production_deployed_at, rolled_back_at."
    ) {
      $0.deploymentsToday
    }
    $0.list("recent_jobs", "The newest jobs that are pending, queued or running; at most 5.") {
      $0.recentJobs
    }
    $0.list("recent_deployments", "The newest deployments; at most 5.") { $0.recentDeployments }
    $0.day("as_of", "The report's day.") { $0.asOf }
    $0.word("time_zone", "The zone of its days.") { $0.timeZone }
  }
}

extension Dashboard {
  /// How lists are ordered.
  fileprivate static let jobOrder =
    "The newest first by created_at, else by the first known of queued_at, started_at, "
    + "completed_at; those without any of these times last."
  fileprivate static let deploymentOrder =
    "The newest first by created_at, else by the first known of staging_deployed_at, "
    + "production_deployed_at, rolled_back_at; those without any of these times last."
}
