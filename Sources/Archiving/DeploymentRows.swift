import GRDB
import Model

/// Deployments to and from rows of `deployment`, `deployment_version` and `deployment_event`.
struct DeploymentRows: RecordRows {
  static let kind = RecordKind.deployment
  static let table = "deployment"
  static let idColumn = "deployment_id"
  static let columns = """
    deployment_id, service, version, status, source_status, environment, repo, ref, commit_sha, \
    commit_message, commit_author, build_job_id, test_job_id, deploy_job_id, staging_job_id, \
    production_job_id, created_at, updated_at, deployed_to_staging, deployed_to_production, \
    staging_deployed_at, production_deployed_at, rolled_back, rolled_back_at, rolled_back_to, \
    rollback_reason, error_rate, latency_ms, requests_per_sec, tags, metadata
    """
  static let columnCount = 31
  static let timeExpression =
    "coalesce(production_deployed_at, staging_deployed_at, created_at)"
  /// The expression for `Deployment.creationTime` in a row. Indexes have it: another expression wants
  /// indexes of other names.
  static let creationExpression =
    "coalesce(created_at, staging_deployed_at, production_deployed_at, rolled_back_at)"
  static let timeColumns = [
    "created_at", "updated_at", "staging_deployed_at", "production_deployed_at", "rolled_back_at",
  ]
  static let hasEvents = true

  private let names: NameTable

  init(_ names: NameTable) {
    self.names = names
  }

  func id(of d: Deployment) -> Text { d.id }

  func record(_ d: Deployment) -> Model.Record { .deployment(d) }

  func value(in record: Model.Record) -> Deployment? {
    if case .deployment(let deployment) = record { deployment } else { nil }
  }

  func time(of d: Deployment) -> Timestamp? { d.bucketTime }

  func bind(_ d: Deployment, to s: BoundStatement) throws {
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

  func stands(_ d: Deployment, in s: BoundStatement) throws -> Bool {
    // What differs most often comes first.
    try s.int(3) == Int64(d.status.rawValue) && s.time(17) == d.updatedAt
      && standsInTimes(d, s) && standsInTexts(d, s) && standsInFigures(d, s)
      && names.text(of: s.int(1)) == d.service && names.text(of: s.optionalInt(5)) == d.environment
      && names.text(of: s.optionalInt(6)) == d.repo
      && names.text(of: s.optionalInt(10)) == d.commitAuthor && s.holds(29, tags: d.tags)
      && s.holds(30, d.metadata)
  }

  private func standsInTimes(_ d: Deployment, _ s: BoundStatement) -> Bool {
    s.time(16) == d.createdAt && s.time(20) == d.stagingDeployedAt
      && s.time(21) == d.productionDeployedAt && s.time(23) == d.rolledBackAt
  }

  private func standsInTexts(_ d: Deployment, _ s: BoundStatement) -> Bool {
    s.holds(0, d.id) && s.holds(2, d.version) && s.holds(4, d.sourceStatus) && s.holds(7, d.ref)
      && s.holds(8, d.commitSHA) && s.holds(9, d.commitMessage) && s.holds(11, d.buildJobID)
      && s.holds(12, d.testJobID) && s.holds(13, d.deployJobID) && s.holds(14, d.stagingJobID)
      && s.holds(15, d.productionJobID) && s.holds(24, d.rolledBackTo)
      && s.holds(25, d.rollbackReason)
  }

  private func standsInFigures(_ d: Deployment, _ s: BoundStatement) -> Bool {
    s.flag(18) == d.deployedToStaging && s.flag(19) == d.deployedToProduction
      && s.flag(22) == d.rolledBack && s.double(26) == d.errorRate
      && s.double(27) == d.latencyMilliseconds && s.double(28) == d.requestsPerSecond
  }

  func fold(
    _ base: Deployment?, _ events: [LifecycleEvent]
  ) -> (value: Deployment?, effects: [EventEffect]) {
    let folded = Folded(base: base, events: events)
    return (folded.value, folded.effects)
  }

  func enters(_ d: Deployment, key: Int64, day: LocalDay?, _ marks: ChangeMarks) throws {
    let service = try names.number(of: d.service)
    marks.mark(service: service)
    for (role, id) in d.jobReferences {
      try marks.refer(to: id, from: key, as: role, service: service)
    }
  }

  func leaves(_ d: Deployment, key: Int64, day: LocalDay?, _ marks: ChangeMarks) throws {
    marks.mark(service: try names.number(of: d.service))
    try marks.forgetReferences(of: key)
  }
}
