import Model

/// CDEvents, plain or inside CloudEvents: what happens to pipeline runs and tasks becomes events of
/// jobs, what happens to services becomes deployments.
extension Preset {
  static let cdEvents = Preset(
    "cdevents", title: "CDEvents",
    shapes: [
      RecordMapper("CDEvents event", recognises: { CDEvent($0) != nil }) {
        object, context, drafts in
        guard let event = CDEvent(object) else { return }
        switch event.subjectType {
        case "pipelinerun", "taskrun": event.addJobEvents(to: &drafts, context)
        case "service": event.addDeployment(to: &drafts, context)
        default: break
        }
      }
    ])
}

/// One event: its two parts, and what its type says. The type's text ends with a version, which grows
/// with the specification: `dev.cdevents.service.deployed.0.2.0`.
private struct CDEvent {
  let root: JSONNode
  let context: JSONNode
  let subject: JSONNode
  let subjectType: String
  let predicate: String

  init?(_ object: JSONNode) {
    let event = object.has("context") ? object : object["data"]
    guard let context = event?["context"], let subject = event?["subject"], subject.isObject,
      let type = context["type"]?.text, type.hasPrefix("dev.cdevents.")
    else { return nil }
    let words = type.split(separator: ".", omittingEmptySubsequences: false)
    guard words.count >= 4 else { return nil }
    root = object
    self.context = context
    self.subject = subject
    subjectType = String(words[2])
    predicate = String(words[3])
  }

  private var content: JSONNode? { subject["content"] }

  private var jobID: String? { subject["id"]?.text.map { "cdevents-\($0)" } }

  // MARK: - Jobs

  private static let outcomes: [String: JobStatus] = [
    "success": .success, "failure": .failed, "cancel": .cancelled, "error": .error,
  ]

  /// An event that brings the run's beginnings, since a run may be told of from any point on, and one
  /// that says what has become of it.
  func addJobEvents(to drafts: inout [Draft], _ mapping: MappingContext) {
    let change: Draft?
    switch predicate {
    case "queued": change = nil
    case "started":
      change = draft(.jobStatus) {
        $0.set(.status, text: JobStatus.running.word)
        $0.set(.startedAt, context["timestamp"])
      }
    case "finished": change = finished()
    default: return
    }
    drafts.append(
      draft(.jobCreated) { draft in
        if change == nil {
          draft.set(.status, text: JobStatus.queued.word)
          draft.set(.queuedAt, context["timestamp"])
        } else {
          for member in root.members { draft.take(member.node) }
        }
        describe(&draft, mapping)
      })
    if let change { drafts.append(change) }
  }

  /// Without an outcome that means something, the run has ended and nobody knows how.
  private func finished() -> Draft {
    let outcome = content?["outcome"]
    let isKnown = outcome?.text.map { CDEvent.outcomes[$0.asciiLowercased] != nil } ?? false
    return draft(isKnown ? .jobCompleted : .jobStatus) {
      $0.set(.status, text: JobStatus.unknown.word)
      $0.setJobStatus(outcome, CDEvent.outcomes)
      $0.set(.completedAt, context["timestamp"])
      $0.set(.errorMessage, content?["errors"])
    }
  }

  private func draft(_ type: EventType, _ fill: (inout Draft) -> Void) -> Draft {
    var draft = Draft(.event(type), of: root)
    draft.set(.eventAt, context["timestamp"])
    draft.set(.jobID, text: jobID, from: subject)
    fill(&draft)
    return draft
  }

  private func describe(_ draft: inout Draft, _ mapping: MappingContext) {
    draft.set(.logsURL, content?["url"] ?? content?["uri"])
    draft.addService(mapping, repository: nil)
    if subjectType == "pipelinerun" {
      draft.set(.jobType, text: "pipeline")
      draft.add(metadata: "run_id", text: jobID)
      draft.add(metadata: "workflow", content?["pipelineName"])
    } else {
      draft.set(.jobType, text: content?["taskName"]?.text ?? "task")
      draft.add(metadata: "job_name", content?["taskName"])
      let run = content?["pipelineRun"]?["id"]?.text
      draft.add(metadata: "run_id", text: run.map { "cdevents-\($0)" })
    }
  }

  // MARK: - Deployments

  /// `removed` takes a service away and puts nothing in its place; an event without an artifact does
  /// not say what was deployed. Neither is a deployment.
  func addDeployment(to drafts: inout [Draft], _ mapping: MappingContext) {
    guard ["deployed", "upgraded", "published", "rolledback"].contains(predicate),
      let artifact = content?["artifactId"]
    else { return }
    var draft = Draft(.record(.deployment), of: root)
    draft.set(.deploymentID, text: context["id"]?.text.map { "cdevents-\($0)" }, from: context)
    draft.setService(mapping, subject["id"])
    draft.set(.version, text: artifact.text?.packageVersion, from: artifact)
    draft.set(.sourceStatus, text: "service.\(predicate)")
    draft.set(.createdAt, context["timestamp"])
    let environment = content?["environment"]
    let place = DeploymentPlace(environment?["id"] ?? environment?["name"], mapping)
    draft.set(.done, in: place, at: context["timestamp"])
    // What is named is what is live now, after the rollback.
    if predicate == "rolledback" {
      draft.add(metadata: "rollback_signal", text: "service.rolledback")
    }
    drafts.append(draft)
  }
}

extension String {
  /// The version in a package URL, `pkg:type/name@version?qualifiers#subpath`, its escapes resolved;
  /// else the whole text. Source: the purl specification.
  var packageVersion: String {
    guard hasPrefix("pkg:") else { return self }
    let path = prefix { $0 != "?" && $0 != "#" }
    guard let at = path.lastIndex(of: "@") else { return self }
    let version = path[path.index(after: at)...].percentDecoded
    return version.isEmpty ? self : version
  }
}

extension Substring {
  /// `%3A` and the like as what they stand for; anything else after `%` stays.
  fileprivate var percentDecoded: String {
    var bytes: [UInt8] = []
    var rest = utf8[...]
    while let byte = rest.popFirst() {
      let digits = String(rest.prefix(2)) ?? ""
      if byte == 0x25, digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit),
        let value = UInt8(digits, radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
