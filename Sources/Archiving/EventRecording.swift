import Crypto
import GRDB
package import Model

extension Archive {
  /// Takes in events, durable when this returns: the same facts as if a source had brought them. All
  /// of them are one import of `(recorded)`; events that the archive has already leave no trace.
  ///
  /// Days are those of the zone that stands in the archive, so that recording never moves all
  /// records to other days.
  ///
  /// - Parameters:
  ///   - zone: of the days if the archive has none yet.
  ///   - keepsUnknown: whether events wait for a record that nothing has created yet; else they are
  ///     not kept.
  /// - Returns: for each event the record after all of them, and what the event did to it:
  ///   `unchanged` if it was known already. Nil if there is no record of its id.
  /// - Throws: `ArchiveError` of kind `busy` if another process writes for too long.
  package func record(
    _ events: [LifecycleEvent], zone: ZoneTable, keepsUnknown: Bool = false
  ) throws -> [Applied<Model.Record>?] {
    guard !events.isEmpty else { return [] }
    do {
      try useWriteAheadLog()
      return try transaction { db in
        try EventRecording(db, zone: zone, keepsUnknown: keepsUnknown).run(events)
      }
    } catch let error as DatabaseError {
      throw ArchiveError.busy(error, path: path) ?? error
    }
  }
}

/// Events on their way into the archive that no source brings.
private struct EventRecording {
  private let database: Database
  private let reader: ArchiveReader
  private let zone: ZoneTable
  private let keepsUnknown: Bool

  init(_ database: Database, zone: ZoneTable, keepsUnknown: Bool) throws {
    self.database = database
    self.keepsUnknown = keepsUnknown
    reader = ArchiveReader(database)
    let known = try MetaTable(database: database)["time_zone"]
    self.zone = known.flatMap { $0 == zone.name ? zone : ZoneTable(name: $0) } ?? zone
    try Derivation(database, zone: self.zone).followZone()
  }

  func run(_ events: [LifecycleEvent]) throws -> [Applied<Model.Record>?] {
    let known = try events.map { try reader.effect(of: $0) != nil }
    let number = try MetaTable(database: database).nextChange()
    let session = try ImportSession(database, zone: zone, number: number, isFirst: false)
    let kept = try (keepsUnknown ? events : knownOrCreated(events)).filter { event in
      try !session.isRemoved(event.kind, event.id)
    }
    for event in kept { try session.add(event) }
    let (counts, reach) = try session.finish()
    let results = try zip(events, known).map { try result(of: $0, isRepeated: $1) }
    if session.isNew {
      try SourceTable(database: database).saveRecording(
        description(of: kept), number: number, counts: counts, reach: reach)
    } else {
      try database.execute(sql: "ROLLBACK")
    }
    return results
  }

  /// Those that have a record, or one in this very recording.
  private func knownOrCreated(_ events: [LifecycleEvent]) throws -> [LifecycleEvent] {
    let created = Dictionary(grouping: events.filter(\.type.isCreation), by: \.kind)
      .mapValues { Set($0.map(\.id)) }
    return try events.filter { event in
      try created[event.kind]?.contains(event.id) == true
        || reader.record(event.kind, event.id) != nil
    }
  }

  private func result(
    of event: LifecycleEvent, isRepeated: Bool
  ) throws -> Applied<Model.Record>? {
    guard let record = try reader.record(event.kind, event.id),
      let effect = try reader.effect(of: event)
    else { return nil }
    return Applied(
      record: record, effect: isRepeated && effect != .unusual ? .unchanged : effect)
  }

  private func description(of events: [LifecycleEvent]) -> SourceDescription {
    var hash = SHA256()
    var byteCount = 0
    for event in events {
      let bytes = event.canonicalJSON.bytes
      byteCount += bytes.count
      hash.update(data: bytes)
    }
    return SourceDescription(
      format: "events", sha256: hash.finalize().hexadecimal, byteCount: byteCount,
      lines: events.count, blank: 0,
      ignored: 0, quarantined: 0, incomplete: 0)
  }
}
