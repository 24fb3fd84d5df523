import GRDB
import Model

/// The keepers of all kinds.
struct RecordKeepers {
  let jobs: RecordKeeper<JobRows>
  let deployments: RecordKeeper<DeploymentRows>
  let commits: RecordKeeper<CommitRows>
  let incidents: RecordKeeper<IncidentRows>

  init(
    _ database: Database, _ names: NameTable, marks: ChangeMarks, zone: ZoneTable, change: Int64
  ) throws {
    func keeper<Rows: RecordRows>(_ rows: Rows) throws -> RecordKeeper<Rows> {
      try RecordKeeper(database, rows, marks: marks, zone: zone, change: change)
    }
    jobs = try keeper(JobRows(names))
    deployments = try keeper(DeploymentRows(names))
    commits = try keeper(CommitRows(names))
    incidents = try keeper(IncidentRows(names))
  }

  /// Builds the indexes that finding a record needs, in place of those of former times.
  static func createIndexes(in database: Database) throws {
    for name in Schema.formerIndexes { try database.execute(sql: "DROP INDEX IF EXISTS \(name)") }
    for sql in Schema.recordIndexes { try database.execute(sql: sql) }
  }

  func settle(_ kind: RecordKind, _ id: Text) throws -> (wasShown: Bool, isShown: Bool, Bool) {
    switch kind {
    case .job: try settle(jobs, id)
    case .deployment: try settle(deployments, id)
    case .commit: try settle(commits, id)
    case .incident: try settle(incidents, id)
    }
  }

  private func settle<Rows: RecordRows>(
    _ keeper: RecordKeeper<Rows>, _ id: Text
  ) throws -> (wasShown: Bool, isShown: Bool, Bool) {
    let settled = try keeper.settle(id)
    return (settled.wasShown, settled.value != nil, settled.isChanged)
  }

  func touch(_ kind: RecordKind, _ id: Text, deletedAt time: Timestamp) throws {
    switch kind {
    case .job: try jobs.touch(id, deletedAt: time)
    case .deployment: try deployments.touch(id, deletedAt: time)
    case .commit: try commits.touch(id, deletedAt: time)
    case .incident: try incidents.touch(id, deletedAt: time)
    }
  }

  func forget(_ kind: RecordKind, _ id: Text) throws -> Bool {
    switch kind {
    case .job: try jobs.forget(id)
    case .deployment: try deployments.forget(id)
    case .commit: try commits.forget(id)
    case .incident: try incidents.forget(id)
    }
  }

  func forgetAll(_ kind: RecordKind, _ id: Text) throws {
    switch kind {
    case .job: try jobs.forgetAll(id)
    case .deployment: try deployments.forgetAll(id)
    case .commit: try commits.forgetAll(id)
    case .incident: try incidents.forgetAll(id)
    }
  }
}
