import Model

/// A job of a GitHub workflow run.
struct GitHubJob {
  /// The values of a job, by whatever names the source has for them.
  struct Nodes {
    let root: JSONNode
    let id: JSONNode?
    let runID: String?
    let attempt: JSONNode?
    let outcome: GitHubOutcome
    let createdAt: JSONNode?
    let startedAt: JSONNode?
    let completedAt: JSONNode?
    let url: JSONNode?
    let branch: JSONNode?
    let sha: JSONNode?
    let workflow: JSONNode?
    let repository: String?

    /// As the REST API and webhooks write it.
    init(rest root: JSONNode) {
      let link = root["run_url"] ?? root["url"] ?? root["html_url"]
      self.root = root
      id = root["id"]
      runID = root["run_id"]?.text
      attempt = root["run_attempt"]
      outcome = GitHubOutcome(status: root["status"], conclusion: root["conclusion"])
      createdAt = root["created_at"]
      startedAt = root["started_at"]
      completedAt = root["completed_at"]
      url = root["html_url"]
      branch = root["head_branch"]
      sha = root["head_sha"]
      workflow = root["workflow_name"]
      repository = link?.text.flatMap { RepositoryURL($0) }?.gitHubRepository
    }

    /// As `gh run view --json jobs` writes it.
    init(commandLine root: JSONNode) {
      let link = root["url"]?.text.flatMap { RepositoryURL($0) }
      self.root = root
      id = root["databaseId"]
      runID = link?.part(behind: "runs")
      attempt = nil
      outcome = GitHubOutcome(status: root["status"], conclusion: root["conclusion"])
      createdAt = nil
      startedAt = root["startedAt"]
      completedAt = root["completedAt"]
      url = root["url"]
      branch = nil
      sha = nil
      workflow = nil
      repository = link?.gitHubRepository
    }
  }

  private let nodes: Nodes
  /// The run it was told with.
  private let run: GitHubRun?

  init(_ nodes: Nodes, in run: GitHubRun? = nil) {
    self.nodes = nodes
    self.run = run
  }

  func add(to drafts: inout [Draft], _ context: MappingContext, webhook: JSONNode? = nil) {
    let root = nodes.root
    let repository = nodes.repository ?? run?.repository
    var draft = Draft(.record(.job), of: root)
    draft.set(.jobID, text: (nodes.id?.text).map { "github-job-\($0)" }, from: nodes.id)
    draft.take(nodes.id)
    draft.set(.jobType, root["name"])
    nodes.outcome.set(in: &draft)
    draft.set(.repo, text: repository)
    draft.set(.ref, nodes.branch ?? run?.branch)
    draft.set(.commitSHA, nodes.sha ?? run?.sha)
    draft.set(.agentID, root["runner_name"])
    draft.set(.logsURL, nodes.url)
    draft.set(.tags, list: root["labels"]?.texts ?? [])
    if root["labels"]?.elements.allSatisfy({ $0.kind == .string }) == true {
      draft.take(root["labels"])
    }
    setTimes(of: &draft)
    setError(of: &draft)
    draft.add(metadata: "run_id", text: nodes.runID ?? run?.id)
    draft.take(root["run_id"])
    draft.add(metadata: "attempt", nodes.attempt ?? run?.attemptNode)
    draft.add(metadata: "job_name", root["name"])
    draft.add(metadata: "workflow", nodes.workflow ?? run?.workflow)
    draft.add(metadata: "trigger", run?.event)
    draft.addService(context, repository: repository)
    if let webhook { draft.keep(webhook: webhook, except: ["workflow_job"]) }
    drafts.append(draft)
  }

  /// A job that waits has a start already, which means nothing. One that a later attempt took over
  /// from the one before was created after it had run: that time means nothing, either.
  private func setTimes(of draft: inout Draft) {
    let hasStarted = nodes.outcome.isCompleted || nodes.outcome.isInProgress
    let start = hasStarted ? nodes.startedAt : nil
    let attempt = nodes.attempt?.integer ?? run?.attempt ?? 1
    let isTakenOver =
      if attempt > 1, let created = nodes.createdAt?.instant, let start = start?.instant {
        created > start
      } else {
        false
      }
    if !isTakenOver { draft.set(.createdAt, nodes.createdAt) }
    draft.set(.startedAt, start)
    if nodes.outcome.isOver { draft.set(.completedAt, nodes.completedAt) }
  }

  /// Which step failed first.
  private func setError(of draft: inout Draft) {
    let step = nodes.root["steps"]?.elements.first {
      ["failure", "timed_out"].contains($0["conclusion"]?.text?.asciiLowercased)
    }
    guard nodes.outcome.isCompleted, let step, let name = step["name"]?.text,
      let word = step["conclusion"]?.text?.asciiLowercased
    else { return }
    draft.set(.errorMessage, text: "step '\(name)': \(word)", from: step)
  }
}

extension GitHubJob {
  static let shape = RecordMapper("GitHub job", recognises: isJob) { root, context, drafts in
    GitHubJob(Nodes(rest: root)).add(to: &drafts, context)
  }

  static let commandLineShape = RecordMapper(
    "GitHub job (gh run view)", recognises: isCommandLineJob
  ) { root, context, drafts in
    GitHubJob(Nodes(commandLine: root)).add(to: &drafts, context)
  }

  @Sendable private static func isJob(_ node: JSONNode) -> Bool {
    node.has("run_id") && node.has("id") && node.has("status") && !node.has("job_id")
      && (node.has("run_url") || node.has("check_run_url") || node.has("head_sha")
        || node.has("runner_name") || node.has("workflow_name"))
  }

  @Sendable private static func isCommandLineJob(_ node: JSONNode) -> Bool {
    node.has("databaseId") && node.has("completedAt") && node.has("status") && node.has("name")
      && !node.has("headSha") && !node.has("workflowName") && !node.has("displayTitle")
      && !node.has("headBranch") && !node.has("updatedAt")
  }
}
