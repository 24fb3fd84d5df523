import Model

/// A GitHub deployment, by the names of the REST API or of GraphQL.
///
/// Told with its statuses it is a record; alone it is the beginning of one, and its statuses come as
/// events.
struct GitHubDeployment {
  let root: JSONNode
  private let idNode: JSONNode?
  let environment: JSONNode?
  private let createdAt: JSONNode?
  private let updatedAt: JSONNode?
  private let ref: JSONNode?
  private let sha: JSONNode?
  private let isProduction: Bool
  private let isTransient: Bool
  private let repository: String?
  private let commit: JSONNode?
  /// Earliest first; nil if the source does not tell any.
  private let states: [GitHubDeploymentState]?

  init(rest root: JSONNode, repository: String? = nil) {
    let link = root["repository_url"] ?? root["statuses_url"] ?? root["url"]
    self.root = root
    idNode = root["id"]
    environment = root["environment"] ?? root["original_environment"]
    createdAt = root["created_at"]
    updatedAt = root["updated_at"]
    ref = root["ref"]
    sha = root["sha"]
    commit = nil
    isProduction = root["production_environment"]?.flag == true
    isTransient = root["transient_environment"]?.flag == true
    self.repository = repository ?? link?.text.flatMap { RepositoryURL($0) }?.gitHubRepository
    let list = root["statuses"]
    states =
      list?.isArray == true
      ? list?.elements.map { GitHubDeploymentState(rest: $0) }
        .sorted(by: GitHubDeploymentState.isEarlier) : nil
  }

  init(graph root: JSONNode) {
    let latest = root["latestStatus"]
    let list = root["statuses"]
    let nodes = list?["nodes"]?.elements ?? list?["edges"]?.elements.compactMap { $0["node"] } ?? []
    var states = (nodes + [latest].compactMap { $0 }).map { GitHubDeploymentState(graph: $0) }
    if states.isEmpty, let state = root["state"] { states = [GitHubDeploymentState(state: state)] }
    let link = latest?["logUrl"] ?? root["commit"]?["url"] ?? root["repository"]?["url"]
    self.root = root
    idNode = root["databaseId"] ?? root["id"]
    environment = root["environment"] ?? root["latestEnvironment"] ?? root["originalEnvironment"]
    createdAt = root["createdAt"]
    updatedAt = root["updatedAt"]
    ref = root["ref"]?["name"]
    sha = root["commitOid"] ?? root["commit"]?["oid"]
    commit = root["commit"]
    isProduction = false
    isTransient = false
    repository =
      root["repository"]?["nameWithOwner"]?.text
      ?? link?.text.flatMap { RepositoryURL($0) }?.gitHubRepository
    self.states =
      states.isEmpty && !root.has("statuses") && !root.has("latestStatus")
      ? nil : states.sorted(by: GitHubDeploymentState.isEarlier)
  }

  var id: String? { (idNode?.text).map { "github-deployment-\($0)" } }

  func add(to drafts: inout [Draft], _ context: MappingContext) {
    guard let states else {
      drafts.append(created(context))
      return
    }
    var draft = Draft(.record(.deployment), of: root)
    describe(&draft, context)
    draft.set(.createdAt, createdAt)
    draft.set(.updatedAt, updatedAt)
    setCourse(of: &draft, states, context)
    drafts.append(draft)
  }

  /// The event that begins the record.
  func created(_ context: MappingContext) -> Draft {
    var draft = Draft(.event(.deploymentCreated), of: root)
    draft.set(.eventAt, createdAt)
    describe(&draft, context)
    return draft
  }

  private func describe(_ draft: inout Draft, _ context: MappingContext) {
    let payload = GitHubPayload(root["payload"])
    draft.set(.deploymentID, text: id, from: idNode)
    draft.take(idNode)
    draft.set(
      .serviceName, text: context.service ?? payload.service ?? repository?.lastPathPart)
    draft.set(.environment, environment)
    draft.set(.repo, text: repository)
    let tag = ref?.text.flatMap { VersionName.tag($0) }
    draft.set(
      .version, text: tag ?? payload.version ?? sha?.text.map { String($0.prefix(12)) },
      from: tag == nil ? sha : ref)
    draft.set(.ref, text: ref?.text?.shortRef, from: ref)
    if ref?.text == ref?.text?.shortRef { draft.take(ref) }
    draft.set(.commitSHA, sha)
    draft.set(.commitMessage, commit?["message"])
    draft.set(.commitAuthor, commit?["author"]?["name"])
    draft.add(metadata: "commit_timestamp", text: commit?["committedDate"]?.instant?.rfc3339)
    draft.add(metadata: "rollback_signal", text: rollbackSign(payload))
  }

