import Archiving
import Foundation
import Model
import Testing

/// Events recorded one by one are the same facts as events that a source brings.
@Suite struct EventRecordingTests {
  private func at(_ second: Int64) -> Timestamp { Timestamp(seconds: 1_793_499_240 + second) }

  private func created(_ id: Text, at second: Int64 = 0) -> LifecycleEvent {
    LifecycleEvent(
      type: .jobCreated, at: at(second),
      record: .job(Job(id: id, type: "build", status: .pending)), hasStatus: false)
  }

  private func status(_ id: Text, _ status: JobStatus, at second: Int64) -> LifecycleEvent {
    LifecycleEvent(
      type: .jobStatus, at: at(second), record: .job(Job(id: id, type: "", status: status)),
      hasStatus: true)
  }

  private func live(_ id: Text, service: Text, at second: Int64) -> [LifecycleEvent] {
    let said = Deployment(id: id, service: service, version: "1", status: .pending)
    return [
      LifecycleEvent(
        type: .deploymentCreated, at: at(second), record: .deployment(said), hasStatus: false),
      LifecycleEvent(
        type: .deploymentProduction, at: at(second + 1),
        record: .deployment(Deployment(id: id, service: "", version: "", status: .pending)),
        hasStatus: false),
    ]
  }

  // MARK: - The same as an import

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func makesTheSameArchiveInAnyOrderAndSplit(seed: UInt64) throws {
    var random = RandomRecords(seed: seed)
    let records = random.facts(60, ids: 25).filter { if case .event = $0 { false } else { true } }
    var events = (0..<150).map { _ in
      random.event(Text("x\(Int.random(in: 0..<25, using: &random.dice))"))
    }
    let imported = try TestArchive()
    try imported.add(facts: records, as: "records")
    try imported.add(facts: events.map { .event($0) }, as: "events")
    try imported.refresh()
    let expected = try imported.dump()
    for way in 0..<3 {
      let recorded = try TestArchive()
      if way != 1 { try recorded.add(facts: records, as: "records") }
      events.shuffle(using: &random.dice)
      var rest = (events + events.prefix(20))[...]
      while !rest.isEmpty {
        let part = Array(rest.prefix(Int.random(in: 1...20, using: &random.dice)))
        rest = rest.dropFirst(part.count)
        _ = try recorded.archive.record(part, zone: .utc, keepsUnknown: true)
        if way == 2 { try recorded.refresh() }
      }
      if way == 1 { try recorded.add(facts: records, as: "records") }
      try recorded.refresh()
      let found = try recorded.dump()
      #expect(found == expected, "way \(way), seed \(seed)")
    }
  }

  @Test(arguments: 11...14 as ClosedRange<UInt64>)
  func keepsNothingOfUnknownIDsUnlessAskedTo(seed: UInt64) throws {
    var random = RandomRecords(seed: seed)
    let events = (0..<100).map { _ in
      random.event(Text("x\(Int.random(in: 0..<40, using: &random.dice))"))
    }
    let test = try TestArchive()
    var kept: [LifecycleEvent] = []
    for event in events {
      let wasKnown = try test.archive.read { try $0.record(event.kind, event.id) } != nil
      let result = try test.archive.record([event], zone: .utc)
      #expect((result == [nil]) == (!wasKnown && !event.type.isCreation))
      if result != [nil] { kept.append(event) }
    }
    #expect(kept.count < events.count)
    try test.refresh()
    let imported = try TestArchive()
    try imported.add(facts: kept.map { .event($0) }, as: "kept")
    try imported.refresh()
    let (found, expected) = (try test.dump(), try imported.dump())
    #expect(found == expected)
  }

  @Test func derivesWhatRecordingChanged() throws {
    let test = try TestArchive()
    for event in live("d1", service: "api", at: 0) {
      _ = try test.archive.record([event], zone: .utc)
    }
    try test.refresh()
    #expect(try test.archive.read { try $0.spans(of: "api") }.map(\.until) == [nil])
    for event in live("d2", service: "api", at: 60) {
      _ = try test.archive.record([event], zone: .utc)
    }
    _ = try test.archive.record([created("j", at: 90)], zone: .utc)
    let day = ZoneTable.utc.day(of: at(90)).number
    #expect(try test.rows("SELECT day FROM dirty_day") == ["\(day)"])
    #expect(try test.rows("SELECT count(*) FROM dirty_service") == ["1"])
    try test.refresh()
    #expect(try test.archive.read { try $0.spans(of: "api") }.map(\.until) == [at(61), nil])
    #expect(try test.rows("SELECT day FROM job_day") == ["\(day)"])
  }

  // MARK: - Answers

