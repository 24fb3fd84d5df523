import Model

/// Makes records of JSON objects in our own shape, and counts what it did not know.
struct RecordDecoder {
  /// What an object turned out to be.
  enum Outcome {
    case record(Record)
    case event(LifecycleEvent)
    case deletion(Deletion)
    /// Not in our shape: it has none of our ids.
    case foreign(FieldFault)
    case fault(FieldFault)
  }

  /// Distinct unknown names counted; a hostile source may not fill the memory with them.
  private static let maximumNames = 10_000
  private static let eventTypes = Dictionary(
    uniqueKeysWithValues: EventType.allCases.map { (Array($0.word.utf8), $0) })

  private var fields: FieldReader
  private let statuses = StatusWords()
  /// The status word of the job being decoded, if nobody mapped it.
  private var unknownWord: [UInt8]?
  /// Whether what is decoded is an event's part of a record, which need not be whole.
  private var isPartial = false
  private var isEvent = false
  private(set) var unknownFields: [[UInt8]: Int] = [:]
  private(set) var unknownStatuses: [[UInt8]: Int] = [:]

  init(_ view: JSONView, naiveZone: NaiveZone? = nil) {
    fields = FieldReader(view, naiveZone: naiveZone)
  }

  /// Remarks on the record decoded last.
  var notes: [FieldNote] { fields.notes }

  /// Decodes the object at token 0 of `view`.
  mutating func decode(_ view: JSONView) -> Outcome {
    guard view.kind(0) == .object else {
      return .fault(
        FieldFault("not-an-object", "a record must be a JSON object", field: nil, offset: nil))
    }
    begin(view)
    do throws(FieldFault) {
      if let type = eventType { return .event(try event(type)) }
      if fields.hasContent(.deploymentID) { return .record(.deployment(try deployment())) }
      if fields.hasContent(.jobID) { return .record(.job(try job())) }
      if fields.hasContent(.incidentID) { return .record(.incident(try incident())) }
      if isCommit { return .record(.commit(try commit())) }
      return .foreign(withoutID())
    } catch {
      return .fault(error)
    }
  }

  /// Decodes an object whose kind is known, so that a missing id is the fault.
  mutating func decode(_ view: JSONView, as kind: RecordKind) -> Outcome {
    begin(view)
    do throws(FieldFault) {
      switch kind {
      case .job: return .record(.job(try job()))
      case .deployment: return .record(.deployment(try deployment()))
      case .incident: return .record(.incident(try incident()))
      case .commit: return .record(.commit(try commit()))
      }
    } catch {
      return .fault(error)
    }
  }

  /// Decodes an event whose type and kind are known.
  mutating func decode(_ view: JSONView, as type: EventType) -> Outcome {
    begin(view)
    do throws(FieldFault) { return .event(try event(type)) } catch { return .fault(error) }
  }

  /// Decodes the id of a record that was deleted at its source, and `at`, when.
  mutating func decode(_ view: JSONView, deletionOf kind: RecordKind) -> Outcome {
    begin(view)
    let field: Field =
      switch kind {
      case .job: .jobID
      case .deployment: .deploymentID
      case .commit: .sha
      case .incident: .incidentID
      }
    do throws(FieldFault) {
      guard let at = try fields.time(.eventAt) else {
        throw FieldFault(
          "missing-field", "the time of the deletion is missing", field: .eventAt, offset: nil)
      }
      return .deletion(Deletion(kind: kind, id: try fields.required(field), at: at))
    } catch {
      return .fault(error)
    }
  }

  private mutating func begin(_ view: JSONView) {
    fields.begin(view)
    isPartial = false
    isEvent = false
  }

  private var eventType: EventType? {
    guard let type = fields.token(.eventType), fields.token(.eventAt) != nil,
      fields.view.kind(type) == .string
    else { return nil }
    return RecordDecoder.eventTypes[fields.view.unescaped(type).bytes]
  }

  /// A hash alone is many things; a commit says something about it.
  private var isCommit: Bool {
    guard fields.hasContent(.sha) else { return false }
    return [.message, .authoredAt, .committedAt, .author, .parents].contains { (field: Field) in
      guard let token = fields.token(field) else { return false }
      let kind = fields.view.kind(token)
      guard field == .parents else { return kind == .string || kind == .number }
      let first = token + 1
      // A vendor's parents are objects, or their author is one.
      return kind == .array && first < fields.view.next(token) && fields.view.kind(first) == .string
    }
  }

