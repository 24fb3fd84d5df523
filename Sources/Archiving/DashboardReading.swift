import GRDB
package import Model

/// Lists of records as they are recorded, whether or not anything was derived of them yet.
///
/// The newest come first by their `creationTime`, of those of one time the one with the greater id,
/// those without such a time last.
extension ArchiveReader {
  // MARK: - Jobs

  /// Reads no more rows than it returns.
  /// - Parameters:
  ///   - status: nil for all.
  ///   - limit: nil for all.
  package func newestJobs(status: JobStatus?, limit: Int?) throws -> [Job] {
    try jobs(JobSelection(statuses: status.map { [$0] } ?? [], limit: limit))
  }

  /// All jobs that are pending, queued or running.
  package func runningJobs() throws -> [Job] { try jobs(.running) }

  /// All jobs of an agent.
  package func jobs(ofAgent agent: Text) throws -> [Job] { try jobs(JobSelection(agent: agent)) }

  private func jobs(_ selection: JobSelection) throws -> [Job] {
    var result: [Job] = []
    try forEachJob(in: selection) { result.append($0) }
    return result
  }

  /// Calls `body` with each job selected. Holds their keys, and one of them at a time.
  package func forEachJob(in selection: JobSelection, _ body: (Job) throws -> Void) throws {
    try forEach(JobRows(names), jobKeys(selection), body)
  }

  private func jobKeys(_ selection: JobSelection) throws -> [Int64] {
    var conditions: [String] = []
    var arguments: [Int64] = []
    func narrow(_ condition: String, _ values: Int64...) {
      conditions.append(condition)
      arguments += values
    }
    if let agent = selection.agent {
      guard let number = try names.existingNumber(of: agent) else { return [] }
      narrow("agent = ?", number)
    }
    if let service = selection.service {
      guard let number = try names.existingNumber(of: service) else { return [] }
      let members = try layer.members(of: number)
      let parameters = members.map { _ in "?" }.joined(separator: ", ")
      conditions.append("coalesce(service, \(Derivation.serviceOfReference)) IN (\(parameters))")
      arguments += members
    }
    if let days = selection.days {
      narrow("day >= ? AND day < ?", Int64(days.lowerBound.number), Int64(days.upperBound.number))
    }
    // The index by status gives each status in order; without another index to go by, those orders
    // are merged.
    let isMerged = selection.agent == nil && selection.days == nil
    let statuses = selection.statuses.isEmpty ? JobStatus.allCases : selection.statuses
    let parts = isMerged ? statuses.map { [$0] } : [statuses]
    let selects = parts.map { part -> String in
      let words = part.map { String($0.rawValue) }.joined(separator: ", ")
      let status = part.count == 1 && isMerged ? "status = \(words)" : "+status IN (\(words))"
      return "SELECT key, \(JobRows.creationExpression) AS creation_time, job_id FROM job WHERE "
        + ([status] + conditions).joined(separator: " AND ")
    }
    return try keys(
      selects.joined(separator: " UNION ALL ") + " ORDER BY creation_time DESC, job_id DESC"
        + (selection.limit.map { " LIMIT \($0)" } ?? ""),
      parts.flatMap { _ in arguments })
  }

  /// How many jobs with one of the statuses have their `creationTime` in `range`, those left out that a
  /// correction excludes.
  package func jobCount(_ statuses: [JobStatus], created range: Range<Timestamp>) throws -> Int {
    let words = statuses.map { String($0.rawValue) }.joined(separator: ", ")
    let time = JobRows.creationExpression
    return try Int.fetchOne(
      database,
      sql: """
        SELECT count(*) FROM job WHERE status IN (\(words)) AND \(time) >= ? AND \(time) < ?
          AND job_id NOT IN (\(CorrectionTable.excludedJobs))
        """, arguments: [range.lowerBound.milliseconds, range.upperBound.milliseconds]) ?? 0
  }

  /// How many jobs are pending, queued or running.
  package func runningJobCount() throws -> Int {
    let words = JobSelection.running.statuses.map { String($0.rawValue) }.joined(separator: ", ")
    return try Int.fetchOne(
      database, sql: "SELECT count(*) FROM job WHERE status IN (\(words))") ?? 0
  }

