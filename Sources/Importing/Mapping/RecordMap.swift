import Model

/// How objects that fulfil some conditions become records: one mapping of a mapping file.
struct RecordMap: Sendable {
  /// Nil only with a preset: whatever the preset makes of an object.
  var kind: RecordKind?
  /// Makes the records; what follows then changes those of `kind`.
  var preset: Preset?
  /// The only table, view or query whose rows are meant; nil: all.
  var table: TableSelection?
  var conditions: [MappingCondition] = []
  var targets: [(target: MappingTarget, expression: MappingExpression)] = []
  var status = MappingStatus()
  var service: String?

  /// Adds the drafts of the records in an object: none, if its conditions do not hold, or if the preset
  /// does not know the object.
  func map(_ object: JSONNode, _ context: MappingContext, into drafts: inout [Draft]) {
    guard conditions.allSatisfy({ $0.holds(for: object) }) else { return }
    guard let preset else {
      if let kind { drafts.append(draft(of: object, kind: kind, context)) }
      return
    }
    var context = context
    context.service = service ?? context.service
    guard let shape = preset.shapes.first(where: { $0.recognises(object) }) else { return }
    var made: [Draft] = []
    shape.map(object, context, &made)
    for draft in made { drafts.append(changed(draft)) }
  }

  // MARK: - With a preset

  private func changed(_ draft: Draft) -> Draft {
    let made: RecordKind
    switch draft.goal {
    case .record(let kind): made = kind
    case .event(let type): made = type.kind
    case .deletion: return draft
    }
    if let kind, kind != made { return draft }
    var draft = draft
    for (target, expression) in targets where target.field?.isOf(made) ?? true {
      guard let value = expression.value(in: draft.root, for: target.field) else { continue }
      switch target {
      case .field(let field): draft.set(field, value)
      case .deployedAt: break
      case .service: draft.add(metadata: "service", value)
      case .metadata(let name): draft.add(metadata: name, value)
      }
    }
    if let word = draft.sourceWord, let meaning = status.named(word) {
      switch meaning {
      case .job(let status) where made == .job: draft.replaceStatus(status.word)
      case .deployment(let status) where made == .deployment: draft.replaceStatus(status.word)
      default: break
      }
    }
    return draft
  }

  // MARK: - Without

  private func draft(
    of object: JSONNode, kind: RecordKind, _ context: MappingContext
  ) -> Draft {
    var draft = Draft(.record(kind), of: object)
    var outcome = DeploymentOutcome()
    for (target, expression) in targets {
      guard let value = expression.value(in: object, for: target.field) else { continue }
      switch target {
      case .field(.status): setStatus(value, kind, &draft, &outcome)
      case .field(let field):
        if field == .environment { outcome.environment = value }
        draft.set(field, value)
      case .deployedAt: outcome.deployedAt = value
      case .service: draft.add(metadata: "service", value)
      case .metadata(let name): draft.add(metadata: name, value)
      }
    }
    setService(kind, context, &draft)
    if kind == .deployment { outcome.apply(to: &draft, context.environments) }
    return draft
  }

  private func setStatus(
    _ value: MappedValue, _ kind: RecordKind, _ draft: inout Draft,
    _ outcome: inout DeploymentOutcome
  ) {
    guard let word = value.text else {
      draft.set(.status, value)
      return
    }
    if let node = value.node {
      draft.take(node)
      if !draft.has(.sourceStatus) { draft.set(.sourceStatus, text: word, from: node) }
    }
    switch status.meaning(of: word, kind: kind) {
    case .job(let status): draft.set(.status, text: status.word, from: value.node)
    case .deployment(let status):
      draft.set(.status, text: status.word, from: value.node)
      outcome.status = status
    case .success: outcome.isSuccess = true
    case nil:
      let kept = kind == .job ? JobStatus.unknown.word : DeploymentStatus.pending.word
      draft.set(.status, text: kept, from: value.node)
      draft.noteUnknown(word, at: value.node ?? draft.root, keptAs: kept)
    }
  }

  private func setService(_ kind: RecordKind, _ context: MappingContext, _ draft: inout Draft) {
    guard let service = service ?? context.service else { return }
    switch kind {
    case .deployment, .incident:
      if !draft.has(.serviceName) { draft.set(.serviceName, text: service) }
    case .job, .commit:
      let isMapped = targets.contains { $0.target == .service || $0.target == .metadata("service") }
      if !isMapped { draft.add(metadata: "service", text: service) }
    }
  }
}
