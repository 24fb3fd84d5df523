import Archiving
import Model

/// Rollbacks with the deployments they are about.
struct RollbackReading {
  private let reader: ArchiveReader

  init(_ reader: ArchiveReader) { self.reader = reader }

  /// Nil if the deployment blamed is not in the archive.
  ///
  /// - Parameter spans: those of the service, in which to find when the version was live.
  func row(_ rollback: Rollback, spans: [LiveSpan]) throws -> RollbackRow? {
    guard let blamed = try reader.deployment(key: rollback.blamed) else { return nil }
    let span = spans.last { span in
      span.deployment == rollback.blamed && span.environment == rollback.environment
        && (rollback.at.map { span.from <= $0 } ?? true)
    }
    let target = spans.first {
      $0.environment == rollback.environment && $0.version == rollback.toVersion
    }
    return RollbackRow(
      rollback: rollback, blamed: blamed,
      by: try rollback.by.flatMap { try reader.deployment(key: $0) },
      reland: try rollback.relandedBy.flatMap { try reader.deployment(key: $0) },
      withdrawn: try rollback.withdrawn.compactMap {
        try reader.deployment(key: $0).map(DeploymentReference.init)
      }, liveFrom: span?.from,
      target: try target?.deployment.flatMap { try reader.deployment(key: $0) })
  }
}
