import Model
package import Rendering

/// All deployments, by month.
package struct DeploymentsPage: Page {
  let total: Int
  let months: [MonthListRow]
  let weeks: WeekBars
  let latest: [DeploymentRow]

  package static var template: String { "deployments" }
  package var path: String { SitePaths.deployments }
  package var section: SiteSection { .deployments }
  package var tables: [TableFile] {
    [TableFile("Newest deployments as CSV", SitePaths.table(of: path), latest)]
  }

  package static let shape = Shape<DeploymentsPage> {
    $0.word("lead", "How many deployments, in a sentence.") {
      FigureText.count($0.total, "deployment") + " in the archive."
    }
    $0.integer("total", "Deployments in the archive.") { $0.total }
    $0.link("releases_path", "The newest releases.", inJSON: false) { _ in SitePaths.releases }
    $0.list("months", "The months with deployments, newest first.") { $0.months }
    $0.component("weeks", "Deployments by week.", inJSON: true) { $0.weeks }
    $0.list("deployments", "The newest deployments, newest first.") { $0.latest }
  }
}
