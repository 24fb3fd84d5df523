import GRDB
import Model

/// Jobs to and from rows of `job`.
struct JobRows {
  static let columns = """
    job_id, type, status, source_status, repo, ref, commit_sha, commit_message, commit_author, \
    agent, created_at, queued_at, started_at, completed_at, updated_at, exit_code, \
    duration_seconds, logs_url, error_message, tags, metadata
    """
  private static let columnCount = 21

  private let names: NameTable
  private let insert: BoundStatement
  private let find: BoundStatement

  init(_ database: Database, _ names: NameTable) throws {
    self.names = names
    let marks = Array(repeating: "?", count: JobRows.columnCount + 4).joined(separator: ", ")
    insert = try BoundStatement(
      database,
      """
      INSERT OR REPLACE INTO job(\(JobRows.columns), service, day, change, key) VALUES (\(marks))
      """)
    find = try BoundStatement(
      database, "SELECT \(JobRows.columns), key, day FROM job WHERE job_id = ?")
  }

  /// Writes a new row, or over the one with that key.
  func write(_ job: Job, key: Int64?, day: LocalDay?, change: Int64) throws {
    try bind(job, to: insert)
    insert.bind(21, try names.number(ofOptional: job.metadata.text(of: "service")))
    insert.bind(22, day?.number)
    insert.bind(23, change)
    insert.bind(24, key)
    try insert.run()
  }

  private func bind(_ job: Job, to s: BoundStatement) throws {
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
  }

  /// The job in a row that selects `columns` from column `start` on.
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

  /// The stored job with that id.
  func find(_ id: Text) throws -> (key: Int64, day: LocalDay?, job: Job)? {
    find.bind(0, id)
    defer { find.reset() }
    guard try find.step() else { return nil }
    let day = find.optionalInt(22).map { LocalDay(number: Int($0)) }
    return (find.int(21), day, try read(find))
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
