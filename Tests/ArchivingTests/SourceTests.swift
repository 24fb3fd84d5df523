import Archiving
import Model
import Testing

/// What the archive remembers of sources and imports.
@Suite struct SourceTests {
  private func job(_ id: Text, day: Int64) -> Model.Record {
    var job = Job(id: id, type: "build", status: .success)
    job.completedAt = Timestamp(seconds: 1_793_499_240 + day * 86_400)
    return .job(job)
  }

  private func defect(_ code: String, _ effect: Defect.Effect, raw: String = "") -> Defect {
    Defect(
      effect: effect, code: code, message: "m",
      position: SourcePosition(line: 1, column: 1, offset: 0), raw: Array(raw.utf8))
  }

  @discardableResult
  private func add(
    _ test: TestArchive, _ path: String, _ records: [Model.Record], content: String,
    defects: [Defect] = [], _ change: (inout SourceDescription) -> Void = { _ in }
  ) throws -> ImportCounts {
    try test.archive.importSource(named: path, zone: .utc) { session in
      for record in records { try session.add(record) }
      for defect in defects { try session.add(defect) }
      var description = TestArchive.description(lines: records.count + defects.count)
      description.sha256 = content
      description.quarantined = defects.count { $0.effect == .quarantined }
      change(&description)
      return description
    }
  }

  private func source(_ test: TestArchive) throws -> StoredSource {
    try #require(try test.archive.read { try $0.sources() }.first)
  }

  @Test func knowsASourceByItsPath() throws {
    let test = try TestArchive()
    #expect(try test.archive.knownSource("a") == nil)
    try add(test, "a", [job("j", day: 0)], content: "c1") {
      $0.key = "own|-|1"
      $0.identity = "8:1 2 3"
      $0.resumePoint = StoredResumePoint(byteCount: 10, lineCount: 1, sha256: "p1")
      $0.byteCount = 12
    }
    var known = try #require(try test.archive.knownSource("a"))
    #expect(known.sha256 == "c1")
    #expect(known.key == "own|-|1")
    #expect(known.identity == "8:1 2 3")
    #expect(known.byteCount == 12)
    #expect(known.lines == 1)
    #expect(known.importNumber == 1)
    let resume = StoredResumePoint(byteCount: 10, lineCount: 1, sha256: "p1")
    #expect(known.resumePoint == resume)
    try test.archive.touchSource("a", identity: "8:1 2 4")
    let touched = try #require(try test.archive.knownSource("a"))
    known.identity = "8:1 2 4"
    #expect(touched == known)
    #expect(try test.archive.read { try $0.lastChange() } == 1)
  }

  @Test func leavesNoTraceOfTheSameContentAgain() throws {
    let test = try TestArchive()
    let findings = [defect("bad-time", .quarantined), defect("bom", .note)]
    try add(test, "a", [job("j", day: 0)], content: "c1", defects: findings) { $0.key = "k" }
    let tables = ["source", "import", "import_code", "sighting", "quarantine", "counter", "meta"]
    let before = try tables.map { try test.rows("SELECT * FROM \($0)") }
    let counts = try add(test, "a", [job("j", day: 0)], content: "c1", defects: findings) {
      $0.key = "k"
    }
    #expect(counts.duplicate == 1)
    #expect(try tables.map { try test.rows("SELECT * FROM \($0)") } == before)
    // Read otherwise it is another import, though it brought nothing new.
    try add(test, "a", [job("j", day: 0)], content: "c1") { $0.key = "other" }
    #expect(try test.archive.imports().map(\.key) == ["k", "other"])
    #expect(try test.archive.imports().map(\.counts.duplicate) == [0, 1])
  }

