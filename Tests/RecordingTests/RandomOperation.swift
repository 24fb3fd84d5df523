import Model
import Recording

/// One operation on a store, and the same as a line that an import reads.
struct RandomOperation: Sendable {
  let line: String
  let run: @Sendable (any JobStore & DeploymentStore) async throws -> Void

  private static let ids = ["a", "A", "é", "e\u{301}", "b/c"]

  /// Begins each id, so that no operation is refused whatever order they come in.
  static func beginnings() -> [RandomOperation] {
    ids.enumerated().flatMap { i, id in
      [
        createJob(id, at: Int64(i % 2)),
        createDeployment(id, at: Int64(i % 2), service: "s\(i % 3)"),
      ]
    }
  }

  static func random(_ dice: inout SplitMix64) -> RandomOperation {
    let id = ids[Int.random(in: 0..<ids.count, using: &dice)]
    let at = Int64.random(in: 2..<30, using: &dice)
    let text = "x\(Int.random(in: 0..<3, using: &dice))"
    switch Int.random(in: 0..<8, using: &dice) {
    case 0: return createJob(id, at: at)
    case 1:
      return updateJob(id, JobStatus.allCases[Int.random(in: 0..<9, using: &dice)], text, at: at)
    case 2: return complete(id, &dice, at: at)
    case 3: return createDeployment(id, at: at, service: text)
    case 4:
      return updateDeployment(
        id, DeploymentStatus.allCases[Int.random(in: 0..<7, using: &dice)], at: at)
    case 5: return bring(id, to: "staging", job: text, at: at)
    case 6: return bring(id, to: "production", job: text, at: at)
    default: return rollBack(id, text, at: at)
    }
  }

  private static func line(_ type: String, _ id: String, at: Int64, _ rest: String) -> String {
    let key = type.hasPrefix("job") ? "job_id" : "deployment_id"
    let comma = rest.isEmpty ? "" : ", "
    return
      #"{"type": "\#(type)", "at": "\#(minute(at).rfc3339)", "\#(key)": "\#(id)"\#(comma)\#(rest)}"#
  }

  // MARK: - Jobs

  private static func createJob(_ id: String, at: Int64) -> RandomOperation {
    RandomOperation(line: line("job.created", id, at: at, #""job_type": "t\#(at % 2)""#)) {
      _ = try await $0.createJob(type: Text("t\(at % 2)"), id: Text(id), at: minute(at))
    }
  }

  private static func updateJob(
    _ id: String, _ status: JobStatus, _ agent: String, at: Int64
  ) -> RandomOperation {
    let rest = #""status": "\#(status.word)", "agent_id": "\#(agent)""#
    return RandomOperation(line: line("job.status", id, at: at, rest)) {
      _ = try await $0.updateStatus(
        ofJob: Text(id), to: status, agent: Text(agent), at: minute(at))
    }
  }

  private static func complete(
    _ id: String, _ dice: inout SplitMix64, at: Int64
  ) -> RandomOperation {
    var result = JobResult(exitCode: Int64.random(in: -1...1, using: &dice))
    var rest = #""exit_code": \#(result.exitCode ?? 0)"#
    if dice.chance(30) {
      let status = [JobStatus.timeout, .error, .cancelled][Int.random(in: 0..<3, using: &dice)]
      result.status = status
      rest += #", "status": "\#(status.word)""#
    }
    if dice.chance(50) {
      result.durationSeconds = 0
      result.logsURL = "https://ci.example/é"
      rest += #", "duration_seconds": 0, "logs_url": "https://ci.example/é""#
    }
    return RandomOperation(line: line("job.completed", id, at: at, rest)) { [result] in
      _ = try await $0.complete(job: Text(id), result, at: minute(at))
    }
  }

  // MARK: - Deployments

  private static func createDeployment(
    _ id: String, at: Int64, service: String
  ) -> RandomOperation {
    let rest = #""service_name": "\#(service)", "version": "\#(at)""#
    return RandomOperation(line: line("deployment.created", id, at: at, rest)) {
      _ = try await $0.createDeployment(
        service: Text(service), version: Text("\(at)"), id: Text(id), at: minute(at))
    }
  }

  private static func updateDeployment(
    _ id: String, _ status: DeploymentStatus, at: Int64
  ) -> RandomOperation {
    RandomOperation(
      line: line("deployment.status", id, at: at, #""status": "\#(status.word)""#)
    ) {
      _ = try await $0.updateStatus(ofDeployment: Text(id), to: status, at: minute(at))
    }
  }

  private static func bring(
    _ id: String, to place: String, job: String, at: Int64
  ) -> RandomOperation {
    RandomOperation(line: line("deployment.\(place)", id, at: at, #""job_id": "\#(job)""#)) {
      _ =
        place == "staging"
        ? try await $0.recordStaging(ofDeployment: Text(id), job: Text(job), at: minute(at))
        : try await $0.recordProduction(ofDeployment: Text(id), job: Text(job), at: minute(at))
    }
  }

  private static func rollBack(_ id: String, _ version: String, at: Int64) -> RandomOperation {
    let rest = #""rolled_back_to": "\#(version)", "rollback_reason": "why \#(at)""#
    return RandomOperation(line: line("deployment.rollback", id, at: at, rest)) {
      _ = try await $0.recordRollback(
        ofDeployment: Text(id), to: Text(version), reason: Text("why \(at)"), at: minute(at))
    }
  }
}
