import Model

/// A status of a GitHub deployment told without it: an event in the deployment's life.
enum GitHubDeploymentStatus {
  /// One element of `GET .../deployments/{id}/statuses`.
  static let shape = RecordMapper(
    "GitHub deployment status", recognises: isStatus
  ) { root, context, drafts in
    drafts.append(event(root, of: nil, context))
  }

  @Sendable private static func isStatus(_ node: JSONNode) -> Bool {
    node.has("state") && !node.has("deployment")
      && node["deployment_url"]?.text.flatMap { RepositoryURL($0) }?.lastNumber != nil
  }

  /// The event of a status; `deployment` if it came along.
  static func event(
    _ status: JSONNode, of deployment: GitHubDeployment?, _ context: MappingContext,
    webhook: JSONNode? = nil
  ) -> Draft {
    let state = GitHubDeploymentState(rest: status)
    let place = state.environment ?? deployment?.environment
    let kind =
      deployment?.kind(place?.text, context)
      ?? place?.text.map { context.environments.kind(of: $0) } ?? .unknown
    var draft = Draft(.event(type(state, kind)), of: status)
    let link = status["deployment_url"]?.text.flatMap { RepositoryURL($0) }
    draft.set(
      .deploymentID, text: deployment?.id ?? link?.lastNumber.map { "github-deployment-\($0)" },
      from: status["deployment_url"])
    draft.set(.eventAt, text: state.at?.text, from: state.at)
    draft.set(.sourceStatus, text: state.word, from: state.state)
    draft.set(.environment, text: place?.text, from: place)
    draft.set(.repo, text: link?.gitHubRepository)
    draft.set(.deployJobID, text: state.jobID ?? checkRun(webhook))
    setStatus(of: &draft, state, kind)
    if kind == .unknown, state.meaning == .succeeded {
      draft.noteUnknownEnvironment(place?.text, at: place)
    }
    if state.meaning == .superseded {
      if kind == .production { draft.set(.deployedToProduction, flag: true) }
      if kind == .staging { draft.set(.deployedToStaging, flag: true) }
      draft.add(metadata: "inactive_at", text: state.at?.text)
    }
    for member in status.members { draft.take(member.node) }
    draft.add(metadata: "deployment_status", status)
    if let webhook {
      draft.keep(webhook: webhook, except: ["deployment", "deployment_status"])
    }
    return draft
  }

  private static func checkRun(_ webhook: JSONNode?) -> String? {
    let run = webhook?["check_run"]
    return GitHubDeploymentState.jobID([run?["html_url"], run?["details_url"]])
  }

  private static func type(
    _ state: GitHubDeploymentState, _ kind: EnvironmentClasses.Kind
  ) -> EventType {
    guard state.meaning == .succeeded else { return .deploymentStatus }
    switch kind {
    case .production: return .deploymentProduction
    case .staging: return .deploymentStaging
    case .other, .unknown: return .deploymentStatus
    }
  }

  /// The end of being live is no new status: what was live stays that.
  private static func setStatus(
    of draft: inout Draft, _ state: GitHubDeploymentState, _ kind: EnvironmentClasses.Kind
  ) {
    let landed: DeploymentStatus = kind == .production ? .live : .staged
    let status: DeploymentStatus =
      switch state.meaning {
      case .waiting, nil: .pending
      case .started: .staging
      case .succeeded, .superseded: landed
      case .failed: .failed
      }
    draft.set(.status, text: status.word, from: state.state)
    if state.meaning == nil, let node = state.state {
      draft.noteUnknown(state.word, at: node, keptAs: status.word)
    }
  }
}
