import Model
package import Rendering

/// A service in the lists of services.
package struct ServiceRow: Viewable {
  let name: Text
  let live: [LiveRow]
  let lastDeployment: DeploymentRow?
  let lastDay: LocalDay?
  let silentSince: LocalDay?
  let deployments: CountFigure
  let changeFailureRate: RateFigure
  let jobFailureRate: RateFigure
  let strip: DayStrip
  let total: Int

  package static let shape = Shape<ServiceRow> {
    $0.text("service_name", "The service.") { $0.name }
    $0.link("path", "The service's page.") { SitePaths.service($0.name) }
    $0.list("live", "What is live, production first.") { $0.live }
    $0.object("last_deployment", "The newest deployment.") { $0.lastDeployment }
    $0.day("last_day", "The local day of that.") { $0.lastDay }
    $0.day("silent_since", "The last day with a record, if that is unusually long ago.") {
      $0.silentSince
    }
    $0.object("deployments", "Forward deployments in production, last 30 days.") {
      $0.deployments
    }
    $0.object("change_failure_rate", "Change failure rate, 90 days, matured.") {
      $0.changeFailureRate
    }
    $0.object("job_failure_rate", "Job failure rate, last 30 days.") { $0.jobFailureRate }
    $0.component("strip", "The last 90 days, day by day.") { $0.strip }
    $0.integer("total", "Deployments in the archive.") { $0.total }
  }
}

/// Something on the home page that wants to be looked at.
package struct AttentionRow: Viewable {
  let status: String
  let label: String
  let subject: Text
  let path: String
  let words: String
  let at: Timestamp?

  package static let shape = Shape<AttentionRow> {
    $0.word("status", "The class of the mark.") { $0.status }
    $0.word("label", "The mark in words.") { $0.label }
    $0.text("subject", "What it is about.") { $0.subject }
    $0.link("path", "Where to look.") { $0.path }
    $0.word("words", "What is the matter, with counts.") { $0.words }
    $0.time("at", "Since when, if that is one moment.") { $0.at }
  }
}

/// The first page: how things are now.
package struct HomePage: Page {
  let lead: String
  let asOf: LocalDay
  let attention: [AttentionRow]
  let services: [ServiceRow]
  let headline: Headline
  let weeks: WeekBars
  let jobRate: RateLine
  let latest: [DeploymentRow]

  package static var template: String { "home" }
  package var path: String { SitePaths.home }
  package var section: SiteSection { .home }

  package static let shape = Shape<HomePage> {
    $0.word("lead", "How things are, in a sentence with counts.") { $0.lead }
    $0.day("as_of", "The local date of the report.") { $0.asOf }
    $0.list("attention", "What wants to be looked at.") { $0.attention }
    $0.object("headline", "The key figures over all services.") { $0.headline }
    $0.list("services", "All services.") { $0.services }
    $0.component("weeks", "Deployments by week.", inJSON: true) { $0.weeks }
    $0.component("job_rate", "Job failure rate by week.", inJSON: true) { $0.jobRate }
    $0.list("deployments", "The newest deployments, newest first.") { $0.latest }
  }
}

/// The list of all services.
package struct ServicesPage: Page {
  let services: [ServiceRow]
  let unassignedJobs: Int

  package static var template: String { "services" }
  package var path: String { SitePaths.services }
  package var section: SiteSection { .services }

  package static let shape = Shape<ServicesPage> {
    $0.integer("count", "How many services.") { $0.services.count }
    $0.list("services", "All services, by name.") { $0.services }
    $0.integer("unassigned_jobs", "Jobs that belong to no known service.") {
      $0.unassignedJobs
    }
  }
}

/// All deployments, by month.
package struct DeploymentsPage: Page {
  let total: Int
  let months: [MonthListRow]
  let weeks: WeekBars
  let latest: [DeploymentRow]

  package static var template: String { "deployments" }
  package var path: String { SitePaths.deployments }
  package var section: SiteSection { .deployments }

  package static let shape = Shape<DeploymentsPage> {
    $0.integer("total", "Deployments in the archive.") { $0.total }
    $0.list("months", "The months with deployments, newest first.") { $0.months }
    $0.component("weeks", "Deployments by week.", inJSON: true) { $0.weeks }
    $0.list("deployments", "The newest deployments, newest first.") { $0.latest }
  }
}

/// All jobs, by month.
package struct JobsPage: Page {
  let total: Int
  let months: [MonthListRow]
  let rate: RateLine
  let runTimes: DurationBand
  let types: [JobTypeRow]
  let open: [JobRow]
  let openTotal: Int
  let failed: [JobRow]

  package static var template: String { "jobs" }
  package var path: String { SitePaths.jobs }
  package var section: SiteSection { .jobs }

  package static let shape = Shape<JobsPage> {
    $0.integer("total", "Jobs in the archive.") { $0.total }
    $0.list("months", "The months with jobs, newest first.") { $0.months }
    $0.component("rate", "Job failure rate by week.", inJSON: true) { $0.rate }
    $0.component("run_times", "Run times by week.", inJSON: true) { $0.runTimes }
    $0.list("types", "Job types that failed most surely, all time.") { $0.types }
    $0.integer("open_total", "Jobs pending, queued or running.") { $0.openTotal }
    $0.list("open", "The newest of them.") { $0.open }
    $0.list("failed", "The newest failed jobs.") { $0.failed }
  }
}

