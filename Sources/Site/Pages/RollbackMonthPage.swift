package import Rendering

/// The rollbacks of a month, or those whose time is unknown.
package struct RollbackMonthPage: Page {
  let page: MonthPage<RollbackRow>

  package static var template: String { "rollback-month" }
  package var path: String { page.path("rollbacks") }
  package var section: SiteSection { .rollbacks }
  package var searchKind: SearchKind? { page.part == nil ? .page : nil }
  package var breadcrumbs: [Crumb] { [Crumb(.rollbacks)] }
  package var feedPath: String { SitePaths.feed(.rollbacks, of: nil) }
  package var tables: [TableFile] {
    [TableFile("Rollbacks of the month as CSV", SitePaths.monthTable("rollbacks", page.month))]
  }

  package static let shape = Shape<RollbackMonthPage> {
    MonthPage.addFields(&$0, section: "rollbacks", rowsName: "rollbacks") { $0.page }
  }
}
