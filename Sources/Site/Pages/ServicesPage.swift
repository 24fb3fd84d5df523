import Metrics
import Model
package import Rendering

/// The list of all services, in parts by name.
package struct ServicesPage: Page {
  let list: ListPart<ServiceRow>
  let unassignedJobs: Int

  /// At most this many stand on one page.
  static let rowLimit = 60

  package static var template: String { "services" }
  package var path: String { SitePaths.part(list.number, of: SitePaths.services) }
  package var section: SiteSection { .services }
  package var searchKind: SearchKind? { list.isFirst ? .page : nil }
  package var breadcrumbs: [Crumb] { list.isFirst ? [] : [Crumb(.services)] }
  package var tables: [TableFile] {
    let path = SitePaths.table(of: SitePaths.services)
    guard list.isFirst else { return [TableFile("Services as CSV", path)] }
    return [TableFile("Services as CSV", path, list.rows.map(ServiceTableRow.init))]
  }

  private var lead: String {
    let count = FigureText.count(list.total, "service")
    guard unassignedJobs > 0 else { return "\(count) with deployments." }
    return "\(count) with deployments. " + FigureText.count(unassignedJobs, "job")
      + " (unassigned): neither the job nor a deployment that names it says of which service."
  }

  package static let shape = Shape<ServicesPage> {
    $0.word("lead", "How many services, and how many jobs belong to none.") { $0.lead }
    $0.integer("count", "How many services.") { $0.list.total }
    $0.part(
      "services", "All services, by name.", path: { SitePaths.part($1, of: SitePaths.services) }
    ) { $0.list }
    $0.flag("has_services", "Whether there is one.", inJSON: false) { $0.list.total > 0 }
    $0.integer("unassigned_jobs", "Jobs that belong to no known service.") {
      $0.unassignedJobs
    }
  }
}

/// A service in the table of services as a file.
struct ServiceTableRow: Viewable {
  let row: ServiceRow

  private var production: [LiveRow] { row.live.filter(\.span.isProduction) }

  static let shape = Shape<ServiceTableRow> {
    $0.fields(of: ServiceRow.shape) { $0.row }
    $0.texts("production_versions", "What is live in production, by environment.") {
      $0.production.map(\.span.version)
    }
    $0.texts("production_environments", "Those environments, in the same order.") {
      $0.production.map(\.span.environment)
    }
  }
}

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
  /// Against the window before; none until all services are known.
  var comparisons: [ComparisonRow] = []

  /// At most so many environments of each sort stand in a row.
  private static let liveLimit = 4

  private var inProduction: Excerpt<LiveRow> {
    Excerpt(live.filter(\.span.isProduction), ServiceRow.liveLimit)
  }
  private var elsewhere: Excerpt<LiveRow> {
    Excerpt(live.filter { !$0.span.isProduction }, ServiceRow.liveLimit)
  }

  private func comparison(_ metric: Metric) -> ComparisonRow? {
    comparisons.first { $0.pair.metric == metric }
  }

  package static let shape = Shape<ServiceRow> {
    $0.text("service_name", "The service.") { $0.name }
    $0.link("path", "The service's page.") { SitePaths.service($0.name) }
    $0.list("live", "What is live, production first.") { $0.live }
    $0.list("in_production", "What is live in production; at most 4.", inJSON: false) {
      $0.inProduction.shown
    }
    $0.integer("in_production_hidden", "How many more there are, if any.", inJSON: false) {
      $0.inProduction.hidden
    }
    $0.list("elsewhere", "What is live in other environments; at most 4.", inJSON: false) {
      $0.elsewhere.shown
    }
    $0.integer("elsewhere_hidden", "How many more there are, if any.", inJSON: false) {
      $0.elsewhere.hidden
    }
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
    $0.word(
      "change_verdict", "The change failure rate against the 90 days before.",
      rule: .comparisonVerdict
    ) { $0.comparison(.changeFailureRate)?.verdict.words }
    $0.word(
      "job_verdict", "The job failure rate against the 30 days before.", rule: .comparisonVerdict
    ) { $0.comparison(.jobFailureRate)?.verdict.words }
    $0.word("change_changed", "That verdict, if it is worse or better.", inJSON: false) {
      $0.comparison(.changeFailureRate)?.change
    }
    $0.word("job_changed", "That verdict, if it is worse or better.", inJSON: false) {
      $0.comparison(.jobFailureRate)?.change
    }
    $0.link("verdict_rule", "By which rule.") { _ in ComparisonRow.rule }
    $0.component("strip", "The last 90 days, day by day.") { $0.strip }
    $0.integer("total", "Deployments in the archive.") { $0.total }
  }
}
