import Model

/// A run of a GitHub workflow, by the names of the REST API or of `gh run list --json`.
struct GitHubRun {
  /// A run may take 35 days at most; `updated_at` after that is about something else.
  private static let longestRun: Int64 = 35 * 86_400_000

  let root: JSONNode
  let id: String?
  let attempt: Int64
  let workflow: JSONNode?
  let outcome: GitHubOutcome
  let repository: String?
  let branch: JSONNode?
  let sha: JSONNode?
  let event: JSONNode?
  private let idNode: JSONNode?
  let attemptNode: JSONNode?
  private let createdAt: JSONNode?
  private let startedAt: JSONNode?
  private let updatedAt: JSONNode?
  private let url: JSONNode?
  private let jobs: [GitHubJob.Nodes]
  private let jobsNode: JSONNode?

  /// As the REST API and webhooks write it; `jobs` may be joined in.
  init(rest root: JSONNode) {
    let link = root["html_url"] ?? root["jobs_url"] ?? root["url"]
    self.root = root
    idNode = root["id"]
    id = idNode?.text
    attemptNode = root["run_attempt"]
    attempt = attemptNode?.integer ?? 1
    workflow = root["name"]
    outcome = GitHubOutcome(status: root["status"], conclusion: root["conclusion"])
    repository =
      root["repository"]?["full_name"]?.text
      ?? link?.text.flatMap { RepositoryURL($0) }?.gitHubRepository
    branch = root["head_branch"]
    sha = root["head_sha"]
    event = root["event"]
    createdAt = root["created_at"]
    startedAt = root["run_started_at"]
    updatedAt = root["updated_at"]
    self.url = root["html_url"]
    jobsNode = root["jobs"]
    jobs = jobsNode?.elements.map { GitHubJob.Nodes(rest: $0.asRecord) } ?? []
  }

  /// As `gh run list` and `gh run view` write it, whatever fields were asked for.
  init(commandLine root: JSONNode) {
    let link = root["url"]?.text.flatMap { RepositoryURL($0) }
    self.root = root
    idNode = root["databaseId"]
    id = idNode?.text ?? link?.part(behind: "runs")
    attemptNode = root["attempt"]
    attempt = attemptNode?.integer ?? link?.part(behind: "attempts").flatMap { Int64($0) } ?? 1
    workflow = root["workflowName"] ?? root["name"]
    outcome = GitHubOutcome(status: root["status"], conclusion: root["conclusion"])
    repository = link?.gitHubRepository
    branch = root["headBranch"]
    sha = root["headSha"]
    event = root["event"]
    createdAt = root["createdAt"]
    startedAt = root["startedAt"]
    updatedAt = root["updatedAt"]
    url = root["url"]
    jobsNode = root["jobs"]
    jobs = jobsNode?.elements.map { GitHubJob.Nodes(commandLine: $0.asRecord) } ?? []
  }

  /// The run, and its jobs if they are told with it.
  func add(to drafts: inout [Draft], _ context: MappingContext, webhook: JSONNode? = nil) {
    var draft = Draft(.record(.job), of: root)
    draft.set(.jobID, text: id.map { "github-run-\($0)-\(attempt)" }, from: idNode)
    draft.take(idNode)
    draft.set(.jobType, workflow)
    if !draft.has(.jobType) { draft.set(.jobType, text: "workflow") }
    outcome.set(in: &draft)
    draft.set(.repo, text: repository)
    draft.set(.ref, branch)
    draft.set(.commitSHA, sha)
    let commit = root["head_commit"]
    draft.set(.commitMessage, commit?["message"])
    draft.set(.commitAuthor, commit?["author"]?["name"])
    draft.set(.logsURL, url)
    setTimes(of: &draft)
    draft.add(metadata: "run_id", text: id)
    draft.add(metadata: "attempt", attemptNode)
    draft.add(metadata: "workflow", workflow)
    draft.add(metadata: "trigger", event)
    draft.addService(context, repository: repository)
    if root["name"]?.text == workflow?.text { draft.take(root["name"]) }
    if !jobs.isEmpty { draft.take(jobsNode) }
    if let webhook { draft.keep(webhook: webhook, except: ["workflow_run"]) }
    drafts.append(draft)
    for job in jobs { GitHubJob(job, in: self).add(to: &drafts, context) }
  }

  /// `created_at` is that of the first attempt: nothing to a later one. A run does not say when it
  /// ended: that is when its last job did, else its last change.
  private func setTimes(of draft: inout Draft) {
    if attempt == 1 { draft.set(.createdAt, createdAt) }
    if outcome.isCompleted || outcome.isInProgress { draft.set(.startedAt, startedAt) }
    draft.set(.updatedAt, updatedAt)
    guard outcome.isOver else { return }
    if let end = lastEnd {
      draft.set(.completedAt, end)
      return
    }
    let start = startedAt?.instant ?? (attempt == 1 ? createdAt?.instant : nil)
    if let start, let end = updatedAt?.instant,
      end.milliseconds(since: start) > GitHubRun.longestRun
    {
      draft.note(
        "unknown-end",
        "the run changed more than 35 days after its start; when it ended is unknown",
        at: updatedAt)
    } else {
      draft.set(.completedAt, updatedAt)
    }
  }

  private var lastEnd: JSONNode? {
    jobs.compactMap { job in job.completedAt?.instant.map { (job.completedAt, $0) } }
      .max { $0.1 < $1.1 }?.0
  }
}

extension GitHubRun {
  static let shape = RecordMapper("GitHub workflow run", recognises: isRun) {
    root, context, drafts in
    GitHubRun(rest: root).add(to: &drafts, context)
  }

  static let commandLineShape = RecordMapper(
    "GitHub workflow run (gh run)", recognises: isCommandLineRun
  ) { root, context, drafts in
    GitHubRun(commandLine: root).add(to: &drafts, context)
  }

  @Sendable private static func isRun(_ node: JSONNode) -> Bool {
    guard node.has("status"), let id = node["id"]?.text, !node.has("run_id") else { return false }
    if node.has("head_sha"),
      node.has("workflow_id") || node.has("run_number") || node.has("run_attempt")
    {
      return true
    }
    let link = node["html_url"]?.text.flatMap { RepositoryURL($0) }
    return link?.part(behind: "actions") == "runs" && link?.part(behind: "runs") == id
      && link?.part(behind: "job") == nil
  }

  @Sendable private static func isCommandLineRun(_ node: JSONNode) -> Bool {
    let isRun =
      node.has("headSha") || node.has("workflowName") || node.has("workflowDatabaseId")
      || node.has("displayTitle") || node.has("headBranch")
    guard isRun || (node.has("conclusion") && node.has("updatedAt")),
      node.has("status") || node.has("conclusion"), !node.has("jobId")
    else { return false }
    if node["databaseId"]?.integer != nil { return true }
    return node["url"]?.text.flatMap { RepositoryURL($0) }?.part(behind: "runs") != nil
  }
}
