import Model

/// Buildkite's REST API: builds with their jobs, jobs alone; and webhooks with either.
extension Preset {
  static let buildkite = Preset(
    "buildkite", title: "Buildkite",
    shapes: [
      RecordMapper("Buildkite webhook", recognises: isWebhook) { object, context, drafts in
        guard let build = object["build"] else { return }
        let parent = BuildkiteBuild(build.asRecord, pipeline: object["pipeline"])
        if let job = object["job"], job.isObject {
          var draft = BuildkiteJob(job.asRecord).draft(in: parent, context)
          draft.keep(webhook: object, except: ["job"])
          drafts.append(draft)
        } else {
          var draft = parent.draft(context)
          draft.keep(webhook: object, except: ["build"])
          drafts.append(draft)
        }
      },
      RecordMapper("Buildkite build", recognises: isBuild) { object, context, drafts in
        BuildkiteBuild(object, pipeline: object["pipeline"]).addAll(to: &drafts, context)
      },
      RecordMapper("Buildkite job", recognises: isJob) { object, context, drafts in
        if BuildkiteJob.isScript(object) {
          drafts.append(BuildkiteJob(object).draft(in: nil, context))
        }
      },
    ])

  @Sendable private static func isWebhook(_ object: JSONNode) -> Bool {
    guard let event = object["event"]?.text, object["build"]?.isObject == true else { return false }
    return event.hasPrefix("build.") || event.hasPrefix("job.")
  }

  /// By members that stand before the jobs, which may be many.
  @Sendable private static func isBuild(_ object: JSONNode) -> Bool {
    object.has("number") && object.has("state") && object.has("commit") && object.has("branch")
      && (object.has("blocked") || object.has("source") || object.has("scheduled_at"))
  }

  @Sendable private static func isJob(_ object: JSONNode) -> Bool {
    object.has("state") && object["type"]?.text.map(BuildkiteJob.types.contains) == true
      && (object.has("agent_query_rules") || object.has("build_url") || object.has("graphql_id"))
  }

  /// States of builds and of jobs.
  fileprivate static let buildkiteWords: [String: JobStatus] = [
    "pending": .pending, "waiting": .pending, "blocked": .pending, "limited": .pending,
    "limiting": .pending, "creating": .pending,
    "scheduled": .queued, "assigned": .queued, "accepted": .queued,
    "running": .running, "canceling": .running, "timing_out": .running, "failing": .running,
    "passed": .success, "unblocked": .success,
    "failed": .failed, "waiting_failed": .failed, "blocked_failed": .failed,
    "unblocked_failed": .failed,
    "canceled": .cancelled,
    "timed_out": .timeout,
    "broken": .error, "expired": .error,
    "skipped": .skipped, "not_run": .skipped,
  ]
}

/// One build; what its jobs have in common.
private struct BuildkiteBuild {
  let object: JSONNode
  let pipeline: JSONNode?

  init(_ object: JSONNode, pipeline: JSONNode?) {
    self.object = object
    self.pipeline = pipeline
  }

  private var reference: String? { object["id"]?.text.map { "buildkite-build-\($0)" } }

  private var repository: String? { pipeline?["repository"]?.text?.remotePath }

  /// The build, then each job that runs commands. Steps that wait, block or trigger run none; they
  /// stay with the build.
  func addAll(to drafts: inout [Draft], _ context: MappingContext) {
    var own = draft(context)
    let jobs = object["jobs"]?.elements ?? []
    own.take(object["jobs"])
    for (i, job) in jobs.enumerated() where !BuildkiteJob.isScript(job) {
      own.add(metadata: "jobs.\(i)", job)
    }
    drafts.append(own)
    for job in jobs where BuildkiteJob.isScript(job) {
      drafts.append(BuildkiteJob(job.asRecord).draft(in: self, context))
    }
  }

