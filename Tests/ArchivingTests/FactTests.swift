import Archiving
import Model
import Testing

/// Versions, events and deletions of all kinds, however they come in.
@Suite struct FactTests {
  /// What an archive of these facts shows, worked out without one.
  private func expected(_ facts: [Fact]) -> [String] {
    var versions: [String: Model.Record] = [:]
    var events: [String: [LifecycleEvent]] = [:]
    for fact in facts {
      switch fact {
      case .record(let record):
        let key = "\(record.kind.word) \(record.id)"
        guard let known = versions[key] else {
          versions[key] = record
          continue
        }
        if known.loses(to: record) { versions[key] = record }
      case .event(let event): events["\(event.kind.word) \(event.id)", default: []].append(event)
      case .deletion: break
      }
    }
    for (key, events) in events {
      if key.hasPrefix("job ") {
        var base: Job?
        if case .job(let job)? = versions[key] { base = job }
        versions[key] = Folded(base: base, events: events).value.map { .job($0) }
      } else {
        var base: Deployment?
        if case .deployment(let deployment)? = versions[key] { base = deployment }
        versions[key] = Folded(base: base, events: events).value.map { .deployment($0) }
      }
    }
    return versions.map { "\($0.key): \($0.value.canonicalJSON.string)" }.sorted()
  }

  private func shown(_ test: TestArchive) throws -> [String] {
    try test.archive.read { reader in
      var result: [String] = []
      for kind in RecordKind.allCases {
        var ids: [Text] = []
        try reader.forEachRecord(kind) {
          result.append("\(kind.word) \($0.id): \($0.canonicalJSON.string)")
          ids.append($0.id)
        }
        #expect(ids == ids.sorted())
        let count = try reader.count(kind)
        #expect(count == ids.count)
      }
      return result.sorted()
    }
  }

  /// Divides facts into imports by the dice, some of them empty.
  private func parts(_ facts: [Fact], _ dice: inout SplitMix64) -> [[Fact]] {
    let cuts =
      [0] + (0..<4).map { _ in Int.random(in: 0...facts.count, using: &dice) }.sorted()
      + [facts.count]
    return zip(cuts, cuts.dropFirst()).map { Array(facts[$0..<$1]) }
  }

