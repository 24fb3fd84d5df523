import Model

/// Azure DevOps: builds (`az pipelines runs list`, the Build API) and deployments of releases.
extension Preset {
  static let azure = Preset(
    "azure", title: "Azure DevOps", listNames: ["value"],
    shapes: [
      RecordMapper("Azure build", recognises: isBuild) { object, context, drafts in
        drafts.append(AzureBuild(object: object).draft(context))
      },
      RecordMapper("Azure release deployment", recognises: isDeployment) {
        object, context, drafts in
        drafts.append(AzureDeployment(object: object).draft(context))
      },
    ])

  @Sendable private static func isBuild(_ object: JSONNode) -> Bool {
    object.has("buildNumber") && object.has("status") && object["definition"]?.isObject == true
  }

  @Sendable private static func isDeployment(_ object: JSONNode) -> Bool {
    object.has("deploymentStatus") && object["releaseEnvironment"]?.isObject == true
  }
}

/// One build: the run of a pipeline.
private struct AzureBuild {
  let object: JSONNode

  /// Words of `status`, and of `result` once that is `completed`.
  private static let words: [String: JobStatus] = [
    "postponed": .pending,
    "notstarted": .queued,
    "inprogress": .running, "cancelling": .running,
    "succeeded": .success, "partiallysucceeded": .success,
    "failed": .failed,
    "canceled": .cancelled,
    "none": .error,
  ]

  func draft(_ context: MappingContext) -> Draft {
    var draft = Draft(.record(.job), of: object)
    let id = object["id"]
    draft.set(.jobID, text: id?.text.map { "azure-build-\($0)" }, from: id)
    draft.take(id)
    let definition = object["definition"]?["name"]
    draft.set(.jobType, text: definition?.text ?? "pipeline", from: definition)
    setStatus(&draft)
    draft.set(.queuedAt, object["queueTime"])
    draft.set(.createdAt, object["queueTime"])
    draft.set(.startedAt, object["startTime"])
    draft.set(.completedAt, object["finishTime"])
    draft.set(.updatedAt, object["lastChangedDate"])
    draft.set(.agentID, object["queue"]?["name"])
    draft.set(.logsURL, object["_links"]?["web"]?["href"])
    setCommit(&draft)
    draft.add(metadata: "run_id", text: id?.text.map { "azure-build-\($0)" })
    draft.add(metadata: "workflow", definition)
    draft.add(metadata: "trigger", object["reason"])
    draft.addService(context, repository: repository ?? definition?.text)
    return draft
  }

  private func setStatus(_ draft: inout Draft) {
    let isCompleted = object["status"]?.text?.asciiLowercased == "completed"
    let word = isCompleted ? object["result"] ?? object["status"] : object["status"]
    draft.setJobStatus(word, AzureBuild.words)
    if isCompleted { draft.take(object["status"]) }
    if word?.text?.asciiLowercased == "partiallysucceeded" {
      draft.note(
        "partially-succeeded", "the build succeeded with errors in some steps; kept as 'success'",
        at: word)
    }
  }

  private func setCommit(_ draft: inout Draft) {
    draft.set(.repo, text: repository, from: object["repository"])
    let branch = object["sourceBranch"]
    draft.set(.ref, text: branch?.text?.shortRef, from: branch)
    draft.take(branch)
    draft.set(.commitSHA, object["sourceVersion"])
    draft.set(.commitMessage, object["triggerInfo"]?["ci.message"])
    draft.set(.commitAuthor, object["requestedFor"]?["displayName"])
  }

  /// Its name, which the Build API leaves out for its own repositories; for those of others the id is
  /// the name: `acme/api`.
  private var repository: String? {
    let repository = object["repository"]
    if let name = repository?["name"]?.text { return name }
    guard let id = repository?["id"]?.text else { return nil }
    return id.contains("/") ? id.remotePath : nil
  }
}

/// One deployment of a release to an environment of its pipeline.
private struct AzureDeployment {
  let object: JSONNode

  private static let words: [String: DeploymentCourse] = [
    "notdeployed": .waiting, "inprogress": .underWay, "succeeded": .done,
    "partiallysucceeded": .done, "failed": .failed,
  ]

  /// What the release is made of: its primary artifact, else the first.
  private var artifact: JSONNode? {
    let all = object["release"]?["artifacts"]?.elements ?? []
    return (all.first { $0["isPrimary"]?.flag == true } ?? all.first)?["definitionReference"]
  }

  func draft(_ context: MappingContext) -> Draft {
    var draft = Draft(.record(.deployment), of: object)
    let id = object["id"]
    draft.set(.deploymentID, text: id?.text.map { "azure-deployment-\($0)" }, from: id)
    draft.take(id)
    draft.setService(context, object["releaseDefinition"]?["name"])
    let version = artifact?["version"]?["name"] ?? object["release"]?["name"]
    draft.set(.version, version)
    let course = draft.course(object["deploymentStatus"], AzureDeployment.words)
    draft.set(course, in: place(context), at: object["completedOn"])
    draft.set(.createdAt, object["queuedOn"])
    draft.set(.updatedAt, object["lastModifiedOn"])
    setArtifact(&draft)
    draft.add(metadata: "attempt", object["attempt"])
    draft.add(metadata: "trigger", object["reason"])
    // A redeploy trigger deploys the last version that succeeded, mostly because another one failed.
    if object["reason"]?.text?.asciiLowercased == "redeploytrigger" {
      draft.add(metadata: "rollback_signal", text: "reason=redeployTrigger")
    }
    return draft
  }

  /// `Stage 1` is what Azure calls a stage that nobody named: it may be anything, unless the user says
  /// what environments are.
  private func place(_ context: MappingContext) -> DeploymentPlace {
    let place = DeploymentPlace(object["releaseEnvironment"]?["name"], context)
    let words = (place.name ?? "").asciiLowercased.split(separator: " ")
    guard words.count == 2, words[0] == "stage", words[1].allSatisfy(\.isNumber),
      context.environments == .standard
    else { return place }
    return DeploymentPlace(name: place.name, kind: .unknown, at: place.node)
  }

  private func setArtifact(_ draft: inout Draft) {
    draft.set(.repo, artifact?["repository"]?["name"])
    let branch = artifact?["branch"]?["name"] ?? artifact?["branch"]?["id"]
    draft.set(.ref, text: branch?.text?.shortRef, from: branch)
    if let sha = artifact?["sourceVersion"]?["id"], sha.text?.isCommitHash == true {
      draft.set(.commitSHA, sha)
    }
    // The version of a build artifact has the build's id, a whole number.
    if let build = artifact?["version"]?["id"], build.integer != nil {
      draft.set(.buildJobID, text: build.text.map { "azure-build-\($0)" }, from: build)
    }
  }
}
