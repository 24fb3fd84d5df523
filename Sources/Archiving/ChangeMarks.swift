import GRDB
import Model

/// Notes which days and services have to be derived anew.
final class ChangeMarks {
  private let database: Database
  private let refer: BoundStatement
  private let dayOfJob: BoundStatement
  private let waitingForCommit: BoundStatement
  private let waitingForJob: BoundStatement
  /// Whether any service waits for jobs of a commit, as none does before the first derivation.
  private let isWaitedForJobs: Bool
  private var isCommitGone = false
  private var days: Set<Int> = []
  private var services: Set<Int64> = []
  private var referencedIDs: [Text] = []

  init(_ database: Database) throws {
    self.database = database
    refer = try BoundStatement(
      database,
      """
      INSERT OR IGNORE INTO job_reference(job_id, deployment, role, service) VALUES (?, ?, ?, ?)
      """)
    dayOfJob = try BoundStatement(database, "SELECT day FROM job WHERE job_id = ?")
    waitingForCommit = try BoundStatement(
      database, "SELECT service FROM awaited_commit WHERE sha = ?")
    waitingForJob = try BoundStatement(
      database, "SELECT service FROM awaited_job WHERE \"commit\" = substr(?, 1, 12)")
    isWaitedForJobs =
      try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM awaited_job)") ?? false
  }

  func mark(day: LocalDay?) {
    if let day { days.insert(day.number) }
  }

  func mark(service: Int64) {
    services.insert(service)
  }

  /// A commit is now known: the lead times of services that lacked it may change.
  func mark(commit sha: Text) throws { try mark(servicesIn: waitingForCommit, sha) }

  /// A commit says no longer what it said: any lead time may change.
  func markCommitGone() { isCommitGone = true }

  /// A job of a commit came or went: it may be, or have been, the first of them.
  func mark(jobOfCommit sha: Text?) throws {
    guard isWaitedForJobs, let sha else { return }
    try mark(servicesIn: waitingForJob, sha)
  }

  private func mark(servicesIn select: BoundStatement, _ sha: Text) throws {
    select.bind(0, sha)
    while try select.step() { services.insert(select.int(0)) }
    select.reset()
  }

  /// A deployment names a job: that job's service may follow from it.
  func refer(to job: Text, from deployment: Int64, as role: JobRole, service: Int64) throws {
    refer.bind(0, job)
    refer.bind(1, deployment)
    refer.bind(2, Int64(role.rawValue))
    refer.bind(3, service)
    try refer.run()
    referencedIDs.append(job)
    if referencedIDs.count >= 10_000 { try markReferencedDays() }
  }

  func forgetReferences(of deployment: Int64) throws {
    let jobs = try String.fetchAll(
      database,
      sql: """
        SELECT id FROM (
          SELECT build_job_id AS id FROM deployment WHERE key = :key
          UNION SELECT test_job_id FROM deployment WHERE key = :key
          UNION SELECT deploy_job_id FROM deployment WHERE key = :key
          UNION SELECT staging_job_id FROM deployment WHERE key = :key
          UNION SELECT production_job_id FROM deployment WHERE key = :key) WHERE id IS NOT NULL
        """, arguments: ["key": deployment])
    for job in jobs {
      try database.execute(
        sql: "DELETE FROM job_reference WHERE job_id = ? AND deployment = ?",
        arguments: [job, deployment])
      referencedIDs.append(Text(job))
    }
  }

  private func markReferencedDays() throws {
    // Without an index this is the first import: every day with a job is marked already.
    let isIndexed = try Bool.fetchOne(
      database, sql: "SELECT count(*) > 0 FROM sqlite_master WHERE name = 'job_by_id'")
    if isIndexed == true {
      for id in referencedIDs {
        dayOfJob.bind(0, id)
        if try dayOfJob.step(), let day = dayOfJob.optionalInt(0) { days.insert(Int(day)) }
        dayOfJob.reset()
      }
    }
    referencedIDs.removeAll(keepingCapacity: true)
  }

  func save() throws {
    try markReferencedDays()
    for day in days.sorted() {
      try database.execute(
        sql: "INSERT OR IGNORE INTO dirty_day(day) VALUES (?)", arguments: [day])
    }
    if isCommitGone {
      let all = try Int64.fetchAll(
        database, sql: "SELECT DISTINCT service FROM deployment WHERE commit_sha IS NOT NULL")
      services.formUnion(all)
    }
    for service in services.sorted() {
      try database.execute(
        sql: "INSERT OR IGNORE INTO dirty_service(service) VALUES (?)", arguments: [service])
    }
  }
}
