import GRDB
package import Model

/// A job as stored, with the service it belongs to and the deployments that name it.
package struct StoredJob: Sendable {
  package let key: Int64
  package let job: Job
  /// From its metadata, else from a deployment that names it; the one that counts.
  package let service: Text?
  /// What a person says is right of it; nil without a correction.
  package let correction: Correction?

  /// Whether a correction leaves it out of every figure.
  package var isExcluded: Bool { correction?.isExcluded ?? false }
}

extension ArchiveReader {
  private static let time = "coalesce(completed_at, started_at, created_at)"

  /// Calls `body` with the jobs of a month in the archive's time zone, the oldest first; of those
  /// without any time if `month` is nil.
  package func forEachJob(in month: Month?, _ body: (StoredJob) throws -> Void) throws {
    let bounds = month.map { ($0.days.lowerBound.number, $0.days.upperBound.number) }
    try jobs(
      where: bounds == nil ? "day IS NULL" : "day >= ?1 AND day < ?2",
      order: "\(ArchiveReader.time), job_id", bounds.map { [$0.0, $0.1] } ?? [], body)
  }

  /// The jobs that are pending, queued or running, the newest first.
  package func openJobs(_ limit: Int) throws -> [StoredJob] {
    var result: [StoredJob] = []
    let open = JobStatus.allCases.filter(\.isOpen).map { String($0.rawValue) }
      .joined(separator: ", ")
    try jobs(
      where: "status IN (\(open))",
      order: "\(ArchiveReader.time) DESC, job_id DESC LIMIT \(limit)", []
    ) { result.append($0) }
    return result
  }

  /// The newest failed jobs of the days from `firstDay` on.
  package func failedJobs(since firstDay: LocalDay, _ limit: Int) throws -> [StoredJob] {
    var result: [StoredJob] = []
    let failed = JobStatus.allCases.filter { $0.verdict == .fail }.map { String($0.rawValue) }
      .joined(separator: ", ")
    try jobs(
      // The sign keeps it from walking all failed jobs there ever were.
      where: "day >= ?1 AND +status IN (\(failed))",
      order: "\(ArchiveReader.time) DESC, job_id DESC LIMIT \(limit)", [firstDay.number]
    ) { result.append($0) }
    return result
  }

  private func jobs(
    where condition: String, order: String, _ arguments: [Int],
    _ body: (StoredJob) throws -> Void
  ) throws {
    let select = try BoundStatement(
      database, "\(ArchiveReader.jobSelection) WHERE \(condition) ORDER BY \(order)")
    for (i, argument) in arguments.enumerated() { select.bind(i, argument) }
    defer { select.reset() }
    let rows = JobRows(names)
    while try select.step() { try body(stored(select, rows)) }
  }

  private static let jobSelection = """
    SELECT \(JobRows.columns), key, coalesce(service, \(Derivation.serviceOfReference)) FROM job
    """

  private func stored(_ select: BoundStatement, _ rows: JobRows) throws -> StoredJob {
    let job = try rows.read(select, from: 0)
    let service = try select.optionalInt(JobRows.columnCount + 1).map(layer.counted)
    return StoredJob(
      key: select.int(JobRows.columnCount), job: job, service: try names.text(of: service),
      correction: try layer.correction(.job, job.id))
  }

  /// The job with that id, and its service; nil if none was imported.
  package func storedJob(id: Text) throws -> StoredJob? {
    let select = try BoundStatement(
      database, "\(ArchiveReader.jobSelection) WHERE job_id = ?1")
    select.bind(0, id)
    defer { select.reset() }
    return try select.step() ? stored(select, JobRows(names)) : nil
  }

  /// The job with that id; nil if none was imported.
  package func job(id: Text) throws -> Job? {
    try RecordTable(database, JobRows(names)).row(of: id)?.value
  }

  /// The deployments that name a job, with what it did for them, by the bytes of their ids.
  package func deployments(naming job: Text) throws -> [(role: JobRole, key: Int64)] {
    let select = try BoundStatement(
      database,
      """
      SELECT r.role, r.deployment FROM job_reference r JOIN deployment d ON d.key = r.deployment
      WHERE r.job_id = ? ORDER BY d.deployment_id, r.role
      """)
    select.bind(0, job)
    var result: [(JobRole, Int64)] = []
    while try select.step() {
      guard let role = JobRole(rawValue: UInt8(clamping: select.int(0))) else { continue }
      result.append((role, select.int(1)))
    }
    return result
  }

