import Model

/// What GitHub sends to webhooks, by itself or as the API lists its deliveries.
enum GitHubWebhook {
  private enum Kind {
    case run, job, deployment, deploymentStatus
    /// Sent by GitHub, but about nothing of ours.
    case other
  }

  static let shapes = [
    shape("workflow_run", .run) { hook, context, drafts in
      guard let run = hook["workflow_run"]?.asRecord else { return }
      GitHubRun(rest: run).add(to: &drafts, context, webhook: hook)
    },
    shape("workflow_job", .job) { hook, context, drafts in
      guard let job = hook["workflow_job"]?.asRecord else { return }
      GitHubJob(GitHubJob.Nodes(rest: job)).add(to: &drafts, context, webhook: hook)
      addDeployment(of: hook, to: &drafts, context)
    },
    shape("deployment", .deployment) { hook, context, drafts in
      guard let root = hook["deployment"]?.asRecord else { return }
      var draft = GitHubDeployment(rest: root, repository: repository(hook)).created(context)
      draft.keep(webhook: hook, except: ["deployment"])
      drafts.append(draft)
    },
    shape("deployment_status", .deploymentStatus) { hook, context, drafts in
      guard let root = hook["deployment"]?.asRecord,
        let status = hook["deployment_status"]?.asRecord
      else { return }
      let deployment = GitHubDeployment(rest: root, repository: repository(hook))
      drafts.append(deployment.created(context))
      drafts.append(
        GitHubDeploymentStatus.event(status, of: deployment, context, webhook: hook))
    },
    shape("other", .other) { _, _, _ in },
  ]

  private static func shape(
    _ name: String, _ kind: Kind,
    map: @escaping @Sendable (JSONNode, MappingContext, inout [Draft]) -> Void
  ) -> RecordMapper {
    RecordMapper("GitHub webhook (\(name))") { node in
      GitHubWebhook.kind(of: payload(of: node)) == kind
    } map: { node, context, drafts in
      map(payload(of: node), context, &drafts)
    }
  }

  /// The payload of a delivery, else the object itself.
  private static func payload(of node: JSONNode) -> JSONNode {
    guard node.has("guid"), node.has("delivered_at"), let payload = node["request"]?["payload"],
      payload.isObject
    else { return node }
    return payload
  }

  private static func kind(of hook: JSONNode) -> Kind? {
    let deployment = hook["deployment"]
    let isFromGitHub =
      (hook.has("action") || hook["sender"]?["login"] != nil)
      && hook["repository"]?["full_name"] != nil
    guard isFromGitHub || hook.has("action") else { return nil }
    if hook["deployment_status"]?["state"] != nil { return .deploymentStatus }
    if hook["workflow_job"]?["run_id"] != nil { return .job }
    if let deployment { return GitHubDeployment.isDeployment(deployment) ? .deployment : nil }
    if hook["workflow_run"]?["head_sha"] != nil { return .run }
    return isFromGitHub && hook["sender"]?["login"] != nil ? .other : nil
  }

  private static func repository(_ hook: JSONNode) -> String? {
    hook["repository"]?["full_name"]?.text
  }

  /// A job with an environment comes with its deployment, and is what deploys it.
  private static func addDeployment(
    of hook: JSONNode, to drafts: inout [Draft], _ context: MappingContext
  ) {
    guard let root = hook["deployment"]?.asRecord, GitHubDeployment.isDeployment(root),
      let job = hook["workflow_job"]?["id"]?.text
    else { return }
    var draft = GitHubDeployment(rest: root, repository: repository(hook)).created(context)
    draft.set(.deployJobID, text: "github-job-\(job)")
    drafts.append(draft)
  }
}
