import GRDB
package import Model

/// Which import brought a fact first, and where it stood in that import's source.
package struct FactOrigin: Sendable, Equatable {
  /// The number of the import.
  package var importNumber: Int
  /// The line, or the row of a table; nil if that is not known.
  package var line: Int?

  package init(importNumber: Int, line: Int?) {
    self.importNumber = importNumber
    self.line = line
  }
}

/// The facts of an archive, one after another, for a bag that keeps all of them.
extension ArchiveReader {
  /// Calls `body` with what is shown of each id of a kind, by the bytes of the ids; without an origin if
  /// events told of it.
  package func forEachShown(
    _ kind: RecordKind, _ body: (Model.Record, FactOrigin?) throws -> Void
  ) throws {
    try forEachVersion(kind, suffix: "", order: "", known: "version_key", body)
  }

  /// Calls `body` with the versions of a kind that no row shows as they came, by id and digest.
  package func forEachKept(
    _ kind: RecordKind, _ body: (Model.Record, FactOrigin?) throws -> Void
  ) throws {
    try forEachVersion(kind, suffix: "_version", order: ", digest", known: "key", body)
  }

  /// - Parameter known: the column that is null where the row is no version as it came.
  private func forEachVersion(
    _ kind: RecordKind, suffix: String, order: String, known: String,
    _ body: (Model.Record, FactOrigin?) throws -> Void
  ) throws {
    func walk<Rows: RecordRows>(_ rows: Rows) throws {
      let select = try BoundStatement(
        database,
        """
        SELECT \(Rows.columns), \(known), origin, line FROM \(Rows.table)\(suffix)
        ORDER BY \(Rows.idColumn)\(order)
        """)
      defer { select.reset() }
      while try select.step() {
        let origin =
          select.isNull(Rows.columnCount) ? nil : origin(select, from: Rows.columnCount + 1)
        try body(rows.record(try rows.read(select, from: 0)), origin)
      }
    }
    switch kind {
    case .job: try walk(JobRows(names))
    case .deployment: try walk(DeploymentRows(names))
    case .commit: try walk(CommitRows(names))
    case .incident: try walk(IncidentRows(names))
    }
  }

  private func origin(_ select: BoundStatement, from column: Int) -> FactOrigin {
    FactOrigin(
      importNumber: Int(select.int(column)), line: select.optionalInt(column + 1).map { Int($0) })
  }

  /// Calls `body` with every event of a kind, by id and digest.
  package func forEachEvent(
    _ kind: RecordKind, _ body: (LifecycleEvent, FactOrigin) throws -> Void
  ) throws {
    func walk<Rows: RecordRows>(_ rows: Rows) throws {
      let select = try BoundStatement(
        database,
        """
        SELECT \(Rows.columns), at, event, has_status, origin FROM \(Rows.table)_event
        ORDER BY \(Rows.idColumn), digest
        """)
      defer { select.reset() }
      let base = Rows.columnCount
      while try select.step() {
        let event = LifecycleEvent(
          type: EventType(rawValue: UInt8(clamping: select.int(base + 1))) ?? .jobStatus,
          at: Timestamp(milliseconds: select.int(base)),
          record: rows.record(try rows.read(select, from: 0)), hasStatus: select.int(base + 2) != 0)
        try body(event, FactOrigin(importNumber: Int(select.int(base + 3)), line: nil))
      }
    }
    switch kind {
    case .job: try walk(JobRows(names))
    case .deployment: try walk(DeploymentRows(names))
    case .commit, .incident: return
    }
  }

  /// Calls `body` with everything that sources said they deleted, by kind, id and time.
  package func forEachDeletion(_ body: (Deletion, FactOrigin) throws -> Void) throws {
    let select = try BoundStatement(
      database, "SELECT kind, id, at, origin FROM tombstone ORDER BY kind, id, at")
    defer { select.reset() }
    while try select.step() {
      guard let kind = RecordKind(rawValue: UInt8(clamping: select.int(0))) else { continue }
      try body(
        Deletion(
          kind: kind, id: select.text(1) ?? "", at: Timestamp(milliseconds: select.int(2))),
        FactOrigin(importNumber: Int(select.int(3)), line: nil))
    }
  }

  /// The dates of all sites that were published, with what their ledgers counted, the oldest first.
  package func publications() throws -> [LedgerCounts] {
    try ledgers(before: LocalDay(number: Int(Int32.max)), limit: -1).reversed()
  }
}
