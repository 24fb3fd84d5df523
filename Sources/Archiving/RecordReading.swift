import GRDB
package import Model

extension ArchiveReader {
  /// How many records of a kind there are.
  package func count(_ kind: RecordKind) throws -> Int {
    try Int.fetchOne(database, sql: "SELECT count(*) FROM \(ArchiveReader.table(of: kind))") ?? 0
  }

  private static func table(of kind: RecordKind) -> String {
    switch kind {
    case .job: JobRows.table
    case .deployment: DeploymentRows.table
    case .commit: CommitRows.table
    case .incident: IncidentRows.table
    }
  }

  /// The record of a kind with that id; nil if there is none.
  package func record(_ kind: RecordKind, _ id: Text) throws -> Model.Record? {
    func find<Rows: RecordRows>(_ rows: Rows) throws -> Model.Record? {
      try RecordTable(database, rows).row(of: id).map { rows.record($0.value) }
    }
    return switch kind {
    case .job: try find(JobRows(names))
    case .deployment: try find(DeploymentRows(names))
    case .commit: try find(CommitRows(names))
    case .incident: try find(IncidentRows(names))
    }
  }

  /// Calls `body` with every record of a kind, by the bytes of their ids.
  package func forEachRecord(
    _ kind: RecordKind, _ body: (Model.Record) throws -> Void
  ) throws {
    try forEach(kind, suffix: "", rest: "", nil, body)
  }

  /// Calls `body` with the versions of an id that the archive keeps beside what it shows: those that
  /// lost, and, if events changed the record, the one they build on. By canonical bytes' digest.
  package func forEachVersion(
    _ kind: RecordKind, _ id: Text, _ body: (Model.Record) throws -> Void
  ) throws {
    try forEach(kind, suffix: "_version", rest: "digest", id, body)
  }

  private func forEach(
    _ kind: RecordKind, suffix: String, rest: String, _ id: Text?,
    _ body: (Model.Record) throws -> Void
  ) throws {
    func walk<Rows: RecordRows>(_ rows: Rows) throws {
      let condition = id == nil ? "" : "WHERE \(Rows.idColumn) = ?1"
      let order = rest.isEmpty ? Rows.idColumn : rest
      let select = try BoundStatement(
        database,
        "SELECT \(Rows.columns) FROM \(Rows.table)\(suffix) \(condition) ORDER BY \(order)")
      if let id { select.bind(0, id) }
      defer { select.reset() }
      while try select.step() { try body(rows.record(try rows.read(select, from: 0))) }
    }
    switch kind {
    case .job: try walk(JobRows(names))
    case .deployment: try walk(DeploymentRows(names))
    case .commit: try walk(CommitRows(names))
    case .incident: try walk(IncidentRows(names))
    }
  }

  package func commit(sha: Text) throws -> Commit? {
    try RecordTable(database, CommitRows(names)).row(of: sha)?.value
  }

  package func incident(id: Text) throws -> Incident? {
    try RecordTable(database, IncidentRows(names)).row(of: id)?.value
  }

  package func deployment(id: Text) throws -> Deployment? {
    try RecordTable(database, DeploymentRows(names)).row(of: id)?.value
  }

  /// How many versions of records lost against another of the same id.
  package func historyCount() throws -> Int {
    try historyCount(JobRows.self) + historyCount(DeploymentRows.self)
      + historyCount(CommitRows.self) + historyCount(IncidentRows.self)
  }

  /// The version that events build on is no loser.
  private func historyCount<Rows: RecordRows>(_: Rows.Type) throws -> Int {
    try Int.fetchOne(
      database,
      sql: """
        SELECT (SELECT count(*) FROM \(Rows.table)_version)
          - (SELECT count(*) FROM \(Rows.table) r WHERE version_key IS NULL AND EXISTS (
              SELECT 1 FROM \(Rows.table)_version v WHERE v.\(Rows.idColumn) = r.\(Rows.idColumn)))
        """) ?? 0
  }
}
