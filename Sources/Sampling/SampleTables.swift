import GRDB
import GRDBSQLite
import Model

/// Writes the sample as SQLite: tables `jobs` and `deployments`, columns named as the fields, times
/// as RFC 3339 text, booleans as 0 and 1, tags and metadata as JSON text.
func writeSQLite(_ options: SampleOptions, to path: String) throws {
  let temporary = temporaryName(for: path)
  removeFile(temporary)
  do {
    try fill(temporary, options)
    try renameFile(temporary, to: path)
  } catch let error as DatabaseError {
    removeFile(temporary)
    throw SampleError.database(path: path, message: error.message ?? "SQLite error")
  } catch {
    removeFile(temporary)
    throw error
  }
}

/// One transaction without a journal: an unfinished file is thrown away.
private func fill(_ path: String, _ options: SampleOptions) throws {
  var configuration = Configuration()
  configuration.prepareDatabase {
    try $0.execute(
      sql: "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
  }
  let queue = try DatabaseQueue(path: path, configuration: configuration)
  try queue.inTransaction { database in
    try database.execute(sql: jobsTable)
    try database.execute(sql: deploymentsTable)
    let jobs = try database.makeStatement(
      sql: "INSERT INTO jobs VALUES (\(placeholders(21)))")
    let deployments = try database.makeStatement(
      sql: "INSERT INTO deployments VALUES (\(placeholders(31)))")
    var generator = SampleGenerator(options: options)
    while let record = generator.next() {
      switch record {
      case .job(let job): try insert(job, with: jobs, database)
      case .deployment(let deployment): try insert(deployment, with: deployments, database)
      case .commit, .incident: continue
      }
    }
    return .commit
  }
  try queue.close()
}

private func placeholders(_ count: Int) -> String {
  Array(repeating: "?", count: count).joined(separator: ", ")
}

private let jobsTable = """
  CREATE TABLE jobs (
    job_id TEXT NOT NULL, job_type TEXT NOT NULL, status TEXT NOT NULL, source_status TEXT,
    repo TEXT, ref TEXT, commit_sha TEXT, commit_message TEXT, commit_author TEXT, agent_id TEXT,
    created_at TEXT, queued_at TEXT, started_at TEXT, completed_at TEXT, updated_at TEXT,
    exit_code INTEGER, duration_seconds REAL, logs_url TEXT, error_message TEXT, tags TEXT,
    metadata TEXT
  )
  """

private let deploymentsTable = """
  CREATE TABLE deployments (
    deployment_id TEXT NOT NULL, service_name TEXT NOT NULL, version TEXT NOT NULL,
    status TEXT NOT NULL, source_status TEXT, environment TEXT, repo TEXT, ref TEXT,
    commit_sha TEXT, commit_message TEXT, commit_author TEXT, build_job_id TEXT, test_job_id TEXT,
    deploy_job_id TEXT, staging_job_id TEXT, production_job_id TEXT, created_at TEXT,
    updated_at TEXT, deployed_to_staging INTEGER, deployed_to_production INTEGER,
    staging_deployed_at TEXT, production_deployed_at TEXT, rolled_back INTEGER,
    rolled_back_at TEXT, rolled_back_to TEXT, rollback_reason TEXT, error_rate REAL,
    latency_ms REAL, requests_per_sec REAL, tags TEXT, metadata TEXT
  )
  """

private func insert(_ job: Job, with statement: Statement, _ database: Database) throws {
  var row = RowBinder(statement)
  row.bind(job.id)
  row.bind(job.type)
  row.bind(Text(job.status.word))
  row.bind(job.sourceStatus)
  row.bind(job.repo)
  row.bind(job.ref)
  row.bind(job.commitSHA)
  row.bind(job.commitMessage)
  row.bind(job.commitAuthor)
  row.bind(job.agentID)
  row.bind(job.createdAt)
  row.bind(job.queuedAt)
  row.bind(job.startedAt)
  row.bind(job.completedAt)
  row.bind(job.updatedAt)
  row.bind(job.exitCode)
  row.bind(job.durationSeconds)
  row.bind(job.logsURL)
  row.bind(job.errorMessage)
  row.bind(tags: job.tags)
  row.bind(job.metadata)
  try row.insert(database)
}

private func insert(
  _ deployment: Deployment, with statement: Statement, _ database: Database
) throws {
  var row = RowBinder(statement)
  row.bind(deployment.id)
  row.bind(deployment.service)
  row.bind(deployment.version)
  row.bind(Text(deployment.status.word))
  row.bind(deployment.sourceStatus)
  row.bind(deployment.environment)
  row.bind(deployment.repo)
  row.bind(deployment.ref)
  row.bind(deployment.commitSHA)
  row.bind(deployment.commitMessage)
  row.bind(deployment.commitAuthor)
  row.bind(deployment.buildJobID)
  row.bind(deployment.testJobID)
  row.bind(deployment.deployJobID)
  row.bind(deployment.stagingJobID)
  row.bind(deployment.productionJobID)
  row.bind(deployment.createdAt)
  row.bind(deployment.updatedAt)
  row.bind(deployment.deployedToStaging)
  row.bind(deployment.deployedToProduction)
  row.bind(deployment.stagingDeployedAt)
  row.bind(deployment.productionDeployedAt)
  row.bind(deployment.rolledBack)
  row.bind(deployment.rolledBackAt)
  row.bind(deployment.rolledBackTo)
  row.bind(deployment.rollbackReason)
  row.bind(deployment.errorRate)
  row.bind(deployment.latencyMilliseconds)
  row.bind(deployment.requestsPerSecond)
  row.bind(tags: deployment.tags)
  row.bind(deployment.metadata)
  try row.insert(database)
}
