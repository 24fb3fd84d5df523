import Model

/// Bitbucket Cloud: pipelines, their steps, and deployments, told apart by `type`.
extension Preset {
  static let bitbucket = Preset(
    "bitbucket", title: "Bitbucket", listNames: ["values"],
    shapes: [
      RecordMapper("Bitbucket pipeline", recognises: { isA("pipeline", $0) }) {
        object, context, drafts in
        drafts.append(BitbucketRun(object: object).pipeline(context))
      },
      RecordMapper("Bitbucket step", recognises: { isA("pipeline_step", $0) }) {
        object, context, drafts in
        drafts.append(BitbucketRun(object: object).step(context))
      },
      RecordMapper("Bitbucket deployment", recognises: { isA("deployment", $0) }) {
        object, context, drafts in
        drafts.append(BitbucketDeployment(object: object).draft(context))
      },
    ])

  private static func isA(_ type: String, _ object: JSONNode) -> Bool {
    object["type"]?.text == type && object.has("uuid") && object["state"]?.isObject == true
  }
}

extension JSONNode {
  /// `kind-` and a Bitbucket id without its braces.
  fileprivate func bitbucketID(_ kind: String) -> String? {
    self["uuid"]?.text.map { "bitbucket-\(kind)-\($0.withoutBraces)" }
  }

  /// The word that says most: how it ended, else what it is doing.
  fileprivate var bitbucketWord: JSONNode? {
    let state = self["state"]
    return state?["result"]?["name"] ?? state?["status"]?["name"] ?? state?["name"]
  }
}

/// One pipeline or one step of it.
private struct BitbucketRun {
  let object: JSONNode

  private static let words: [String: JobStatus] = [
    "pending": .pending, "paused": .pending, "ready": .pending,
    "queued": .queued,
    "in_progress": .running, "building": .running, "running": .running,
    "success": .success, "successful": .success, "completed": .success, "passed": .success,
    "failed": .failed,
    "stopped": .cancelled, "cancelled": .cancelled,
    "error": .error,
    "halted": .skipped, "not_run": .skipped,
  ]

  func pipeline(_ context: MappingContext) -> Draft {
    var draft = run("pipeline")
    draft.set(.jobType, text: "pipeline")
    draft.set(.createdAt, object["created_on"])
    let repository = object["repository"]
    draft.set(.repo, repository?["full_name"])
    let target = object["target"]
    draft.set(.ref, target?["ref_name"] ?? target?["source"])
    draft.set(.commitSHA, target?["commit"]?["hash"])
    draft.set(.commitMessage, target?["commit"]?["message"])
    draft.set(.commitAuthor, object["creator"]?["display_name"])
    draft.set(.logsURL, object["links"]?["html"]?["href"])
    draft.add(metadata: "run_id", text: object.bitbucketID("pipeline"))
    draft.add(metadata: "workflow", target?["selector"]?["pattern"])
    let trigger = object["trigger"]
    draft.add(metadata: "trigger", text: (trigger?["name"] ?? trigger?["type"])?.text)
    draft.addService(
      context, repository: (repository?["full_name"] ?? repository?["name"])?.text)
    return draft
  }

  func step(_ context: MappingContext) -> Draft {
    var draft = run("step")
    draft.set(.jobType, text: object["name"]?.text ?? "step", from: object["name"])
    draft.add(metadata: "job_name", object["name"])
    draft.add(metadata: "run_id", text: object["pipeline"]?.bitbucketID("pipeline"))
    draft.add(metadata: "attempt", object["run_number"])
    draft.add(metadata: "trigger", text: object["trigger"]?["type"]?.text)
    draft.addService(context, repository: nil)
    return draft
  }

  private func run(_ kind: String) -> Draft {
    var draft = Draft(.record(.job), of: object)
    draft.set(.jobID, text: object.bitbucketID(kind), from: object["uuid"])
    draft.take(object["uuid"])
    draft.setJobStatus(object.bitbucketWord, BitbucketRun.words)
    draft.set(.startedAt, object["started_on"])
    draft.set(.completedAt, object["completed_on"])
    draft.set(.durationSeconds, object["duration_in_seconds"])
    draft.set(.errorMessage, object["state"]?["result"]?["error"]?["message"])
    return draft
  }
}

/// One deployment of a pipeline's commit to an environment.
private struct BitbucketDeployment {
  let object: JSONNode

  private static let words: [String: DeploymentCourse] = [
    "undeployed": .waiting, "pending": .waiting, "queued": .waiting,
    "in_progress": .underWay,
    "completed": .done, "success": .done, "successful": .done,
    "failed": .failed, "stopped": .failed,
  ]

  private var release: JSONNode? { object["release"] }

  func draft(_ context: MappingContext) -> Draft {
    var draft = Draft(.record(.deployment), of: object)
    draft.set(.deploymentID, text: object.bitbucketID("deployment"), from: object["uuid"])
    draft.take(object["uuid"])
    let repository = repository
    draft.set(.repo, text: repository)
    draft.set(.serviceName, text: context.service ?? repository?.lastPathPart)
    // A release is named after its pipeline, `#186`; what is deployed is the commit.
    let commit = release?["commit"]?["hash"]
    draft.set(.version, commit ?? release?["name"])
    draft.set(.commitSHA, commit)
    draft.set(.commitMessage, release?["commit"]?["message"])
    let state = object["state"]
    let course = draft.course(object.bitbucketWord, BitbucketDeployment.words)
    draft.set(course, in: place(context), at: state?["completed_on"])
    draft.set(.createdAt, release?["created_on"])
    draft.set(.updatedAt, object["last_update_time"])
    draft.set(
      .deployJobID, text: (object["step"] ?? object["deployable"])?.bitbucketID("step"),
      from: object["step"])
    draft.add(metadata: "run_id", text: release?["pipeline"]?.bitbucketID("pipeline"))
    return draft
  }

  /// `acme/api` of the addresses within; the deployment itself does not name its repository.
  private var repository: String? {
    if let name = object["repository"]?["full_name"]?.text { return name }
    let addresses = [
      release?["url"], release?["commit"]?["links"]?["html"]?["href"], object["state"]?["url"],
    ]
    for address in addresses {
      let parts = address?.text?.remotePath?.split(separator: "/") ?? []
      if parts.count >= 2 { return "\(parts[0])/\(parts[1])" }
    }
    return nil
  }

  /// What the environment's type says counts for more than what its name looks like, but less than what
  /// the user says of the name.
  private func place(_ context: MappingContext) -> DeploymentPlace {
    let environment = object["environment"]
    let name = environment?["name"]
    let place = DeploymentPlace(name, context)
    guard !place.isUsersWord, let type = environment?["environment_type"]?["name"]?.text else {
      return place
    }
    let kind = EnvironmentClasses.standard.kind(of: type)
    return kind == .unknown ? place : DeploymentPlace(name: place.name, kind: kind, at: name)
  }
}
