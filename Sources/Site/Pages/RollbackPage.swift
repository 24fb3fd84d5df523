import Archiving
package import Model
package import Rendering

/// What is known of the rollbacks that took one deployment out: mostly one, and several where it was
/// live in several environments.
package struct RollbackPage: Page {
  let blamed: StoredDeployment
  /// At least one; the newest first.
  let rollbacks: [RollbackRow]
  /// What was live around the newest of them; nil if its times are unknown.
  let lanes: SpanLanes?

  package static var template: String { "rollback" }
  package var path: String { SitePaths.rollback(blamed.deployment.id) }
  package var section: SiteSection { .rollbacks }
  package var searchKind: SearchKind? { .rollback }
  package var searchTime: Timestamp? { rollbacks.first?.rollback.at }
  package var feedPath: String { SitePaths.feed(.rollbacks, of: blamed.service) }
  package var breadcrumbs: [Crumb] {
    [Crumb(.rollbacks), Crumb(blamed.service, SitePaths.service(blamed.service))]
  }

  package static let shape = Shape<RollbackPage> {
    $0.text("service_name", "The service that counts it.") { $0.blamed.service }
    $0.link("service_path", "The service's page.", inJSON: false) {
      SitePaths.service($0.blamed.service)
    }
    $0.id("version", "The version taken out.") { $0.blamed.deployment.version }
    $0.id("deployment_id", "The deployment taken out.") { $0.blamed.deployment.id }
    $0.link("deployment_path", "That deployment's page.", inJSON: false) {
      SitePaths.deployment($0.blamed.deployment.id)
    }
    $0.link("service_rollbacks", "The service's rollbacks.", inJSON: false) {
      SitePaths.service($0.blamed.service) + "#rollbacks"
    }
    $0.link("rules", "What counts as a rollback.", inJSON: false) { _ in
      SitePaths.rollbacks + "#definition"
    }
    $0.link("release_path", "The release notes of the version, if it is known to have been live.") {
      page in
      page.rollbacks.contains { $0.liveFrom != nil }
        ? SitePaths.release(page.blamed.service, page.blamed.deployment.version) : nil
    }
    $0.text("commit_message", "The message of the commit taken out.") {
      $0.blamed.deployment.commitMessage
    }
    $0.component("lanes", "What was live around it.", inJSON: true) { $0.lanes }
    $0.list("rollbacks", "Each time it was taken out, the newest first.") { $0.rollbacks }
  }
}
