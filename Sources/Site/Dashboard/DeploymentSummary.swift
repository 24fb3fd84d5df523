import Model
package import Rendering

/// A deployment in a list of the dashboard: the fields its lists have, under the names of the record.
package struct DeploymentSummary: Viewable {
  let id: Text
  let service: Text
  let version: Text
  let status: DeploymentStatus
  let isOnStaging: Bool?
  let isInProduction: Bool?
  let isRolledBack: Bool?
  let createdAt: Timestamp?
  let updatedAt: Timestamp?
  let stagingDeployedAt: Timestamp?
  let productionDeployedAt: Timestamp?
  let rolledBackAt: Timestamp?
  let commit: Text?

  /// Keeps of the record only what lists show.
  init(_ deployment: Deployment) {
    id = deployment.id
    service = deployment.service
    version = deployment.version
    status = deployment.status
    isOnStaging = deployment.deployedToStaging
    isInProduction = deployment.deployedToProduction
    isRolledBack = deployment.rolledBack
    createdAt = deployment.createdAt
    updatedAt = deployment.updatedAt
    stagingDeployedAt = deployment.stagingDeployedAt
    productionDeployedAt = deployment.productionDeployedAt
    rolledBackAt = deployment.rolledBackAt
    commit = deployment.commitSHA?.shortHash
  }

  package static let shape = Shape<DeploymentSummary> {
    $0.id("deployment_id", "The deployment's id.") { $0.id }
    $0.text("service_name", "The service.") { $0.service }
    $0.id("version", "The version deployed.") { $0.version }
    $0.word("status", "The recorded status.", rule: .deploymentStatus) { $0.status.word }
    $0.flag("deployed_to_staging", "Whether it is recorded to have reached staging.") {
      $0.isOnStaging
    }
    $0.flag("deployed_to_production", "Whether it is recorded to have reached production.") {
      $0.isInProduction
    }
    $0.flag("rolled_back", "Whether it is recorded to have been rolled back.") { $0.isRolledBack }
    $0.time("created_at", "When the record was created.") { $0.createdAt }
    $0.time("updated_at", "When the record was last changed.") { $0.updatedAt }
    $0.time("staging_deployed_at", "When it reached staging.") { $0.stagingDeployedAt }
    $0.time("production_deployed_at", "When it reached production.") { $0.productionDeployedAt }
    $0.time("rolled_back_at", "When it was rolled back, as recorded.") { $0.rolledBackAt }
    $0.id("commit_sha", "The commit, 12 characters of it.") { $0.commit }
    $0.link("path", "The deployment's page from the site's root.") { SitePaths.deployment($0.id) }
  }
}
