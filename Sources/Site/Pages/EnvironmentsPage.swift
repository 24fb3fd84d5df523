import Metrics
import Model
package import Rendering

/// All environments.
package struct EnvironmentsPage: Page {
  /// Those with the most deployments in the last year first.
  let environments: [EnvironmentRow]

  /// At most so many stand on the page; all are in its twin.
  static let rowLimit = 500

  package static var template: String { "environments" }
  package var path: String { SitePaths.environments }
  package var section: SiteSection { .services }
  package var breadcrumbs: [Crumb] { [Crumb(.services)] }
  package var tables: [TableFile] {
    [TableFile("Environments as CSV", SitePaths.table(of: path), environments)]
  }

  package static let shape = Shape<EnvironmentsPage> {
    $0.word("lead", "How many environments.") {
      FigureText.count($0.environments.count, "environment") + " with deployments."
    }
    $0.integer("count", "How many environments.") { $0.environments.count }
    $0.list(
      "environments", "Those with the most deployments in the last 365 complete days first."
    ) { $0.environments }
    $0.list("shown", "The first of them.", inJSON: false) {
      Array($0.environments.prefix(EnvironmentsPage.rowLimit))
    }
    $0.integer("hidden", "How many more there are.", inJSON: false) {
      let count = $0.environments.count
      return count > EnvironmentsPage.rowLimit ? count - EnvironmentsPage.rowLimit : nil
    }
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