/// How one type of job in one repository has done.
package struct JobTypeRow: Viewable {
  let type: Text
  let repo: Text?
  let rate: RateFigure
  let voids: Int
  /// Nil for all time.
  let runTime: DurationFigure?

  package static let shape = Shape<JobTypeRow> {
    $0.text("job_type", "The type.") { $0.type }
    $0.text("repo", "The repository.") { $0.repo }
    $0.object("job_failure_rate", "Its failure rate.") { $0.rate }
    $0.integer("void", "Cancelled, in neither k nor n.") { $0.voids }
    $0.object("run_time", "Its run times.") { $0.runTime }
  }
}

/// All rollbacks, as a timeline.
package struct RollbacksPage: Page {
  let lead: String
  let total: Int
  let explicit: Int
  let inferred: Int
  let timeLive: DurationFigure
  let lanes: SpanLanes?
  let rollbacks: [RollbackRow]
  let offenders: [OffenderRow]

  package static var template: String { "rollbacks" }
  package var path: String { SitePaths.rollbacks }
  package var section: SiteSection { .rollbacks }

  package static let shape = Shape<RollbacksPage> {
    $0.word("lead", "How many, in a sentence.") { $0.lead }
    $0.integer("total", "Rollbacks in the archive.") { $0.total }
    $0.integer("explicit", "Of these, explicit in the records.") { $0.explicit }
    $0.integer("inferred", "Of these, inferred from the order of versions.") { $0.inferred }
    $0.object("time_live", "How long the versions taken out were live.") { $0.timeLive }
    $0.component("lanes", "The services with a rollback, on one time axis.", inJSON: true) {
      $0.lanes
    }
    $0.list("rollbacks", "The newest rollbacks, newest first.") { $0.rollbacks }
    $0.list("services", "Services by number of rollbacks.") { $0.offenders }
  }
}

/// How many rollbacks a service has had.
package struct OffenderRow: Viewable {
  let name: Text
  let rollbacks: Int
  let forward: Int

  package static let shape = Shape<OffenderRow> {
    $0.text("service_name", "The service.") { $0.name }
    $0.link("path", "The service's page.") { SitePaths.service($0.name) }
    $0.integer("rollbacks", "Its rollbacks, all time.") { $0.rollbacks }
    $0.integer("forward", "Its forward deployments, all time.") { $0.forward }
  }
}

/// Job and change failure rates, with their definitions.
package struct FailuresPage: Page {
  let windows: [WindowRow]
  let changeRate: RateLine
  let jobRate: RateLine
  let services: [ServiceFailureRow]
  let types: [JobTypeRow]
  let shares: JobShares

  package static var template: String { "failures" }
  package var path: String { SitePaths.failures }
  package var section: SiteSection { .failures }

  package static let shape = Shape<FailuresPage> {
    $0.list("windows", "Both rates over several windows.") { $0.windows }
    $0.component("change_rate", "Change failure rate by week.", inJSON: true) { $0.changeRate }
    $0.component("job_rate", "Job failure rate by week.", inJSON: true) { $0.jobRate }
    $0.object("shares", "What cancelled jobs would change, last 30 days.") { $0.shares }
    $0.list("services", "By service, those that surely failed most first.") { $0.services }
    $0.list("types", "Job types that surely failed most, last 90 days.") { $0.types }
  }
}

/// Both rates of one service.
package struct ServiceFailureRow: Viewable {
  let name: Text
  let change: RateFigure
  let job: RateFigure

  package static let shape = Shape<ServiceFailureRow> {
    $0.text("service_name", "The service.") { $0.name }
    $0.link("path", "The service's page.") { SitePaths.service($0.name) }
    $0.object("change_failure_rate", "Change failure rate, 90 days, matured.") { $0.change }
    $0.object("job_failure_rate", "Job failure rate, last 90 days.") { $0.job }
  }
}

/// The rates that stand beside the job failure rate.
package struct JobShares: Viewable {
  let void: RateFigure
  let notGreen: RateFigure
  let infra: RateFigure
  let uncounted: Int

  package static let shape = Shape<JobShares> {
    $0.object("void_share", "Cancelled / (succeeded + failed + cancelled).") { $0.void }
    $0.object("not_green_rate", "(Failed + cancelled) / the same.") { $0.notGreen }
    $0.object("infra_share", "Ended in error / failed.") { $0.infra }
    $0.integer("uncounted", "Skipped or of unknown status: in no rate.") { $0.uncounted }
  }
}
