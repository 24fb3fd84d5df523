import Model

/// Argo CD: an Application tells its last ten deployments, and the operation that runs or failed.
extension Preset {
  static let argoCD = Preset(
    "argocd", title: "Argo CD", listNames: ["items"],
    shapes: [
      RecordMapper("Argo CD application", recognises: isApplication) { object, context, drafts in
        ArgoApplication(object, context).addAll(to: &drafts)
      }
    ])

  @Sendable private static func isApplication(_ object: JSONNode) -> Bool {
    guard object["metadata"]?.has("name") == true else { return false }
    if let kind = object["kind"]?.text {
      return kind == "Application" && object["apiVersion"]?.text?.hasPrefix("argoproj.io/") == true
    }
    let spec = object["spec"]
    return spec?.has("destination") == true
      && (spec?.has("source") == true || spec?.has("sources") == true)
  }
}

/// One Application.
private struct ArgoApplication {
  let object: JSONNode
  let context: MappingContext
  private let place: DeploymentPlace

  init(_ object: JSONNode, _ context: MappingContext) {
    self.object = object
    self.context = context
    place = ArgoApplication.place(of: object, context)
  }

  private var status: JSONNode? { object["status"] }

  /// Applications of one name may exist in several clusters, and again after they were deleted.
  private var id: String {
    let name = object["metadata"]?["name"]?.text ?? ""
    let uid = object["metadata"]?["uid"]?.text.map { "-\($0.prefix(8))" } ?? ""
    return "argocd-\(name)\(uid)"
  }

  /// A label that says so, else the first of cluster, namespace, project and name that looks like an
  /// environment; else the namespace, of which nobody knows what it is.
  private static func place(of object: JSONNode, _ context: MappingContext) -> DeploymentPlace {
    let metadata = object["metadata"]
    let labels = metadata?["labels"]
    if let label = labels?["environment"] ?? labels?["env"] ?? labels?["stage"] {
      return DeploymentPlace(label, context)
    }
    let spec = object["spec"]
    let destination = spec?["destination"]
    let candidates = [
      destination?["name"], destination?["namespace"], spec?["project"], metadata?["name"],
    ].compactMap { $0 }
    for candidate in candidates {
      let place = DeploymentPlace(candidate, context)
      if place.kind != .unknown { return place }
    }
    return DeploymentPlace(destination?["namespace"] ?? destination?["name"], context)
  }

  // MARK: - Deployments

  func addAll(to drafts: inout [Draft]) {
    let history = status?["history"]?.elements.filter(\.isObject) ?? []
    for entry in history { drafts.append(arrival(entry)) }
    let last = history.compactMap { $0["id"]?.integer }.max() ?? -1
    if let operation = status?["operationState"], operation.isObject, last < .max {
      addUnfinished(operation, next: last + 1, to: &drafts)
    }
  }

  /// An entry of the history: what was deployed with success. `argocd app rollback` adds one like any
  /// other, with an older revision.
  private func arrival(_ entry: JSONNode) -> Draft {
    var draft = Draft(.record(.deployment), of: entry.asRecord)
    let number = entry.asRecord["id"]
    draft.set(.deploymentID, text: number?.text.map { "\(id)-\($0)" }, from: number)
    draft.take(number)
    let root = draft.root
    describe(&draft, ArgoRevision(root))
    draft.set(.done, in: place, at: root["deployedAt"])
    draft.set(.createdAt, root["deployStartedAt"])
    draft.set(.updatedAt, root["deployedAt"])
    addTrigger(root["initiatedBy"], to: &draft)
    return draft
  }

  private static let words: [String: DeploymentCourse] = [
    "running": .underWay, "terminating": .underWay, "failed": .failed, "error": .failed,
    "succeeded": .done,
  ]

  /// The last operation, unless it succeeded: then the history tells it. One that runs gets the id
  /// that its entry in the history will have.
  private func addUnfinished(_ operation: JSONNode, next: Int64, to drafts: inout [Draft]) {
    var draft = Draft(.record(.deployment), of: operation.asRecord)
    let root = draft.root
    let course = draft.course(root["phase"], ArgoApplication.words)
    guard course != .done else { return }
    let started = root["startedAt"]?.text ?? "\(next)"
    let isOver = course == .failed
    draft.set(.deploymentID, text: isOver ? "\(id)-operation-\(started)" : "\(id)-\(next)")
    describe(
      &draft, ArgoRevision(root["syncResult"]) ?? ArgoRevision(root["operation"]?["sync"]))
    draft.set(course, in: place, at: nil)
    draft.set(.createdAt, root["startedAt"])
    draft.set(.updatedAt, root["finishedAt"] ?? root["startedAt"])
    addTrigger(root["operation"]?["initiatedBy"], to: &draft)
    drafts.append(draft)
  }

  private func describe(_ draft: inout Draft, _ revision: ArgoRevision?) {
    let metadata = object["metadata"]
    draft.setService(
      context, metadata?["labels"]?["app.kubernetes.io/name"], metadata?["name"])
    let source = revision?.source ?? object["spec"]?["source"]
    draft.set(.version, text: revision?.version ?? status?["sync"]?["revision"]?.text)
    draft.set(.commitSHA, text: revision?.commit)
    draft.set(.repo, text: (revision?.repository ?? source?["repoURL"]?.text)?.remotePath)
    draft.set(.ref, text: source?["targetRevision"]?.text?.shortRef)
    draft.add(metadata: "application", text: metadata?["name"]?.text)
    draft.add(metadata: "project", text: object["spec"]?["project"]?.text)
    draft.add(metadata: "destination", object["spec"]?["destination"])
  }

  private func addTrigger(_ node: JSONNode?, to draft: inout Draft) {
    let isAutomated = node?["automated"]?.flag == true
    draft.add(metadata: "trigger", text: isAutomated ? "automated" : node?["username"]?.text)
  }
}