  @Test func saysWhatBecameOfEachEvent() throws {
    let test = try TestArchive()
    let archive = test.archive
    func effects(_ events: LifecycleEvent...) throws -> [EventEffect?] {
      try archive.record(events, zone: .utc).map { $0?.effect }
    }
    #expect(try effects() == [])
    #expect(try effects(status("j", .running, at: 5)) == [nil])
    #expect(
      try effects(created("j"), status("j", .running, at: 5), status("k", .queued, at: 1)) == [
        .created, .changed, nil,
      ])
    #expect(try effects(created("j")) == [.unchanged])
    #expect(try effects(status("j", .success, at: 9)) == [.changed])
    #expect(try effects(status("j", .running, at: 10)) == [.unusual])
    #expect(try effects(status("j", .running, at: 10), created("j")) == [.unusual, .unchanged])
    let job = try archive.read { try $0.job(id: "j") }
    #expect(job?.status == .success)
    #expect(job?.startedAt == at(5))
    #expect(try archive.read { try $0.job(id: "k") } == nil)
    #expect(try archive.read { try $0.eventCount() } == 4)
  }

  @Test func takesAnEventWhoseRecordComesLaterInTheSameRecording() throws {
    let test = try TestArchive()
    let archive = test.archive
    let results = try archive.record(
      [status("j", .running, at: 5), created("j", at: 1)], zone: .utc)
    #expect(results.map { $0?.effect } == [.changed, .created])
    #expect(results[0]?.record == results[1]?.record)
  }

  @Test func answersForWaitingEventsOnceTheirRecordIsThere() throws {
    let test = try TestArchive()
    let archive = test.archive
    #expect(
      try archive.record([status("j", .running, at: 5)], zone: .utc, keepsUnknown: true) == [nil])
    #expect(try archive.record([status("j", .running, at: 5)], zone: .utc) == [nil])
    #expect(try archive.read { try $0.waitingEvents().count } == 1)
    let result = try archive.record([created("j", at: 1)], zone: .utc)
    guard case .job(let job)? = result[0]?.record else { throw Missing() }
    #expect(job.status == .running)
  }

  private struct Missing: Error {}

  // MARK: - Provenance

  @Test func listsEachRecordingAsAnImportOfOneSource() throws {
    let test = try TestArchive()
    _ = try test.archive.record([created("a", at: 0)], zone: .utc)
    _ = try test.archive.record([created("b", at: 10), status("b", .queued, at: 11)], zone: .utc)
    let before = try test.archive.imports()
    _ = try test.archive.record([created("a", at: 0)], zone: .utc)
    _ = try test.archive.record([status("c", .queued, at: 11)], zone: .utc)
    #expect(try test.archive.imports() == before)
    #expect(before.map(\.number) == [1, 2])
    #expect(before.map(\.path) == ["(recorded)", "(recorded)"])
    #expect(before.map(\.counts.imported) == [1, 1])
    #expect(before.map(\.lines) == [1, 2])
    let source = try #require(try test.archive.read { try $0.sources() }.first)
    #expect(source.path == "(recorded)")
    #expect(source.counts.imported == 2)
    #expect(source.counts.updated == 1)
    #expect(source.description.lines == 3)
    #expect(source.dataThrough == at(11))
    #expect(source.description.byteCount == before.reduce(0) { $0 + $1.byteCount })
  }

  @Test func takesARecordingBack() throws {
    let test = try TestArchive()
    let steps = [created("a"), status("a", .queued, at: 1), status("a", .running, at: 2)]
    for step in steps { _ = try test.archive.record([step], zone: .utc) }
    _ = try test.archive.undoImport(2, zone: .utc)
    try test.refresh()
    let other = try TestArchive()
    _ = try other.archive.record([steps[0]], zone: .utc)
    _ = try other.archive.record([steps[2]], zone: .utc)
    try other.refresh()
    #expect(try test.dump() == other.dump())
    // What is left is still the whole source, and what comes goes on with it.
    _ = try test.archive.record([status("a", .success, at: 3)], zone: .utc)
    let source = try #require(try test.archive.read { try $0.sources() }.first)
    #expect(source.description.lines == 3)
    #expect(source.dataThrough == at(3))
    for number in [1, 3, 5] { _ = try test.archive.undoImport(number, zone: .utc) }
    #expect(try test.archive.read { try $0.sources() } == [])
    #expect(try test.rows("SELECT count(*) FROM job") == ["0"])
  }

  @Test func knowsHowFarAServiceIsRecorded() throws {
    let test = try TestArchive()
    func through() throws -> Timestamp? {
      try test.archive.read { try $0.deploymentsThrough(of: "api") }
    }
    for (i, id) in (["d1", "d2"] as [Text]).enumerated() {
      for event in live(id, service: "api", at: Int64(i) * 10) {
        _ = try test.archive.record([event], zone: .utc)
      }
    }
    // What else was recorded tells as well that the recording went on.
    _ = try test.archive.record([created("j", at: 90)], zone: .utc)
    #expect(try through() == at(90))
    #expect(try test.rows("SELECT import FROM feed") == ["1"])
    _ = try test.archive.undoImport(1, zone: .utc)
    #expect(try test.rows("SELECT import FROM feed") == ["3"])
    #expect(try through() == at(90))
    _ = try test.archive.undoImport(3, zone: .utc)
    #expect(try test.rows("SELECT import FROM feed") == [])
    #expect(try through() == nil)
  }

  @Test func keepsTheZoneOfTheArchive() throws {
    var test = try TestArchive()
    test.zone = try #require(ZoneTable(name: "Pacific/Auckland"))
    try test.add([.job(Job(id: "old", type: "t", status: .pending))])
    _ = try test.archive.record([created("j", at: 11 * 3600)], zone: .utc)
    #expect(
      try test.rows("SELECT value FROM meta WHERE key = 'time_zone'") == ["\"Pacific/Auckland\""])
    let day = test.zone.day(of: at(11 * 3600)).number
    #expect(ZoneTable.utc.day(of: at(11 * 3600)).number != day)
    #expect(try test.rows("SELECT day FROM job WHERE job_id = 'j'") == ["\(day)"])
  }
}
