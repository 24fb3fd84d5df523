import Model

/// CircleCI's API v2: workflows, jobs of a workflow, a job in full, pipelines; and webhooks, which
/// bring all of them together.
extension Preset {
  static let circleCI = Preset(
    "circleci", title: "CircleCI", listNames: ["items"],
    shapes: [
      RecordMapper("CircleCI webhook", recognises: isWebhook) { object, context, drafts in
        let isJob = object["type"]?.text == "job-completed"
        let pipeline = CircleCIPipeline(object["pipeline"])
        guard let node = object[isJob ? "job" : "workflow"]?.asRecord else { return }
        var draft =
          isJob
          ? CircleCIJob(node).draft(pipeline, workflow: object["workflow"], context)
          : CircleCIWorkflow(node).draft(pipeline, context)
        setProject(&draft, object["project"]?["slug"]?.text, pipeline, context)
        draft.keep(webhook: object, except: [isJob ? "job" : "workflow"])
        drafts.append(draft)
      },
      RecordMapper("CircleCI pipeline", recognises: isPipeline, map: mapPipeline),
      RecordMapper("CircleCI workflow", recognises: isWorkflow) { object, context, drafts in
        CircleCIWorkflow(object).addAll(
          CircleCIPipeline(object["pipeline"]), context, to: &drafts)
      },
      RecordMapper("CircleCI job", recognises: isJob) { object, context, drafts in
        drafts.append(CircleCIJob(object).draft(nil, workflow: nil, context))
      },
      RecordMapper("CircleCI job in full", recognises: isFullJob) { object, context, drafts in
        drafts.append(
          CircleCIJob(object).draft(
            CircleCIPipeline(object["pipeline"]), workflow: object["latest_workflow"], context))
      },
    ])

  // MARK: - Shapes

  @Sendable private static func isWebhook(_ object: JSONNode) -> Bool {
    let type = object["type"]?.text
    return (type == "workflow-completed" || type == "job-completed")
      && object["workflow"]?.isObject == true && object.has("happened_at")
  }

  @Sendable private static func isPipeline(_ object: JSONNode) -> Bool {
    object.has("project_slug") && object.has("number") && object.has("state")
      && (object.has("trigger") || object.has("vcs"))
  }

  @Sendable private static func isWorkflow(_ object: JSONNode) -> Bool {
    object.has("project_slug") && object.has("pipeline_id") && object.has("status")
  }

  @Sendable private static func isJob(_ object: JSONNode) -> Bool {
    object.has("project_slug") && object.has("type") && object.has("status")
      && !object.has("pipeline_id")
  }

  @Sendable private static func isFullJob(_ object: JSONNode) -> Bool {
    object.has("latest_workflow") && object["project"]?.has("slug") == true
      && object.has("number")
  }

  // MARK: - Pipelines

  /// A pipeline is what its workflows say. On its own it tells only that its configuration was wrong;
  /// `created` says nothing about how it went.
  @Sendable private static func mapPipeline(
    _ object: JSONNode, _ context: MappingContext, _ drafts: inout [Draft]
  ) {
    let pipeline = CircleCIPipeline(object)
    for workflow in object["workflows"]?.elements ?? [] where workflow.isObject {
      CircleCIWorkflow(workflow.asRecord).addAll(pipeline, context, to: &drafts)
    }
    guard object["state"]?.text?.asciiLowercased == "errored" else { return }
    var draft = Draft(.record(.job), of: object)
    draft.set(.jobID, text: pipeline?.reference)
    draft.take(object["id"])
    draft.set(.jobType, text: "pipeline")
    draft.setJobStatus(object["state"], ["errored": .error])
    draft.set(.createdAt, object["created_at"])
    draft.set(.updatedAt, object["updated_at"])
    draft.set(.errorMessage, object["errors"]?.elements.first?["message"])
    pipeline?.describe(&draft)
    setProject(&draft, object["project_slug"]?.text, pipeline, context)
    drafts.append(draft)
  }

  /// Repository and service: by the pipeline's commit, else by a slug such as `gh/acme/api`. Newer
  /// projects have ids in their slug, which name nothing.
  fileprivate static func setProject(
    _ draft: inout Draft, _ slug: String?, _ pipeline: CircleCIPipeline?, _ context: MappingContext
  ) {
    var repo = pipeline?.repository
    if repo == nil, let slug, let slash = slug.firstIndex(of: "/"), !slug.hasPrefix("circleci/") {
      repo = String(slug[slug.index(after: slash)...])
    }
    draft.set(.repo, text: repo)
    draft.addService(context, repository: repo)
  }
}

/// What a pipeline tells about its workflows and jobs: the commit and what set it off.
private struct CircleCIPipeline {
  let node: JSONNode

  init?(_ node: JSONNode?) {
    guard let node, node.isObject else { return nil }
    self.node = node
  }