  private func rollbackSign(_ payload: GitHubPayload) -> String? {
    if let task = root["task"]?.text, task.asciiLowercased.contains("rollback") {
      return "task: \(task)"
    }
    return payload.rollbackSign
  }

  /// The environment's kind: what GitHub was told of it, before its name.
  func kind(_ name: String?, _ context: MappingContext) -> EnvironmentClasses.Kind {
    if isProduction { return .production }
    let kind = name.map { context.environments.kind(of: $0) } ?? .unknown
    return kind == .unknown && isTransient ? .other : kind
  }

  // MARK: - With its statuses

  private func setCourse(
    of draft: inout Draft, _ states: [GitHubDeploymentState], _ context: MappingContext
  ) {
    guard let last = states.last else {
      draft.set(.status, text: DeploymentStatus.pending.word)
      return
    }
    let place = states.last { $0.environment != nil }?.environment ?? environment
    if let place, place.text != environment?.text {
      draft.set(.environment, text: place.text, from: place)
      draft.add(metadata: "environment", text: environment?.text)
    }
    draft.set(.sourceStatus, text: last.word, from: last.state)
    draft.set(.deployJobID, text: states.last { $0.jobID != nil }?.jobID)
    draft.add(metadata: "inactive_at", states.last { $0.meaning == .superseded }?.at)
    if let changed = last.instant, updatedAt?.instant.map({ $0 < changed }) ?? true {
      draft.set(.updatedAt, last.at)
    }
    land(&draft, in: place, states, context)
    setStatus(of: &draft, states)
  }

  /// Only a success is ever superseded, so that one that is not told is known of nevertheless.
  private func land(
    _ draft: inout Draft, in place: JSONNode?, _ states: [GitHubDeploymentState],
    _ context: MappingContext
  ) {
    let success = states.first { $0.meaning == .succeeded }
    let end = states.last { $0.meaning == .superseded }
    let hasFailed = states.contains { $0.meaning == .failed }
    guard success != nil || end != nil && !hasFailed else { return }
    let kind = kind(place?.text, context)
    draft.land(in: kind, at: success?.instant)
    if kind == .unknown { draft.noteUnknownEnvironment(place?.text, at: place) }
    if success == nil, let end {
      draft.note(
        "unknown-live-time", "superseded, but when it went live is not told", at: end.state)
    }
  }

  /// The last status but `inactive`, which takes nothing back.
  private func setStatus(of draft: inout Draft, _ states: [GitHubDeploymentState]) {
    guard let last = states.last(where: { $0.meaning != .superseded }) else { return }
    switch last.meaning {
    case .failed: draft.set(.status, text: DeploymentStatus.failed.word)
    case .succeeded, .superseded: break
    case .started, .waiting, nil: setOpen(&draft, last, states)
    }
  }

  /// Under way, or a word nobody knows. Neither takes an earlier success back.
  private func setOpen(
    _ draft: inout Draft, _ last: GitHubDeploymentState, _ states: [GitHubDeploymentState]
  ) {
    if last.meaning == nil, let state = last.state {
      draft.noteUnknown(last.word, at: state, keptAs: DeploymentStatus.pending.word)
    }
    if draft.has(.status) { return }
    let status: DeploymentStatus = last.meaning == .started ? .staging : .pending
    draft.set(.status, text: status.word)
  }
}

extension GitHubDeployment {
  static let shape = RecordMapper(
    "GitHub deployment", recognises: isDeployment
  ) { root, context, drafts in
    GitHubDeployment(rest: root).add(to: &drafts, context)
  }

  static let graphShape = RecordMapper(
    "GitHub deployment (GraphQL)", recognises: isGraphDeployment
  ) { root, context, drafts in
    GitHubDeployment(graph: root).add(to: &drafts, context)
  }

  @Sendable static func isDeployment(_ node: JSONNode) -> Bool {
    node.has("id") && node.has("sha") && node["environment"]?.kind == .string
      && (node.has("statuses_url") || node.has("original_environment") || node.has("task")
        || node.has("production_environment"))
      && !node.has("deployment_id") && !node.has("object_kind")
  }

  @Sendable private static func isGraphDeployment(_ node: JSONNode) -> Bool {
    guard node.has("createdAt"), node.has("commitOid") || node["commit"]?["oid"] != nil,
      node.has("databaseId") || node.has("id")
    else { return false }
    return (node.has("environment") || node.has("latestEnvironment"))
      && (node.has("latestStatus") || node.has("statuses") || node.has("state"))
  }
}