  /// The agents with jobs from a local day on, and how many; those with the most first, of equal ones
  /// by the bytes of their names.
  /// - Parameters:
  ///   - since: nil for jobs of any day, and of none.
  ///   - limit: at most so many.
  package func agents(since day: LocalDay?, limit: Int) throws -> [(agent: Text, jobs: Int)] {
    // The sign keeps the query with a day from walking the whole index by agent.
    let select = try BoundStatement(
      database,
      """
      SELECT (SELECT text FROM name WHERE id = agent) AS text, jobs FROM (
        SELECT agent, count(*) AS jobs FROM job
        WHERE agent IS NOT NULL \(day == nil ? "" : "AND day >= ?2")
        GROUP BY \(day == nil ? "" : "+")agent)
      ORDER BY jobs DESC, text LIMIT ?1
      """)
    select.bind(0, limit)
    if let day { select.bind(1, day.number) }
    var result: [(Text, Int)] = []
    while try select.step() { result.append((select.text(0) ?? "", Int(select.int(1)))) }
    return result
  }

  /// How many agents have jobs of these local days.
  package func agentCount(in days: Range<LocalDay>) throws -> Int {
    try Int.fetchOne(
      database,
      sql: "SELECT count(DISTINCT agent) FROM job WHERE day >= ? AND day < ?",
      arguments: [days.lowerBound.number, days.upperBound.number]) ?? 0
  }

  // MARK: - Deployments

  /// Reads no more rows than it returns.
  /// - Parameters:
  ///   - service: nil for all.
  ///   - createdLimit: at most so many, by their `creationTime`; nil for all.
  package func newestDeployments(
    ofService service: Text?, createdLimit limit: Int?
  ) throws -> [Deployment] {
    var result: [Deployment] = []
    try forEachDeployment(in: DeploymentSelection(service: service, limit: limit)) {
      result.append($0)
    }
    return result
  }

  /// Calls `body` with each deployment selected. Holds their keys, and one of them at a time.
  package func forEachDeployment(
    in selection: DeploymentSelection, _ body: (Deployment) throws -> Void
  ) throws {
    var left = selection.limit ?? .max
    try forEach(DeploymentRows(names), deploymentKeys(selection)) { deployment in
      if let wanted = selection.environment, wanted != deployment.effectiveEnvironment { return }
      guard left > 0 else { return }
      left -= 1
      try body(deployment)
    }
  }

  private func deploymentKeys(_ selection: DeploymentSelection) throws -> [Int64] {
    var conditions = ["TRUE"]
    var arguments: [Int64] = []
    if let service = selection.service {
      guard let number = try names.existingNumber(of: service) else { return [] }
      let members = try layer.members(of: number)
      let parameters = members.map { _ in "?" }.joined(separator: ", ")
      conditions.append("service \(members.count == 1 ? "= ?" : "IN (\(parameters))")")
      arguments += members
    }
    if let status = selection.status { conditions.append("status = \(status.rawValue)") }
    if let days = selection.days {
      conditions.append("day >= ? AND day < ?")
      arguments += [Int64(days.lowerBound.number), Int64(days.upperBound.number)]
    }
    // Which environment a deployment without one belongs to, only the whole record tells.
    let limit = selection.environment == nil ? selection.limit : nil
    return try keys(
      "SELECT key FROM deployment WHERE \(conditions.joined(separator: " AND "))"
        + " ORDER BY \(DeploymentRows.creationExpression) DESC, deployment_id DESC"
        + (limit.map { " LIMIT \($0)" } ?? ""),
      arguments)
  }

  /// How many deployments have their `creationTime` in `range`, those left out that a correction
  /// excludes.
  package func deploymentCount(created range: Range<Timestamp>) throws -> Int {
    let time = DeploymentRows.creationExpression
    return try Int.fetchOne(
      database,
      sql: """
        SELECT count(*) FROM deployment WHERE \(time) >= ? AND \(time) < ?
          AND deployment_id NOT IN (\(CorrectionTable.excludedDeployments))
        """,
      arguments: [range.lowerBound.milliseconds, range.upperBound.milliseconds]) ?? 0
  }

  // MARK: - Keys and rows

  private func keys(_ sql: String, _ arguments: [Int64]) throws -> [Int64] {
    let select = try BoundStatement(database, sql)
    for (i, argument) in arguments.enumerated() { select.bind(i, argument) }
    defer { select.reset() }
    var keys: [Int64] = []
    while try select.step() { keys.append(select.int(0)) }
    return keys
  }

  /// Calls `body` with the record of each key, in their order.
  private func forEach<Rows: RecordRows>(
    _ rows: Rows, _ keys: [Int64], _ body: (Rows.Value) throws -> Void
  ) throws {
    let select = try BoundStatement(
      database, "SELECT \(Rows.columns) FROM \(Rows.table) WHERE key = ?")
    for key in keys {
      select.bind(0, key)
      guard try select.step() else { continue }
      let value = try rows.read(select, from: 0)
      select.reset()
      try body(value)
    }
  }
}
