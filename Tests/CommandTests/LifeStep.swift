import Foundation

/// One command of a life, and what is true after it.
struct LifeStep: Sendable {
  /// After `rollbook record`.
  let command: [String]
  /// Members that the record has from now on, as JSON.
  let changes: String

  init(_ command: String..., changes: String) {
    self.command = command
    self.changes = changes
  }

  /// Two jobs and a deployment, from their creation to their end. All on one day.
  static let all: [LifeStep] = [
    LifeStep(
      "job", "create", "--job-id", "build-17", "--job-type", "build", "--repo", "acme/api",
      "--ref", "main", "--commit-sha", "4be1c0ffee4be1c0ffee4be1c0ffee4be1c0ffee",
      "--commit-message", "Fix <b>&amp;</b>", "--commit-author", "Ada", "--tag", "nightly",
      "--at", "2026-11-01T08:00:00Z",
      changes: """
        {"job_id": "build-17", "job_type": "build", "status": "pending", "repo": "acme/api",
        "ref": "main", "commit_sha": "4be1c0ffee4be1c0ffee4be1c0ffee4be1c0ffee",
        "commit_message": "Fix <b>&amp;</b>", "commit_author": "Ada", "tags": ["nightly"],
        "created_at": "2026-11-01T08:00:00Z", "queued_at": null, "started_at": null,
        "completed_at": null, "updated_at": "2026-11-01T08:00:00Z", "agent_id": null,
        "exit_code": null, "duration_seconds": null, "logs_url": null, "error_message": null}
        """),
    LifeStep(
      "job", "status", "build-17", "queued", "--at", "2026-11-01T08:00:05Z",
      changes: """
        {"status": "queued", "queued_at": "2026-11-01T08:00:05Z",
        "updated_at": "2026-11-01T08:00:05Z"}
        """),
    LifeStep(
      "job", "status", "build-17", "running", "--agent", "runner-1", "--at",
      "2026-11-01T08:00:10.250Z",
      changes: """
        {"status": "running", "started_at": "2026-11-01T08:00:10.250Z", "agent_id": "runner-1",
        "updated_at": "2026-11-01T08:00:10.250Z"}
        """),
    LifeStep(
      "job", "create", "--job-id", "test-18", "--job-type", "test", "--agent", "runner-1", "--at",
      "2026-11-01T08:00:15Z",
      changes: """
        {"job_id": "test-18", "job_type": "test", "status": "pending", "agent_id": "runner-1",
        "created_at": "2026-11-01T08:00:15Z", "started_at": null, "exit_code": null}
        """),
    LifeStep(
      "job", "complete", "build-17", "--exit-code", "0", "--duration", "12.5", "--logs-url",
      "https://ci.example/17", "--at", "2026-11-01T08:00:22.750Z",
      changes: """
        {"status": "success", "exit_code": 0, "duration_seconds": 12.5,
        "logs_url": "https://ci.example/17", "completed_at": "2026-11-01T08:00:22.750Z",
        "updated_at": "2026-11-01T08:00:22.750Z"}
        """),
    LifeStep(
      "job", "complete", "test-18", "--exit-code", "1", "--duration", "0", "--error-message",
      "2 tests failed", "--at", "2026-11-01T08:00:30Z",
      changes: """
        {"status": "failed", "exit_code": 1, "duration_seconds": 0,
        "error_message": "2 tests failed", "completed_at": "2026-11-01T08:00:30Z"}
        """),
    LifeStep(
      "deployment", "create", "--deployment-id", "deploy-9", "--service", "checkout",
      "--version", "1.8.2", "--build-job-id", "build-17", "--at", "2026-11-01T08:10:00Z",
      changes: """
        {"deployment_id": "deploy-9", "service_name": "checkout", "version": "1.8.2",
        "status": "pending", "build_job_id": "build-17", "created_at": "2026-11-01T08:10:00Z",
        "staging_deployed_at": null, "production_deployed_at": null, "rolled_back_at": null,
        "rolled_back_to": null, "rollback_reason": null}
        """),
    LifeStep(
      "deployment", "staging", "deploy-9", "--job-id", "stage-1", "--at", "2026-11-01T08:20:00Z",
      changes: """
        {"status": "staged", "deployed_to_staging": true, "staging_job_id": "stage-1",
        "staging_deployed_at": "2026-11-01T08:20:00Z", "updated_at": "2026-11-01T08:20:00Z"}
        """),
    LifeStep(
      "deployment", "production", "deploy-9", "--job-id", "prod-1", "--at",
      "2026-11-01T08:30:00Z",
      changes: """
        {"status": "live", "deployed_to_production": true, "production_job_id": "prod-1",
        "production_deployed_at": "2026-11-01T08:30:00Z", "updated_at": "2026-11-01T08:30:00Z"}
        """),
    LifeStep(
      "deployment", "rollback", "deploy-9", "--to", "1.8.1", "--reason", "4 % errors", "--at",
      "2026-11-01T09:00:00Z",
      changes: """
        {"status": "rolled_back", "rolled_back": true, "rolled_back_to": "1.8.1",
        "rollback_reason": "4 % errors", "rolled_back_at": "2026-11-01T09:00:00Z",
        "updated_at": "2026-11-01T09:00:00Z"}
        """),
  ]

  /// The id that the command is about.
  var id: String {
    let named = command.firstIndex { ["--job-id", "--deployment-id"].contains($0) }
    return command[1] == "create" ? named.map { command[$0 + 1] } ?? "" : command[2]
  }

  var isAboutAJob: Bool { command[0] == "job" }
}

/// The records as they should be by now, independent of the program.
struct LifeRecords {
  /// By id, in the order of creation.
  private(set) var jobs: [(id: String, members: [String: Any])] = []
  private(set) var deployments: [(id: String, members: [String: Any])] = []

  mutating func take(_ step: LifeStep) throws {
    let changes = try JSON.object(step.changes)
    if step.isAboutAJob {
      LifeRecords.merge(changes, step.id, &jobs)
    } else {
      LifeRecords.merge(changes, step.id, &deployments)
    }
  }

  private static func merge(
    _ changes: [String: Any], _ id: String, _ records: inout [(id: String, members: [String: Any])]
  ) {
    if let i = records.firstIndex(where: { $0.id == id }) {
      records[i].members.merge(changes) { $1 }
    } else {
      records.append((id, changes))
    }
  }

  func members(of step: LifeStep) -> [String: Any] {
    (step.isAboutAJob ? jobs : deployments).first { $0.id == step.id }?.members ?? [:]
  }

  /// Ids, the newest created first.
  func jobIDs(_ fits: (String) -> Bool = { _ in true }) -> [String] {
    jobs.filter { fits($0.members["status"] as? String ?? "") }.map(\.id).reversed()
  }

  static let openStatuses = ["pending", "queued", "running"]
}
