import Archiving
package import Model
package import Rendering

/// What a deployment turned out to be, in the word of its status mark.
package enum Outcome: Sendable {
  case status(DeploymentStatus)
  case superseded
  /// Rolled back; inferred if only the order of versions tells.
  case rolledBack(Basis)

  init(_ stored: StoredDeployment) {
    let d = stored.deployment
    if d.isRolledBack {
      self = .rolledBack(.explicit)
    } else if stored.fact.failure == .blamedByRollback {
      self = .rolledBack(.inferred)
    } else if stored.fact.supersededBy != nil, d.status == .live || d.status == .production {
      self = .superseded
    } else {
      self = .status(d.status)
    }
  }

  /// The class of the mark.
  var word: String {
    switch self {
    case .status(let status): status.word
    case .superseded: "superseded"
    case .rolledBack: "rolled_back"
    }
  }

  var label: String {
    switch self {
    case .rolledBack: "rolled back"
    default: word
    }
  }
}

extension DeploymentKind {
  /// What a table calls it.
  var label: String {
    switch self {
    case .notReached: "not in production"
    case .failedAttempt: "failed attempt"
    case .forward: "forward"
    case .redeploy: "redeployed"
    case .rollbackRedeploy: "rollback"
    }
  }
}

/// A deployment in a table or a list.
package struct DeploymentRow: Viewable {
  let deployment: Deployment
  let fact: DeploymentFact
  let outcome: Outcome

  /// - Parameter isLive: it is live at the date of the report, whatever follows after that.
  init(_ stored: StoredDeployment, isLive: Bool = false) {
    deployment = stored.deployment
    fact = stored.fact
    let outcome = Outcome(stored)
    if isLive, case .superseded = outcome {
      self.outcome = .status(stored.deployment.status)
    } else {
      self.outcome = outcome
    }
  }

  package static let shape = Shape<DeploymentRow> {
    $0.id("deployment_id", "The deployment's id.") { $0.deployment.id }
    $0.text("service_name", "The service.") { $0.deployment.service }
    $0.id("version", "The version deployed.") { $0.deployment.version }
    $0.id("environment", "Where to.") { $0.deployment.effectiveEnvironment }
    $0.word("status", "The recorded status.", rule: .deploymentStatus) { $0.deployment.status.word }
    $0.word("outcome", "What it turned out to be.", rule: .outcome) { $0.outcome.word }
    $0.word("outcome_label", "The same, in words.", inJSON: false) { $0.outcome.label }
    $0.word(
      "kind", "Forward, redeployed, rollback, failed attempt or not in production.",
      rule: .deploymentKind
    ) {
      $0.fact.kind.label
    }
    $0.flag("is_rework", "Repairs something.") { $0.fact.isRework }
    $0.time("at", "Reached production, else staging, else was created.") {
      $0.deployment.bucketTime
    }
    $0.time("created_at", "When the record was created.") { $0.deployment.createdAt }
    $0.id("commit_sha", "The commit, 12 characters of it.") {
      $0.deployment.commitSHA.map(\.shortHash)
    }
    $0.text("commit_author", "Who wrote the commit.") { $0.deployment.commitAuthor }
    $0.link("path", "The deployment's page.") { SitePaths.deployment($0.deployment.id) }
    $0.link("service_path", "The service's page.", inJSON: false) {
      SitePaths.service($0.deployment.service)
    }
  }
}

/// A deployment named in passing.
package struct DeploymentReference: Viewable {
  let deployment: Deployment

  init(_ stored: StoredDeployment) { deployment = stored.deployment }

  package static let shape = Shape<DeploymentReference> {
    $0.id("deployment_id", "The deployment's id.") { $0.deployment.id }
    $0.id("version", "The version deployed.") { $0.deployment.version }
    $0.id("environment", "Where to.") { $0.deployment.effectiveEnvironment }
    $0.time("at", "Reached production, else staging, else was created.") {
      $0.deployment.bucketTime
    }
    $0.link("path", "The deployment's page.") { SitePaths.deployment($0.deployment.id) }
  }
}
