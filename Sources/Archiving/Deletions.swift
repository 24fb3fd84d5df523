import GRDB
package import Model

/// How many records of a kind their source deleted, and the first of them.
package struct DeletedRecords: Sendable, Equatable {
  package var count = 0
  /// At most `ArchiveReader.oddityExamples`, by the bytes of their ids.
  package var examples: [Text] = []

  package init() {}
}

extension ArchiveReader {
  /// Whether any source ever deleted anything.
  package func hasDeletions() throws -> Bool {
    try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM tombstone)") ?? false
  }

  /// Whether a source deleted a record of that id, in the archive or not.
  package func isDeletionKnown(_ kind: RecordKind, _ id: Text) throws -> Bool {
    let select = try BoundStatement(
      database, "SELECT 1 FROM tombstone WHERE kind = ? AND id = ?")
    select.bind(0, Int64(kind.rawValue))
    select.bind(1, id)
    defer { select.reset() }
    return try select.step()
  }

  /// Whether a source deleted the record after everything the record itself knows of. False for an
  /// id that no record has.
  package func isDeletedAtSource(_ kind: RecordKind, _ id: Text) throws -> Bool {
    let select = try BoundStatement(
      database, Deletions.query(kind, "1", also: "AND t.id = ?1"))
    select.bind(0, id)
    defer { select.reset() }
    return try select.step()
  }

  /// The records of a kind that were deleted at their source.
  package func deletedAtSource(_ kind: RecordKind) throws -> DeletedRecords {
    var result = DeletedRecords()
    result.count =
      try Int.fetchOne(database, sql: Deletions.query(kind, "count(DISTINCT t.id)")) ?? 0
    let select = try BoundStatement(
      database,
      Deletions.query(
        kind, "DISTINCT t.id", also: "ORDER BY t.id LIMIT \(ArchiveReader.oddityExamples)")
    )
    while try select.step() { result.examples.append(select.text(0) ?? "") }
    return result
  }
}

extension Archive {
  /// Removes the records that were deleted at their source, with their versions and events. What
  /// said so stays. Returns how many records of each kind that was.
  package func removeDeleted(zone: ZoneTable) throws -> [RecordKind: Int] {
    try transaction { db in
      try RecordKeepers.createIndexes(in: db)
      try Derivation(db, zone: zone).followZone()
      let deleted = try RecordKind.allCases.map { kind in
        let sql = Deletions.query(kind, "DISTINCT t.id", also: "ORDER BY t.id")
        return (kind, try String.fetchAll(db, sql: sql).map { Text($0) })
      }
      let empty: [RecordKind: Int] = [:]
      guard deleted.contains(where: { !$0.1.isEmpty }) else { return empty }
      let marks = try ChangeMarks(db)
      let keepers = try RecordKeepers(
        db, NameTable(db), marks: marks, zone: zone,
        change: try MetaTable(database: db).nextChange())
      var removed = empty
      for (kind, ids) in deleted {
        for id in ids where try keepers.forget(kind, id) { removed[kind, default: 0] += 1 }
      }
      try db.execute(
        sql: "DELETE FROM fact WHERE deployment NOT IN (SELECT key FROM deployment)")
      try marks.save()
      return removed
    }
  }
}

/// The question which records their source deleted.
private enum Deletions {
  static func query(_ kind: RecordKind, _ selection: String, also rest: String = "") -> String {
    switch kind {
    case .job: query(JobRows.self, selection, rest)
    case .deployment: query(DeploymentRows.self, selection, rest)
    case .commit: query(CommitRows.self, selection, rest)
    case .incident: query(IncidentRows.self, selection, rest)
    }
  }

  /// The index on the table's ids is there once anything was imported.
  private static func query<Rows: RecordRows>(
    _: Rows.Type, _ selection: String, _ rest: String
  ) -> String {
    """
    SELECT \(selection) FROM tombstone t CROSS JOIN \(Rows.table) r ON r.\(Rows.idColumn) = t.id
    WHERE t.kind = \(Rows.kind.rawValue) AND t.at >= \(Rows.latestTimeExpression) \(rest)
    """
  }
}
