import Foundation

/// What happens to a few jobs and deployments, as commands and as events for `import`.
struct RecordLife {
  /// One event: what `rollbook record` is called with, and the same as a line of NDJSON.
  struct Step {
    let arguments: [String]
    let line: String
  }

  private(set) var steps: [Step] = []
  private var random: SplitMix64
  private var second = 0

  /// Each id is created first; what follows may be unusual, late or repeated.
  init(seed: UInt64, jobs: Int, deployments: Int) {
    random = SplitMix64(seed: seed)
    for i in 0..<jobs {
      add("job", "create", "job.created", "job-\(i)", [("job_type", "--job-type", "build")])
    }
    for i in 0..<deployments {
      add(
        "deployment", "create", "deployment.created", "d-\(i)",
        [
          ("service_name", "--service", "svc-\(i % 3)"), ("version", "--version", "1.\(i)"),
          ("environment", "--environment", "production"),
        ])
    }
    let creations = steps.count
    for i in 0..<jobs { addJob("job-\(i)") }
    for i in 0..<deployments { addDeployment("d-\(i)") }
    steps[creations...].shuffle(using: &random)
  }

  private mutating func addJob(_ id: String) {
    let agent = ("agent_id", "--agent", "runner-\(Int.random(in: 0..<2, using: &random))")
    add("job", "status", "job.status", id, [("status", "", "queued")])
    add("job", "status", "job.status", id, [("status", "", "running"), agent])
    let code = Int.random(in: -1...1, using: &random)
    add(
      "job", "complete", "job.completed", id,
      [("exit_code", "--exit-code", "\(code)"), ("duration_seconds", "--duration", "0")])
    if Bool.random(using: &random) {
      add("job", "status", "job.status", id, [("status", "", "running")])
    }
  }

  private mutating func addDeployment(_ id: String) {
    add(
      "deployment", "staging", "deployment.staging", id,
      [("staging_job_id", "--job-id", "job-0")])
    add(
      "deployment", "production", "deployment.production", id,
      [("production_job_id", "--job-id", "job-1")])
    if Bool.random(using: &random) {
      add(
        "deployment", "rollback", "deployment.rollback", id,
        [("rolled_back_to", "--to", "0.9"), ("rollback_reason", "--reason", "- \"slow\"\n")])
    }
    if Bool.random(using: &random) {
      add("deployment", "status", "deployment.status", id, [("status", "", "failed")])
    }
  }

  private mutating func add(
    _ kind: String, _ verb: String, _ type: String, _ id: String,
    _ fields: [(name: String, option: String, value: String)]
  ) {
    second += Int.random(in: 0...600, using: &random)
    let at = String(
      format: "2026-10-%02dT%02d:%02d:00Z", 20 + second / 86_400, second / 3600 % 24,
      second / 60 % 60)
    let isCreation = verb == "create"
    var arguments = ["record", kind, verb] + (isCreation ? ["--\(kind)-id", id] : [id])
    arguments += fields.filter { $0.option.isEmpty }.map(\.value)
    arguments += fields.filter { !$0.option.isEmpty }.flatMap { [$0.option, $0.value] }
    let members = [("type", type), ("at", at), ("\(kind)_id", id)]
    let texts = (members + fields.map { ($0.name, $0.value) }).map { name, value in
      let isNumber = name == "exit_code" || name == "duration_seconds"
      let text = value.replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
      return "\"\(name)\":" + (isNumber ? value : "\"\(text)\"")
    }
    steps.append(
      Step(arguments: arguments + ["--at", at], line: "{\(texts.joined(separator: ","))}"))
  }
}
