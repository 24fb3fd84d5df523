import GRDB
package import Model

/// Where a record shown comes from.
package struct SourcePlace: Sendable, Equatable {
  /// `(stdin)` for standard input.
  package var source: String
  /// The line, or the row of a table; nil if that is not known.
  package var line: Int?
}

/// What the archive keeps of one id, beside what it shows.
package struct RecordHistory: Sendable {
  /// A whole record as some source had it.
  package struct Version: Sendable {
    package var record: Model.Record
    /// The import that brought it first.
    package var origin: Int
    /// That import's source; `(stdin)` for standard input.
    package var source: String
    /// The line it stands in there, or the row of a table; nil if that is not known.
    package var line: Int?
  }

  package struct Event: Sendable {
    package var event: LifecycleEvent
    package var effect: EventEffect
    package var origin: Int
    package var source: String
  }

  /// Each wins over those before it: the last is shown, or is what the events change.
  package var versions: [Version] = []
  /// In the order in which they take effect.
  package var events: [Event] = []

  package var isEmpty: Bool { versions.isEmpty && events.isEmpty }
}

extension ArchiveReader {
  /// Where the record shown of an id comes from; nil if there is none, or if events told of it.
  package func place(_ kind: RecordKind, _ id: Text) throws -> SourcePlace? {
    func find<Rows: RecordRows>(_ rows: Rows) throws -> StoredVersion? {
      try RecordTable(database, rows).row(of: id)?.version
    }
    let version =
      switch kind {
      case .job: try find(JobRows(names))
      case .deployment: try find(DeploymentRows(names))
      case .commit: try find(CommitRows(names))
      case .incident: try find(IncidentRows(names))
      }
    return try version.map {
      SourcePlace(source: try sourceName(ofImport: $0.origin), line: $0.line.map { Int($0) })
    }
  }

  /// All versions and events of an id, whether or not there is a record of it.
  package func history(_ kind: RecordKind, _ id: Text) throws -> RecordHistory {
    switch kind {
    case .job: try history(JobRows(names), id)
    case .deployment: try history(DeploymentRows(names), id)
    case .commit: try history(CommitRows(names), id)
    case .incident: try history(IncidentRows(names), id)
    }
  }

  private func history<Rows: RecordRows>(_ rows: Rows, _ id: Text) throws -> RecordHistory {
    var history = RecordHistory()
    history.versions = try versions(rows, id).sorted { $0.record.loses(to: $1.record) }
    guard Rows.hasEvents else { return history }
    let origins = try origins(ofEventsIn: Rows.table, Rows.idColumn, id)
    let stored = try EventTable(database, rows).events(of: id)
    history.events = try ArchiveReader.inOrder(stored).map { stored in
      let origin = origins[stored.key] ?? 0
      return RecordHistory.Event(
        event: stored.event, effect: stored.effect, origin: Int(origin),
        source: try sourceName(ofImport: origin))
    }
    return history
  }

  /// Those kept aside, and the one that the record shows as it came.
  private func versions<Rows: RecordRows>(
    _ rows: Rows, _ id: Text
  ) throws -> [RecordHistory.Version] {
    let condition = "\(Rows.idColumn) = ?1"
    let select = try BoundStatement(
      database,
      """
      SELECT \(Rows.columns), origin, line FROM \(Rows.table)_version WHERE \(condition)
      UNION ALL
      SELECT \(Rows.columns), origin, line FROM \(Rows.table)
      WHERE \(condition) AND version_key IS NOT NULL
      """)
    select.bind(0, id)
    defer { select.reset() }
    var result: [RecordHistory.Version] = []
    while try select.step() {
      let origin = select.int(Rows.columnCount)
      result.append(
        RecordHistory.Version(
          record: rows.record(try rows.read(select, from: 0)), origin: Int(origin),
          source: try sourceName(ofImport: origin),
          line: select.optionalInt(Rows.columnCount + 1).map { Int($0) }))
    }
    return result
  }

  private func origins(
    ofEventsIn table: String, _ column: String, _ id: Text
  ) throws -> [Int64: Int64] {
    let select = try BoundStatement(
      database, "SELECT key, origin FROM \(table)_event WHERE \(column) = ?")
    select.bind(0, id)
    var result: [Int64: Int64] = [:]
    while try select.step() { result[select.int(0)] = select.int(1) }
    return result
  }

  private func sourceName(ofImport number: Int64) throws -> String {
    let path = try String.fetchOne(
      database,
      sql: "SELECT s.path FROM import i JOIN source s ON s.id = i.source WHERE i.number = ?",
      arguments: [number])
    return path.map { SourceTable.name(ofStored: $0) } ?? "(unknown)"
  }
}
