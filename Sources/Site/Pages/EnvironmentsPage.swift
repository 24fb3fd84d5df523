import Metrics
import Model
package import Rendering

/// All environments.
package struct EnvironmentsPage: Page {
  /// Those with the most deployments in the last year first.
  let list: ListPart<EnvironmentRow>

  /// At most so many stand on one page.
  static let rowLimit = 100

  package static var template: String { "environments" }
  package var path: String { SitePaths.part(list.number, of: SitePaths.environments) }
  package var section: SiteSection { .services }
  package var breadcrumbs: [Crumb] {
    list.isFirst
      ? [Crumb(.services)] : [Crumb(.services), Crumb("Environments", SitePaths.environments)]
  }
  package var searchKind: SearchKind? { list.isFirst ? .page : nil }
  package var tables: [TableFile] {
    let path = SitePaths.table(of: SitePaths.environments)
    return [
      list.isFirst
        ? TableFile("Environments as CSV", path, list.rows) : TableFile("Environments as CSV", path)
    ]
  }

  package static let shape = Shape<EnvironmentsPage> {
    $0.word("lead", "How many environments.") {
      FigureText.count($0.list.total, "environment") + " with deployments."
    }
    $0.integer("count", "How many environments.") { $0.list.total }
    $0.part(
      "environments", "Those with the most deployments in the last 365 complete days first.",
      path: { SitePaths.part($1, of: SitePaths.environments) }
    ) { $0.list }
    $0.integer("page_limit", "At most so many environments have pages.") { _ in
      EnvironmentIndex.pageLimit
    }
  }
}

/// An environment in the list of all.
package struct EnvironmentRow: Viewable {
  let name: Text
  let path: String?
  let live: Int
  let lastYear: Int
  let total: Int
  let changes: CountFigure
  let changeFailureRate: RateFigure
  let rollbacks: CountFigure
  let lastDay: LocalDay?

  package static let shape = Shape<EnvironmentRow> {
    $0.id("environment", "The environment.") { $0.name }
    $0.link("path", "Its page; null if it has none.") { $0.path }
    $0.integer("live", "Services of which a version is live there.") { $0.live }
    $0.integer("last_year", "Deployments of the last 365 complete days.") { $0.lastYear }
    $0.integer("total", "All deployments with a time.") { $0.total }
    $0.object("changes", "Changes that reached production there, last 30 days.") { $0.changes }
    $0.object("change_failure_rate", "Change failure rate, 90 days, matured.") {
      $0.changeFailureRate
    }
    $0.object("rollbacks", "Rollbacks, last 90 days.") { $0.rollbacks }
    $0.day("last_day", "The local day of the newest deployment.") { $0.lastDay }
  }
}
