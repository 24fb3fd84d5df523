import Model

/// A job of a GitLab pipeline, from the API or from a pipeline's webhook.
struct GitLabJob {
  private let root: JSONNode
  private let pipeline: GitLabPipeline?
  private let project: JSONNode?

  /// - Parameters: `pipeline` and `project`: what a webhook tells the job in.
  init(_ root: JSONNode, in pipeline: GitLabPipeline? = nil, project: JSONNode? = nil) {
    self.root = root
    self.pipeline = pipeline
    self.project = project
  }

  func draft(_ context: MappingContext) -> Draft {
    let id = root["id"]?.text
    let commit = root["commit"]
    let repository = GitLabProject.path(project, root["web_url"]) ?? pipeline?.repository
    var draft = Draft(.record(.job), of: root)
    draft.set(.jobID, text: id.map { "gitlab-job-\($0)" }, from: root["id"])
    draft.take(root["id"])
    draft.set(.jobType, root["stage"] ?? root["name"])
    draft.setGitLabStatus(root["status"], reason: root["failure_reason"])
    draft.set(.repo, text: repository)
    draft.set(.ref, root["ref"] ?? pipeline?.ref)
    draft.set(.commitSHA, commit?["id"] ?? root["pipeline"]?["sha"] ?? pipeline?.sha)
    draft.set(.commitMessage, commit?["message"])
    draft.set(.commitAuthor, commit?["author_name"])
    draft.set(.agentID, root["runner"]?["description"])
    draft.set(.createdAt, root["created_at"])
    draft.set(.startedAt, root["started_at"])
    draft.setQueued(before: root["started_at"], seconds: root["queued_duration"])
    draft.set(.completedAt, root["finished_at"])
    draft.set(.durationSeconds, root["duration"])
    draft.set(.logsURL, root["web_url"])
    if !draft.has(.logsURL) {
      draft.set(.logsURL, text: GitLabJob.url(of: id, in: project))
    }
    draft.set(.tags, list: root["tag_list"]?.texts ?? [])
    draft.take(root["tag_list"])
    draft.add(metadata: "run_id", text: root["pipeline"]?["id"]?.text ?? pipeline?.id)
    draft.add(metadata: "job_name", root["name"])
    draft.add(metadata: "workflow", pipeline?.name)
    draft.add(metadata: "trigger", pipeline?.source ?? root["pipeline"]?["source"])
    draft.addService(context, repository: repository)
    return draft
  }

  /// The page of a job that webhooks give no URL of.
  static func url(of id: String?, in project: JSONNode?) -> String? {
    guard let id, let home = project?["web_url"]?.text else { return nil }
    return home + "/-/jobs/" + id
  }
}

extension GitLabJob {
  static let shape = RecordMapper("GitLab job", recognises: isJob) { root, context, drafts in
    drafts.append(GitLabJob(root).draft(context))
  }

  @Sendable private static func isJob(_ node: JSONNode) -> Bool {
    node.has("id") && node.has("stage") && node.has("name") && node.has("status")
      && !node.has("object_kind")
      && (node["pipeline"]?.isObject == true || node.has("allow_failure"))
  }
}
