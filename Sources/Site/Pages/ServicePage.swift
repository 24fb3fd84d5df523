import Archiving
package import Metrics
import Model
package import Rendering

/// One service: what is live, how it has been, its newest deployments and its rollbacks.
package struct ServicePage: Page {
  let name: Text
  let lead: String
  let live: [LiveRow]
  let windows: [WindowRow]
  let months: [MonthFigureRow]
  let headline: Headline
  let delivery: [DeliveryRow]
  let levels: DORAFigures?
  let leadStages: LeadFigures
  let strip: DayStrip
  let weeks: WeekBars
  let jobRate: RateLine
  let runTimes: DurationBand
  let lanes: SpanLanes
  let latest: [DeploymentRow]
  let total: Int
  let kinds: KindCounts
  let failures: [FailedChangeRow]
  let rollbacks: [RollbackRow]
  let rollbackTotal: Int
  let repos: [Text]
  let jobTotal: Int
  let corrections: [CorrectionRow]
  let badges: [BadgeRow]

  /// At most so many environments stand on the page.
  private static let liveLimit = 30

  package static var template: String { "service" }
  package var path: String { SitePaths.service(name) }
  package var section: SiteSection { .services }
  package var searchKind: SearchKind? { .service }
  package var breadcrumbs: [Crumb] { [Crumb(.services)] }
  package var feedPath: String { SitePaths.feed(.deployments, of: name) }
  package var tables: [TableFile] {
    [TableFile("Newest deployments as CSV", SitePaths.table(of: path), latest)]
  }

  package static let shape = Shape<ServicePage> {
    $0.text("service_name", "The service.") { $0.name }
    $0.word("lead", "What stands out, in a sentence with counts.") { $0.lead }
    $0.list("live", "What is live now, by environment.") { $0.live }
    $0.excerpt(of: "live", limit: liveLimit) { $0.live }
    $0.link("releases_path", "The service's releases.", inJSON: false) {
      SitePaths.releases($0.name)
    }
    $0.link("environments_path", "All environments.", inJSON: false) { _ in SitePaths.environments }
    $0.object("headline", "The key figures.") { $0.headline }
    $0.list("delivery", "Figures of delivery, each with the way to its records.") { $0.delivery }
    $0.object("dora", "Levels of DORA's report; null unless they were asked for.") { $0.levels }
    $0.object("lead_stages", "From commit to production, and what waits.") { $0.leadStages }
    $0.list("windows", "The same figures over several windows.") { $0.windows }
    $0.list("months", "The figures of the last 13 calendar months, newest first.") { $0.months }
    $0.component("strip", "The last 90 days, day by day.", inJSON: true) { $0.strip }
    $0.component("weeks", "Deployments by week.", inJSON: true) { $0.weeks }
    $0.component("job_rate", "Job failure rate by week.", inJSON: true) { $0.jobRate }
    $0.component("run_times", "Job run times by week.", inJSON: true) { $0.runTimes }
    $0.component("lanes", "What was live when.", inJSON: true) { $0.lanes }
    $0.integer("total", "Deployments in the archive.") { $0.total }
    $0.integer("job_total", "Jobs in the archive.") { $0.jobTotal }
    $0.word("records_words", "Both numbers in words.", inJSON: false) {
      FigureText.count($0.total, "deployment") + " and " + FigureText.count($0.jobTotal, "job")
    }
    $0.word("kinds_words", "The kinds of deployments in words.", inJSON: false) { $0.kinds.words }
    $0.integer("shown", "How many of the deployments are shown, if not all.") {
      $0.latest.count < $0.total ? $0.latest.count : nil
    }
    $0.object("kinds", "All deployments by what they turned out to be.") { $0.kinds }
    $0.list("deployments", "The newest deployments, newest first.") { $0.latest }
    $0.list("failed_changes", "The newest changes that failed.") { $0.failures }
    $0.integer("failed_hidden", "How many older ones there are, if any.", inJSON: false) {
      let hidden = $0.kinds.failedForward - $0.failures.count
      return hidden > 0 ? hidden : nil
    }
    $0.list("rollbacks", "The newest rollbacks, newest first.") { $0.rollbacks }
    $0.integer("rollbacks_hidden", "How many older ones there are, if any.", inJSON: false) {
      $0.rollbacks.count < $0.rollbackTotal ? $0.rollbackTotal - $0.rollbacks.count : nil
    }
    $0.link("rollbacks_path", "All rollbacks by month.", inJSON: false) { _ in
      SitePaths.rollbacks + "#months"
    }
    $0.list("corrections", "The corrections that make other services count as this one.") {
      $0.corrections
    }
    $0.list("feeds", "The feeds of its deployments and rollbacks.") { page in
      FeedKind.allCases.map { FeedRow(kind: $0, service: page.name) }
    }
    $0.list("badges", "Pictures of it for other pages.") { $0.badges }
    $0.texts("repos", "The repositories its deployments came from.") { $0.repos }
  }
}

