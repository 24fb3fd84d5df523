import Model

/// A GitLab pipeline: a job of type `pipeline`.
struct GitLabPipeline {
  private static let jobType = "pipeline"

  private let root: JSONNode
  private let project: JSONNode?
  private let commit: JSONNode?

  /// - Parameters: `root` as the API writes it, or the `object_attributes` of a webhook, which come
  ///   with project and commit beside them.
  init(_ root: JSONNode, project: JSONNode? = nil, commit: JSONNode? = nil) {
    self.root = root
    self.project = project
    self.commit = commit
  }

  var id: String? { root["id"]?.text }
  var ref: JSONNode? { root["ref"] }
  var sha: JSONNode? { root["sha"] }
  var source: JSONNode? { root["source"] }
  var name: JSONNode? { root["name"] }
  var repository: String? {
    GitLabProject.path(project, root["web_url"], root["url"], project?["web_url"])
  }

  func draft(_ context: MappingContext) -> Draft {
    var draft = Draft(.record(.job), of: root)
    draft.set(.jobID, text: id.map { "gitlab-pipeline-\($0)" }, from: root["id"])
    draft.take(root["id"])
    draft.set(.jobType, text: GitLabPipeline.jobType)
    draft.setGitLabStatus(root["status"], reason: root["failure_reason"])
    draft.set(.repo, text: repository)
    draft.set(.ref, ref)
    draft.set(.commitSHA, sha)
    draft.set(.commitMessage, commit?["message"])
    draft.set(.commitAuthor, commit?["author"]?["name"])
    draft.set(.logsURL, root["web_url"] ?? root["url"])
    setTimes(of: &draft)
    draft.add(metadata: "run_id", text: id)
    draft.add(metadata: "workflow", name)
    draft.add(metadata: "trigger", source)
    draft.addService(context, repository: repository)
    return draft
  }

  /// Lists of pipelines have no `finished_at`; the last change of one that is over stands for it.
  /// The duration leaves out waits between jobs, so it stands for the times only where they lack.
  private func setTimes(of draft: inout Draft) {
    let status = GitLabWords.jobs[root["status"]?.text?.asciiLowercased ?? ""]
    draft.set(.createdAt, root["created_at"])
    draft.set(.startedAt, root["started_at"])
    draft.setQueued(before: root["started_at"], seconds: root["queued_duration"])
    draft.set(.updatedAt, root["updated_at"])
    if let end = root["finished_at"] {
      draft.set(.completedAt, end)
    } else if !root.has("finished_at"), status?.isTerminal == true {
      draft.set(.completedAt, root["updated_at"])
    }
    if root["started_at"] == nil { draft.set(.durationSeconds, root["duration"]) }
  }
}

extension GitLabPipeline {
  static let shape = RecordMapper("GitLab pipeline", recognises: isPipeline) {
    root, context, drafts in
    drafts.append(GitLabPipeline(root).draft(context))
  }

  @Sendable private static func isPipeline(_ node: JSONNode) -> Bool {
    node.has("id") && node.has("sha") && node.has("status") && node.has("ref")
      && !node.has("stage") && !node.has("environment") && !node.has("object_kind")
      && !node.has("target_url")
      && (node.has("project_id") || node.has("iid"))
      && (node.has("web_url") || node.has("source") || node.has("before_sha"))
  }
}