  private func withoutID() -> FieldFault {
    for field in [Field.deploymentID, .jobID, .incidentID] {
      if let token = fields.token(field) {
        return FieldFault(
          "missing-field", "required field '\(field.name)' is empty", field: field,
          offset: fields.view.offset(token))
      }
    }
    return FieldFault(
      "no-id", "no job_id, deployment_id, incident_id or commit, and no known vendor's record",
      field: nil, offset: nil)
  }

  // MARK: - Events

  private mutating func event(_ type: EventType) throws(FieldFault) -> LifecycleEvent {
    isEvent = true
    isPartial = type != .jobCreated && type != .deploymentCreated
    guard let at = try fields.time(.eventAt) else {
      throw FieldFault(
        "missing-field", "required field 'at' is missing or empty", field: .eventAt,
        offset: fields.token(.eventAt).map { fields.view.offset($0) })
    }
    let hasStatus = fields.hasContent(.status)
    if type == .jobStatus || type == .deploymentStatus, !hasStatus {
      throw FieldFault(
        "missing-field", "required field 'status' is missing", field: .status, offset: nil)
    }
    let record: Record
    if type.kind == .job {
      record = .job(try job())
    } else {
      var deployment = try deployment()
      let job = try fields.text(.jobID)
      switch type {
      case .deploymentStaging: deployment.stagingJobID = deployment.stagingJobID ?? job
      case .deploymentProduction: deployment.productionJobID = deployment.productionJobID ?? job
      case .deploymentRollback:
        deployment.rollbackReason =
          deployment.rollbackReason ?? deployment.metadata.text(of: "reason")
      default: break
      }
      record = .deployment(deployment)
    }
    return LifecycleEvent(type: type, at: at, record: record, hasStatus: hasStatus)
  }

  /// A field that a whole record must have; empty in a part of one.
  private mutating func needed(_ field: Field) throws(FieldFault) -> Text {
    isPartial ? try fields.text(field) ?? "" : try fields.required(field)
  }

  // MARK: - Records

  private mutating func job() throws(FieldFault) -> Job {
    var job = Job(
      id: try fields.required(.jobID), type: try needed(.jobType), status: .pending)
    job.sourceStatus = try fields.text(.sourceStatus)
    unknownWord = nil
    try readStatus(into: &job)
    job.repo = try fields.text(.repo)
    job.ref = try fields.text(.ref)
    job.commitSHA = try fields.text(.commitSHA)
    job.commitMessage = try fields.text(.commitMessage)
    job.commitAuthor = try fields.text(.commitAuthor)
    job.agentID = try fields.text(.agentID)
    job.createdAt = try fields.time(.createdAt)
    job.queuedAt = try fields.time(.queuedAt)
    job.startedAt = try fields.time(.startedAt)
    job.completedAt = try fields.time(.completedAt)
    job.updatedAt = try fields.time(.updatedAt)
    job.exitCode = try fields.integer(.exitCode)
    job.durationSeconds = try fields.number(.durationSeconds)
    job.logsURL = try fields.text(.logsURL)
    job.errorMessage = try fields.text(.errorMessage)
    job.tags = try fields.list(.tags)
    let isEvent = isEvent
    job.metadata = try metadata { $0.isOf(.job) || isEvent && $0.isOfEvent }
    if let unknownWord { count(unknownWord, in: \.unknownStatuses) }
    return job
  }

  private mutating func commit() throws(FieldFault) -> Commit {
    var commit = Commit(sha: try fields.required(.sha))
    commit.repo = try fields.text(.repo)
    commit.parents = try fields.list(.parents)
    commit.authoredAt = try fields.time(.authoredAt)
    commit.committedAt = try fields.time(.committedAt)
    commit.author = try fields.text(.author)
    commit.authorEmail = try fields.text(.authorEmail)
    commit.message = try fields.text(.message)
    commit.metadata = try metadata { $0.isOf(.commit) }
    return commit
  }

  private mutating func incident() throws(FieldFault) -> Incident {
    var incident = Incident(id: try fields.required(.incidentID))
    incident.service = try fields.text(.serviceName)
    incident.environment = try fields.text(.environment)
    incident.title = try fields.text(.title)
    incident.severity = try fields.text(.severity)
    incident.startedAt = try fields.time(.startedAt)
    incident.detectedAt = try fields.time(.detectedAt)
    incident.resolvedAt = try fields.time(.resolvedAt)
    incident.causedBy = try fields.text(.causedBy)
    incident.url = try fields.text(.url)
    incident.tags = try fields.list(.tags)
    incident.metadata = try metadata { $0.isOf(.incident) }
    return incident
  }