/// What is live in one environment.
package struct LiveRow: Viewable {
  let span: LiveSpan
  let deployment: DeploymentRow?
  let sinceDay: LocalDay

  package static let shape = Shape<LiveRow> {
    $0.id("environment", "Where.") { $0.span.environment }
    $0.id(
      "named_environment", "The environment, unless it is plainly production or staging.",
      inJSON: false
    ) { row -> Text? in
      let name = row.span.environment
      return name == "production" || name == "staging" ? nil : name
    }
    $0.id("version", "The version live.") { $0.span.version }
    $0.time("since", "Since when.") { $0.span.from }
    $0.day("since_day", "The local day of that.", inJSON: false) { $0.sinceDay }
    $0.flag("is_production", "Whether the environment is a production one.") {
      $0.span.isProduction
    }
    $0.flag("is_restored", "Live again by a rollback in place.") { $0.span.isRestored }
    $0.object("deployment", "The deployment that brought it; null if no record tells.") {
      $0.deployment
    }
    $0.link("path", "That deployment's page.", inJSON: false) {
      $0.deployment.map { SitePaths.deployment($0.deployment.id) }
    }
  }
}

extension KindCounts: Viewable {
  var words: String {
    FigureText.count(forward, "change") + " reached production, \(failedForward) of them failed. "
      + "Beside them: " + FigureText.count(redeploys, "redeployment") + " of the live version, "
      + FigureText.count(rollbackRedeploys, "deployment") + " that went back, "
      + FigureText.count(failedAttempts, "failed attempt") + ", \(notReached) not in production"
      + (excluded > 0 ? ", \(excluded) excluded by corrections." : ".")
  }

  package static let shape = Shape<KindCounts> {
    $0.integer("forward", "Forward deployments in production.") { $0.forward }
    $0.integer("failed_forward", "Of these, failed.") { $0.failedForward }
    $0.integer("redeploys", "The live version once more.") { $0.redeploys }
    $0.integer("rollback_redeploys", "Went back to an older version.") { $0.rollbackRedeploys }
    $0.integer("failed_attempts", "Failed without reaching production.") { $0.failedAttempts }
    $0.integer("not_reached", "Not in production, or not yet.") { $0.notReached }
    $0.integer("excluded", "Left out of every figure by corrections.") { $0.excluded }
  }
}

/// A change that counts as failed, and why.
package struct FailedChangeRow: Viewable {
  let row: DeploymentRow

  package static let shape = Shape<FailedChangeRow> {
    $0.id("deployment_id", "The deployment's id.") { $0.row.deployment.id }
    $0.id("version", "The version deployed.") { $0.row.deployment.version }
    $0.id("environment", "Where to.") { $0.row.deployment.effectiveEnvironment }
    $0.time("at", "When it reached production.") { $0.row.deployment.productionDeployedAt }
    $0.word("why", "Why it counts as failed.", rule: .changeFailure) { $0.row.fact.failure?.word }
    $0.text("reason", "The reason: as corrected, else as recorded.") {
      $0.row.stored.rollbackReason
    }
    $0.link("path", "The deployment's page.") { SitePaths.deployment($0.row.deployment.id) }
  }
}
