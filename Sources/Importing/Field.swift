import Foundation
import Model

/// The fields of records and events that mean something to us, by their names in sources.
enum Field: UInt8, CaseIterable {
  case jobID, jobType, status, sourceStatus
  case repo, ref, commitSHA, commitMessage, commitAuthor, agentID
  case createdAt, queuedAt, startedAt, completedAt, updatedAt
  case exitCode, durationSeconds, logsURL, errorMessage, tags, metadata
  case deploymentID, serviceName, serviceID, version, environment
  case buildJobID, testJobID, deployJobID, stagingJobID, productionJobID
  case deployedToStaging, deployedToProduction, stagingDeployedAt, productionDeployedAt
  case rolledBack, rolledBackAt, rolledBackTo, rollbackReason
  case errorRate, latencyMilliseconds, requestsPerSecond
  case eventType, eventAt
  case sha, parents, authoredAt, committedAt, author, authorEmail, message
  case incidentID, detectedAt, resolvedAt, causedBy, title, severity, url

  var name: StaticString {
    switch self {
    case .jobID: "job_id"
    case .jobType: "job_type"
    case .status: "status"
    case .sourceStatus: "source_status"
    case .repo: "repo"
    case .ref: "ref"
    case .commitSHA: "commit_sha"
    case .commitMessage: "commit_message"
    case .commitAuthor: "commit_author"
    case .agentID: "agent_id"
    case .createdAt: "created_at"
    case .queuedAt: "queued_at"
    case .startedAt: "started_at"
    case .completedAt: "completed_at"
    case .updatedAt: "updated_at"
    case .exitCode: "exit_code"
    case .durationSeconds: "duration_seconds"
    case .logsURL: "logs_url"
    case .errorMessage: "error_message"
    case .tags: "tags"
    case .metadata: "metadata"
    case .deploymentID: "deployment_id"
    case .serviceName: "service_name"
    case .serviceID: "service_id"
    case .version: "version"
    case .environment: "environment"
    case .buildJobID: "build_job_id"
    case .testJobID: "test_job_id"
    case .deployJobID: "deploy_job_id"
    case .stagingJobID: "staging_job_id"
    case .productionJobID: "production_job_id"
    case .deployedToStaging: "deployed_to_staging"
    case .deployedToProduction: "deployed_to_production"
    case .stagingDeployedAt: "staging_deployed_at"
    case .productionDeployedAt: "production_deployed_at"
    case .rolledBack: "rolled_back"
    case .rolledBackAt: "rolled_back_at"
    case .rolledBackTo: "rolled_back_to"
    case .rollbackReason: "rollback_reason"
    case .errorRate: "error_rate"
    case .latencyMilliseconds: "latency_ms"
    case .requestsPerSecond: "requests_per_sec"
    case .eventType: "type"
    case .eventAt: "at"
    case .sha: "sha"
    case .parents: "parents"
    case .authoredAt: "authored_at"
    case .committedAt: "committed_at"
    case .author: "author"
    case .authorEmail: "author_email"
    case .message: "message"
    case .incidentID: "incident_id"
    case .detectedAt: "detected_at"
    case .resolvedAt: "resolved_at"
    case .causedBy: "caused_by"
    case .title: "title"
    case .severity: "severity"
    case .url: "url"
    }
  }

  /// Whether a record of this kind has it. What it does not have goes into its metadata.
  /// `service_id` counts only in place of `service_name`.
  func isOf(_ kind: RecordKind) -> Bool {
    switch kind {
    case .job: rawValue <= Field.metadata.rawValue
    case .deployment:
      switch self {
      case .jobID, .jobType, .agentID, .queuedAt, .startedAt, .completedAt, .exitCode,
        .durationSeconds, .logsURL, .errorMessage, .serviceID, .eventType, .eventAt:
        false
      default: rawValue < Field.sha.rawValue
      }
    case .commit:
      switch self {
      case .repo, .metadata: true
      default: (Field.sha.rawValue...Field.message.rawValue).contains(rawValue)
      }
    case .incident:
      switch self {
      case .serviceName, .environment, .startedAt, .tags, .metadata: true
      default: rawValue >= Field.incidentID.rawValue
      }
    }
  }

  /// Whether it belongs to an event as such, beside the fields of its record.
  var isOfEvent: Bool { self == .eventType || self == .eventAt || self == .jobID }

  /// Whether a source may write it as a bare number or boolean; the source text is kept.
  var acceptsBareValues: Bool {
    switch self {
    case .jobID, .deploymentID, .serviceID, .agentID, .buildJobID, .testJobID, .deployJobID,
      .stagingJobID, .productionJobID, .version, .ref, .rolledBackTo, .incidentID, .causedBy:
      true
    default: false
    }
  }

  /// Whether its value is text, an id included.
  var isText: Bool {
    switch self {
    case .createdAt, .queuedAt, .startedAt, .completedAt, .updatedAt, .stagingDeployedAt,
      .productionDeployedAt, .rolledBackAt, .eventAt, .authoredAt, .committedAt, .detectedAt,
      .resolvedAt, .exitCode, .durationSeconds, .errorRate, .latencyMilliseconds,
      .requestsPerSecond, .deployedToStaging, .deployedToProduction, .rolledBack, .tags, .parents,
      .metadata:
      false
    default: true
    }
  }

  /// Whether it is true or false; in SQLite 1 or 0.
  var isBoolean: Bool {
    self == .deployedToStaging || self == .deployedToProduction || self == .rolledBack
  }

  /// Whether few values of it are common to many records.
  var isRepetitive: Bool {
    switch self {
    case .jobType, .repo, .ref, .commitAuthor, .agentID, .serviceName, .serviceID, .environment,
      .sourceStatus, .author, .authorEmail, .severity:
      true
    default: false
    }
  }
}

/// Finds a field by the bytes of its name with one probe in nearly all cases.
struct FieldTable {
  private static let size = 256
  /// The field's number plus one, 0 for an empty slot.
  private var slots = [UInt8](repeating: 0, count: FieldTable.size)
  /// Constant text of the program: the pointers stay valid.
  private let names = Field.allCases.map { field in
    UnsafeBufferPointer(start: field.name.utf8Start, count: field.name.utf8CodeUnitCount)
  }

  init() {
    for field in Field.allCases {
      let name = field.name
      var slot = FieldTable.hash(name.utf8Start, name.utf8CodeUnitCount)
      while slots[slot] != 0 { slot = (slot + 1) % FieldTable.size }
      slots[slot] = field.rawValue + 1
    }
  }

  @inline(__always)
  private static func hash(_ name: UnsafePointer<UInt8>, _ count: Int) -> Int {
    let sum = Int(name[0]) &* 31 &+ Int(name[count / 2]) &* 7 &+ Int(name[count - 1]) &* 5
    return (sum &+ count &* 13) & (size - 1)
  }

  /// Nil for a name that means nothing to us.
  func field(named name: UnsafeBufferPointer<UInt8>) -> Field? {
    guard let start = name.baseAddress, name.count > 0 else { return nil }
    var slot = FieldTable.hash(start, name.count)
    while slots[slot] != 0 {
      let candidate = names[Int(slots[slot]) - 1]
      if candidate.count == name.count, FieldTable.isSame(candidate, start) {
        return Field(rawValue: slots[slot] - 1)
      }
      slot = (slot + 1) % FieldTable.size
    }
    return nil
  }

  @inline(__always)
  private static func isSame(
    _ name: UnsafeBufferPointer<UInt8>, _ start: UnsafePointer<UInt8>
  ) -> Bool {
    name.baseAddress.map { memcmp($0, start, name.count) == 0 } ?? false
  }
}
