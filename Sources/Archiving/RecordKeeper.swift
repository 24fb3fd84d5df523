import GRDB
import Model

/// Keeps the records of one kind: which version of an id is shown, which are kept beside it, and
/// what events make of it. Content alone decides, so the order of imports never matters.
final class RecordKeeper<Rows: RecordRows> {
  /// What became of a record or an event.
  enum Outcome {
    case imported, updated, duplicate, conflict
    /// Decided when the events of its id are folded.
    case pending
  }

  /// What an id shows after all that is stored of it was weighed anew.
  struct Settled {
    var wasShown: Bool
    var value: Rows.Value?
    var isChanged: Bool
    /// The version the events build on.
    var base: Int64?
    /// By the keys of the events.
    var effects: [Int64: EventEffect] = [:]
  }

  let rows: Rows
  let table: RecordTable<Rows>
  let versions: VersionTable<Rows>
  let events: EventTable<Rows>?
  private let marks: ChangeMarks
  private let zone: ZoneTable
  private let change: Int64
  private var pending = PendingFolds()

  init(
    _ database: Database, _ rows: Rows, marks: ChangeMarks, zone: ZoneTable, change: Int64
  ) throws {
    self.rows = rows
    self.marks = marks
    self.zone = zone
    self.change = change
    table = try RecordTable(database, rows)
    versions = try VersionTable(database, rows)
    events = Rows.hasEvents ? try EventTable(database, rows) : nil
  }

  // MARK: - Whole records

  /// Takes in a record whose id is in no row.
  func insert(_ value: Rows.Value, _ provenance: Provenance) throws {
    try write(value, over: nil, version: provenance.newFact(.versions(of: Rows.kind)))
  }

  func place(_ value: Rows.Value, _ provenance: Provenance) throws -> Outcome {
    switch try table.lookUp(value) {
    case .same(let version):
      try provenance.sawAgain(version, .versions(of: Rows.kind))
      return .duplicate
    case .absent:
      if try events?.contains(rows.id(of: value)) == true { return try postpone(value, provenance) }
      try insert(value, provenance)
      return .imported
    case .other(let stored):
      let isPending = pending.contains(rows.id(of: value))
      guard let version = stored.version, !isPending else { return try postpone(value, provenance) }
      guard rows.loses(stored.value, to: value) else { return try keep(value, provenance) }
      try versions.add(stored.value, version)
      try write(value, over: stored, version: provenance.newFact(.versions(of: Rows.kind)))
      return .updated
    }
  }

  /// Keeps a version that lost.
  private func keep(_ value: Rows.Value, _ provenance: Provenance) throws -> Outcome {
    let digest = rows.digest(value)
    if let known = try versions.find(rows.id(of: value), digest: digest) {
      try provenance.sawAgain(known, .versions(of: Rows.kind))
    } else {
      let version = provenance.newFact(.versions(of: Rows.kind))
      try versions.add(value, version, digest: digest)
    }
    return .conflict
  }

  /// Keeps a version of an id that has events; it shows its effect when they are folded.
  private func postpone(_ value: Rows.Value, _ provenance: Provenance) throws -> Outcome {
    let id = rows.id(of: value)
    let digest = rows.digest(value)
    if let known = try versions.find(id, digest: digest) {
      try provenance.sawAgain(known, .versions(of: Rows.kind))
      return try versions.best(of: id)?.stored == known ? .duplicate : .conflict
    }
    let version = provenance.newFact(.versions(of: Rows.kind))
    try versions.add(value, version, digest: digest)
    pending.note(id, version: version.key)
    return .pending
  }

  // MARK: - Events

  /// - Parameter isFoldedLater: all ids are settled at the end, so none has to be remembered.
  func place(
    _ event: LifecycleEvent, _ provenance: Provenance, isFoldedLater: Bool
  ) throws -> Outcome {
    guard let events, let value = rows.value(in: event.record) else { return .conflict }
    let digest = ContentDigest.of(event.canonicalJSON)
    if let known = try events.find(event.id, digest: digest) {
      try provenance.sawAgain(known, .events(of: Rows.kind))
      return .duplicate
    }
    let stored = provenance.newFact(.events(of: Rows.kind))
    try events.add(event, value, digest: digest, stored)
    if !isFoldedLater { pending.note(event.id, event: stored.key) }
    return .pending
  }

  /// Whether so much waits to be folded that it should be.
  var isPendingFull: Bool { pending.isFull }

  /// Folds what has come since the last time. Tells what became of each new version and event, and
  /// which records changed.
  func settlePending(_ body: (Outcome, Rows.Value?) throws -> Void) throws {
    for (id, new) in pending.takeAll() {
      let settled = try settle(id)
      var isNew = !settled.wasShown && settled.value != nil
      for outcome in new.versions.map({ $0 == settled.base && settled.isChanged })
        + new.events.map({ settled.effects[$0].map(hadEffect) ?? false })
      {
        try body(outcome ? (isNew ? .imported : .updated) : .conflict, settled.value)
        if outcome { isNew = false }
      }
    }
  }

