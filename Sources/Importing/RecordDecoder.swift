import Model

/// Makes records of JSON objects in our own shape, and counts what it did not know.
struct RecordDecoder {
  /// What an object turned out to be.
  enum Outcome {
    case record(Record)
    case ignored(reason: String)
    case fault(FieldFault)
  }

  /// Distinct unknown names counted; a hostile source may not fill the memory with them.
  private static let maximumNames = 10_000
  private static let eventTypes: Set<[UInt8]> = Set(
    [
      "job.created", "job.completed", "job.status", "deployment.created", "deployment.status",
      "deployment.staging", "deployment.production", "deployment.rollback",
    ].map { Array($0.utf8) })

  private var fields: FieldReader
  private let statuses = StatusWords()
  /// The status word of the job being decoded, if nobody mapped it.
  private var unknownWord: [UInt8]?
  private(set) var unknownFields: [[UInt8]: Int] = [:]
  private(set) var unknownStatuses: [[UInt8]: Int] = [:]

  init(_ view: JSONView) {
    fields = FieldReader(view)
  }

  /// Remarks on the record decoded last.
  var notes: [FieldNote] { fields.notes }

  /// Decodes the object at token 0 of `view`.
  mutating func decode(_ view: JSONView) -> Outcome {
    guard view.kind(0) == .object else {
      return .fault(
        FieldFault("not-an-object", "a record must be a JSON object", field: nil, offset: nil))
    }
    fields.begin(view)
    do throws(FieldFault) {
      if isEvent { return .ignored(reason: "an event; events are not supported yet") }
      if fields.hasContent(.deploymentID) { return .record(.deployment(try deployment())) }
      if fields.hasContent(.jobID) { return .record(.job(try job())) }
      throw withoutID()
    } catch {
      return .fault(error)
    }
  }

  private var isEvent: Bool {
    guard let type = fields.token(.eventType), fields.token(.eventAt) != nil,
      fields.view.kind(type) == .string
    else { return false }
    return RecordDecoder.eventTypes.contains(fields.view.unescaped(type).bytes)
  }

  private func withoutID() -> FieldFault {
    for field in [Field.deploymentID, .jobID] {
      if let token = fields.token(field) {
        return FieldFault(
          "missing-field", "required field '\(field.name)' is empty", field: field,
          offset: fields.view.offset(token))
      }
    }
    return FieldFault("no-id", "no job_id or deployment_id", field: nil, offset: nil)
  }

  private mutating func job() throws(FieldFault) -> Job {
    var job = Job(
      id: try fields.required(.jobID), type: try fields.required(.jobType), status: .pending)
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
    job.tags = try fields.tags()
    job.metadata = try metadata { $0.isOfJob }
    if let unknownWord { count(unknownWord, in: \.unknownStatuses) }
    return job
  }

  private mutating func deployment() throws(FieldFault) -> Deployment {
    let isNamedByID = !fields.hasContent(.serviceName) && fields.hasContent(.serviceID)
    var deployment = Deployment(
      id: try fields.required(.deploymentID),
      service: try fields.required(isNamedByID ? .serviceID : .serviceName),
      version: try fields.required(.version), status: try deploymentStatus())
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
    deployment.tags = try fields.tags()
    deployment.metadata = try metadata { field in
      field == .serviceID ? isNamedByID : field.isOfDeployment
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
