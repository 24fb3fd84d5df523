/// Something that happened to a job or a deployment, told on its own instead of as a whole record.
///
/// Events of one id are folded by time, then type, then canonical bytes, so that neither order nor
/// repetition matters.
package struct LifecycleEvent: Sendable, Equatable {
  package var type: EventType
  package var at: Timestamp
  /// Id and fields the event brings. What it does not say is nil; text that a whole record must have
  /// is empty. A job_id beside a deployment_id stands as the staging or production job.
  package var record: Record
  /// Whether the event names a status; else that of `record` means nothing.
  package var hasStatus: Bool

  package init(type: EventType, at: Timestamp, record: Record, hasStatus: Bool) {
    self.type = type
    self.at = at
    self.record = record
    self.hasStatus = hasStatus
  }

  package var kind: RecordKind { record.kind }
  package var id: Text { record.id }

  /// The same bytes for the same event: its members sorted by name, and of its record no status if
  /// it names none.
  package var canonicalJSON: ByteBuffer {
    var w = JSONObjectWriter(into: ByteBuffer(capacity: 512))
    w.member("at", at)
    w.member("has_status", hasStatus)
    w.name("record")
    w.buffer.append(contentsOf: recordWithoutIdleStatus.canonicalJSON.bytes)
    w.member("type", word: type.word)
    return w.finish()
  }

  private var recordWithoutIdleStatus: Record {
    guard !hasStatus else { return record }
    switch record {
    case .job(var job):
      job.status = .unknown
      return .job(job)
    case .deployment(var deployment):
      deployment.status = .pending
      return .deployment(deployment)
    case .commit, .incident: return record
    }
  }
}

/// What can happen; events of one instant take effect in this order.
package enum EventType: UInt8, CaseIterable, Sendable {
  case jobCreated, jobStatus, jobCompleted
  case deploymentCreated, deploymentStatus, deploymentStaging, deploymentProduction
  case deploymentRollback

  /// The `type` in JSON.
  package var word: String {
    switch self {
    case .jobCreated: "job.created"
    case .jobStatus: "job.status"
    case .jobCompleted: "job.completed"
    case .deploymentCreated: "deployment.created"
    case .deploymentStatus: "deployment.status"
    case .deploymentStaging: "deployment.staging"
    case .deploymentProduction: "deployment.production"
    case .deploymentRollback: "deployment.rollback"
    }
  }

  package var kind: RecordKind { rawValue <= EventType.jobCompleted.rawValue ? .job : .deployment }

  /// Whether a record can begin with it.
  package var isCreation: Bool { self == .jobCreated || self == .deploymentCreated }

  package init?(word: String) {
    guard let type = EventType.allCases.first(where: { $0.word == word }) else { return nil }
    self = type
  }
}

/// A source says that it deleted a record. The record stays, marked as deleted at its source.
package struct Deletion: Sendable, Equatable {
  package var kind: RecordKind
  package var id: Text
  package var at: Timestamp

  package init(kind: RecordKind, id: Text, at: Timestamp) {
    self.kind = kind
    self.id = id
    self.at = at
  }
}