  func draft(_ context: MappingContext) -> Draft {
    var draft = Draft(.record(.job), of: object)
    draft.set(.jobID, text: reference, from: object["id"])
    draft.take(object["id"])
    draft.set(.jobType, text: "pipeline")
    draft.setJobStatus(object["state"], Preset.buildkiteWords)
    draft.set(.createdAt, object["created_at"])
    draft.set(.queuedAt, object["scheduled_at"])
    draft.set(.startedAt, object["started_at"])
    draft.set(.completedAt, object["finished_at"])
    draft.set(.logsURL, object["web_url"])
    describe(&draft, context)
    for name: StaticString in ["branch", "message", "source"] { draft.take(object[name]) }
    if object["commit"]?.text?.isCommitHash == true { draft.take(object["commit"]) }
    return draft
  }

  /// What the build says about itself and each of its jobs. Its commit may be `HEAD`, which is none.
  func describe(_ draft: inout Draft, _ context: MappingContext) {
    draft.set(.repo, text: repository, from: pipeline?["repository"])
    draft.set(.ref, text: object["branch"]?.text, from: object["branch"])
    if let sha = object["commit"]?.text, sha.isCommitHash {
      draft.set(.commitSHA, text: sha, from: object["commit"])
    }
    draft.set(.commitMessage, text: object["message"]?.text, from: object["message"])
    let author = object["author"]?["name"] ?? object["creator"]?["name"]
    draft.set(.commitAuthor, text: author?.text, from: author)
    draft.add(metadata: "run_id", text: reference)
    draft.add(metadata: "workflow", text: (pipeline?["slug"] ?? pipeline?["name"])?.text)
    draft.add(metadata: "trigger", text: object["source"]?.text)
    draft.addService(context, repository: pipeline?["slug"]?.text ?? repository)
  }
}

/// One job of a build.
private struct BuildkiteJob {
  let object: JSONNode

  static let types: Set<String> = ["script", "waiter", "manual", "block", "trigger", "group"]

  init(_ object: JSONNode) { self.object = object }

  static func isScript(_ object: JSONNode) -> Bool {
    object["type"]?.text == "script"
  }

  func draft(in build: BuildkiteBuild?, _ context: MappingContext) -> Draft {
    var draft = Draft(.record(.job), of: object)
    let id = object["id"]
    draft.set(.jobID, text: id?.text.map { "buildkite-job-\($0)" }, from: id)
    draft.take(id)
    draft.set(
      .jobType, text: (object["step_key"] ?? object["name"])?.text ?? "script",
      from: object["step_key"] ?? object["name"])
    draft.add(metadata: "job_name", object["name"])
    setStatus(&draft)
    draft.set(.createdAt, object["created_at"])
    draft.set(.queuedAt, object["runnable_at"] ?? object["scheduled_at"])
    draft.set(.startedAt, object["started_at"])
    draft.set(.completedAt, object["finished_at"])
    draft.set(.exitCode, object["exit_status"])
    draft.set(.agentID, object["agent"]?["name"] ?? object["agent"]?["id"])
    draft.set(.logsURL, object["web_url"])
    if let build {
      build.describe(&draft, context)
    } else {
      draft.addService(context, repository: nil)
    }
    if let retries = object["retries_count"]?.integer, retries >= 0, retries < 1_000_000 {
      draft.add(metadata: "attempt", number: Int64(retries + 1))
    }
    return draft
  }

  /// A job is broken if its step cannot run; where that is what its own condition wanted, nothing went
  /// wrong.
  private func setStatus(_ draft: inout Draft) {
    draft.setJobStatus(object["state"], Preset.buildkiteWords)
    let isConditional = object.members.contains {
      $0.node.text == "conditional_failed"
        || $0.name == "conditional_failed" && $0.node.flag == true
    }
    if object["state"]?.text?.asciiLowercased == "broken", isConditional {
      draft.set(.status, text: JobStatus.skipped.word)
    }
    if object["soft_failed"]?.flag == true {
      draft.note(
        "soft-failed", "the job failed softly: its build went on; it counts as what its state says",
        at: object["soft_failed"])
    }
  }
}
