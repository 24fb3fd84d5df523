import GRDB
package import Model

/// The filling of an empty archive with what another one held.
///
/// Imports and sources come first, then the origins of all facts, then events, versions that are not
/// shown, records that are, and the rest. What a row shows is what the other archive showed: versions
/// are not weighed again, but events are folded.
package final class Restoration {
  /// Of a version or an event.
  package enum Fact: Int64, Sendable {
    case version, event
  }

  private let database: Database
  private let path: String
  private let asOf: LocalDay
  private let names: NameTable
  private let marks: ChangeMarks
  private let keepers: RecordKeepers
  private let provenance: Provenance
  private let tombstones: BoundStatement
  private let origins: RestoredOrigins
  private let change: Int64
  private let findings: FindingLog
  private var isPublished = false

  /// - Parameter change: as many imports as there are, or more.
  fileprivate init(
    _ database: Database, zone: ZoneTable, asOf: LocalDay, change: Int64, path: String
  ) throws {
    self.database = database
    self.path = path
    self.asOf = asOf
    self.change = change
    names = NameTable(database)
    try RecordKeepers.createIndexes(in: database)
    marks = try ChangeMarks(database)
    keepers = try RecordKeepers(database, names, marks: marks, zone: zone, change: change)
    provenance = try Provenance(database, number: change)
    tombstones = try BoundStatement(
      database,
      "INSERT OR IGNORE INTO tombstone(kind, id, at, key, origin) VALUES (?, ?, ?, ?, ?)")
    origins = try RestoredOrigins(database)
    findings = try FindingLog(database, number: change)
  }

  // MARK: - Sources

  /// Takes in an import under its number.
  package func add(_ known: PreservedImport, ofSource source: Int) throws {
    try SourceTable(database: database).restore(known, source: Int64(source))
    for service in known.services {
      try database.execute(
        sql: "INSERT OR IGNORE INTO feed(service, import) VALUES (?, ?)",
        arguments: [try names.number(of: service), known.number])
    }
  }

  package func add(_ source: PreservedSource, id: Int) throws {
    try SourceTable(database: database).restore(source, id: Int64(id))
  }

  /// Takes in what an import left out.
  package func add(_ defect: Defect, ofImport number: Int) throws {
    try findings.quarantine(defect, of: Int64(number))
  }

  // MARK: - Facts

  /// Says where a fact comes from that is to be taken in later.
  ///
  /// - Parameter digest: SHA-256 of a version's canonical JSON, or of an event as sources write it.
  package func add(
    _ origin: FactOrigin, of fact: Fact, _ kind: RecordKind, _ id: Text, digest: [UInt8]
  ) throws {
    try origins.add(origin, of: fact, kind, id, digest: digest)
  }

  package func add(_ event: LifecycleEvent) throws {
    let digest = ContentDigest.of(event.canonicalJSON)
    let stored = try stored(
      provenance.newFact(.events(of: event.kind)), .event, event.kind, event.id,
      ContentDigest.of(event.importableJSON))
    switch event.record {
    case .job(let job): try keepers.jobs.events?.add(event, job, digest: digest, stored)
    case .deployment(let deployment):
      try keepers.deployments.events?.add(event, deployment, digest: digest, stored)
    case .commit, .incident: return
    }
  }

  /// Takes in a version that no row shows as it came.
  package func add(kept record: Model.Record) throws {
    switch record {
    case .job(let job): try add(job, keepers.jobs)
    case .deployment(let deployment): try add(deployment, keepers.deployments)
    case .commit(let commit): try add(commit, keepers.commits)
    case .incident(let incident): try add(incident, keepers.incidents)
    }
  }

  private func add<Rows: RecordRows>(_ value: Rows.Value, _ keeper: RecordKeeper<Rows>) throws {
    let digest = keeper.rows.digest(value)
    let id = keeper.rows.id(of: value)
    guard try keeper.versions.find(id, digest: digest) == nil else { return }
    let fact = provenance.newFact(.versions(of: Rows.kind))
    try keeper.versions.add(
      value, try stored(fact, .version, Rows.kind, id, digest), digest: digest)
  }

  /// Takes in what is shown of an id, after all its events.
  package func add(shown record: Model.Record) throws {
    switch record {
    case .job(let job): try show(job, keepers.jobs)
    case .deployment(let deployment): try show(deployment, keepers.deployments)
    case .commit(let commit): try show(commit, keepers.commits)
    case .incident(let incident): try show(incident, keepers.incidents)
    }
  }

  /// What events told of comes of them again, and is compared then.
  private func show<Rows: RecordRows>(_ value: Rows.Value, _ keeper: RecordKeeper<Rows>) throws {
    let id = keeper.rows.id(of: value)
    let digest = keeper.rows.digest(value)
    if try keeper.events?.contains(id) == true {
      return try origins.expect(Rows.kind, id, digest: digest)
    }
    let fact = provenance.newFact(.versions(of: Rows.kind))
    try keeper.restore(value, try stored(fact, .version, Rows.kind, id, digest))
  }

  private func stored(
    _ new: StoredVersion, _ fact: Fact, _ kind: RecordKind, _ id: Text, _ digest: [UInt8]
  ) throws -> StoredVersion {
    guard let origin = try origins.origin(of: fact, kind, id, digest: digest) else {
      throw ArchiveError(
        kind: .refused, path: path,
        message: "nothing says which source has the \(kind.word) '\(id)'; nothing was restored")
    }
    return StoredVersion(
      key: new.key, origin: Int64(origin.importNumber), line: origin.line.map { Int64($0) })
  }

  package func add(_ deletion: Deletion, origin: FactOrigin) throws {
    tombstones.bind(0, Int64(deletion.kind.rawValue))
    tombstones.bind(1, deletion.id)
    tombstones.bind(2, deletion.at)
    tombstones.bind(3, provenance.newFact(.tombstones).key)
    tombstones.bind(4, Int64(origin.importNumber))
    try tombstones.run()
  }

  /// A record that is not to come back.
  package func add(_ removal: Removal) throws {
    try RemovalTable(database).insert(removal)
  }

  // MARK: - What was published

  /// What sites say that changed after it was published.
  package func add(_ restatement: Restatement) throws {
    try RestatementTable(database: database, names: names).insert(restatement)
  }

  /// A site was published with this ledger.
  package func add(_ ledger: LedgerCounts) throws {
    isPublished = true
    try ledger.save(in: database)
  }

  /// The corrections in force.
  package func put(_ corrections: [Correction]) throws {
    guard !corrections.isEmpty else { return }
    for name in corrections.filter({ $0.kind == .service }).flatMap({ [$0.subject, $0.aliasOf] }) {
      _ = try names.number(ofOptional: name)
    }
    try CorrectionTable(database: database).replace(
      with: corrections.sorted { $0.precedes($1) })
    try MetaTable(database: database).set("corrections", "1")
  }

  // MARK: - The end

  /// Folds the events, and returns the ids of records that came out otherwise than they were.
  fileprivate func finish() throws -> [Text] {
    var different: [Text] = []
    try keepers.jobs.events?.forEachID { try settle($0, keepers.jobs, &different) }
    try keepers.deployments.events?.forEachID { try settle($0, keepers.deployments, &different) }
    try origins.drop()
    try provenance.save()
    try marks.save()
    let meta = MetaTable(database: database)
    try meta.set("last_change", String(change))
    try meta.set(Restoration.mark, String(change))
    try meta.set("derivation", String(Derivation.rules))
    if isPublished { try Publication(asOf: asOf, of: database).save(in: database) }
    return different
  }

  private func settle<Rows: RecordRows>(
    _ id: Text, _ keeper: RecordKeeper<Rows>, _ different: inout [Text]
  ) throws {
    let settled = try keeper.settle(id)
    let digest = settled.value.map { keeper.rows.digest($0) }
    if try origins.expected(Rows.kind, id) != digest, different.count < 1000 {
      different.append(id)
    }
  }

  // MARK: - Imports from before

  /// In `meta`: the number of the last import from before.
  private static let mark = "restored_through"

  /// Which facts several imports from before brought is in no bag.
  static func refuseUndoing(_ number: Int, _ database: Database, path: String) throws {
    let through = try MetaTable(database: database)[mark].flatMap { Int($0) } ?? 0
    guard number <= through else { return }
    throw ArchiveError(
      kind: .refused, path: path,
      message: "import \(number) came with the bag that this archive was restored from, which does "
        + "not say what other imports brought too; it cannot be undone")
  }
}

extension Archive {
  /// Whether nothing was ever imported and is still there.
  package func isEmpty() throws -> Bool { try read { try Archive.isEmpty($0.database) } }

  /// Fills the archive, which has to be empty, with what another one held: all of it, or, if `body`
  /// throws, nothing. Everything that is derived is derived by the next `refresh`.
  ///
  /// - Parameters:
  ///   - asOf: the date of the site that was published last of what is restored.
  ///   - change: the number of imports; the next one gets a higher number.
  /// - Returns: the ids of records that came out otherwise than they were, at most 1,000 of them.
  /// - Throws: `ArchiveError` of kind `refused` if something is in the archive.
  package func restore(
    zone: ZoneTable, asOf: LocalDay, change: Int, _ body: (Restoration) throws -> Void
  ) throws -> [Text] {
    let different = try transaction { db in
      guard try Archive.isEmpty(db) else {
        throw ArchiveError(
          kind: .refused, path: path, message: "is not empty; a bag is restored into a new archive")
      }
      try Derivation(db, zone: zone).followZone()
      let restoration = try Restoration(
        db, zone: zone, asOf: asOf, change: Int64(change), path: path)
      try body(restoration)
      return try restoration.finish()
    }
    try useWriteAheadLog()
    return different
  }
}
