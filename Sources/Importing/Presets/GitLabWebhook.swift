import Model

/// What GitLab sends to webhooks.
enum GitLabWebhook {
  private static let kinds: [(words: [String], shape: String)] = [
    (["pipeline"], "pipeline"), (["build", "job"], "job"), (["deployment"], "deployment"),
  ]

  static let shapes = [
    RecordMapper("GitLab webhook (pipeline)") {
      $0["object_kind"]?.text == "pipeline" && $0["object_attributes"]?.isObject == true
    } map: {
      pipeline($0, $1, &$2)
    },
    RecordMapper("GitLab webhook (job)") {
      ["build", "job"].contains($0["object_kind"]?.text) && $0.has("build_id")
    } map: {
      $2.append(job($0, $1))
    },
    RecordMapper("GitLab webhook (deployment)") {
      $0["object_kind"]?.text == "deployment" && $0.has("deployment_id") && $0.has("status")
    } map: {
      deployment($0, $1, &$2)
    },
    // Sent by GitLab, but about nothing of ours.
    RecordMapper("GitLab webhook (other)") {
      guard let kind = $0["object_kind"]?.text else { return false }
      return !["pipeline", "build", "job", "deployment"].contains(kind)
        && ($0["project"]?["path_with_namespace"] != nil || $0.has("project_id"))
    } map: { _, _, _ in
    },
  ]

  private static func pipeline(
    _ hook: JSONNode, _ context: MappingContext, _ drafts: inout [Draft]
  ) {
    guard let root = hook["object_attributes"]?.asRecord else { return }
    let project = hook["project"]
    let pipeline = GitLabPipeline(root, project: project, commit: hook["commit"])
    var draft = pipeline.draft(context)
    draft.keep(webhook: hook, except: ["object_attributes", "builds", "object_kind"])
    drafts.append(draft)
    for build in hook["builds"]?.elements ?? [] {
      drafts.append(GitLabJob(build.asRecord, in: pipeline, project: project).draft(context))
    }
  }

  /// `commit.id` is the pipeline's.
  private static func job(_ hook: JSONNode, _ context: MappingContext) -> Draft {
    let id = hook["build_id"]
    let project = hook["project"]
    let repository = GitLabProject.path(
      project, project?["web_url"], hook["repository"]?["homepage"])
    var draft = Draft(.record(.job), of: hook)
    draft.set(.jobID, text: (id?.text).map { "gitlab-job-\($0)" }, from: id)
    draft.take(id)
    draft.set(.jobType, hook["build_stage"] ?? hook["build_name"])
    draft.setGitLabStatus(hook["build_status"], reason: hook["build_failure_reason"])
    draft.set(.repo, text: repository)
    draft.set(.ref, hook["ref"])
    draft.set(.commitSHA, hook["sha"])
    draft.set(.commitMessage, hook["commit"]?["message"])
    draft.set(.commitAuthor, hook["commit"]?["author_name"])
    draft.set(.agentID, hook["runner"]?["description"])
    draft.set(.createdAt, hook["build_created_at"])
    draft.set(.startedAt, hook["build_started_at"])
    draft.setQueued(before: hook["build_started_at"], seconds: hook["build_queued_duration"])
    draft.set(.completedAt, hook["build_finished_at"])
    draft.set(.durationSeconds, hook["build_duration"])
    draft.set(.logsURL, text: GitLabJob.url(of: id?.text, in: project))
    draft.add(metadata: "run_id", text: hook["pipeline_id"]?.text)
    draft.take(hook["pipeline_id"])
    draft.add(metadata: "job_name", hook["build_name"])
    draft.add(metadata: "workflow", text: hook["commit"]?["name"]?.text)
    if let retries = hook["retries_count"]?.integer, retries >= 0, retries < 1_000_000 {
      draft.add(metadata: "attempt", number: Int64(retries + 1))
    }
    draft.addService(context, repository: repository)
    return draft
  }

  // MARK: - Deployments

  /// Each message tells one step of a deployment and enough of it to begin the record.
  private static func deployment(
    _ hook: JSONNode, _ context: MappingContext, _ drafts: inout [Draft]
  ) {
    drafts.append(created(hook, context))
    drafts.append(step(hook, context))
  }

  private static func created(_ hook: JSONNode, _ context: MappingContext) -> Draft {
    let project = hook["project"]
    let repository = GitLabProject.path(project, project?["web_url"], hook["deployable_url"])
    let sha = hook["commit_url"]?.text.flatMap { RepositoryURL($0) }?.part(behind: "commit")
    var draft = Draft(.event(.deploymentCreated), of: hook)
    identify(&draft, hook)
    draft.set(.serviceName, text: context.service ?? repository?.lastPathPart)
    draft.set(.environment, hook["environment"])
    draft.set(.repo, text: repository)
    let tag = hook["ref"]?.text.flatMap { VersionName.tag($0) }
    draft.set(.version, text: tag ?? sha.map { String($0.prefix(12)) } ?? hook["short_sha"]?.text)
    draft.set(.ref, hook["ref"])
    draft.set(.commitSHA, text: sha, from: hook["commit_url"])
    draft.set(.commitMessage, hook["commit_title"])
    draft.set(.deployJobID, text: (hook["deployable_id"]?.text).map { "gitlab-job-\($0)" })
    return draft
  }

  private static func step(_ hook: JSONNode, _ context: MappingContext) -> Draft {
    let word = hook["status"]
    let course = GitLabWords.deployments[word?.text?.asciiLowercased ?? ""]
    let place = GitLabDeployment.place(hook["environment"], tier: hook["environment_tier"], context)
    var draft = Draft(.event(type(course, place.kind)), of: hook)
    for member in hook.members { draft.take(member.node) }
    identify(&draft, hook)
    if let word, let text = word.text {
      draft.set(.sourceStatus, text: text, from: word)
      if course == nil { draft.noteUnknown(text, at: word, keptAs: "pending") }
    }
    draft.noteIfCancelled(word)
    draft.set(.status, text: status(course, place.kind).word, from: word)
    if course == .done, place.kind == .unknown {
      draft.noteUnknownEnvironment(place.name, at: place.node)
    }
    return draft
  }

  private static func identify(_ draft: inout Draft, _ hook: JSONNode) {
    let id = hook["deployment_id"]
    draft.set(.deploymentID, text: (id?.text).map { "gitlab-deployment-\($0)" }, from: id)
    draft.take(id)
    draft.set(.eventAt, hook["status_changed_at"])
  }

  private static func type(
    _ course: DeploymentCourse?, _ kind: EnvironmentClasses.Kind
  ) -> EventType {
    switch (course, kind) {
    case (.done, .production): .deploymentProduction
    case (.done, .staging): .deploymentStaging
    default: .deploymentStatus
    }
  }

  private static func status(
    _ course: DeploymentCourse?, _ kind: EnvironmentClasses.Kind
  ) -> DeploymentStatus {
    switch course {
    case .waiting, nil: .pending
    case .underWay: .staging
    case .done: kind == .production ? .live : .staged
    case .failed: .failed
    }
  }
}
