import GRDB
package import Model

/// What undoing an import did.
package struct UndoResult: Sendable, Equatable {
  /// Records that are gone: no other import brought anything of them.
  package var removed = 0
  /// Records that show now what they show without the import.
  package var restored = 0
  /// Versions, events and deletions that stay, because other imports brought them too.
  package var kept = 0

  package init() {}
}

extension Archive {
  /// Takes back what one import brought, as if it had never happened; what other imports brought
  /// too stays. Its source has to be read again.
  ///
  /// - Throws: `ArchiveError` of kind `noSuchImport` if there is none with that number, `refused` if it
  ///   was made before the archive was restored from a bag.
  package func undoImport(_ number: Int, zone: ZoneTable) throws -> UndoResult {
    try transaction { db in
      let known = try Bool.fetchOne(
        db, sql: "SELECT EXISTS (SELECT 1 FROM import WHERE number = ?)", arguments: [number])
      guard known == true else {
        throw ArchiveError(
          kind: .noSuchImport, path: path,
          message: "has no import \(number); 'rollbook status' lists them")
      }
      try Restoration.refuseUndoing(number, db, path: path)
      return try Undo(db, number: Int64(number), zone: zone).run()
    }
  }
}

/// The undoing of one import: each fact that no other import brought goes, and every id that lost
/// one is weighed anew.
private final class Undo {
  private let database: Database
  private let number: Int64
  private let keepers: RecordKeepers
  private let marks: ChangeMarks
  private var result = UndoResult()

  init(_ database: Database, number: Int64, zone: ZoneTable) throws {
    self.database = database
    self.number = number
    try RecordKeepers.createIndexes(in: database)
    try Derivation(database, zone: zone).followZone()
    marks = try ChangeMarks(database)
    keepers = try RecordKeepers(
      database, NameTable(database), marks: marks, zone: zone,
      change: try MetaTable(database: database).nextChange())
  }

  func run() throws -> UndoResult {
    // On disk beyond a few pages, so that an import of any size can be undone.
    try database.execute(
      sql: """
        CREATE TEMP TABLE touched(
          kind INTEGER NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL,
          PRIMARY KEY(kind, id, at)) WITHOUT ROWID
        """)
    for kind in RecordKind.allCases { try release(versionsOf: kind) }
    try release(.jobEvents, [Place(table: "job_event", id: "job_id", kind: .job)])
    try release(
      .deploymentEvents,
      [Place(table: "deployment_event", id: "deployment_id", kind: .deployment)])
    let deletedForGood = try hasRemovedRecords()
    try release(.tombstones, [Place(table: "tombstone", id: "id", kind: nil)])
    try settle()
    try SourceTable(database: database).remove(number)
    if deletedForGood { try SourceTable(database: database).forgetContents() }
    try database.execute(
      sql: "DELETE FROM fact WHERE deployment NOT IN (SELECT key FROM deployment)")
    try marks.save()
    try database.execute(sql: "DROP TABLE touched")
    return result
  }

  /// Whether deletions that the import brought may have been applied: what they removed is in no table
  /// any more, so that its sources have to be read again.
  private func hasRemovedRecords() throws -> Bool {
    try RecordKind.allCases.contains { kind in
      let (table, id) =
        switch kind {
        case .job: (JobRows.table, JobRows.idColumn)
        case .deployment: (DeploymentRows.table, DeploymentRows.idColumn)
        case .commit: (CommitRows.table, CommitRows.idColumn)
        case .incident: (IncidentRows.table, IncidentRows.idColumn)
        }
      return try Bool.fetchOne(
        database,
        sql: """
          SELECT EXISTS (SELECT 1 FROM tombstone t WHERE t.kind = ? AND t.origin = ?
            AND NOT EXISTS (SELECT 1 FROM \(table) r WHERE r.\(id) = t.id))
          """, arguments: [Int(kind.rawValue), number]) ?? false
    }
  }

  // MARK: - Facts

  /// A table that facts of a class stand in.
  private struct Place {
    let table: String
    var factKey = "key"
    let id: String
    /// Nil: the row says it, and the deletion's time stands in `at`.
    let kind: RecordKind?
    /// Whether the row says where in the source it stood.
    var hasLine = false
  }

  private func release(versionsOf kind: RecordKind) throws {
    func places<Rows: RecordRows>(_: Rows.Type) -> [Place] {
      [
        Place(
          table: Rows.table, factKey: "version_key", id: Rows.idColumn, kind: kind, hasLine: true),
        Place(table: Rows.table + "_version", id: Rows.idColumn, kind: kind, hasLine: true),
      ]
    }
    let all =
      switch kind {
      case .job: places(JobRows.self)
      case .deployment: places(DeploymentRows.self)
      case .commit: places(CommitRows.self)
      case .incident: places(IncidentRows.self)
      }
    try release(.versions(of: kind), all)
  }

