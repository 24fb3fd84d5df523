import Model

/// What the AWS command line prints: deployments of CodeDeploy, one or many; executions of CodePipeline.
extension Preset {
  static let codeDeploy = Preset(
    "codedeploy", title: "AWS CodeDeploy",
    listNames: ["deploymentsInfo", "pipelineExecutionSummaries"],
    shapes: [
      RecordMapper(
        "CodeDeploy deployment", recognises: { isDeployment(unwrapped($0)) }
      ) { object, context, drafts in
        drafts.append(CodeDeployment(object: unwrapped(object)).draft(context))
      },
      RecordMapper(
        "CodePipeline execution",
        recognises: { isExecution(unwrapped($0)) }
      ) { object, context, drafts in
        drafts.append(execution(unwrapped(object), context))
      },
    ])

  /// The record inside `{"deploymentInfo": {...}}` and `{"pipelineExecution": {...}}`.
  private static func unwrapped(_ object: JSONNode) -> JSONNode {
    (object["deploymentInfo"] ?? object["pipelineExecution"])?.asRecord ?? object
  }

  private static func isDeployment(_ object: JSONNode) -> Bool {
    object.has("deploymentId") && object.has("status")
      && (object.has("applicationName") || object.has("deploymentGroupName"))
  }

  private static func isExecution(_ object: JSONNode) -> Bool {
    object.has("pipelineExecutionId") && object.has("status")
  }

  // MARK: - CodePipeline

  private static let executionWords: [String: JobStatus] = [
    "inprogress": .running, "stopping": .running, "succeeded": .success, "failed": .failed,
    "stopped": .cancelled, "cancelled": .cancelled, "superseded": .skipped,
  ]

  /// An execution names neither environment nor service, so it is a job.
  private static func execution(_ object: JSONNode, _ context: MappingContext) -> Draft {
    var draft = Draft(.record(.job), of: object)
    let id = object["pipelineExecutionId"]
    draft.set(.jobID, text: id?.text.map { "codepipeline-\($0)" }, from: id)
    draft.take(id)
    draft.set(.jobType, text: "pipeline")
    draft.add(metadata: "workflow", object["pipelineName"])
    let word = object["status"]?.text?.asciiLowercased
    draft.setJobStatus(object["status"], executionWords)
    draft.set(.startedAt, object["startTime"])
    let isOver = word.flatMap { executionWords[$0] }?.isTerminal ?? false
    draft.set(isOver ? .completedAt : .updatedAt, object["lastUpdateTime"])
    draft.set(.errorMessage, object["statusSummary"])
    let revision = (object["sourceRevisions"] ?? object["artifactRevisions"])?.elements.first
    if let sha = revision?["revisionId"], sha.text?.isCommitHash == true {
      draft.set(.commitSHA, sha)
      draft.set(.commitMessage, revision?["revisionSummary"])
    }
    draft.addService(context, repository: nil)
    draft.add(metadata: "run_id", text: id?.text.map { "codepipeline-\($0)" })
    draft.add(metadata: "trigger", object["trigger"]?["triggerType"])
    if object["executionType"]?.text == "ROLLBACK" {
      draft.add(metadata: "rollback_signal", text: "executionType=ROLLBACK")
    }
    return draft
  }
}

/// One deployment of CodeDeploy.
private struct CodeDeployment {
  let object: JSONNode

  private static let words: [String: DeploymentCourse] = [
    "created": .waiting, "queued": .waiting, "ready": .waiting, "inprogress": .underWay,
    "baking": .underWay, "succeeded": .done, "failed": .failed, "stopped": .failed,
  ]

  func draft(_ context: MappingContext) -> Draft {
    var draft = Draft(.record(.deployment), of: object)
    let id = object["deploymentId"]
    draft.set(.deploymentID, text: id?.text.map { "codedeploy-\($0)" }, from: id)
    draft.take(id)
    draft.setService(context, object["applicationName"], object["deploymentGroupName"])
    let course = draft.course(object["status"], CodeDeployment.words)
    let place = DeploymentPlace(object["deploymentGroupName"], context)
    draft.take(object["deploymentGroupName"])
    draft.set(course, in: place, at: object["completeTime"])
    draft.set(.createdAt, object["createTime"])
    draft.set(.updatedAt, object["completeTime"] ?? object["startTime"])
    setRevision(&draft)
    draft.set(.commitMessage, object["description"])
    setRollback(&draft, course, place)
    draft.add(metadata: "trigger", object["creator"])
    return draft
  }

  private func setRevision(_ draft: inout Draft) {
    let revision = object["revision"]
    let hub = revision?["gitHubLocation"]
    draft.set(.repo, hub?["repository"])
    draft.set(.commitSHA, hub?["commitId"])
    if let version = CodeDeployment.version(of: revision) {
      draft.set(.version, text: version, from: revision)
    } else if let id = object["deploymentId"]?.text {
      draft.set(.version, text: id)
      draft.note(
        "unknown-version", "the deployment names no revision; its own id stands as the version",
        at: revision)
    }
  }

  /// The commit; the bundle's version, else its ETag without quotes, else its key; the hash of an
  /// AppSpec.
  private static func version(of revision: JSONNode?) -> String? {
    let bundle = revision?["s3Location"]
    let eTag = bundle?["eTag"]?.text.map { $0.filter { $0 != "\"" } }
    return revision?["gitHubLocation"]?["commitId"]?.text ?? bundle?["version"]?.text ?? eTag
      ?? bundle?["key"]?.text ?? revision?["appSpecContent"]?["sha256"]?.text
      ?? revision?["string"]?["sha256"]?.text
  }

  /// `rollbackInfo` stands on both sides: on the deployment that failed it names the one that went
  /// back, and on that one the deployment that failed.
  private func setRollback(
    _ draft: inout Draft, _ course: DeploymentCourse, _ place: DeploymentPlace
  ) {
    let info = object["rollbackInfo"]
    let own = object["deploymentId"]?.text
    let by = info?["rollbackDeploymentId"]?.text.flatMap { $0 == own ? nil : $0 }
    let of = info?["rollbackTriggeringDeploymentId"]?.text.flatMap { $0 == own ? nil : $0 }
    if let by {
      draft.set(.rolledBack, flag: true)
      draft.set(.rollbackReason, info?["rollbackMessage"])
      draft.set(.rolledBackTo, text: CodeDeployment.version(of: object["previousRevision"]))
      draft.add(
        metadata: "rollback_signal", text: "rollbackInfo.rollbackDeploymentId=\(by)")
      // It was taken back from instances that ran it already, though it never succeeded.
      if course == .failed, place.kind == .production {
        draft.setReachedProduction(at: object["startTime"] ?? object["createTime"])
      }
    } else if let signal = signal(of: of) {
      draft.add(metadata: "rollback_signal", text: signal)
    }
  }

  private func signal(of triggering: String?) -> String? {
    let creator = object["creator"]?.text
    let isByCreator = creator == "codeDeployRollback" || creator == "CloudFormationRollback"
    guard isByCreator || triggering != nil else { return nil }
    return [
      creator.map { "creator=\($0)" },
      triggering.map { "rollbackInfo.rollbackTriggeringDeploymentId=\($0)" },
    ].compactMap { $0 }.joined(separator: " ")
  }
}
