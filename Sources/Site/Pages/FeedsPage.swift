import Model
package import Rendering

/// Which feeds there are.
package struct FeedsPage: Page {
  /// By name.
  let services: [Text]
  /// Whether the addresses in feeds are whole ones.
  let hasAddress: Bool

  package static var template: String { "feeds" }
  package var path: String { SitePaths.feeds }
  package var section: SiteSection { .other }

  package static let shape = Shape<FeedsPage> {
    $0.list("feeds", "The feeds of all services.") { _ in
      FeedKind.allCases.map { FeedRow(kind: $0, service: nil) }
    }
    $0.list("services", "The services, each with its feeds.") {
      $0.services.map(ServiceFeedsRow.init)
    }
    $0.flag("has_address", "Whether feeds name pages by their whole address.") { $0.hasAddress }
  }
}

/// One feed in both forms.
struct FeedRow: Viewable {
  let kind: FeedKind
  /// Nil for all.
  let service: Text?

  static let shape = Shape<FeedRow> {
    $0.word("title", "What it tells of.") { $0.kind.title }
    $0.link("atom_path", "The feed as Atom.") { SitePaths.feed($0.kind, of: $0.service) }
    $0.link("json_path", "The feed as JSON Feed.") { SitePaths.jsonFeed($0.kind, of: $0.service) }
  }
}

/// The feeds of one service.
struct ServiceFeedsRow: Viewable {
  let service: Text

  static let shape = Shape<ServiceFeedsRow> {
    $0.text("service_name", "The service.") { $0.service }
    $0.link("path", "The service's page.") { SitePaths.service($0.service) }
    $0.list("feeds", "Its feeds.") { row in
      FeedKind.allCases.map { FeedRow(kind: $0, service: row.service) }
    }
  }
}
