import GRDB
package import Model

/// Records that are older than they are kept, of one kind.
package struct OldRecords: Sendable, Equatable {
  /// By bytes.
  package var ids: [Text] = []
  /// How many as old are kept, since something that stays needs them.
  package var kept = 0

  package init() {}
}

extension ArchiveReader {
  /// The records of a kind whose latest time is before `time`, but for those that something needs that
  /// stays: deployments that are live, and the jobs and commits that later deployments name.
  package func records(_ kind: RecordKind, before time: Timestamp) throws -> OldRecords {
    func select<Rows: RecordRows>(_: Rows.Type, kept condition: String) throws -> OldRecords {
      let select = try BoundStatement(
        database,
        """
        SELECT r.\(Rows.idColumn), \(condition) FROM \(Rows.table) r
        WHERE \(Rows.latestTimeExpression) < ?1 AND \(Rows.latestTimeExpression) > \(Int64.min / 2)
        ORDER BY r.\(Rows.idColumn)
        """)
      select.bind(0, time)
      var result = OldRecords()
      while try select.step() {
        if select.int(1) != 0 {
          result.kept += 1
        } else {
          result.ids.append(select.text(0) ?? "")
        }
      }
      return result
    }
    let isLive = "d.key IN (SELECT deployment FROM span WHERE live_until IS NULL)"
    let stays = "(\(DeploymentRows.latestTimeExpression) >= ?1 OR \(isLive))"
    return switch kind {
    case .job:
      try select(
        JobRows.self,
        kept: """
          EXISTS (SELECT 1 FROM job_reference j WHERE j.job_id = r.job_id AND EXISTS (
            SELECT 1 FROM deployment d WHERE d.key = j.deployment AND \(stays)))
          """)
    case .deployment:
      try select(
        DeploymentRows.self,
        kept: "r.key IN (SELECT deployment FROM span WHERE live_until IS NULL)")
    case .commit:
      try select(
        CommitRows.self,
        kept: """
          EXISTS (SELECT 1 FROM deployment d WHERE d.commit_sha = r.sha AND \(stays))
          """)
    case .incident: try select(IncidentRows.self, kept: "0")
    }
  }

  /// Whether anything is stored of an id: a record, a version or an event.
  package func isStored(_ kind: RecordKind, _ id: Text) throws -> Bool {
    try !history(kind, id).isEmpty || record(kind, id) != nil
  }

  /// How many deployments name a job.
  package func namingCount(ofJob id: Text) throws -> Int {
    try Int.fetchOne(
      database, sql: "SELECT count(DISTINCT deployment) FROM job_reference WHERE job_id = ?",
      arguments: [id.string]) ?? 0
  }
}

extension Archive {
  /// Removes all that is stored of ids: versions, events, and that their source deleted them. Only the
  /// hash of each id stays, so that no import brings it back.
  ///
  /// - Parameter removal: of an id.
  /// - Returns: how many ids something was stored of.
  package func forget(
    _ kind: RecordKind, _ ids: [Text], zone: ZoneTable, removal: (Text) -> Removal
  ) throws -> Int {
    try transaction { db in
      // What is deleted is overwritten in the file, and not only given free.
      try db.execute(sql: "PRAGMA secure_delete = ON")
      try RecordKeepers.createIndexes(in: db)
      try Derivation(db, zone: zone).followZone()
      let marks = try ChangeMarks(db)
      let keepers = try RecordKeepers(
        db, NameTable(db), marks: marks, zone: zone,
        change: try MetaTable(database: db).nextChange())
      let removals = try RemovalTable(db)
      var count = 0
      for id in ids where try ArchiveReader(db).isStored(kind, id) {
        count += 1
        try keepers.forgetAll(kind, id)
        try removals.insert(removal(id))
        for table in ["tombstone", "restating_record"] {
          try db.execute(
            sql: "DELETE FROM \(table) WHERE kind = ? AND id = ?",
            arguments: [Int(kind.rawValue), id.string])
        }
      }
      try db.execute(
        sql: "DELETE FROM fact WHERE deployment NOT IN (SELECT key FROM deployment)")
      try marks.save()
      return count
    }
  }
}
