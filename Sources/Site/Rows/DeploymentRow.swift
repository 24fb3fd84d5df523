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
    let status = stored.status
    let wasOut = stored.fact.isDrill && stored.fact.kind != .rollbackRedeploy
    if stored.isRolledBack {
      self = .rolledBack(stored.correction?.isRolledBack == nil ? .explicit : .override)
    } else if wasOut {
      self = .rolledBack(.override)
    } else if stored.fact.failure == .blamedByRollback {
      self = .rolledBack(.inferred)
    } else if stored.fact.supersededBy != nil, status == .live || status == .production {
      self = .superseded
    } else {
      self = .status(status)
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
    case .excluded: "excluded"
    }
  }
}

/// A deployment in a table or a list.
package struct DeploymentRow: Viewable {
  let stored: StoredDeployment
  let outcome: Outcome
  var deployment: Deployment { stored.deployment }
  var fact: DeploymentFact { stored.fact }

  /// - Parameter isLive: it is live at the date of the report, whatever follows after that.
  init(_ stored: StoredDeployment, isLive: Bool = false) {
    self.stored = stored
    let outcome = Outcome(stored)
    if isLive, case .superseded = outcome {
      self.outcome = .status(stored.status)
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
    $0.word("special_kind", "The kind, if it is no change in production.", inJSON: false) {
      $0.fact.kind == .forward ? nil : $0.fact.kind.label
    }
    $0.flag("is_rework", "Repairs something.") { $0.fact.isRework }
    $0.flag("is_corrected", "Whether a correction is about it.") { $0.stored.correction != nil }
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
      SitePaths.service($0.stored.service)
    }
  }
}

/// A deployment named in passing.
package struct DeploymentReference: Viewable {
  let deployment: Deployment
  /// The service that it counts as.
  let service: Text

  init(_ stored: StoredDeployment) {
    self.init(stored.deployment, of: stored.service)
  }

  init(_ deployment: Deployment, of service: Text) {
    self.deployment = deployment
    self.service = service
  }

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