  /// Gives the facts that the import brought first to another import that brought them too, and
  /// removes the others.
  private func release(_ facts: FactClass, _ places: [Place]) throws {
    var unclaimed = KeyBits()
    for place in places {
      try forEachFact(of: place) { _, fact in unclaimed.insert(fact) }
    }
    try countSeenAgain(facts, besides: unclaimed)
    let claims = try claims(to: &unclaimed, facts)
    for place in places { try release(place, unclaimed, claims) }
    result.kept += claims.reduce(0) { $0 + $1.keys.count }
  }

  private func forEachFact(of place: Place, _ body: (_ row: Int64, _ fact: Int64) -> Void) throws {
    let select = try BoundStatement(
      database, "SELECT key, \(place.factKey) FROM \(place.table) WHERE origin = ?")
    select.bind(0, number)
    while try select.step() { body(select.int(0), select.int(1)) }
  }

  private func countSeenAgain(_ facts: FactClass, besides own: KeyBits) throws {
    try forEachSighting(facts, "import = ?2") { _, key in
      if !own.contains(key) { result.kept += 1 }
    }
  }

  private typealias Claim = (import: Int64, keys: KeyBits)

  /// Which other import, the earliest first, brought which of the facts.
  private func claims(to unclaimed: inout KeyBits, _ facts: FactClass) throws -> [Claim] {
    guard unclaimed.count > 0 else { return [] }
    var claims: [Claim] = []
    var left = unclaimed
    try forEachSighting(facts, "import <> ?2") { other, key in
      guard left.remove(key) else { return }
      if claims.last?.import != other { claims.append((other, KeyBits())) }
      claims[claims.count - 1].keys.insert(key)
    }
    unclaimed = left
    return claims
  }

  private func forEachSighting(
    _ facts: FactClass, _ condition: String, _ body: (_ import: Int64, _ key: Int64) -> Void
  ) throws {
    let select = try BoundStatement(
      database,
      """
      SELECT import, keys FROM sighting WHERE facts = ?1 AND \(condition) ORDER BY import, part
      """)
    select.bind(0, facts.rawValue)
    select.bind(1, number)
    while try select.step() {
      let other = select.int(0)
      KeyRuns.decode(select.blob(1)) { run in for key in run { body(other, key) } }
    }
  }

  private func release(_ place: Place, _ unclaimed: KeyBits, _ claims: [Claim]) throws {
    let give = try BoundStatement(
      database,
      "UPDATE \(place.table) SET origin = ?\(place.hasLine ? ", line = NULL" : "") WHERE key = ?")
    let remove = try BoundStatement(
      database,
      place.factKey == "key"
        ? "DELETE FROM \(place.table) WHERE key = ?"
        : "UPDATE \(place.table) SET \(place.factKey) = NULL, origin = NULL WHERE key = ?")
    let touch = try BoundStatement(
      database,
      """
      INSERT OR IGNORE INTO touched(kind, id, at)
      SELECT \(place.kind.map { "\($0.rawValue)" } ?? "kind"), \(place.id),
        \(place.kind == nil ? "at" : "\(Undo.noDeletion)") FROM \(place.table) WHERE key = ?
      """)
    var last = Int64.min
    while true {
      let page = try page(of: place, after: last)
      for (row, fact) in page {
        if let claim = claims.first(where: { $0.keys.contains(fact) }) {
          give.bind(0, claim.import)
          give.bind(1, row)
          try give.run()
        } else if unclaimed.contains(fact) {
          touch.bind(0, row)
          try touch.run()
          remove.bind(0, row)
          try remove.run()
        }
      }
      guard let end = page.last else { return }
      last = end.row
    }
  }

  private static let noDeletion = Int64.min

  private func page(of place: Place, after last: Int64) throws -> [(row: Int64, fact: Int64)] {
    let select = try BoundStatement(
      database,
      """
      SELECT key, \(place.factKey) FROM \(place.table) WHERE key > ? AND origin = ?
      ORDER BY key LIMIT 5000
      """)
    select.bind(0, last)
    select.bind(1, number)
    var page: [(Int64, Int64)] = []
    while try select.step() { page.append((select.int(0), select.int(1))) }
    return page
  }

  // MARK: - Records

  private func settle() throws {
    let select = try BoundStatement(
      database, "SELECT kind, id, at FROM touched ORDER BY kind, id, at")
    while try select.step() {
      guard let kind = RecordKind(rawValue: UInt8(clamping: select.int(0))),
        let id = select.text(1)
      else { continue }
      if select.int(2) != Undo.noDeletion {
        try keepers.touch(kind, id, deletedAt: Timestamp(milliseconds: select.int(2)))
        continue
      }
      let (wasShown, isShown, isChanged) = try keepers.settle(kind, id)
      if wasShown, !isShown { result.removed += 1 }
      if isShown, isChanged { result.restored += 1 }
    }
  }
}
