import Model

/// What presets do alike with a deployment, a job and a webhook.
extension Draft {
  /// A deployment succeeded: live in production, staged anywhere else. Without a time it counts as
  /// there, but nobody knows since when.
  mutating func land(in kind: EnvironmentClasses.Kind, at time: Timestamp?) {
    switch kind {
    case .production:
      set(.status, text: DeploymentStatus.live.word)
      set(.deployedToProduction, flag: true)
      set(.productionDeployedAt, time: time)
    case .staging:
      set(.status, text: DeploymentStatus.staged.word)
      set(.deployedToStaging, flag: true)
      set(.stagingDeployedAt, time: time)
    case .other, .unknown:
      set(.status, text: DeploymentStatus.staged.word)
    }
  }

  /// The remark that a deployment succeeded where nobody said whether that is production.
  mutating func noteUnknownEnvironment(_ name: String?, at node: JSONNode?) {
    let subject =
      name.map { "environment \(quoted($0.utf8)) is" } ?? "an environment without name is"
    note(
      "unknown-environment",
      subject + " neither known as production nor as staging; not counted as production; "
        + "say what it is under environments:", at: node)
  }

  /// Keeps the other members of the object that this record came in, under names with `webhook.` in
  /// front.
  mutating func keep(webhook: JSONNode, except names: Set<String>) {
    for member in webhook.members where !names.contains(member.name) {
      add(metadata: "webhook." + member.name, member.node)
    }
  }

  /// The service a job belongs to: the user's word, else the repository's name.
  mutating func addService(_ context: MappingContext, repository: String?) {
    add(metadata: "service", text: context.service ?? repository?.lastPathPart)
  }
}

extension JSONNode {
  /// The instant a value tells; nil for zero dates and everything that is no time.
  var instant: Timestamp? {
    let result: TimeReading.Result
    switch kind {
    case .string:
      let text = view.unescaped(token).bytes
      result = text.withUnsafeBufferPointer { TimeReading.read($0) }
    case .number:
      result = TimeReading.read(
        number: view.bytes(token), isComplex: view.tokens[token].isComplex)
    default: return nil
    }
    guard case .time(let time, _) = result else { return nil }
    return time
  }

  /// The text of a list's elements.
  var texts: [String] { elements.compactMap(\.text) }
}
