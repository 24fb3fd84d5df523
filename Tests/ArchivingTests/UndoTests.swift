import Archiving
import Model
import Testing

@Suite struct UndoTests {
  /// Imports in random order over the same few facts, with repetitions within and between them.
  private func imports(_ random: inout RandomRecords) -> [[Fact]] {
    let pool = random.facts(250, ids: 40)
    return (0..<8).map { _ in
      let share = Int.random(in: 0...90, using: &random.dice)
      return (0..<share).map { _ in pool[Int.random(in: 0..<pool.count, using: &random.dice)] }
    }
  }

  private func dump(_ imports: [[Fact]]) throws -> [String] {
    let test = try TestArchive()
    for (i, facts) in imports.enumerated() { try test.add(facts: facts, as: "\(i)") }
    try test.refresh()
    return try test.dump()
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func leavesTheArchiveAsIfTheImportHadNeverBeen(seed: UInt64) throws {
    var random = RandomRecords(seed: seed)
    let imports = imports(&random)
    let test = try TestArchive()
    var left: [(number: Int, facts: [Fact])] = []
    for (i, facts) in imports.enumerated() {
      try test.add(facts: facts, as: "\(i)")
      left.append((try test.archive.read { try $0.lastChange() }, facts))
      if random.dice.chance(30) { try test.refresh() }
      // Some are undone between others.
      if random.dice.chance(25) { try undoOne(of: &left, test, &random.dice) }
    }
    #expect(try test.archive.imports().map(\.number) == left.map(\.number))
    while !left.isEmpty {
      try undoOne(of: &left, test, &random.dice)
      guard left.isEmpty || random.dice.chance(60) else { continue }
      try test.refresh()
      #expect(try test.dump() == dump(left.map(\.facts)), "seed \(seed), \(left.count) left")
    }
    for table in ["source", "import", "import_code", "feed", "sighting", "quarantine"] {
      #expect(try test.rows("SELECT 1 FROM \(table)") == [])
    }
  }

  private func undoOne(
    of left: inout [(number: Int, facts: [Fact])], _ test: TestArchive, _ dice: inout SplitMix64
  ) throws {
    guard let index = left.indices.randomElement(using: &dice) else { return }
    _ = try test.archive.undoImport(left.remove(at: index).number, zone: test.zone)
  }

  private func job(_ status: JobStatus, _ hour: Int64, id: Text = "j") -> Fact {
    var job = Job(id: id, type: "build", status: status)
    job.updatedAt = Timestamp(seconds: 1_773_100_800 + hour * 3600)
    return .record(.job(job))
  }

  @Test func saysWhatItDid() throws {
    let test = try TestArchive()
    try test.add(facts: [job(.running, 1), job(.success, 1, id: "k")], as: "a")
    try test.add(
      facts: [job(.success, 2), job(.success, 1, id: "k"), job(.failed, 1, id: "new")], as: "b")
    let change = try test.archive.read { try $0.lastChange() }
    var expected = UndoResult()
    expected.removed = 1
    expected.restored = 1
    expected.kept = 1
    #expect(try test.archive.undoImport(2, zone: .utc) == expected)
    let status = try test.archive.read { try $0.job(id: "j")?.status }
    #expect(status == .running)
    #expect(try test.archive.read { try $0.lastChange() } == change + 1)
    // What shows something else now is marked; what stayed is not.
    #expect(
      try test.rows("SELECT job_id, change FROM job ORDER BY job_id") == ["\"j\"|3", "\"k\"|1"])
    #expect(throws: ArchiveError.self) { try test.archive.undoImport(2, zone: .utc) }
    try test.add(facts: [], as: "c")
    #expect(try test.archive.imports().map(\.number) == [1, 4])
  }

  @Test func makesTheSourceBeReadAgain() throws {
    let test = try TestArchive()
    try test.add(facts: [job(.running, 1)], as: "a", content: "01")
    try test.add(facts: [job(.success, 2)], as: "a", content: "02")
    _ = try test.archive.undoImport(2, zone: .utc)
    let known = try #require(try test.archive.knownSource("a"))
    #expect(known.sha256 == nil)
    #expect(known.importNumber == 1)
    let again = try test.add(facts: [job(.success, 2)], as: "a", content: "02")
    #expect(again.updated == 1)
    #expect(try test.archive.knownSource("a")?.sha256 == "02")
    // An import whose reading another has replaced says nothing about the present one.
    _ = try test.archive.undoImport(1, zone: .utc)
    #expect(try test.archive.knownSource("a")?.sha256 == "02")
    _ = try test.archive.undoImport(4, zone: .utc)
    #expect(try test.archive.knownSource("a") == nil)
    #expect(try test.archive.read { try $0.sources() } == [])
  }

  // MARK: - What it costs

  @Test func notesRepetitionsInFewBytes() throws {
    let facts = (0..<20_000).map { job(.success, Int64($0 % 50), id: Text("j\($0)")) }
    let test = try TestArchive()
    try test.add(facts: facts, as: "a")
    try test.add(facts: facts, as: "same order")
    func bytes(_ number: Int) throws -> Int {
      try Int(
        test.rows("SELECT coalesce(sum(length(keys)), 0) FROM sighting WHERE import = \(number)")[0]
      )
        ?? .max
    }
    #expect(try bytes(2) < 10)
    var dice = SplitMix64(seed: 3)
    try test.add(facts: facts.shuffled(using: &dice), as: "other order")
    #expect(try bytes(3) < 10)
    try test.add(facts: facts.filter { _ in dice.chance(30) }, as: "some")
    #expect(try bytes(4) < 6_000 * 5 / 4)
  }

  @Test func keepsWhatTwoImportsBroughtUntilBothAreUndone() throws {
    let test = try TestArchive()
    for path in ["a", "b", "c"] { try test.add(facts: [job(.success, 1)], as: path) }
    for (number, count) in [(1, 1), (3, 1), (2, 0)] {
      _ = try test.archive.undoImport(number, zone: .utc)
      #expect(try test.archive.read { try $0.jobCount() } == count)
    }
  }
}