  /// Folds every id that has events; for the end of a first import, whose events are all new.
  func settleAll(_ body: (Outcome, Rows.Value?) throws -> Void) throws {
    try events?.forEachID { id in
      let settled = try settle(id)
      var isNew = !settled.wasShown && settled.value != nil
      for key in settled.effects.keys.sorted() {
        let outcome = settled.effects[key].map(hadEffect) ?? false
        try body(outcome ? (isNew ? .imported : .updated) : .conflict, settled.value)
        if outcome { isNew = false }
      }
    }
  }

  private func hadEffect(_ effect: EventEffect) -> Bool { effect == .created || effect == .changed }

  // MARK: - What an id shows

  /// Weighs everything stored of an id anew, and writes or removes its row accordingly.
  @discardableResult
  func settle(_ id: Text) throws -> Settled {
    let row = try table.row(of: id)
    let events = try events?.events(of: id) ?? []
    let base = try best(of: id, row)
    guard !events.isEmpty else {
      try show(base, insteadOf: row, id)
      return Settled(
        wasShown: row != nil, value: base?.value, isChanged: row?.value != base?.value,
        base: base?.stored.key)
    }
    // With events no row shows a version as it came: all of them stand among the versions.
    if let row, let version = row.version { try versions.add(row.value, version) }
    let folded = rows.fold(base?.value, events.map(\.event))
    var settled = Settled(
      wasShown: row != nil, value: folded.value, isChanged: row?.value != folded.value,
      base: base?.stored.key)
    for (stored, effect) in zip(events, folded.effects) {
      settled.effects[stored.key] = effect
      if effect != stored.effect { try self.events?.setEffect(of: stored.key, to: effect) }
    }
    if let value = folded.value {
      if settled.isChanged || row?.version != nil { try write(value, over: row, version: nil) }
    } else if let row {
      try remove(row)
    }
    return settled
  }

  /// The version that wins, whether a row shows it as it came or not.
  private func best(
    of id: Text, _ row: RecordTable<Rows>.Stored?
  ) throws -> VersionTable<Rows>.Version? {
    let kept = try versions.best(of: id)
    guard let row, let version = row.version else { return kept }
    if let kept, rows.loses(row.value, to: kept.value) { return kept }
    return (version, row.value)
  }

  /// Shows a version as it came; nothing if there is none.
  private func show(
    _ version: VersionTable<Rows>.Version?, insteadOf row: RecordTable<Rows>.Stored?, _ id: Text
  ) throws {
    guard let version else {
      if let row { try remove(row) }
      return
    }
    guard row?.version != version.stored else { return }
    if let row, let shown = row.version { try versions.add(row.value, shown) }
    try versions.delete(key: version.stored.key)
    try write(version.value, over: row, version: version.stored)
  }

  private func write(
    _ value: Rows.Value, over row: RecordTable<Rows>.Stored?, version: StoredVersion?
  ) throws {
    let isChanged = row?.value != value
    if let row, isChanged { try rows.leaves(row.value, key: row.key, day: row.day, marks) }
    let day = rows.time(of: value).map { zone.day(of: $0) }
    let change = isChanged ? change : row?.change ?? change
    let key = try table.write(value, key: row?.key, day: day, change: change, version: version)
    if isChanged { try rows.enters(value, key: key, day: day, marks) }
  }

  private func remove(_ row: RecordTable<Rows>.Stored) throws {
    try rows.leaves(row.value, key: row.key, day: row.day, marks)
    try table.delete(key: row.key)
  }

  // MARK: - Restoring

  /// Shows a version as it came, whichever others there are; no row has its id.
  func restore(_ value: Rows.Value, _ version: StoredVersion) throws {
    try write(value, over: nil, version: version)
  }

  // MARK: - Deletion at the source

  /// A deletion of the id came or went: if it tells of the record shown, that is marked as changed.
  func touch(_ id: Text, deletedAt time: Timestamp) throws {
    guard let row = try table.row(of: id) else { return }
    if let latest = rows.record(row.value).latestTime, latest > time { return }
    try table.setChange(of: row.key, to: change)
    try rows.leaves(row.value, key: row.key, day: row.day, marks)
    try rows.enters(row.value, key: row.key, day: row.day, marks)
  }

  /// Removes all that is stored of an id; false if nothing is shown of it.
  func forget(_ id: Text) throws -> Bool {
    guard let row = try table.row(of: id) else { return false }
    try remove(row)
    try versions.deleteAll(of: id)
    try events?.deleteAll(of: id)
    return true
  }

  /// Removes all that is stored of an id, whether or not anything is shown of it.
  func forgetAll(_ id: Text) throws {
    guard try !forget(id) else { return }
    try versions.deleteAll(of: id)
    try events?.deleteAll(of: id)
  }
}