  /// Under which the runs of one workflow of the pipeline, first and again, belong together.
  var reference: String? { node["id"]?.text.map { "circleci-pipeline-\($0)" } }

  /// Where the commit is; a fork's pull request runs in the project that it goes to.
  var repository: String? {
    let vcs = node["vcs"]
    return (vcs?["target_repository_url"] ?? vcs?["origin_repository_url"])?.text?.remotePath
  }

  func describe(_ draft: inout Draft) {
    let vcs = node["vcs"]
    draft.set(.commitSHA, vcs?["revision"])
    draft.set(.ref, vcs?["branch"] ?? vcs?["tag"])
    draft.set(.commitMessage, vcs?["commit"]?["subject"])
    draft.set(.commitAuthor, vcs?["commit"]?["author"]?["name"])
    draft.add(metadata: "run_id", text: reference)
    draft.add(metadata: "trigger", node["trigger"]?["type"])
  }
}

/// One workflow, with its pipeline and its jobs where somebody put them together.
private struct CircleCIWorkflow {
  let object: JSONNode

  init(_ object: JSONNode) { self.object = object }

  func addAll(_ pipeline: CircleCIPipeline?, _ context: MappingContext, to drafts: inout [Draft]) {
    let jobs = object["jobs"]?.elements.filter(\.isObject) ?? []
    var own = draft(pipeline, context)
    if !jobs.isEmpty { own.take(object["jobs"]) }
    drafts.append(own)
    for job in jobs {
      drafts.append(CircleCIJob(job.asRecord).draft(pipeline, workflow: object, context))
    }
  }

  func draft(_ pipeline: CircleCIPipeline?, _ context: MappingContext) -> Draft {
    var draft = Draft(.record(.job), of: object)
    let id = object["id"]
    draft.set(.jobID, text: id?.text.map { "circleci-workflow-\($0)" }, from: id)
    draft.take(id)
    draft.set(.jobType, object["name"])
    draft.add(metadata: "workflow", object["name"])
    draft.setJobStatus(object["status"], CircleCIJob.words)
    draft.set(.createdAt, object["created_at"])
    draft.set(.completedAt, object["stopped_at"])
    draft.set(.logsURL, object["url"])
    pipeline?.describe(&draft)
    if pipeline == nil, let run = object["pipeline_id"]?.text {
      draft.add(metadata: "run_id", text: "circleci-pipeline-\(run)")
    }
    if let slug = object["project_slug"]?.text {
      Preset.setProject(&draft, slug, pipeline, context)
    }
    return draft
  }
}

/// One job, as a workflow lists it, as a webhook brings it, or in full.
private struct CircleCIJob {
  let object: JSONNode

  init(_ object: JSONNode) { self.object = object }

  static let words: [String: JobStatus] = [
    "on_hold": .pending, "blocked": .pending,
    "queued": .queued, "not_running": .queued,
    "running": .running, "failing": .running,
    "success": .success,
    "failed": .failed,
    "canceled": .cancelled,
    "timedout": .timeout,
    "error": .error, "infrastructure_fail": .error, "unauthorized": .error,
    "terminated-unknown": .error,
    "not_run": .skipped,
  ]

  private var slug: String? { object["project_slug"]?.text ?? object["project"]?["slug"]?.text }

  /// A job in full has no id of its own; its number is unique in its project.
  private var id: String? {
    if let id = object["id"]?.text { return "circleci-job-\(id)" }
    guard let slug, let number = object["number"]?.text else { return nil }
    return "circleci-job-\(slug)/\(number)"
  }

  func draft(
    _ pipeline: CircleCIPipeline?, workflow: JSONNode?, _ context: MappingContext
  ) -> Draft {
    var draft = Draft(.record(.job), of: object)
    draft.set(.jobID, text: id, from: object["id"])
    draft.take(object["id"])
    draft.set(.jobType, object["name"])
    draft.add(metadata: "job_name", object["name"])
    draft.setJobStatus(object["status"], CircleCIJob.words)
    draft.set(.createdAt, object["created_at"])
    draft.set(.queuedAt, object["queued_at"])
    draft.set(.startedAt, object["started_at"])
    draft.set(.completedAt, object["stopped_at"])
    draft.set(.logsURL, object["web_url"])
    draft.add(metadata: "workflow", workflow?["name"])
    let workflowID = workflow?["id"]?.text
    draft.add(metadata: "workflow_id", text: workflowID.map { "circleci-workflow-\($0)" })
    pipeline?.describe(&draft)
    if pipeline == nil, let run = workflow?["pipeline_id"]?.text {
      draft.add(metadata: "run_id", text: "circleci-pipeline-\(run)")
    }
    if let slug { Preset.setProject(&draft, slug, pipeline, context) }
    return draft
  }
}
