import Archiving
import Model
package import Rendering

/// The release notes of one version of a service: what came when it went live first, in production if
/// it ever was there, and what became of it everywhere.
package struct ReleasePage: Page {
  /// Changes that stand on the page; JSON has all.
  static let changeLimit = 150
  /// Times it was live that stand there.
  static let spanLimit = 25

  let service: Text
  let version: Text
  let notes: NotesView
  /// When it was live, in any environment, by time.
  let spans: [ReleaseSpanRow]
  /// What took it out, the newest first.
  let rollbacks: [RollbackRow]
  /// The versions before and after it in the environment.
  let earlier: Text?
  let later: Text?

  package static var template: String { "release" }
  package var path: String { SitePaths.release(service, version) }
  package var section: SiteSection { .deployments }
  package var searchKind: SearchKind? { nil }
  package var feedPath: String { SitePaths.feed(.releases, of: service) }
  package var breadcrumbs: [Crumb] {
    [
      Crumb(.services), Crumb(service, SitePaths.service(service)),
      Crumb("Releases", SitePaths.releases(service)),
    ]
  }

  /// What it is now, in the word of its mark.
  var state: ReleaseState {
    if spans.contains(where: { $0.span.end == .stillLive }) { return .live }
    return spans.last?.span.end == .rolledBack ? .rolledBack : .superseded
  }

  package static let shape = Shape<ReleasePage> { s in
    s.fields(of: NotesView.shape) { $0.notes }
    s.word("state", "What it is now.", rule: .releaseState) { $0.state.rawValue }
    s.word("state_label", "The same, in words.", inJSON: false) { $0.state.label }
    s.list("live", "When it was live, by time.") { $0.spans }
    s.excerpt(of: "live", limit: spanLimit) { $0.spans }
    s.list("rollbacks", "What took it out, the newest first.") { $0.rollbacks }
    s.link("service_path", "The service's page.", inJSON: false) { SitePaths.service($0.service) }
    s.link("json_path", "The same as JSON.", inJSON: false) { $0.twinPath }
    s.id("earlier_version", "The release before it in the environment.") { $0.earlier }
    s.link("earlier_path", "Its page.") { page in
      page.earlier.map { SitePaths.release(page.service, $0) }
    }
    s.id("later_version", "The release after it in the environment.") { $0.later }
    s.link("later_path", "Its page.") { page in
      page.later.map { SitePaths.release(page.service, $0) }
    }
    s.flag("has_neighbours", "Whether there is any of the two.", inJSON: false) {
      $0.earlier != nil || $0.later != nil
    }
  }
}

/// What a release is now.
enum ReleaseState: String, CaseIterable {
  case live, superseded
  case rolledBack = "rolled_back"

  var label: String { self == .rolledBack ? "rolled back" : rawValue }
}

/// A stretch of time in which a version was live, with the deployment that brought it.
package struct ReleaseSpanRow: Viewable {
  let span: LiveSpan
  let deployment: DeploymentReference?

  package static let shape = Shape<ReleaseSpanRow> {
    $0.fields(of: SpanRow.shape) { SpanRow(span: $0.span) }
    $0.id("deployment_id", "The deployment that made it so, if a record describes it.") {
      $0.deployment?.deployment.id
    }
    $0.link("path", "That deployment's page.") {
      $0.deployment.map { SitePaths.deployment($0.deployment.id) }
    }
  }
}

/// A release in a list.
package struct ReleaseRow: Viewable {
  let service: Text
  let version: Text
  let environment: Text
  let liveFrom: Timestamp?
  let state: ReleaseState
  let base: Text?
  /// Nil where the records do not tell.
  let changes: Int?
  let breaking: Int?
  let isAtLeast: Bool

  init(_ page: ReleasePage) {
    service = page.service
    version = page.version
    environment = page.notes.environment
    liveFrom = page.notes.liveFrom
    state = page.state
    base = page.notes.baseVersion
    changes = page.notes.changeCount
    breaking = changes.map { _ in page.notes.added.breakingCount }
    isAtLeast = page.notes.isAtLeast
  }

  package static let shape = Shape<ReleaseRow> {
    $0.text("service_name", "The service.") { $0.service }
    $0.id("version", "The version.") { $0.version }
    $0.id("environment", "Where its release notes are of.") { $0.environment }
    $0.time("live_from", "Since when it was live there first.") { $0.liveFrom }
    $0.word("state", "What it is now.", rule: .releaseState) { $0.state.rawValue }
    $0.word("state_label", "The same, in words.", inJSON: false) { $0.state.label }
    $0.id("base_version", "What was live before.") { $0.base }
    $0.integer(
      "changes", "How many changes came with it; null where the records do not tell."
    ) { $0.changes }
    $0.integer("breaking_changes", "How many of them break something.") { $0.breaking }
    $0.flag("is_at_least", "Whether there may be more of both.") { $0.isAtLeast }
    $0.link("path", "Its release notes.") { SitePaths.release($0.service, $0.version) }
    $0.link("service_path", "The service's page.", inJSON: false) { SitePaths.service($0.service) }
  }
}

/// The newest releases of all services.
package struct ReleasesPage: Page {
  static let limit = 100
  /// The newest first.
  let releases: [ReleaseRow]
  let total: Int

  package static var template: String { "releases" }
  package var path: String { SitePaths.releases }
  package var section: SiteSection { .deployments }
  package var breadcrumbs: [Crumb] { [Crumb(.deployments)] }
  package var feedPath: String { SitePaths.feed(.releases, of: nil) }

  package static let shape = Shape<ReleasesPage> {
    $0.integer("count", "How many releases of all services there are.") { $0.total }
    $0.list("releases", "The newest, newest first.") { $0.releases }
  }
}

/// The releases of one service.
package struct ServiceReleasesPage: Page {
  /// At most so many stand on one page.
  static let rowLimit = 150
  let service: Text
  /// The newest first.
  let list: ListPart<ReleaseRow>

  package static var template: String { "service-releases" }
  package var path: String { SitePaths.releases(service, part: list.number) }
  package var section: SiteSection { .services }
  package var searchKind: SearchKind? { nil }
  package var breadcrumbs: [Crumb] {
    [Crumb(.services), Crumb(service, SitePaths.service(service))]
      + (list.isFirst ? [] : [Crumb("Releases", SitePaths.releases(service))])
  }
  package var feedPath: String { SitePaths.feed(.releases, of: service) }

  package static let shape = Shape<ServiceReleasesPage> {
    $0.text("service_name", "The service.") { $0.service }
    $0.link("service_path", "The service's page.", inJSON: false) { SitePaths.service($0.service) }
    $0.integer("count", "How many versions were live.") { $0.list.total }
    $0.part(
      "releases", "Each version that was live, the newest first.",
      path: { SitePaths.releases($0.service, part: $1) }
    ) { $0.list }
  }
}