  /// Counts a status word that a mapper did not know.
  mutating func count(unknownStatus word: String) {
    count(Array(word.utf8), in: \.unknownStatuses)
  }

  private mutating func deployment() throws(FieldFault) -> Deployment {
    let isNamedByID = !fields.hasContent(.serviceName) && fields.hasContent(.serviceID)
    var deployment = Deployment(
      id: try fields.required(.deploymentID),
      service: try needed(isNamedByID ? .serviceID : .serviceName),
      version: try needed(.version), status: try deploymentStatus())
    deployment.sourceStatus = try fields.text(.sourceStatus)
    deployment.environment = try fields.text(.environment)
    deployment.repo = try fields.text(.repo)
    deployment.ref = try fields.text(.ref)
    deployment.commitSHA = try fields.text(.commitSHA)
    deployment.commitMessage = try fields.text(.commitMessage)
    deployment.commitAuthor = try fields.text(.commitAuthor)
    deployment.buildJobID = try fields.text(.buildJobID)
    deployment.testJobID = try fields.text(.testJobID)
    deployment.deployJobID = try fields.text(.deployJobID)
    deployment.stagingJobID = try fields.text(.stagingJobID)
    deployment.productionJobID = try fields.text(.productionJobID)
    try readCourse(into: &deployment)
    deployment.errorRate = try fields.number(.errorRate, in: 0...1)
    deployment.latencyMilliseconds = try fields.number(.latencyMilliseconds)
    deployment.requestsPerSecond = try fields.number(.requestsPerSecond)
    deployment.tags = try fields.list(.tags)
    let isEvent = isEvent
    deployment.metadata = try metadata { field in
      field == .serviceID ? isNamedByID : field.isOf(.deployment) || isEvent && field.isOfEvent
    }
    return deployment
  }

  private mutating func readCourse(into deployment: inout Deployment) throws(FieldFault) {
    deployment.createdAt = try fields.time(.createdAt)
    deployment.updatedAt = try fields.time(.updatedAt)
    deployment.deployedToStaging = try fields.flag(.deployedToStaging)
    deployment.deployedToProduction = try fields.flag(.deployedToProduction)
    deployment.stagingDeployedAt = try fields.time(.stagingDeployedAt)
    deployment.productionDeployedAt = try fields.time(.productionDeployedAt)
    deployment.rolledBack = try fields.flag(.rolledBack)
    deployment.rolledBackAt = try fields.time(.rolledBackAt)
    deployment.rolledBackTo = try fields.text(.rolledBackTo)
    deployment.rollbackReason = try fields.text(.rollbackReason)
  }

  /// No status means `pending`; a word nobody mapped means `unknown` and is noted and counted.
  private mutating func readStatus(into job: inout Job) throws(FieldFault) {
    guard let token = fields.token(.status), fields.hasContent(.status) else { return }
    if let status = statuses.job(fields.view, token) {
      job.status = status
      return
    }
    guard let word = try fields.text(.status) else { return }
    job.status = .unknown
    job.sourceStatus = job.sourceStatus ?? word
    unknownWord = Array(word.string.utf8)
    fields.add(
      FieldNote(
        code: "unknown-status",
        message: "status \(quoted(word.string.utf8)) is not known; kept as 'unknown'",
        field: "status", offset: fields.view.offset(token)))
  }

  private mutating func deploymentStatus() throws(FieldFault) -> DeploymentStatus {
    guard let token = fields.token(.status), fields.hasContent(.status) else { return .pending }
    if let status = statuses.deployment(fields.view, token) { return status }
    guard let word = try fields.text(.status) else { return .pending }
    let known = DeploymentStatus.allCases.map(\.word).joined(separator: ", ")
    throw FieldFault(
      "bad-status", "status \(quoted(word.string.utf8)) is none of \(known)", field: .status,
      offset: fields.view.offset(token))
  }

  private mutating func metadata(_ isOwn: (Field) -> Bool) throws(FieldFault) -> Metadata {
    var names: [[UInt8]] = []
    let metadata = try fields.metadata(isOwn: isOwn) { names.append(Array($0)) }
    for name in names { count(name, in: \.unknownFields) }
    return metadata
  }

  private mutating func count(
    _ name: [UInt8], in tally: WritableKeyPath<RecordDecoder, [[UInt8]: Int]>
  ) {
    if let known = self[keyPath: tally][name] {
      self[keyPath: tally][name] = known + 1
    } else if self[keyPath: tally].count < RecordDecoder.maximumNames {
      self[keyPath: tally][name] = 1
    }
  }
}
