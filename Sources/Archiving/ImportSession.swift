import GRDB
package import Model

/// One source on its way into the archive: records find their place, defects their quarantine.
package final class ImportSession {
  private let database: Database
  private let names: NameTable
  private let keepers: RecordKeepers
  private let provenance: Provenance
  private let marks: ChangeMarks
  private let tombstones: TombstoneTable
  private let findings: FindingLog
  private let removals: RemovalTable
  private var firstImport: FirstImport?
  private var counts = ImportCounts()
  private var reach = ImportReach()

  init(_ database: Database, zone: ZoneTable, number: Int64, isFirst: Bool) throws {
    self.database = database
    names = NameTable(database)
    marks = try ChangeMarks(database)
    keepers = try RecordKeepers(database, names, marks: marks, zone: zone, change: number)
    provenance = try Provenance(database, number: number)
    tombstones = try TombstoneTable(database)
    findings = try FindingLog(database, number: number)
    removals = try RemovalTable(database)
    firstImport = isFirst ? FirstImport() : nil
    if !isFirst { try RecordKeepers.createIndexes(in: database) }
  }

  /// Whether what is stored of an id was removed on purpose, so that nothing of it is to be taken in.
  package func isRemoved(_ kind: RecordKind, _ id: Text) throws -> Bool {
    try removals.contains(kind, id)
  }

  // MARK: - Records

  /// Takes in one record: new, the same as one stored, or in competition with one stored, which the
  /// content alone decides.
  ///
  /// - Parameter line: where in the source it stands: the line, or the row of a table.
  package func add(_ record: Model.Record, line: Int? = nil) throws {
    provenance.line = line
    defer { provenance.line = nil }
    reach.note(record.latestTime, record.kind)
    if case .deployment(let deployment) = record {
      reach.services.insert(try names.number(of: deployment.service))
    }
    if firstImport != nil {
      switch try place(firstImport: record) {
      case .written: return
      case .full: try endFirstImport()
      }
    }
    try place(record)
  }

  private enum Placement { case written, full }

  /// While the archive is empty no index is kept: a record whose id's hash is new is new.
  private func place(firstImport record: Model.Record) throws -> Placement {
    guard var first = firstImport else { return .full }
    firstImport = nil
    defer { firstImport = first }
    switch first.see(record) {
    case .new: try insert(record)
    case .perhapsKnown: first.postponed.append((record, provenance.line))
    case .full: return .full
    }
    return .written
  }

  /// Builds the indexes, takes in what had to wait for them, and folds the events.
  private func endFirstImport() throws {
    guard let first = firstImport else { return }
    firstImport = nil
    try RecordKeepers.createIndexes(in: database)
    let line = provenance.line
    for postponed in first.postponed {
      provenance.line = postponed.line
      try place(postponed.record)
    }
    provenance.line = line
    try keepers.jobs.settleAll { outcome, _ in count(outcome) }
    try keepers.deployments.settleAll { try count($0, $1) }
  }

  private func insert(_ record: Model.Record) throws {
    counts.imported += 1
    switch record {
    case .job(let job): try keepers.jobs.insert(job, provenance)
    case .deployment(let deployment): try keepers.deployments.insert(deployment, provenance)
    case .commit(let commit): try keepers.commits.insert(commit, provenance)
    case .incident(let incident): try keepers.incidents.insert(incident, provenance)
    }
  }

  private func place(_ record: Model.Record) throws {
    switch record {
    case .job(let job): count(try keepers.jobs.place(job, provenance))
    case .deployment(let deployment):
      count(try keepers.deployments.place(deployment, provenance))
    case .commit(let commit): count(try keepers.commits.place(commit, provenance))
    case .incident(let incident): count(try keepers.incidents.place(incident, provenance))
    }
    try foldIfMany()
  }

  private func count<Rows: RecordRows>(_ outcome: RecordKeeper<Rows>.Outcome) {
    switch outcome {
    case .imported: counts.imported += 1
    case .updated: counts.updated += 1
    case .duplicate: counts.duplicate += 1
    case .conflict: counts.conflict += 1
    case .pending: break
    }
  }

  /// The same for what events made of a deployment: the source is one of its service's.
  private func count(
    _ outcome: RecordKeeper<DeploymentRows>.Outcome, _ deployment: Deployment?
  ) throws {
    count(outcome)
    if let deployment { reach.services.insert(try names.number(of: deployment.service)) }
  }

  // MARK: - Events and deletions

  /// Takes in an event, which is folded with the records and the other events of its id.
  package func add(_ event: LifecycleEvent) throws {
    reach.note(event.at, event.kind)
    let isLater = firstImport != nil
    switch event.kind {
    case .job: count(try keepers.jobs.place(event, provenance, isFoldedLater: isLater))
    case .deployment:
      count(try keepers.deployments.place(event, provenance, isFoldedLater: isLater))
    case .commit, .incident: counts.conflict += 1
    }
    try foldIfMany()
  }

  private func foldIfMany() throws {
    if keepers.jobs.isPendingFull || keepers.deployments.isPendingFull { try fold() }
  }

  private func fold() throws {
    try keepers.jobs.settlePending { outcome, _ in count(outcome) }
    try keepers.deployments.settlePending { try count($0, $1) }
  }

  /// Takes in that a source deleted a record.
  package func add(_ deletion: Deletion) throws {
    guard try tombstones.add(deletion, provenance) else {
      counts.duplicate += 1
      return
    }
    counts.updated += 1
    // In a first import every record is new to the site anyway.
    guard firstImport == nil else { return }
    try keepers.touch(deletion.kind, deletion.id, deletedAt: deletion.at)
  }

  // MARK: - Defects

  /// Takes in what was wrong: notes are counted by code, everything else is kept whole.
  package func add(_ defect: Defect) throws {
    try findings.add(defect)
  }

  // MARK: - The end

  /// Whether the import brought a fact that no other had brought.
  var isNew: Bool { provenance.newFacts > 0 }

  /// Takes in what had to wait, and saves everything beside the records.
  func finish() throws -> (counts: ImportCounts, reach: ImportReach) {
    try endFirstImport()
    try fold()
    try provenance.save()
    try findings.save()
    try marks.save()
    return (counts, reach)
  }
}

/// How far the records of an import go, and which services they are about.
struct ImportReach {
  var services: Set<Int64> = []
  private(set) var times: ClosedRange<Timestamp>?
  private(set) var lastJobTime: Timestamp?

  init() {}

  /// That of an import that is known already.
  init(first: Timestamp?, last: Timestamp?, lastJobTime: Timestamp?) {
    if let first, let last, first <= last { times = first...last }
    self.lastJobTime = lastJobTime
  }

  mutating func note(_ time: Timestamp?, _ kind: RecordKind) {
    guard let time else { return }
    if kind == .job { lastJobTime = max(lastJobTime ?? time, time) }
    times = times.map { min($0.lowerBound, time)...max($0.upperBound, time) } ?? time...time
  }
}
