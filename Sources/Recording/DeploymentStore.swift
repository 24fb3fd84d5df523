package import Model

/// What the old service kept deployments in: an event changes one, questions read them.
///
/// Safe to use from many tasks at once; a store over an archive also from many processes. What
/// an operation says is folded with everything known of its deployment, as `Folded` describes.
package protocol DeploymentStore: Sendable {
  /// Lets an event about a deployment take effect and keeps it. Nil, and nothing is kept, if its id
  /// is unknown and it creates no deployment.
  func apply(_ event: LifecycleEvent) async throws -> Applied<Deployment>?

  func deployment(_ id: Text) async throws -> Deployment?

  /// The newest created first, of equal times the greater id first; those without a time last.
  /// - Parameters:
  ///   - service: nil for all services.
  ///   - limit: nil for all.
  func deployments(of service: Text?, limit: Int?) async throws -> [Deployment]
}
