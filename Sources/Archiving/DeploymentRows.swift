import GRDB
import Model

/// Deployments to and from rows of `deployment`.
struct DeploymentRows {
  static let columns = """
    deployment_id, service, version, status, source_status, environment, repo, ref, commit_sha, \
    commit_message, commit_author, build_job_id, test_job_id, deploy_job_id, staging_job_id, \
    production_job_id, created_at, updated_at, deployed_to_staging, deployed_to_production, \
    staging_deployed_at, production_deployed_at, rolled_back, rolled_back_at, rolled_back_to, \
    rollback_reason, error_rate, latency_ms, requests_per_sec, tags, metadata
    """
  static let columnCount = 31

  private let database: Database
  private let names: NameTable
  private let insert: BoundStatement
  private let find: BoundStatement

  init(_ database: Database, _ names: NameTable) throws {
    self.database = database
    self.names = names
    let marks = Array(repeating: "?", count: DeploymentRows.columnCount + 3)
      .joined(separator: ", ")
    insert = try BoundStatement(
      database,
      """
      INSERT OR REPLACE INTO deployment(\(DeploymentRows.columns), day, change, key)
      VALUES (\(marks))
      """)
    find = try BoundStatement(
      database, "SELECT \(DeploymentRows.columns), key FROM deployment WHERE deployment_id = ?")
  }

  /// Writes a new row, or over the one with that key. Returns the key.
  func write(_ d: Deployment, key: Int64?, day: LocalDay?, change: Int64) throws -> Int64 {
    try bind(d, to: insert)
    insert.bind(31, day?.number)
    insert.bind(32, change)
    insert.bind(33, key)
    try insert.run()
    return database.lastInsertedRowID
  }

  private func bind(_ d: Deployment, to s: BoundStatement) throws {
    s.bind(0, d.id)
    s.bind(1, try names.number(of: d.service))
    s.bind(2, d.version)
    s.bind(3, Int64(d.status.rawValue))
    s.bind(4, d.sourceStatus)
    s.bind(5, try names.number(ofOptional: d.environment))
    s.bind(6, try names.number(ofOptional: d.repo))
    s.bind(7, d.ref)
    s.bind(8, d.commitSHA)
    s.bind(9, d.commitMessage)
    s.bind(10, try names.number(ofOptional: d.commitAuthor))
    s.bind(11, d.buildJobID)
    s.bind(12, d.testJobID)
    s.bind(13, d.deployJobID)
    s.bind(14, d.stagingJobID)
    s.bind(15, d.productionJobID)
    s.bind(16, d.createdAt)
    s.bind(17, d.updatedAt)
    s.bind(18, d.deployedToStaging)
    s.bind(19, d.deployedToProduction)
    s.bind(20, d.stagingDeployedAt)
    s.bind(21, d.productionDeployedAt)
    s.bind(22, d.rolledBack)
    s.bind(23, d.rolledBackAt)
    s.bind(24, d.rolledBackTo)
    s.bind(25, d.rollbackReason)
    s.bind(26, d.errorRate)
    s.bind(27, d.latencyMilliseconds)
    s.bind(28, d.requestsPerSecond)
    s.bind(29, d.tags.isEmpty ? nil : Text(TagText.json(d.tags)))
    s.bind(30, d.metadata.isEmpty ? nil : d.metadata.json)
  }

  /// The deployment in a row that selects `columns` from column `start` on.
  func read(_ s: BoundStatement, from start: Int = 0) throws -> Deployment {
    var d = Deployment(
      id: s.text(start) ?? "", service: try names.text(of: s.int(start + 1)) ?? "",
      version: s.text(start + 2) ?? "",
      status: DeploymentStatus(rawValue: UInt8(clamping: s.int(start + 3))) ?? .pending)
    d.sourceStatus = s.text(start + 4)
    d.environment = try names.text(of: s.optionalInt(start + 5))
    d.repo = try names.text(of: s.optionalInt(start + 6))
    d.ref = s.text(start + 7)
    d.commitSHA = s.text(start + 8)
    d.commitMessage = s.text(start + 9)
    d.commitAuthor = try names.text(of: s.optionalInt(start + 10))
    d.buildJobID = s.text(start + 11)
    d.testJobID = s.text(start + 12)
    d.deployJobID = s.text(start + 13)
    d.stagingJobID = s.text(start + 14)
    d.productionJobID = s.text(start + 15)
    d.createdAt = s.time(start + 16)
    d.updatedAt = s.time(start + 17)
    d.deployedToStaging = s.flag(start + 18)
    d.deployedToProduction = s.flag(start + 19)
    d.stagingDeployedAt = s.time(start + 20)
    d.productionDeployedAt = s.time(start + 21)
    d.rolledBack = s.flag(start + 22)
    d.rolledBackAt = s.time(start + 23)
    d.rolledBackTo = s.text(start + 24)
    d.rollbackReason = s.text(start + 25)
    d.errorRate = s.double(start + 26)
    d.latencyMilliseconds = s.double(start + 27)
    d.requestsPerSecond = s.double(start + 28)
    d.tags = s.text(start + 29).map { TagText.texts($0) } ?? []
    d.metadata = s.text(start + 30).map { Metadata(canonicalJSON: $0.string) } ?? .empty
    return d
  }

  /// The stored deployment with that id.
  func find(_ id: Text) throws -> (key: Int64, deployment: Deployment)? {
    find.bind(0, id)
    defer { find.reset() }
    guard try find.step() else { return nil }
    return (find.int(31), try read(find))
  }
}
