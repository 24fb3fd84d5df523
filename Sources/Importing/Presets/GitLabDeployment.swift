import Model

/// A GitLab deployment as the API writes it: a whole record.
///
/// Its own status counts; that of the job that deployed may say otherwise.
enum GitLabDeployment {
  static let shape = RecordMapper(
    "GitLab deployment", recognises: isDeployment
  ) { root, context, drafts in
    drafts.append(draft(root, context))
  }

  @Sendable private static func isDeployment(_ node: JSONNode) -> Bool {
    node.has("id") && node.has("status") && node.has("sha") && node["environment"]?.isObject == true
      && (node.has("deployable") || node.has("iid")) && !node.has("stage")
  }

  private static func draft(_ root: JSONNode, _ context: MappingContext) -> Draft {
    let job = root["deployable"]
    var draft = Draft(.record(.deployment), of: root)
    draft.set(.deploymentID, text: (root["id"]?.text).map { "gitlab-deployment-\($0)" })
    draft.take(root["id"])
    describe(&draft, root, job, context)
    let word = root["status"]
    let course = draft.course(word, GitLabWords.deployments)
    draft.noteIfCancelled(word)
    let environment = root["environment"]
    let place = GitLabDeployment.place(environment?["name"], tier: environment?["tier"], context)
    // One that a tool reported has no job: its last change, or its creation, is when it was done.
    let end = [job?["finished_at"], root["finished_at"], root["updated_at"], root["created_at"]]
      .lazy.compactMap { $0 }.first { $0.instant != nil }
    draft.set(course, in: place, at: end)
    draft.set(.createdAt, root["created_at"])
    draft.set(.updatedAt, root["updated_at"])
    draft.add(
      metadata: "commit_timestamp",
      text: (job?["commit"]?["committed_date"] ?? job?["commit"]?["created_at"])?.instant?.rfc3339)
    draft.add(metadata: "rollback_signal", text: rollbackSign(job, environment))
    draft.add(metadata: "run_id", text: job?["pipeline"]?["id"]?.text)
    draft.add(metadata: "job_name", text: job?["name"]?.text)
    return draft
  }

  private static func describe(
    _ draft: inout Draft, _ root: JSONNode, _ job: JSONNode?, _ context: MappingContext
  ) {
    let commit = job?["commit"]
    let project = job?["project"] ?? root["project"] ?? root["environment"]?["project"]
    let repository = GitLabProject.path(
      project, job?["web_url"], job?["pipeline"]?["web_url"], commit?["web_url"],
      project?["web_url"])
    draft.set(.serviceName, text: context.service ?? repository?.lastPathPart)
    draft.set(.repo, text: repository)
    let ref = root["ref"]
    let isTag = job?["tag"]?.flag ?? ref?.text.map { VersionName.tag($0) != nil } ?? false
    let sha = root["sha"]
    draft.set(
      .version, text: isTag ? ref?.text?.shortRef : sha?.text.map { String($0.prefix(12)) },
      from: isTag ? ref : sha)
    draft.set(.ref, ref)
    draft.set(.commitSHA, sha)
    draft.set(.commitMessage, commit?["message"])
    draft.set(.commitAuthor, commit?["author_name"])
    draft.set(.deployJobID, text: (job?["id"]?.text).map { "gitlab-job-\($0)" }, from: job)
  }

  /// The environment by its name; by its tier, if the name says nothing.
  static func place(
    _ name: JSONNode?, tier: JSONNode?, _ context: MappingContext
  ) -> DeploymentPlace {
    let place = DeploymentPlace(name, context)
    guard place.kind == .unknown, let tier = tier?.text?.asciiLowercased else { return place }
    let kind: EnvironmentClasses.Kind =
      switch tier {
      case "production": .production
      case "staging": .staging
      case "testing", "development", "other": .other
      default: .unknown
      }
    return DeploymentPlace(name: place.name, kind: kind, at: name)
  }

  private static func rollbackSign(_ job: JSONNode?, _ environment: JSONNode?) -> String? {
    let action = (job?["environment"]?["action"] ?? environment?["action"])?.text
    if let action, isRollback(action) { return "environment action: \(action)" }
    if let name = job?["name"]?.text, isRollback(name) { return "job: \(name)" }
    return nil
  }

  private static func isRollback(_ text: String) -> Bool {
    let text = text.asciiLowercased
    return ["rollback", "roll-back", "roll_back", "roll back"].contains { text.contains($0) }
  }
}

extension Draft {
  /// Cancelled deployments have no status of their own.
  mutating func noteIfCancelled(_ word: JSONNode?) {
    guard let word, word.text?.asciiLowercased == "canceled" else { return }
    note("cancelled-deployment", "cancelled at the source; kept as 'failed'", at: word)
  }
}
