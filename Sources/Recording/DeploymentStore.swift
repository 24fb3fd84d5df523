package import Model

/// What the old service kept deployments in: an event changes one, questions read them.
///
/// Safe to use from many tasks at once; a store over an archive also from many processes. What
/// an operation says is folded with everything known of its deployment, as `Folded` describes.
package protocol DeploymentStore: Sendable {
  /// Lets an event about a deployment take effect and keeps it. Nil, and nothing is kept, if its id
  /// is unknown and it creates no deployment.
  func apply(deploymentEvent event: LifecycleEvent) async throws -> Applied<Deployment>?

  func deployment(_ id: Text) async throws -> Deployment?

  /// The newest first by `Deployment.creationTime`, of equal times the greater id first; those without a
  /// time last.
  /// - Parameters:
  ///   - service: nil for all services.
  ///   - limit: nil for all; none if it is not positive.
  func deployments(ofService service: Text?, limit: Int?) async throws -> [Deployment]
}

/// The old service's operations. Each takes the time it happened at, and returns the deployment after
/// it; one that changes a deployment nothing if there is none of that id.
extension DeploymentStore {
  /// The newest 100.
  package func deployments() async throws -> [Deployment] {
    try await deployments(ofService: nil, limit: 100)
  }

  /// The newest 50 of a service.
  package func deployments(ofService service: Text) async throws -> [Deployment] {
    try await deployments(ofService: service, limit: 50)
  }

  /// - Parameters:
  ///   - id: nil for a new one.
  ///   - status: nil for `pending`, unless the deployment is known already.
  ///   - details: sets what else is known.
  package func createDeployment(
    service: Text, version: Text, id: Text? = nil, status: DeploymentStatus? = nil,
    at time: Timestamp, details: (inout Deployment) -> Void = { _ in }
  ) async throws -> Deployment? {
    try await change(
      id ?? Text("\(UUIDv7())"), .deploymentCreated, at: time, status: status
    ) {
      $0.service = service
      $0.version = version
      details(&$0)
    }
  }

  package func updateStatus(
    ofDeployment id: Text, to status: DeploymentStatus, at time: Timestamp
  ) async throws -> Deployment? {
    try await change(id, .deploymentStatus, at: time, status: status) { _ in }
  }

  /// - Parameter job: that brought it there.
  package func recordStaging(
    ofDeployment id: Text, job: Text?, at time: Timestamp
  ) async throws -> Deployment? {
    try await change(id, .deploymentStaging, at: time) { $0.stagingJobID = job }
  }

  /// - Parameter job: that brought it there.
  package func recordProduction(
    ofDeployment id: Text, job: Text?, at time: Timestamp
  ) async throws -> Deployment? {
    try await change(id, .deploymentProduction, at: time) { $0.productionJobID = job }
  }

  /// - Parameter version: the one it went back to.
  package func recordRollback(
    ofDeployment id: Text, to version: Text?, reason: Text?, at time: Timestamp
  ) async throws -> Deployment? {
    try await change(id, .deploymentRollback, at: time) {
      $0.rolledBackTo = version
      $0.rollbackReason = reason
    }
  }

  private func change(
    _ id: Text, _ type: EventType, at time: Timestamp, status: DeploymentStatus? = nil,
    _ say: (inout Deployment) -> Void
  ) async throws -> Deployment? {
    var said = Deployment(id: id, service: "", version: "", status: status ?? .pending)
    say(&said)
    let event = LifecycleEvent(
      type: type, at: time, record: .deployment(said), hasStatus: status != nil)
    return try await apply(deploymentEvent: event)?.record
  }
}
