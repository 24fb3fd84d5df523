import GRDB
import Model

/// Jobs to and from rows of `job`, `job_version` and `job_event`.
struct JobRows: RecordRows {
  static let kind = RecordKind.job
  static let table = "job"
  static let idColumn = "job_id"
  static let columns = """
    job_id, type, status, source_status, repo, ref, commit_sha, commit_message, commit_author, \
    agent, created_at, queued_at, started_at, completed_at, updated_at, exit_code, \
    duration_seconds, logs_url, error_message, tags, metadata, service
    """
  static let columnCount = 22
  static let timeExpression = "coalesce(completed_at, started_at, created_at)"
  /// The expression for `Job.creationTime` in a row. An index has it: another expression wants an index
  /// of another name.
  static let creationExpression = "coalesce(created_at, queued_at, started_at, completed_at)"
  /// Enough of a commit's hash to find its jobs by. An index has it.
  static let commitExpression = "substr(commit_sha, 1, 12)"
  static let timeColumns = [
    "created_at", "queued_at", "started_at", "completed_at", "updated_at",
  ]
  static let hasEvents = true

  private let names: NameTable

  init(_ names: NameTable) {
    self.names = names
  }

  func id(of job: Job) -> Text { job.id }

  func record(_ job: Job) -> Model.Record { .job(job) }

  func value(in record: Model.Record) -> Job? {
    if case .job(let job) = record { job } else { nil }
  }

  func time(of job: Job) -> Timestamp? { job.bucketTime }

  func bind(_ job: Job, to s: BoundStatement) throws {
    s.bind(0, job.id)
    s.bind(1, try names.number(of: job.type))
    s.bind(2, Int64(job.status.rawValue))
    s.bind(3, job.sourceStatus)
    s.bind(4, try names.number(ofOptional: job.repo))
    s.bind(5, job.ref)
    s.bind(6, job.commitSHA)
    s.bind(7, job.commitMessage)
    s.bind(8, try names.number(ofOptional: job.commitAuthor))
    s.bind(9, try names.number(ofOptional: job.agentID))
    s.bind(10, job.createdAt)
    s.bind(11, job.queuedAt)
    s.bind(12, job.startedAt)
    s.bind(13, job.completedAt)
    s.bind(14, job.updatedAt)
    s.bind(15, job.exitCode)
    s.bind(16, job.durationSeconds)
    s.bind(17, job.logsURL)
    s.bind(18, job.errorMessage)
    s.bind(19, job.tags.isEmpty ? nil : Text(TagText.json(job.tags)))
    s.bind(20, job.metadata.isEmpty ? nil : job.metadata.json)
    s.bind(21, try names.number(ofOptional: job.metadata.text(of: "service")))
  }

  func read(_ s: BoundStatement, from start: Int = 0) throws -> Job {
    var job = Job(
      id: s.text(start) ?? "", type: try names.text(of: s.int(start + 1)) ?? "",
      status: JobStatus(rawValue: UInt8(clamping: s.int(start + 2))) ?? .unknown)
    job.sourceStatus = s.text(start + 3)
    job.repo = try names.text(of: s.optionalInt(start + 4))
    job.ref = s.text(start + 5)
    job.commitSHA = s.text(start + 6)
    job.commitMessage = s.text(start + 7)
    job.commitAuthor = try names.text(of: s.optionalInt(start + 8))
    job.agentID = try names.text(of: s.optionalInt(start + 9))
    job.createdAt = s.time(start + 10)
    job.queuedAt = s.time(start + 11)
    job.startedAt = s.time(start + 12)
    job.completedAt = s.time(start + 13)
    job.updatedAt = s.time(start + 14)
    job.exitCode = s.optionalInt(start + 15)
    job.durationSeconds = s.double(start + 16)
    job.logsURL = s.text(start + 17)
    job.errorMessage = s.text(start + 18)
    job.tags = s.text(start + 19).map { TagText.texts($0) } ?? []
    job.metadata = s.text(start + 20).map { Metadata(canonicalJSON: $0.string) } ?? .empty
    return job
  }

  func stands(_ job: Job, in s: BoundStatement) throws -> Bool {
    // What differs most often comes first.
    try s.int(2) == Int64(job.status.rawValue) && s.time(14) == job.updatedAt
      && s.time(13) == job.completedAt && s.time(12) == job.startedAt && s.time(11) == job.queuedAt
      && s.time(10) == job.createdAt && s.optionalInt(15) == job.exitCode
      && s.double(16) == job.durationSeconds && s.holds(0, job.id) && s.holds(3, job.sourceStatus)
      && s.holds(5, job.ref) && s.holds(6, job.commitSHA) && s.holds(7, job.commitMessage)
      && s.holds(17, job.logsURL) && s.holds(18, job.errorMessage)
      && names.text(of: s.int(1)) == job.type && names.text(of: s.optionalInt(4)) == job.repo
      && names.text(of: s.optionalInt(8)) == job.commitAuthor
      && names.text(of: s.optionalInt(9)) == job.agentID && s.holds(19, tags: job.tags)
      && s.holds(20, job.metadata)
  }

  func fold(_ base: Job?, _ events: [LifecycleEvent]) -> (value: Job?, effects: [EventEffect]) {
    let folded = Folded(base: base, events: events)
    return (folded.value, folded.effects)
  }

  func enters(_ job: Job, key: Int64, day: LocalDay?, _ marks: ChangeMarks) throws {
    marks.mark(day: day)
    try marks.mark(jobOfCommit: job.commitSHA)
  }

  func leaves(_ job: Job, key: Int64, day: LocalDay?, _ marks: ChangeMarks) throws {
    marks.mark(day: day)
    try marks.mark(jobOfCommit: job.commitSHA)
  }
}

extension BoundStatement {
  /// Whether a column holds these tags as `TagText` writes them.
  func holds(_ column: Int, tags: [Text]) -> Bool {
    tags.isEmpty ? isNull(column) : holds(column, Text(TagText.json(tags)))
  }

  func holds(_ column: Int, _ metadata: Metadata) -> Bool {
    metadata.isEmpty ? isNull(column) : holds(column, metadata.json)
  }
}

/// Lists of tags as canonical JSON text.
enum TagText {
  static func json(_ tags: [Text]) -> String {
    var buffer = ByteBuffer()
    buffer.append(jsonArray: tags)
    return buffer.string
  }

  /// The texts of a canonical JSON array of strings.
  static func texts(_ json: Text) -> [Text] {
    // The same scanner reads objects: number the elements as members.
    var result: [Text] = []
    json.forEachArrayString { result.append($0) }
    return result
  }
}
