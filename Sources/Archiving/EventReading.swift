import GRDB
package import Model

/// Events that something is odd about: how many, and the first of them.
package struct OddEvents: Sendable, Equatable {
  package struct Example: Sendable, Equatable {
    package let type: EventType
    package let id: Text
    package let at: Timestamp

    package init(type: EventType, id: Text, at: Timestamp) {
      self.type = type
      self.id = id
      self.at = at
    }
  }

  package var count = 0
  /// At most `ArchiveReader.oddityExamples` of each kind, by id, time and type.
  package var examples: [Example] = []

  package init() {}
}

extension ArchiveReader {
  /// Events whose record nothing has created yet.
  package func waitingEvents() throws -> OddEvents { try events(.waiting) }

  /// Events that tell of a transition that does not happen, such as a job that runs again after its
  /// end; kept, not obeyed.
  package func unusualEvents() throws -> OddEvents { try events(.unusual) }

  /// How many events the archive holds.
  package func eventCount() throws -> Int {
    try Int.fetchOne(
      database,
      sql: "SELECT (SELECT count(*) FROM job_event) + (SELECT count(*) FROM deployment_event)")
      ?? 0
  }

  /// What became of an event; nil if the archive does not have it.
  package func effect(of event: LifecycleEvent) throws -> EventEffect? {
    func find<Rows: RecordRows>(_ rows: Rows) throws -> EventEffect? {
      try EventTable(database, rows).effect(
        of: event.id, digest: ContentDigest.of(event.canonicalJSON))
    }
    return switch event.kind {
    case .job: try find(JobRows(names))
    case .deployment: try find(DeploymentRows(names))
    case .commit, .incident: nil
    }
  }

  private func events(_ effect: EventEffect) throws -> OddEvents {
    var result = OddEvents()
    try add(JobRows.self, effect, to: &result)
    try add(DeploymentRows.self, effect, to: &result)
    return result
  }

  private func add<Rows: RecordRows>(
    _: Rows.Type, _ effect: EventEffect, to result: inout OddEvents
  ) throws {
    // The number stands in the text, so that the index on just these effects serves.
    let condition = "FROM \(Rows.table)_event WHERE effect = \(effect.rawValue)"
    result.count += try Int.fetchOne(database, sql: "SELECT count(*) \(condition)") ?? 0
    let select = try BoundStatement(
      database,
      """
      SELECT event, \(Rows.idColumn), at \(condition) ORDER BY \(Rows.idColumn), at, event, digest
      LIMIT \(ArchiveReader.oddityExamples)
      """)
    while try select.step() {
      guard let type = EventType(rawValue: UInt8(clamping: select.int(0))) else { continue }
      result.examples.append(
        OddEvents.Example(
          type: type, id: select.text(1) ?? "", at: Timestamp(milliseconds: select.int(2))))
    }
  }

  /// Events of one id as they take effect: by time, type and canonical bytes.
  static func inOrder<Rows: RecordRows>(
    _ events: [EventTable<Rows>.StoredEvent]
  ) -> [EventTable<Rows>.StoredEvent] {
    events.map { ($0, $0.event.canonicalJSON.bytes) }.sorted { a, b in
      let (x, y) = (a.0.event, b.0.event)
      if x.at != y.at { return x.at < y.at }
      if x.type != y.type { return x.type.rawValue < y.type.rawValue }
      return a.1.lexicographicallyPrecedes(b.1)
    }.map(\.0)
  }

  /// Calls `body` with the events of an id in the order in which they take effect, and what became
  /// of each.
  package func forEachEvent(
    _ kind: RecordKind, _ id: Text, _ body: (LifecycleEvent, EventEffect) throws -> Void
  ) throws {
    func walk<Rows: RecordRows>(_ rows: Rows) throws {
      let stored = try EventTable(database, rows).events(of: id)
      for event in ArchiveReader.inOrder(stored) { try body(event.event, event.effect) }
    }
    switch kind {
    case .job: try walk(JobRows(names))
    case .deployment: try walk(DeploymentRows(names))
    case .commit, .incident: break
    }
  }
}
