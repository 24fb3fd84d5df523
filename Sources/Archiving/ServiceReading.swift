import GRDB
package import Model

/// Questions about one service that read no more of its deployments than the answer holds.
extension ArchiveReader {
  /// Calls `body` with the days of a service's deployments, by day, those without a time first, then
  /// by environment.
  package func forEachDeploymentDay(
    of service: Text, _ body: (DeploymentDay) throws -> Void
  ) throws {
    guard let number = try countedNumber(of: service) else { return }
    let select = try BoundStatement(
      database,
      """
      SELECT environment, day, counts, offsets, leads FROM deployment_day WHERE service = ?
      ORDER BY day, environment
      """)
    select.bind(0, number)
    defer { select.reset() }
    while try select.step() {
      try body(
        DeploymentDay(
          environment: select.text(0) ?? "",
          day: select.optionalInt(1).map { LocalDay(number: Int($0)) },
          rollup: RollupBlobs.readDeployments(select, from: 2)))
    }
  }

  /// The recoveries of a service, by environment and start.
  package func recoveries(of service: Text) throws -> [Recovery] {
    guard let number = try countedNumber(of: service) else { return [] }
    let select = try BoundStatement(
      database,
      """
      SELECT environment, failed, start, "end", recovered_by, unknown FROM recovery
      WHERE service = ? ORDER BY position
      """)
    select.bind(0, number)
    var result: [Recovery] = []
    while try select.step() {
      result.append(
        Recovery(
          environment: select.text(0) ?? "", failed: select.int(1),
          start: select.time(2) ?? Timestamp(milliseconds: 0), end: select.time(3),
          recoveredBy: select.optionalInt(4),
          unknown: select.optionalInt(5).flatMap { Recovery.Unknown(rawValue: UInt8(clamping: $0)) }
        ))
    }
    return result
  }

  /// Calls `body` with a service's deployments whose time - production, else staging, else creation -
  /// lies within `times`, the oldest first, then the bytes of the id.
  package func forEachDeployment(
    of service: Text, in times: Range<Timestamp>, _ body: (StoredDeployment) throws -> Void
  ) throws {
    guard let number = try names.existingNumber(of: service) else { return }
    try deployments(
      where:
        "d.service = ?1 AND \(ArchiveReader.deploymentTime) >= ?2 AND \(ArchiveReader.deploymentTime) < ?3",
      order: "\(ArchiveReader.deploymentTime), d.deployment_id",
      [Int64(number), times.lowerBound.milliseconds, times.upperBound.milliseconds], body)
  }

  /// Calls `body` with a service's deployments without any time, by the bytes of their ids.
  package func forEachUndatedDeployment(
    of service: Text, _ body: (StoredDeployment) throws -> Void
  ) throws {
    guard let number = try names.existingNumber(of: service) else { return }
    try deployments(
      where: "d.service \(layer.match(number)) AND \(ArchiveReader.deploymentTime) IS NULL",
      order: "d.deployment_id",
      [Int64(number)], body)
  }

  /// The newest deployments of a service, newest first; those without any time last.
  package func newestDeployments(of service: Text, _ limit: Int) throws -> [StoredDeployment] {
    guard let number = try names.existingNumber(of: service) else { return [] }
    var result: [StoredDeployment] = []
    try deployments(
      where: "d.service \(layer.match(number))",
      order: "\(ArchiveReader.deploymentTime) DESC, d.deployment_id DESC LIMIT \(limit)",
      [Int64(number)]
    ) { result.append($0) }
    return result
  }

  /// How long the deployments before one took from their record's creation to production, in
  /// milliseconds: of the same service to the same environment, the newest `limit` that have both times
  /// in order, the newest first. Empty for a deployment without any time.
  package func arrivalDurations(
    before stored: StoredDeployment, _ limit: Int
  ) throws -> [Int64] {
    guard let number = try names.existingNumber(of: stored.service),
      let time = stored.deployment.bucketTime
    else { return [] }
    let select = try BoundStatement(
      database,
      """
      SELECT production_deployed_at - created_at FROM deployment
      WHERE service \(layer.match(number)) AND \(DeploymentRows.timeExpression) < ?2
        AND environment IS (SELECT environment FROM deployment WHERE key = ?3)
        AND production_deployed_at >= created_at
      ORDER BY \(DeploymentRows.timeExpression) DESC, deployment_id DESC LIMIT \(limit)
      """)
    select.bind(0, number)
    select.bind(1, time.milliseconds)
    select.bind(2, stored.fact.key)
    var durations: [Int64] = []
    while try select.step() { durations.append(select.int(0)) }
    return durations
  }

  /// The repositories of a service's deployments, by the bytes of their names; at most `limit` of them.
  package func repos(of service: Text, limit: Int) throws -> [Text] {
    guard let number = try names.existingNumber(of: service) else { return [] }
    // Jumps from one to the next along an index.
    var repos: Set<Text> = []
    for member in try layer.members(of: number) {
      var last: Int64 = .min
      while repos.count < limit,
        let next = try Int64.fetchOne(
          database, sql: "SELECT min(repo) FROM deployment WHERE service = ? AND repo > ?",
          arguments: [member, last])
      {
        if let name = try names.text(of: next) { repos.insert(name) }
        last = next
      }
    }
    return repos.sorted()
  }
}
