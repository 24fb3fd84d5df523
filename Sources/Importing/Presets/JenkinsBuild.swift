import Model

/// A build of a Jenkins job, as `/api/json` writes it, in full or as far as a `tree` asked.
struct JenkinsBuild {
  private static let words: [String: JobStatus] = [
    "success": .success,
    "failure": .failed, "unstable": .failed,
    "aborted": .cancelled,
    "not_built": .skipped,
  ]

  private let root: JSONNode
  private let job: JenkinsJobPath?
  private let number: JSONNode?
  private let timestamp: JSONNode?
  private let duration: JSONNode?
  private let result: JSONNode?
  private let revision: JSONNode?
  private let repository: String?

  init(_ root: JSONNode) {
    self.root = root
    job =
      root["url"]?.text.flatMap { JenkinsJobPath(url: $0) }
      ?? root["fullDisplayName"]?.text.flatMap {
        JenkinsJobPath(displayName: $0, ofBuild: root["displayName"]?.text)
      }
    number = root["number"]
    timestamp = root["timestamp"]
    duration = root["duration"]
    result = root["result"]
    let data = root["actions"]?.elements.filter { $0["lastBuiltRevision"] != nil } ?? []
    revision = data.first?["lastBuiltRevision"]
    repository =
      (data.first { $0["remoteUrls"] != nil }?["remoteUrls"]?.elements.first?.text)
      .flatMap(\.remotePath)
  }

  /// Whether it runs; a pipeline may have a result before its end.
  private var isRunning: Bool { root["building"]?.flag ?? (result == nil) }

  func draft(_ context: MappingContext) -> Draft {
    var draft = Draft(.record(.job), of: root)
    let path = job?.path ?? context.service
    let id = path.flatMap { path in number?.text.map { "jenkins-\(path)-\($0)" } }
    draft.set(.jobID, text: id, from: number)
    if id == nil {
      draft.note("no-job-name", "a build without url or fullDisplayName; ask for url in the tree")
    }
    draft.set(.jobType, text: path)
    setStatus(of: &draft)
    draft.set(.repo, text: repository)
    let branch = revision?["branch"]?.elements.first?["name"]
    draft.set(.ref, text: branch?.text.map(JenkinsBuild.branchName), from: branch)
    draft.set(.commitSHA, revision?["SHA1"])
    setChange(of: &draft)
    draft.set(.agentID, root["builtOn"])
    setTimes(of: &draft)
    if let url = root["url"]?.text {
      draft.set(.logsURL, text: url + (url.hasSuffix("/") ? "console" : "/console"))
    }
    draft.add(metadata: "job_name", text: path)
    draft.add(metadata: "trigger", text: trigger)
    draft.addService(context, repository: repository ?? path)
    return draft
  }

  private func setStatus(of draft: inout Draft) {
    if isRunning {
      draft.set(.status, text: JobStatus.running.word)
      draft.set(.sourceStatus, text: result?.text ?? "building", from: result)
    } else if result != nil {
      draft.setJobStatus(result, JenkinsBuild.words)
    } else {
      draft.set(.status, text: JobStatus.unknown.word)
      draft.note("no-result", "a build that neither runs nor has a result")
    }
  }

  /// Milliseconds since 1970, and milliseconds.
  private func setTimes(of draft: inout Draft) {
    draft.set(.startedAt, timestamp)
    guard !isRunning, let duration, let length = duration.integer,
      length.magnitude < 1 << 50
    else { return }
    draft.set(.durationSeconds, number: JenkinsBuild.seconds(length), from: duration)
    draft.set(.completedAt, time: timestamp?.instant?.adding(milliseconds: length), from: duration)
    draft.take(duration)
  }

  /// `12.345` of 12345.
  private static func seconds(_ milliseconds: Int64) -> String {
    let fraction = String(milliseconds.magnitude % 1000 + 1000).dropFirst()
    return (milliseconds < 0 ? "-" : "") + "\(milliseconds.magnitude / 1000).\(fraction)"
  }

  /// The change that was built: that of the revision, else the last one.
  private func setChange(of draft: inout Draft) {
    let sets = root["changeSets"]?.elements ?? [root["changeSet"]].compactMap { $0 }
    let items = sets.flatMap { $0["items"]?.elements ?? [] }
    let sha = revision?["SHA1"]?.text
    let own = items.first { item in
      sha != nil && (item["commitId"]?.text ?? item["id"]?.text) == sha
    }
    let item = own ?? items.last
    draft.set(.commitMessage, item?["comment"] ?? item?["msg"])
    draft.set(.commitAuthor, item?["author"]?["fullName"])
  }

  /// `TimerTriggerCause` of `hudson.triggers.TimerTrigger$TimerTriggerCause`.
  private var trigger: String? {
    let causes = root["actions"]?.elements.compactMap { $0["causes"] } ?? []
    let cause = causes.lazy.compactMap(\.elements.first).first
    if let name = cause?["_class"]?.text {
      return name.split { $0 == "." || $0 == "$" }.last.map(String.init)
    }
    return cause?["shortDescription"]?.text
  }

  private static func branchName(_ ref: String) -> String {
    for prefix in ["refs/remotes/origin/", "refs/heads/", "remotes/origin/", "origin/"]
    where ref.hasPrefix(prefix) {
      return String(ref.dropFirst(prefix.count))
    }
    return ref
  }
}

extension JenkinsBuild {
  static let shape = RecordMapper("Jenkins build", recognises: isBuild) { root, context, drafts in
    drafts.append(JenkinsBuild(root).draft(context))
  }

  @Sendable private static func isBuild(_ node: JSONNode) -> Bool {
    node["number"]?.kind == .number && node["timestamp"]?.kind == .number
      && (node.has("result") || node.has("building")) && !node.has("state")
  }
}