  private func archive(_ parts: [[Fact]], refreshEach: Bool = false) throws -> TestArchive {
    let test = try TestArchive()
    for (i, part) in parts.enumerated() {
      let counts = try test.add(facts: part, as: "part \(i)")
      let sum = counts.imported + counts.updated + counts.duplicate + counts.conflict
      #expect(sum == part.count)
      if refreshEach { try test.refresh() }
    }
    try test.refresh()
    return test
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func showsTheSameInEveryOrderAndDivision(seed: UInt64) throws {
    var random = RandomRecords(seed: seed)
    var facts = random.facts(400, ids: 60)
    let whole = try archive([facts])
    #expect(try shown(whole) == expected(facts))
    let dump = try whole.dump()
    for kind in ["job:", "deployment:", "commit:", "incident:", "history:", "event:", "tombstone:"]
    {
      #expect(dump.contains { $0.hasPrefix(kind) })
    }
    for round in 0..<3 {
      facts.shuffle(using: &random.dice)
      // Repetitions change nothing.
      let repeated = facts + facts.prefix(50)
      let parts = parts(repeated, &random.dice)
      #expect(try archive(parts, refreshEach: round % 2 == 0).dump() == dump, "seed \(seed)")
    }
  }

  @Test func showsTheSameAsAFirstImportThatHasIndexesFromTheStart() throws {
    var random = RandomRecords(seed: 77)
    let facts = random.facts(500, ids: 80)
    #expect(try archive([facts]).dump() == archive([[], facts]).dump())
  }

  @Test func foldsMoreEventsThanAreHeldBack() throws {
    var random = RandomRecords(seed: 78)
    let events = (0..<10_500).map { _ in
      Fact.event(random.event(Text("x\(Int.random(in: 0..<4000, using: &random.dice))")))
    }
    let parted = try archive([[], events])
    #expect(try shown(parted) == expected(events))
    #expect(try archive([events]).dump() == parted.dump())
  }

  // MARK: - Counts

  private func event(_ type: EventType, _ hour: Int64, _ status: JobStatus? = nil) -> Fact {
    .event(
      LifecycleEvent(
        type: type, at: Timestamp(seconds: 1_773_100_800 + hour * 3600),
        record: .job(Job(id: "j", type: "build", status: status ?? .pending)),
        hasStatus: status != nil))
  }

  private func counts(_ imports: [[Fact]]) throws -> [[Int]] {
    let test = try TestArchive()
    try test.add([], as: "nothing")
    return try imports.enumerated().map { i, facts in
      let counts = try test.add(facts: facts, as: "part \(i)")
      return [counts.imported, counts.updated, counts.duplicate, counts.conflict]
    }
  }

  @Test func countsWhatBecameOfEachEvent() throws {
    let created = event(.jobCreated, 0)
    let running = event(.jobStatus, 1, .running)
    let failed = event(.jobStatus, 2, .failed)
    let reopened = event(.jobStatus, 3, .running)
    #expect(try counts([[created, running]]) == [[1, 1, 0, 0]])
    #expect(
      try counts([[running], [running], [created]]) == [
        [0, 0, 0, 1], [0, 0, 1, 0], [1, 0, 0, 0],
      ])
    #expect(
      try counts([[created, created], [failed], [reopened]])
        == [[1, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 1]])
    var job = Job(id: "j", type: "build", status: .success)
    job.completedAt = Timestamp(seconds: 1_773_100_800 + 36_000)
    let whole = Fact.record(.job(job))
    // The whole record knows better than older events.
    #expect(
      try counts([[whole], [failed], [whole]]) == [[1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]])
  }

  @Test func listsWaitingAndUnusualEvents() throws {
    let running = event(.jobStatus, 1, .running)
    let test = try archive([[running]])
    let waiting = try test.archive.read { try $0.waitingEvents() }
    #expect(waiting.count == 1)
    #expect(waiting.examples.map(\.id) == ["j"])
    #expect(waiting.examples.map(\.type) == [.jobStatus])
    #expect(try test.archive.read { try $0.unusualEvents().count } == 0)
    try test.add(
      facts: [event(.jobCreated, 0), event(.jobCompleted, 2), event(.jobStatus, 3, .queued)],
      as: "more")
    #expect(try test.archive.read { try $0.waitingEvents().count } == 0)
    let unusual = try test.archive.read { try $0.unusualEvents() }
    #expect(unusual.examples.map(\.at) == [Timestamp(seconds: 1_773_100_800 + 3 * 3600)])
    var effects: [EventEffect] = []
    try test.archive.read { reader in
      try reader.forEachEvent(.job, "j") { effects.append($1) }
    }
    #expect(effects == [.created, .changed, .changed, .unusual])
    #expect(try test.archive.read { try $0.historyCount() } == 0)
  }

  // MARK: - Deletions

  @Test func marksWhatItsSourceDeleted() throws {
    let test = try TestArchive()
    var job = Job(id: "j", type: "build", status: .success)
    job.completedAt = Timestamp(seconds: 1_773_100_800)
    func delete(_ id: Text, _ seconds: Int64) -> Fact {
      .deletion(
        Deletion(kind: .job, id: id, at: Timestamp(seconds: 1_773_100_800 + seconds)))
    }
    func isDeleted() throws -> Bool {
      try test.archive.read { try $0.isDeletedAtSource(.job, "j") }
    }
    try test.add(facts: [delete("j", 5), delete("other", 5), delete("j", -5)], as: "a")
    #expect(try !isDeleted())
    try test.add(facts: [.record(.job(job))], as: "b")
    #expect(try isDeleted())
    var deleted = DeletedRecords()
    deleted.count = 1
    deleted.examples = ["j"]
    #expect(try test.archive.read { try $0.deletedAtSource(.job) } == deleted)
    job.updatedAt = Timestamp(seconds: 1_773_100_806)
    try test.add(facts: [.record(.job(job))], as: "c")
    #expect(try !isDeleted())
    #expect(try test.archive.read { try $0.deletedAtSource(.job).count } == 0)
    try test.refresh()
    let counts = try test.add(facts: [delete("j", 7), delete("j", 5)], as: "d")
    #expect([counts.updated, counts.duplicate] == [1, 1])
    #expect(try isDeleted())
    // The page of the record has to change.
    #expect(try test.rows("SELECT change FROM job") == ["4"])
    #expect(try test.rows("SELECT count(*) FROM dirty_day") == ["1"])
  }

  @Test func removesWhatItsSourceDeleted() throws {
    var random = RandomRecords(seed: 5)
    let facts = random.facts(600, ids: 60)
    let test = try archive([facts])
    let all = try shown(test)
    var deleted: [String] = []
    try test.archive.read { reader in
      for kind in RecordKind.allCases {
        for number in 0..<60 where try reader.isDeletedAtSource(kind, Text("x\(number)")) {
          deleted.append("\(kind.word) x\(number):")
        }
      }
    }
    #expect(deleted.count > 5)
    let removed = try test.archive.removeDeleted(zone: test.zone)
    #expect(removed.values.reduce(0, +) == deleted.count)
    try test.refresh()
    let left = all.filter { line in !deleted.contains { line.hasPrefix($0) } }
    #expect(try shown(test) == left)
    #expect(
      try test.rows("SELECT 1 FROM fact WHERE deployment NOT IN (SELECT key FROM deployment)") == []
    )
    #expect(try test.archive.removeDeleted(zone: test.zone) == [:])
  }
}
