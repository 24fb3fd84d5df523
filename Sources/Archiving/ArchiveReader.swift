import GRDB
package import Model

/// Questions to the archive, answered from one consistent state. Rows come one at a time, in an order
/// that the records alone decide.
package struct ArchiveReader {
  let database: Database
  let names: NameTable
  let layer: CorrectionLayer

  init(_ database: Database) {
    self.database = database
    names = NameTable(database)
    layer = CorrectionLayer(database, names)
  }

  private func count(_ sql: String) throws -> Int {
    try Int.fetchOne(database, sql: sql) ?? 0
  }

  package func jobCount() throws -> Int { try count("SELECT count(*) FROM job") }

  package func deploymentCount() throws -> Int { try count("SELECT count(*) FROM deployment") }

  /// The number of the last change: an import, an undoing or a removal.
  package func lastChange() throws -> Int { Int(try MetaTable(database: database).lastChange) }

  // MARK: - Services

  /// All services with a deployment or a job with a time, by the bytes of their names. One that counts
  /// as another is not among them.
  package func services() throws -> [Text] {
    let recorded = try Int64.fetchAll(
      database,
      sql: """
        SELECT service FROM deployment UNION SELECT service FROM service_day WHERE service > 0
        """)
    return try Set(recorded.map(layer.counted)).compactMap { try names.text(of: $0) }.sorted()
  }

  /// The service that a recorded one counts as: by a correction, else itself.
  package func countedService(_ recorded: Text) throws -> Text {
    try layer.correction(.service, recorded)?.aliasOf ?? recorded
  }

  /// The number that figures of a service are kept under; nil if no record ever named it.
  func countedNumber(of service: Text) throws -> Int64? {
    try names.existingNumber(of: service).map(layer.counted)
  }

  /// Calls `body` with each deployment of a service and what was derived of it, the oldest first:
  /// by production, staging or creation time, then id.
  package func forEachDeployment(
    of service: Text, _ body: (StoredDeployment) throws -> Void
  ) throws {
    guard let number = try names.existingNumber(of: service) else { return }
    try deployments(
      where: "d.service \(layer.match(number))",
      order: "\(ArchiveReader.deploymentTime), d.deployment_id",
      [Int64(number)],
      body)
  }

  /// Calls `body` with the deployments of a month in the archive's time zone, the oldest first; of
  /// those without any time if `month` is nil.
  package func forEachDeployment(
    in month: Month?, _ body: (StoredDeployment) throws -> Void
  ) throws {
    try deployments(
      where: month == nil ? "d.day IS NULL" : "d.day >= ?1 AND d.day < ?2",
      order: "\(ArchiveReader.deploymentTime), d.deployment_id", ArchiveReader.bounds(of: month),
      body)
  }

  /// The newest deployments by production, staging or creation time.
  package func newestDeployments(_ limit: Int) throws -> [StoredDeployment] {
    var result: [StoredDeployment] = []
    // The newest day first narrows the sorting to a few rows.
    try deployments(
      where: "d.day IS NOT NULL",
      order:
        "d.day DESC, \(ArchiveReader.deploymentTime) DESC, d.deployment_id DESC LIMIT \(limit)", []
    ) { result.append($0) }
    return result
  }

  static let deploymentTime =
    "coalesce(d.production_deployed_at, d.staging_deployed_at, d.created_at)"

  private static func bounds(of month: Month?) -> [Int64] {
    month.map { [Int64($0.days.lowerBound.number), Int64($0.days.upperBound.number)] } ?? []
  }

  func deployments(
    where condition: String, order: String, _ arguments: [Int64],
    _ body: (StoredDeployment) throws -> Void
  ) throws {
    let select = try BoundStatement(
      database, "\(ArchiveReader.selection) WHERE \(condition) ORDER BY \(order)")
    for (i, argument) in arguments.enumerated() { select.bind(i, argument) }
    defer { select.reset() }
    let rows = DeploymentRows(names)
    while try select.step() { try body(stored(select, rows)) }
  }

  private func stored(_ select: BoundStatement, _ rows: DeploymentRows) throws -> StoredDeployment {
    let base = DeploymentRows.columnCount
    let fact = fact(select, key: select.int(base), from: base + 1)
    let deployment = try rows.read(select, from: 0)
    return StoredDeployment(
      deployment: deployment, fact: fact,
      service: try names.text(of: layer.counted(select.int(1))) ?? deployment.service,
      correction: try layer.correction(.deployment, deployment.id))
  }

  /// The deployment with that id; nil if there is none. One of which nothing was derived yet has not
  /// reached production.
  package func storedDeployment(id: Text) throws -> StoredDeployment? {
    let selection = ArchiveReader.selection.replacing("JOIN fact", with: "LEFT JOIN fact")
    let select = try BoundStatement(database, "\(selection) WHERE d.deployment_id = ?1")
    select.bind(0, id)
    defer { select.reset() }
    return try select.step() ? stored(select, DeploymentRows(names)) : nil
  }

  private static let selection: String = {
    let columns = DeploymentRows.columns.split(separator: ", ").map { "d.\($0)" }
      .joined(separator: ", ")
    return """
      SELECT \(columns), d.key, f.kind, f.failure, f.is_withdrawn, f.is_rework, f.previous,
        f.superseded_by, f.is_wide, f.lead_basis, f.is_lead_negative, f.leads, f.is_drill
      FROM deployment d JOIN fact f ON f.deployment = d.key
      """
  }()

  private func fact(_ s: BoundStatement, key: Int64, from start: Int) -> DeploymentFact {
    var fact = DeploymentFact(
      key: key, kind: DeploymentKind(rawValue: UInt8(clamping: s.int(start))) ?? .notReached)
    fact.failure = s.optionalInt(start + 1).flatMap { ChangeFailure(rawValue: UInt8(clamping: $0)) }
    fact.isWithdrawn = s.int(start + 2) != 0
    fact.isRework = s.int(start + 3) != 0
    fact.previous = s.optionalInt(start + 4)
    fact.supersededBy = s.optionalInt(start + 5)
    fact.isWideFailure = s.int(start + 6) != 0
    let basis = s.optionalInt(start + 7).flatMap { LeadBasis(rawValue: UInt8(clamping: $0)) }
    let isNegative = s.int(start + 8) != 0
    if basis != nil || isNegative {
      fact.lead = DeploymentLead(
        basis: basis, milliseconds: RollupBlobs.numbers(s.blob(start + 9)), isNegative: isNegative)
    }
    fact.isDrill = s.int(start + 10) != 0
    return fact
  }

  /// The deployment with that key; nil if there is none.
  package func deployment(key: Int64) throws -> StoredDeployment? {
    var result: StoredDeployment?
    try deployments(where: "d.key = ?1", order: "d.key", [key]) { result = $0 }
    return result
  }

  /// The other deployments of the same version of the same service, the oldest first; at most 50.
  package func sameVersion(as stored: StoredDeployment) throws -> [StoredDeployment] {
    guard let number = try names.existingNumber(of: stored.service) else { return [] }
    let select = try BoundStatement(
      database,
      """
      SELECT key FROM deployment
      WHERE service \(layer.match(number)) AND version = ?2 AND key <> ?3
      ORDER BY coalesce(production_deployed_at, staging_deployed_at, created_at), deployment_id
      LIMIT 50
      """)
    select.bind(0, number)
    select.bind(1, stored.deployment.version)
    select.bind(2, stored.fact.key)
    var keys: [Int64] = []
    while try select.step() { keys.append(select.int(0)) }
    return try keys.compactMap { try deployment(key: $0) }
  }

  /// The deployment by which a version was live last, in an environment's production, before `time`.
  package func lastDeployment(
    of service: Text, version: Text, in environment: Text, before time: Timestamp?
  ) throws -> StoredDeployment? {
    guard let number = try names.existingNumber(of: service) else { return nil }
    let select = try BoundStatement(
      database,
      """
      SELECT deployment FROM span WHERE environment = ?3 AND is_production AND deployment IN (
        SELECT key FROM deployment WHERE service \(layer.match(number)) AND version = ?2)
        AND NOT is_restored AND live_from < ?4
      ORDER BY position DESC LIMIT 1
      """)
    select.bind(0, number)
    select.bind(1, version)
    select.bind(2, environment)
    select.bind(3, time?.milliseconds ?? .max)
    var key: Int64?
    if try select.step() { key = select.int(0) }
    select.reset()
    return try key.flatMap { try deployment(key: $0) }
  }

  /// What was live when in a service, by environment and time.
  package func spans(of service: Text) throws -> [LiveSpan] {
    guard let number = try countedNumber(of: service) else { return [] }
    return try spans(where: "service = ?", number)
  }

  /// When one deployment was live, by environment and time.
  package func spans(ofDeployment key: Int64) throws -> [LiveSpan] {
    try spans(where: "deployment = ?", key)
  }

  private func spans(where condition: String, _ argument: Int64) throws -> [LiveSpan] {
    let select = try BoundStatement(
      database,
      """
      SELECT environment, deployment, version, live_from, live_until, ending, is_restored,
        is_production FROM span WHERE \(condition) ORDER BY position
      """)
    select.bind(0, argument)
    var spans: [LiveSpan] = []
    while try select.step() {
      var span = LiveSpan(
        environment: select.text(0) ?? "", deployment: select.optionalInt(1),
        version: select.text(2) ?? "", from: select.time(3) ?? Timestamp(milliseconds: 0),
        isRestored: select.int(6) != 0, isProduction: select.int(7) != 0)
      span.until = select.time(4)
      span.end = LiveSpan.End(rawValue: UInt8(clamping: select.int(5))) ?? .stillLive
      spans.append(span)
    }
    return spans
  }

  /// The rollbacks of a service by environment and time.
  package func rollbacks(of service: Text) throws -> [Rollback] {
    guard let number = try countedNumber(of: service) else { return [] }
    return try rollbacks(where: "service = ?1", number)
  }

  /// The rollbacks that took a deployment out, or that it brought about.
  package func rollbacks(concerning key: Int64) throws -> [Rollback] {
    try rollbacks(where: "blamed = ?1 OR by_deployment = ?1", key)
  }

  private func rollbacks(where condition: String, _ argument: Int64) throws -> [Rollback] {
    let select = try BoundStatement(
      database,
      """
      SELECT environment, blamed, by_deployment, to_version, at, time_basis, basis, relanded_by,
        withdrawn, is_drill FROM rollback WHERE \(condition) ORDER BY service, position
      """)
    select.bind(0, argument)
    var rollbacks: [Rollback] = []
    while try select.step() {
      var rollback = Rollback(
        environment: select.text(0) ?? "", blamed: select.int(1), by: select.optionalInt(2),
        toVersion: select.text(3), at: select.time(4),
        timeBasis: Rollback.TimeBasis(rawValue: UInt8(clamping: select.int(5))) ?? .unknown,
        basis: Basis(rawValue: UInt8(clamping: select.int(6))) ?? .inferred)
      rollback.relandedBy = select.optionalInt(7)
      rollback.withdrawn = (select.text(8)?.string ?? "").split(separator: " ")
        .compactMap { Int64($0) }
      rollback.isDrill = select.int(9) != 0
      rollbacks.append(rollback)
    }
    return rollbacks
  }
}

/// A deployment as stored, with what was derived of it.
package struct StoredDeployment: Sendable {
  package let deployment: Deployment
  package let fact: DeploymentFact
  /// The service that it counts as; mostly the recorded one.
  package let service: Text
  /// What a person says is right of it; nil without a correction.
  package let correction: Correction?

  package init(
    deployment: Deployment, fact: DeploymentFact, service: Text? = nil,
    correction: Correction? = nil
  ) {
    self.deployment = deployment
    self.fact = fact
    self.service = service ?? deployment.service
    self.correction = correction
  }

  /// The recorded status, unless a correction says that it was or was not rolled back, or that this was
  /// an exercise: what was taken out by one did not fail.
  package var status: DeploymentStatus {
    fact.status(recorded: deployment.status, correction)
  }

  /// Whether a rollback took it out, by its record or a correction.
  package var isRolledBack: Bool { correction?.isRolledBack ?? deployment.isRolledBack }

  /// Why it was rolled back: as corrected, else as recorded.
  package var rollbackReason: Text? { correction?.reason ?? deployment.rollbackReason }
}
