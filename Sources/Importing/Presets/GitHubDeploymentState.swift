import Model

/// One status of a GitHub deployment.
struct GitHubDeploymentState {
  /// What a state means to us.
  enum Meaning: Int {
    case waiting, started, succeeded, failed, superseded
  }

  /// `inactive`, and `destroyed` of something short-lived, follow a success alone: they tell the end
  /// of being live. `abandoned` is a wait of 30 days without news.
  private static let meanings: [String: Meaning] = [
    "queued": .waiting, "pending": .waiting, "waiting": .waiting, "abandoned": .waiting,
    "in_progress": .started,
    "success": .succeeded, "active": .succeeded,
    "failure": .failed, "error": .failed,
    "inactive": .superseded, "destroyed": .superseded,
  ]

  let state: JSONNode?
  let at: JSONNode?
  let environment: JSONNode?
  let instant: Timestamp?
  /// The job that wrote it, if its log is that of a workflow's job.
  let jobID: String?
  private let number: Int64

  var word: String { state?.text ?? "" }
  /// Nil for a word nobody knows.
  var meaning: Meaning? { GitHubDeploymentState.meanings[word.asciiLowercased] }

  /// As the REST API and webhooks write it.
  init(rest node: JSONNode) {
    state = node["state"]
    at = node["created_at"] ?? node["updated_at"]
    environment = node["environment"]
    instant = at?.instant
    jobID = GitHubDeploymentState.jobID([node["log_url"], node["target_url"]])
    number = node["id"]?.integer ?? 0
  }

  /// As GraphQL writes it.
  init(graph node: JSONNode) {
    state = node["state"]
    at = node["createdAt"] ?? node["updatedAt"]
    environment = node["environment"]
    instant = at?.instant
    jobID = GitHubDeploymentState.jobID([node["logUrl"], node["targetUrl"]])
    number = 0
  }

  /// A state without more.
  init(state: JSONNode) {
    self.state = state
    at = nil
    environment = nil
    instant = nil
    jobID = nil
    number = 0
  }

  /// `github-job-...` of the first URL that is a job's.
  static func jobID(_ urls: [JSONNode?]) -> String? {
    for case let url? in urls {
      let link = url.text.flatMap { RepositoryURL($0) }
      if link?.part(behind: "runs") != nil, let id = link?.part(behind: "job") {
        return "github-job-\(id)"
      }
    }
    return nil
  }

  /// Earlier ones first. Times are of whole seconds, ids go up; GraphQL has no such ids.
  static func isEarlier(_ a: GitHubDeploymentState, _ b: GitHubDeploymentState) -> Bool {
    let never = Timestamp(milliseconds: .min)
    if a.instant != b.instant { return (a.instant ?? never) < (b.instant ?? never) }
    if a.number != b.number { return a.number < b.number }
    return (a.meaning?.rawValue ?? 0) < (b.meaning?.rawValue ?? 0)
  }
}
