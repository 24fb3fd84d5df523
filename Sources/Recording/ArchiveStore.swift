package import Archiving
import Dispatch
package import Model

/// The jobs and deployments of an archive. Others may read and write it at the same time, in this
/// process and in other ones.
///
/// Transactions run one after the other on a thread of their own, so that tasks that wait for the disk
/// or for another process hold up no other task. Throws `ArchiveError`; of kind `busy` if another
/// process writes for longer than the archive was opened to wait.
package final class ArchiveStore: JobStore, DeploymentStore {
  private let archive: Archive
  private let zone: ZoneTable
  private let queue = DispatchQueue(label: "rollbook.archive-store")

  /// - Parameter zone: of the days if the archive has none yet.
  package init(_ archive: Archive, zone: ZoneTable) {
    self.archive = archive
    self.zone = zone
  }

  private func perform<Result: Sendable>(
    _ body: @escaping @Sendable (Archive) throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { [archive] in
        continuation.resume(with: Swift.Result { try body(archive) })
      }
    }
  }

  private func read<Result: Sendable>(
    _ body: @escaping @Sendable (ArchiveReader) throws -> Result
  ) async throws -> Result {
    try await perform { try $0.read(body) }
  }

  // MARK: - Jobs

  package func apply(jobEvent event: LifecycleEvent) async throws -> Applied<Job>? {
    guard event.kind == .job, let applied = try await record(event),
      case .job(let job) = applied.record
    else { return nil }
    return Applied(record: job, effect: applied.effect)
  }

  package func job(_ id: Text) async throws -> Job? { try await read { try $0.job(id: id) } }

  package func jobs(status: JobStatus?, limit: Int?) async throws -> [Job] {
    try await read { try $0.newestJobs(status: status, limit: limit.map { max(0, $0) }) }
  }

  package func runningJobs() async throws -> [Job] { try await read { try $0.runningJobs() } }

  package func jobs(ofAgent agent: Text) async throws -> [Job] {
    try await read { try $0.jobs(ofAgent: agent) }
  }

  // MARK: - Deployments

  package func apply(deploymentEvent event: LifecycleEvent) async throws -> Applied<Deployment>? {
    guard event.kind == .deployment, let applied = try await record(event),
      case .deployment(let deployment) = applied.record
    else { return nil }
    return Applied(record: deployment, effect: applied.effect)
  }

  package func deployment(_ id: Text) async throws -> Deployment? {
    try await read { try $0.deployment(id: id) }
  }

  package func deployments(ofService service: Text?, limit: Int?) async throws -> [Deployment] {
    try await read {
      try $0.newestDeployments(ofService: service, createdLimit: limit.map { max(0, $0) })
    }
  }

  private func record(_ event: LifecycleEvent) async throws -> Applied<Record>? {
    let zone = zone
    return try await perform { try $0.record([event], zone: zone).first ?? nil }
  }
}