  @Test func addsAResumedImportToTheOneBefore() throws {
    let test = try TestArchive()
    let bad = defect("syntax", .quarantined, raw: "one")
    let note = defect("bom", .note)
    let cut = defect("cut", .incomplete)
    try add(test, "a", [job("j", day: 0)], content: "c1", defects: [bad, note, cut])
    try add(
      test, "a", [job("k", day: 2)], content: "c2",
      defects: [defect("syntax", .quarantined, raw: "two"), note]
    ) { $0.isResumed = true }
    var stored = try source(test)
    #expect(stored.counts.imported == 2)
    #expect(stored.description.lines == 7)
    #expect(stored.description.quarantined == 2)
    #expect(stored.description.isResumed)
    #expect(stored.defects.map { String(decoding: $0.raw, as: UTF8.self) } == ["one", "two"])
    #expect(stored.remarks.map(\.count) == [2])
    #expect(stored.firstTime == Timestamp(seconds: 1_793_499_240))
    #expect(try test.archive.knownSource("a")?.lines == 7)
    let imports = try test.archive.imports()
    #expect(imports.map(\.isResumed) == [false, true])
    #expect(imports.map(\.counts.imported) == [1, 1])
    #expect(
      imports[1].codes == [
        CodeCount(code: "bom", effect: .note, count: 1),
        CodeCount(code: "syntax", effect: .quarantined, count: 1),
      ])
    // Undone, the first part alone is known, and is read again.
    _ = try test.archive.undoImport(2, zone: .utc)
    stored = try source(test)
    #expect(stored.counts.imported == 1)
    #expect(stored.defects.map { String(decoding: $0.raw, as: UTF8.self) } == ["one"])
    #expect(try test.archive.knownSource("a")?.sha256 == nil)
    // A full reading takes the place of both.
    try add(test, "a", [job("j", day: 0), job("k", day: 2)], content: "c2")
    stored = try source(test)
    #expect([stored.counts.imported, stored.counts.duplicate] == [1, 1])
    #expect(stored.defects == [])
    #expect(stored.remarks == [])
  }

  @Test func startsOverIfThereIsNothingToResume() throws {
    let test = try TestArchive()
    try add(test, "a", [job("j", day: 0)], content: "c1") { $0.isResumed = true }
    #expect(try test.archive.imports().map(\.isResumed) == [false])
  }

  @Test func keepsEachStandardInputAsASourceOfItsOwn() throws {
    let test = try TestArchive()
    try add(test, "-", [job("j", day: 0)], content: "c1")
    try add(test, "-", [job("k", day: 1)], content: "c2")
    try add(test, "-", [job("j", day: 0)], content: "c1")
    let sources = try test.archive.read { try $0.sources() }
    #expect(sources.map(\.path) == ["(stdin)", "(stdin)"])
    #expect(sources.map(\.description.sha256) == ["c1", "c2"])
    #expect(try test.archive.imports().map(\.number) == [1, 2])
    #expect(try test.archive.knownSource("-") == nil)
  }

  // MARK: - How far data goes

  @Test func believesADeclaredEnd() throws {
    let test = try TestArchive()
    let end = Timestamp(seconds: 1_793_499_240 + 9 * 86_400)
    let deployment = Deployment(id: "d", service: "shop", version: "1", status: .pending)
    try add(test, "a", [job("j", day: 0), .deployment(deployment)], content: "c1") {
      $0.declaredThrough = end
    }
    try test.archive.read { reader in
      let through = try [reader.jobsThrough(), reader.deploymentsThrough(of: "shop")]
      #expect(through == [end, end])
      let source = try #require(try reader.sources().first)
      #expect(source.dataThrough == end)
      #expect(source.lastTime == Timestamp(seconds: 1_793_499_240))
    }
    // Deployments alone say nothing about jobs.
    try add(test, "b", [.deployment(deployment)], content: "c2") {
      $0.declaredThrough = end.adding(milliseconds: 1000)
    }
    #expect(try test.archive.read { try $0.jobsThrough() } == end)
    _ = try test.archive.undoImport(1, zone: .utc)
    #expect(try test.archive.read { try $0.jobsThrough() } == nil)
  }

  @Test func namesSourcesThatHaveStopped() throws {
    let test = try TestArchive()
    try add(test, "fresh", [job("j", day: 0)], content: "1") { $0.maxAgeSeconds = 86_400 }
    try add(test, "old", [job("k", day: -1)], content: "2") { $0.maxAgeSeconds = 86_400 }
    try add(test, "any", [job("l", day: -9)], content: "3")
    try add(test, "never", [], content: "4") { $0.maxAgeSeconds = 60 }
    let stale = try test.archive.read {
      try $0.staleSources(asOf: Timestamp(seconds: 1_793_499_240 + 86_400))
    }
    #expect(stale.map(\.path) == ["never", "old"])
    #expect(stale.map(\.ageSeconds) == [nil, 2 * 86_400])
    #expect(stale.map(\.maxAgeSeconds) == [60, 86_400])
  }

  @Test func forgetsTheServicesThatASourceNoLongerHas() throws {
    let test = try TestArchive()
    var deployment = Deployment(id: "d", service: "shop", version: "1", status: .pending)
    deployment.createdAt = Timestamp(seconds: 1_793_499_240)
    try add(test, "a", [.deployment(deployment)], content: "c1")
    #expect(try test.archive.read { try $0.deploymentsThrough(of: "shop") } != nil)
    try add(test, "a", [job("j", day: 5)], content: "c2")
    #expect(try test.archive.read { try $0.deploymentsThrough(of: "shop") } == nil)
  }

  // MARK: - Quarantine

  @Test func findsAnIdInWhatWasLeftOut() throws {
    let test = try TestArchive()
    let raw = [#"{"job_id":"a\"b"}"#, #"{"job_id":"plain"}"#, "a\"b,csv"]
    for (i, raw) in raw.enumerated() {
      try add(
        test, "s\(i)", [], content: "\(i)", defects: [defect("syntax", .quarantined, raw: raw)])
    }
    func paths(_ id: Text) throws -> [String] {
      try test.archive.read { try $0.quarantined(containing: id).map(\.path) }
    }
    #expect(try paths("a\"b") == ["s0", "s2"])
    #expect(try paths("plain") == ["s1"])
    #expect(try paths("lain\"}") == ["s1"])
    #expect(try paths("absent") == [])
    #expect(try paths("") == [])
  }

  @Test func handsOutTheWholeQuarantine() throws {
    let test = try TestArchive()
    let defects = (0..<120).map { defect("c\($0)", .quarantined) }
    try add(test, "a", [], content: "1", defects: defects)
    let stored = try source(test)
    #expect(stored.defects.count == 50)
    var all: [Defect] = []
    try test.archive.read { reader in try reader.quarantineRows(of: stored) { all.append($0) } }
    #expect(all == defects)
  }
}