  /// The sign keeps SQLite from putting `?1` into the expression of the index, which it could not seek
  /// then.
  static let firstJobQuery = """
    SELECT min(\(JobRows.creationExpression)) FROM job
    WHERE \(JobRows.commitExpression) = substr(?1, 1, 12) AND commit_sha IS NOT NULL
      AND +commit_sha = ?1
    """

  /// When the first job of a commit was created, else began to wait, started or completed; nil if it has
  /// none. Asks an index of the first characters of the hash.
  package func firstJob(ofCommit sha: Text) throws -> Timestamp? {
    let select = try BoundStatement(
      database,
      """
      \(ArchiveReader.firstJobQuery)
      \(layer.excludesAny(.job) ? "AND job_id NOT IN (\(CorrectionTable.excludedJobs))" : "")
      """)
    select.bind(0, sha)
    defer { select.reset() }
    return try select.step() ? select.time(0) : nil
  }

  // MARK: - Months and days

  /// The months with a job, the oldest first; nil last if there are jobs without any time.
  package func jobMonths() throws -> [Month?] { try months(of: "job") }

  /// The months with a deployment, the oldest first; nil last if there are some without any time.
  package func deploymentMonths() throws -> [Month?] { try months(of: "deployment") }

  private func months(of table: String) throws -> [Month?] {
    // Jumps from month to month along the index on `day`.
    var result: [Month?] = []
    var from = Int.min
    while let day = try Int.fetchOne(
      database, sql: "SELECT min(day) FROM \(table) WHERE day >= ?", arguments: [from])
    {
      let month = LocalDay(number: day).month
      result.append(month)
      from = month.days.upperBound.number
    }
    let undated = try Bool.fetchOne(
      database, sql: "SELECT EXISTS (SELECT 1 FROM \(table) WHERE day IS NULL)")
    if undated == true { result.append(nil) }
    return result
  }

  /// Calls `body` with the rollup of each local day, repository and job type from `days`, by day;
  /// within a day in no order that matters.
  package func forEachJobDay(
    in days: Range<LocalDay>, durations: Bool = true,
    _ body: (LocalDay, _ repo: Text?, _ type: Text, JobRollup) throws -> Void
  ) throws {
    let select = try BoundStatement(
      database,
      """
      SELECT day, repo, type, counts, runs, queues FROM job_day WHERE day >= ? AND day < ?
      ORDER BY day
      """)
    select.bind(0, days.lowerBound.number)
    select.bind(1, days.upperBound.number)
    defer { select.reset() }
    while try select.step() {
      try body(
        LocalDay(number: Int(select.int(0))), try names.text(of: select.int(1)),
        try names.text(of: select.int(2)) ?? "",
        RollupBlobs.read(select, from: 3, durations: durations))
    }
  }

  /// Calls `body` with the rollup of each local day of a service's jobs; nil asks for the jobs that
  /// belong to no service.
  package func forEachJobDay(
    of service: Text?, in days: Range<LocalDay>, durations: Bool = true,
    _ body: (LocalDay, JobRollup) throws -> Void
  ) throws {
    var number: Int64 = 0
    if let service {
      guard let known = try countedNumber(of: service) else { return }
      number = known
    }
    let select = try BoundStatement(
      database,
      """
      SELECT day, counts, runs, queues FROM service_day
      WHERE service = ? AND day >= ? AND day < ? ORDER BY day
      """)
    select.bind(0, number)
    select.bind(1, days.lowerBound.number)
    select.bind(2, days.upperBound.number)
    defer { select.reset() }
    while try select.step() {
      try body(
        LocalDay(number: Int(select.int(0))),
        RollupBlobs.read(select, from: 1, durations: durations))
    }
  }

  /// First and last local day with a job; nil if there is none.
  package func jobDays() throws -> ClosedRange<LocalDay>? {
    guard let first = try Int.fetchOne(database, sql: "SELECT min(day) FROM job"),
      let last = try Int.fetchOne(database, sql: "SELECT max(day) FROM job")
    else { return nil }
    return LocalDay(number: first)...LocalDay(number: last)
  }
}
