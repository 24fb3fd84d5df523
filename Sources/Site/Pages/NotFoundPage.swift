import Archiving
import Model
package import Rendering

/// What a web server shows for an address that is not there.
package struct NotFoundPage: Page {
  package static var template: String { "404" }
  package var path: String { SitePaths.notFound }
  package var twinPath: String? { nil }
  package var section: SiteSection { .other }
  package var searchKind: SearchKind? { nil }
  package var hasSearch: Bool { true }

  package static let shape = Shape<NotFoundPage> {
    $0.link("home_path", "The home page.") { _ in SitePaths.home }
  }
}
