import Archiving
import Model
import Testing

/// The archive says the same however its records came in.
@Suite struct OrderTests {
  private func dump(_ sources: [[Model.Record]], refreshEach: Bool = false) throws -> [String] {
    let test = try TestArchive()
    for (i, records) in sources.enumerated() {
      try test.add(records, as: "source \(i)")
      if refreshEach { try test.refresh() }
    }
    try test.refresh()
    return try test.dump()
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func doesNotDependOnOrderOrSources(seed: UInt64) throws {
    var random = RandomRecords(seed: seed)
    var records = random.records(200, ids: 60)
    let expected = try dump([records])
    #expect(expected.contains { $0.hasPrefix("history") })
    #expect(expected.contains { $0.hasPrefix("rollback") })
    #expect(expected.contains { $0.hasPrefix("service_day") })
    #expect(expected.contains { $0.hasPrefix("recovery") })
    for _ in 0..<3 {
      records.shuffle(using: &random.dice)
      #expect(try dump([records]) == expected)
      let cuts = (0..<3).map { _ in Int.random(in: 0...200, using: &random.dice) }.sorted()
      let parts = [
        Array(records[..<cuts[0]]), Array(records[cuts[0]..<cuts[1]]),
        Array(records[cuts[1]..<cuts[2]]), Array(records[cuts[2]...]),
      ]
      #expect(try dump(parts) == expected)
      #expect(try dump(parts, refreshEach: true) == expected)
    }
  }

  @Test func importsTwiceAsOnce() throws {
    var random = RandomRecords(seed: 33)
    let records = random.records(300, ids: 80)
    let test = try TestArchive()
    let first = try test.add(records)
    try test.refresh()
    let once = try test.dump()
    let facts = try test.rows("SELECT change FROM job UNION ALL SELECT change FROM deployment")
    for path in ["a.ndjson", "copy.ndjson"] {
      let again = try test.add(records, as: path)
      #expect(again.imported == 0)
      #expect(again.updated == 0)
      #expect(again.duplicate + again.conflict == records.count)
      try test.refresh()
      #expect(try test.dump() == once)
    }
    #expect(first.imported > 0 && first.updated > 0 && first.conflict > 0)
    #expect(
      try test.rows("SELECT change FROM job UNION ALL SELECT change FROM deployment") == facts)
  }

  @Test func fillsAnEmptyArchiveAsItWouldFillAnother() throws {
    var random = RandomRecords(seed: 34)
    let records = random.records(300, ids: 80)
    let fresh = try TestArchive()
    let other = try TestArchive()
    try other.add([], as: "nothing")
    let counts = try fresh.add(records)
    let otherCounts = try other.add(records)
    #expect(counts.imported == otherCounts.imported)
    #expect(
      counts.updated + counts.duplicate + counts.conflict
        == otherCounts.updated + otherCounts.duplicate + otherCounts.conflict)
    try fresh.refresh()
    try other.refresh()
    let (a, b) = (try fresh.dump(), try other.dump())
    #expect(a == b)
  }

  /// More repetitions than a first import puts off: the indexes come in the middle of it.
  @Test func survivesMoreRepetitionsThanAFirstImportPutsOff() throws {
    let jobs = (0..<10_203).map { i -> Model.Record in
      var job = Job(id: Text("j\(i % 3)"), type: "build", status: .success)
      job.completedAt = Timestamp(seconds: 1_793_499_240 + Int64(i % 7) * 86_400)
      return .job(job)
    }
    let test = try TestArchive()
    let counts = try test.add(jobs + [.job(Job(id: "new", type: "build", status: .success))])
    #expect(counts.imported == 4)
    #expect(counts.imported + counts.updated + counts.duplicate + counts.conflict == 10_204)
    try test.refresh()
    #expect(try test.rows("SELECT count(*) FROM job") == ["4"])
    #expect(try test.rows("SELECT count(*) FROM job_version") == ["18"])
    #expect(try test.rows("SELECT count(*) FROM service_day") == ["1"])
  }

  @Test(arguments: ["Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia", "America/New_York"])
  func changesTheZoneAsIfItHadAlwaysBeenSo(_ name: String) throws {
    var random = RandomRecords(seed: 35)
    let records = random.records(300, ids: 100)
    let zone = try #require(ZoneTable(name: name))
    var fresh = try TestArchive()
    fresh.zone = zone
    try fresh.add(records)
    try fresh.refresh()
    let expected = try fresh.dump()
    // The change comes before the first refresh, after it, and with an import.
    for way in 0..<4 {
      var moved = try TestArchive()
      try moved.add(Array(records[..<150]))
      if way != 0 { try moved.refresh() }
      if way < 2 { try moved.add(Array(records[150...]), as: "b") }
      moved.zone = zone
      if way >= 2 { try moved.add(Array(records[150...]), as: "b") }
      if way == 3 {
        moved.zone = .utc
        try moved.refresh()
        moved.zone = zone
      }
      try moved.refresh()
      #expect(try moved.dump() == expected, "way \(way)")
    }
  }
}
