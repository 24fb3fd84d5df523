import Archiving
import Model

/// Rollbacks with the deployments they are about.
struct RollbackReading {
  private let reader: PublicReader

  init(_ reader: PublicReader) { self.reader = reader }

  /// Nil if the deployment blamed is not in the archive.
  func row(_ rollback: Rollback) throws -> RollbackRow? {
    guard let blamed = try reader.deployment(key: rollback.blamed) else { return nil }
    let span = try reader.spans(ofDeployment: rollback.blamed).last { span in
      span.environment == rollback.environment
        && (rollback.at.map { span.from <= $0 } ?? true)
    }
    let target = try rollback.toVersion.flatMap {
      try reader.lastDeployment(
        of: blamed.service, version: $0, in: rollback.environment,
        before: span?.from ?? rollback.at)
    }
    return RollbackRow(
      rollback: rollback, blamed: blamed,
      by: try rollback.by.flatMap { try reader.deployment(key: $0) },
      reland: try rollback.relandedBy.flatMap { try reader.deployment(key: $0) },
      withdrawn: try rollback.withdrawn.compactMap {
        try reader.deployment(key: $0).map(DeploymentReference.init)
      }, liveFrom: span?.from, target: target)
  }
}
