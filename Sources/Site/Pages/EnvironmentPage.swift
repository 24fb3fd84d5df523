import Archiving
import Metrics
package import Model
package import Rendering

/// One environment: what is live there, and what arrived last.
package struct EnvironmentPage: Page {
  let summary: EnvironmentRow
  let days: ClosedRange<LocalDay>?
  let weeks: WeekBars
  /// By service.
  let list: ListPart<EnvironmentServiceRow>
  /// The newest first.
  let latest: [DeploymentRow]

  /// At most so many services stand on one page.
  static let serviceLimit = 100

  package static var template: String { "environment" }
  package var path: String { SitePaths.environment(summary.name, part: list.number) }
  package var section: SiteSection { .services }
  package var searchKind: SearchKind? { list.isFirst ? .environment : nil }
  package var searchLabel: Text? { summary.name }
  package var breadcrumbs: [Crumb] {
    let above = [Crumb(.services), Crumb("Environments", SitePaths.environments)]
    return list.isFirst ? above : above + [Crumb(summary.name, SitePaths.environment(summary.name))]
  }
  package var tables: [TableFile] {
    let path = SitePaths.table(of: SitePaths.environment(summary.name))
    return [
      list.isFirst
        ? TableFile("Services as CSV", path, list.rows) : TableFile("Services as CSV", path)
    ]
  }

  private var lead: String {
    var sentence = FigureText.count(summary.total, "deployment")
    if let days {
      sentence +=
        ", from \(FigureText.date(days.lowerBound)) to \(FigureText.date(days.upperBound))"
    }
    return sentence + "; " + FigureText.count(summary.live, "service")
      + (summary.live == 1 ? " has a version live." : " have a version live.")
  }

  package static let shape = Shape<EnvironmentPage> {
    $0.id("environment", "The environment.") { $0.summary.name }
    $0.word("lead", "How many deployments, and what is live.") { $0.lead }
    $0.object("summary", "Its figures.") { $0.summary }
    $0.component("weeks", "Deployments by week.", inJSON: true) { $0.weeks }
    $0.integer("service_count", "Services with deployments there, or with a version live.") {
      $0.list.total
    }
    $0.part(
      "services", "By name.", path: { SitePaths.environment($0.summary.name, part: $1) }
    ) { $0.list }
    $0.flag("is_first", "Whether it is the first part.", inJSON: false) { $0.list.isFirst }
    $0.list("deployments", "The newest deployments, newest first; at most 30.") { $0.latest }
  }
}

/// One service in one environment.
package struct EnvironmentServiceRow: Viewable {
  let name: Text
  let live: LiveRow?
  let newest: EnvironmentArrival?

  private var isLiveNewest: Bool {
    newest.map { live?.span.deployment == $0.key } ?? false
  }

  package static let shape = Shape<EnvironmentServiceRow> {
    $0.text("service_name", "The service.") { $0.name }
    $0.link("path", "The service's page.") { SitePaths.service($0.name) }
    $0.object("live", "What is live there; null if nothing is known to be.") { $0.live }
    $0.object("newest", "The newest deployment there.") { $0.newest }
    $0.flag("is_live_newest", "Whether that is what is live.", inJSON: false) {
      $0.isLiveNewest
    }
  }
}

/// A deployment in a few words.
package struct EnvironmentArrival: Viewable {
  let key: Int64
  let id: Text
  let version: Text
  let outcome: Outcome
  let at: Timestamp?
  let day: LocalDay

  init(_ row: DeploymentRow, on day: LocalDay) {
    self.day = day
    key = row.fact.key
    id = row.deployment.id
    version = row.deployment.version
    outcome = row.outcome
    at = row.deployment.bucketTime
  }

  package static let shape = Shape<EnvironmentArrival> {
    $0.id("deployment_id", "The deployment's id.") { $0.id }
    $0.id("version", "The version deployed.") { $0.version }
    $0.word("outcome", "What it turned out to be.", rule: .outcome) { $0.outcome.word }
    $0.word("outcome_label", "The same, in words.", inJSON: false) { $0.outcome.label }
    $0.time("at", "Reached production, else staging, else was created.") { $0.at }
    $0.day("day", "The local day of that.") { $0.day }
    $0.link("path", "The deployment's page.") { SitePaths.deployment($0.id) }
  }
}
