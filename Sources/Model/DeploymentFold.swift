/// How events change a deployment.
extension Deployment: EventFolding {
  package static func said(by event: LifecycleEvent) -> Deployment? {
    guard case .deployment(let deployment) = event.record else { return nil }
    return deployment
  }

  package init(begunBy event: LifecycleEvent, saying said: Deployment) {
    self = said
    if !event.hasStatus {
      status = .pending
      sourceStatus = nil
    }
    createdAt = said.createdAt ?? event.at
    updatedAt = max(said.updatedAt ?? event.at, event.at)
  }

  package mutating func obey(_ event: LifecycleEvent, saying said: Deployment) -> EventEffect {
    let isUsual =
      switch event.type {
      case .deploymentCreated: true
      case .deploymentStatus: move(to: event.hasStatus ? said.status : status, saying: said)
      case .deploymentStaging: stage(event, saying: said)
      case .deploymentProduction: produce(event, saying: said)
      case .deploymentRollback: rollBack(event, saying: said)
      default: false
      }
    guard isUsual else { return .unusual }
    fill(fromOlder: event, saying: said)
    return .changed
  }

  package mutating func fill(fromOlder event: LifecycleEvent, saying said: Deployment) {
    switch event.type {
    case .deploymentCreated: createdAt.fill(said.createdAt ?? event.at)
    case .deploymentStaging:
      deployedToStaging.fill(true)
      stagingDeployedAt.fill(said.stagingDeployedAt ?? event.at)
    case .deploymentProduction:
      deployedToProduction.fill(true)
      productionDeployedAt.fill(said.productionDeployedAt ?? event.at)
    case .deploymentRollback:
      rolledBack.fill(true)
      rolledBackAt.fill(said.rolledBackAt ?? event.at)
    default: break
    }
    fill(from: said)
  }

  /// Sets the status; false if the deployment has come to where that does not follow from.
  private mutating func move(to new: DeploymentStatus, saying said: Deployment) -> Bool {
    guard new != status else {
      sourceStatus.fill(said.sourceStatus)
      return true
    }
    guard status.canBecome(new) else { return false }
    status = new
    sourceStatus = said.sourceStatus
    return true
  }

  private mutating func stage(_ event: LifecycleEvent, saying said: Deployment) -> Bool {
    let isRepeated = status == .staged
    if isRepeated, differs(stagingJobID, said.stagingJobID) { return false }
    guard move(to: .staged, saying: said) else { return false }
    guard !isRepeated else { return true }
    deployedToStaging = true
    stagingDeployedAt = said.stagingDeployedAt ?? event.at
    stagingJobID = said.stagingJobID ?? stagingJobID
    return true
  }

  private mutating func produce(_ event: LifecycleEvent, saying said: Deployment) -> Bool {
    let isRepeated = status == .live
    if isRepeated, differs(productionJobID, said.productionJobID) { return false }
    guard move(to: .live, saying: said) else { return false }
    guard !isRepeated else { return true }
    deployedToProduction = true
    productionDeployedAt = said.productionDeployedAt ?? event.at
    productionJobID = said.productionJobID ?? productionJobID
    return true
  }

  private mutating func rollBack(_ event: LifecycleEvent, saying said: Deployment) -> Bool {
    let isRepeated = status == .rolledBack
    if isRepeated, differs(rolledBackTo, said.rolledBackTo) { return false }
    guard move(to: .rolledBack, saying: said) else { return false }
    guard !isRepeated else { return true }
    rolledBack = true
    rolledBackAt = said.rolledBackAt ?? event.at
    rolledBackTo = said.rolledBackTo ?? rolledBackTo
    rollbackReason = said.rollbackReason ?? rollbackReason
    return true
  }

  private func differs(_ mine: Text?, _ theirs: Text?) -> Bool {
    guard let mine, let theirs else { return false }
    return mine != theirs
  }

  /// Everything but the status and the words for it.
  private mutating func fill(from said: Deployment) {
    service.fill(said.service)
    version.fill(said.version)
    environment.fill(said.environment)
    repo.fill(said.repo)
    ref.fill(said.ref)
    commitSHA.fill(said.commitSHA)
    commitMessage.fill(said.commitMessage)
    commitAuthor.fill(said.commitAuthor)
    buildJobID.fill(said.buildJobID)
    testJobID.fill(said.testJobID)
    deployJobID.fill(said.deployJobID)
    stagingJobID.fill(said.stagingJobID)
    productionJobID.fill(said.productionJobID)
    createdAt.fill(said.createdAt)
    updatedAt.fill(said.updatedAt)
    fillOutcome(from: said)
    if tags.isEmpty { tags = said.tags }
    metadata.fill(said.metadata)
  }

  private mutating func fillOutcome(from said: Deployment) {
    deployedToStaging.fill(said.deployedToStaging)
    deployedToProduction.fill(said.deployedToProduction)
    stagingDeployedAt.fill(said.stagingDeployedAt)
    productionDeployedAt.fill(said.productionDeployedAt)
    rolledBack.fill(said.rolledBack)
    rolledBackAt.fill(said.rolledBackAt)
    rolledBackTo.fill(said.rolledBackTo)
    rollbackReason.fill(said.rollbackReason)
    errorRate.fill(said.errorRate)
    latencyMilliseconds.fill(said.latencyMilliseconds)
    requestsPerSecond.fill(said.requestsPerSecond)
  }
}

extension DeploymentStatus {
  /// Whether a deployment of this status can come to another: what is live fails or is rolled back,
  /// what failed may arrive at another attempt or be rolled back, and nothing follows a rollback.
  fileprivate func canBecome(_ next: DeploymentStatus) -> Bool {
    switch self {
    case .rolledBack: false
    case .failed: next == .staged || next == .live || next == .rolledBack
    case .live: next == .failed || next == .rolledBack
    case .pending, .staging, .staged, .production: true
    }
  }
}
