package import Model
package import Rendering

/// A page: one value that the HTML, through its template, and the JSON twin both show.
package protocol Page: Viewable {
  /// The template's name: `home` is `Templates/pages/home.md`.
  static var template: String { get }
  /// From the site's root.
  var path: String { get }
  /// From the site's root; nil for a page without a twin.
  var twinPath: String? { get }
  var section: SiteSection { get }
  /// The pages above this one, the home page left out.
  var breadcrumbs: [Crumb] { get }
  /// As what the search finds it; nil if it does not.
  var searchKind: SearchKind? { get }
  /// What it is found by; nil for its title.
  var searchLabel: Text? { get }
  /// The time of what it is about, which the search shows; nil for none.
  var searchTime: Timestamp? { get }
  /// Whether it has a field to search in.
  var hasSearch: Bool { get }
  /// The feed that tells of what the page is about.
  var feedPath: String { get }
  /// Its list tables as files.
  var tables: [TableFile] { get }
}

extension Page {
  package var twinPath: String? { SitePaths.twin(of: path) }
  package var breadcrumbs: [Crumb] { [] }
  package var searchKind: SearchKind? { .page }
  package var searchLabel: Text? { nil }
  package var searchTime: Timestamp? { nil }
  package var hasSearch: Bool { false }
  package var feedPath: String { SitePaths.feed(.deployments, of: nil) }
  package var tables: [TableFile] { [] }
}

/// The parts of the site that its navigation names.
package enum SiteSection: CaseIterable, Sendable {
  case home, services, deployments, rollbacks, failures, jobs, dataQuality
  /// Not in the navigation.
  case other

  var label: String {
    switch self {
    case .home: "Summary"
    case .services: "Services"
    case .deployments: "Deployments"
    case .rollbacks: "Rollbacks"
    case .failures: "Failure rates"
    case .jobs: "Jobs"
    case .dataQuality: "Data quality"
    case .other: ""
    }
  }

  var path: String {
    switch self {
    case .home, .other: SitePaths.home
    case .services: SitePaths.services
    case .deployments: SitePaths.deployments
    case .rollbacks: SitePaths.rollbacks
    case .failures: SitePaths.failures
    case .jobs: SitePaths.jobs
    case .dataQuality: SitePaths.dataQuality
    }
  }
}

/// One step of the way down to a page.
package struct Crumb: Viewable {
  let label: Text
  let path: String

  init(_ label: Text, _ path: String) {
    self.label = label
    self.path = path
  }

  init(_ section: SiteSection) {
    self.init(Text(section.label), section.path)
  }

  package static let shape = Shape<Crumb> {
    $0.text("label", "The page's name.") { $0.label }
    $0.link("path", "The page.") { $0.path }
  }
}

/// What the layout shows around a page. Nothing in it changes from night to night.
package struct PageFrame: Viewable {
  let siteName: String
  let title: Text
  let assets: AssetPaths
  let section: SiteSection
  let breadcrumbs: [Crumb]
  let twinPath: String?
  let tables: [TableFile]
  let feedPath: String
  let hasSearch: Bool

  package static let shape = Shape<PageFrame> {
    $0.text("title", "The page's title.") { $0.title }
    $0.word("site_name", "The site's name.") { $0.siteName }
    $0.link("style_path", "The stylesheet.") { $0.assets.style }
    $0.link("theme_path", "The stylesheet with the colours of the configuration, if it has any.") {
      $0.assets.theme
    }
    $0.link("icon_path", "The icon.") { $0.assets.icon }
    $0.word("icon_type", "The icon's type, such as image/svg+xml.") { $0.assets.iconType }
    $0.link("logo_path", "The picture beside the site's name, if there is one.") {
      $0.assets.logo?.path
    }
    $0.integer("logo_width", "Its width in pixels.") { $0.assets.logo?.width }
    $0.integer("logo_height", "Its height in pixels.") { $0.assets.logo?.height }
    $0.link("script_path", "The script, if there is one.") { $0.assets.script }
    $0.link("search_script_path", "The script of the search, on pages with a field for it.") {
      $0.hasSearch ? $0.assets.searchScript : nil
    }
    $0.link("home_path", "The home page.") { _ in SitePaths.home }
    $0.link("search_path", "The search.") { _ in SitePaths.search }
    $0.list("nav", "The parts of the site.") { frame in
      SiteSection.allCases.filter { $0 != .other && $0 != .home }.map {
        NavItem(section: $0, isCurrent: $0 == frame.section)
      }
    }
    $0.flag("has_breadcrumbs", "Whether there are pages above this one.") {
      !$0.breadcrumbs.isEmpty
    }
    $0.list("breadcrumbs", "The pages above this one.") { $0.breadcrumbs }
    $0.link("archive_path", "The archive.") { _ in SitePaths.archive }
    $0.link("build_page_path", "The page about this build.") { _ in SitePaths.build }
    $0.link("twin_path", "This page as JSON.") { $0.twinPath }
    $0.link("feed_path", "The feed that tells of what the page is about.") { $0.feedPath }
    $0.link("feeds_page_path", "The page that lists the feeds.") { _ in SitePaths.feeds }
    $0.list("tables", "The page's list tables as CSV files.") { $0.tables }
  }
}

struct NavItem: Viewable {
  let section: SiteSection
  let isCurrent: Bool

  static let shape = Shape<NavItem> {
    $0.word("label", "The part's name.") { $0.section.label }
    $0.link("path", "Its page.") { $0.section.path }
    $0.flag("is_current", "Whether the page belongs to it.") { $0.isCurrent }
  }
}
