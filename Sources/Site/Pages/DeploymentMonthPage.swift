import Model
package import Rendering

/// The deployments of a month.
package struct DeploymentMonthPage: Page {
  let page: MonthPage<DeploymentRow>
  let tally: [DeploymentDayRow]

  package static var template: String { "deployment-month" }
  package var path: String { page.path("deployments") }
  package var section: SiteSection { .deployments }
  package var searchKind: SearchKind? { page.part == nil ? .page : nil }
  package var breadcrumbs: [Crumb] { [Crumb(.deployments)] }
  package var tables: [TableFile] {
    [
      TableFile(
        "Deployments of the month as CSV", SitePaths.monthTable("deployments", page.month))
    ]
  }

  package static let shape = Shape<DeploymentMonthPage> {
    MonthPage.addFields(&$0, section: "deployments", rowsName: "deployments") { $0.page }
    $0.list("days", "The month's days with deployments; only on its own page.") { $0.tally }
  }
}

/// One day's deployments, by what became of them.
package struct DeploymentDayRow: Viewable {
  let day: LocalDay
  var total = 0
  var forward = 0
  var failed = 0
  var rollbacks = 0
  var failedAttempts = 0

  package static let shape = Shape<DeploymentDayRow> {
    $0.day("day", "The local day.") { $0.day }
    $0.integer("total", "Deployments with their time on this day.") { $0.total }
    $0.integer("forward", "Forward deployments in production.") { $0.forward }
    $0.integer("failed", "Forward deployments that failed.") { $0.failed }
    $0.integer("rollbacks", "Deployments that went back to an older version.") { $0.rollbacks }
    $0.integer("failed_attempts", "Failed without reaching production.") { $0.failedAttempts }
  }
}
