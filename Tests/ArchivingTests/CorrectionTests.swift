import Archiving
import Model
import Testing

/// Corrections in the archive: what they change is derived anew, and nothing else.
@Suite struct CorrectionTests {
  private func correction(
    _ kind: Correction.Kind, _ subject: Text, note: Text = "So it was.",
    _ change: (inout Correction) -> Void
  ) -> Correction {
    var correction = Correction(
      kind, subject, author: "Ana", date: LocalDay(year: 2026, month: 11, day: 3), note: note)
    change(&correction)
    return correction
  }

  /// Of few deployments, jobs and services, each at most once; some of what is in no source.
  private func corrections(_ random: inout RandomRecords) -> [Correction] {
    var result: [Correction] = []
    for i in 0..<70 where random.dice.chance(15) {
      result.append(
        correction(.deployment, Text("x\(i)")) { correction in
          switch Int.random(in: 0..<5, using: &random.dice) {
          case 0:
            correction.isRollback = true
            correction.blames = Text("x\(Int.random(in: 0..<60, using: &random.dice))")
          case 1: correction.isRollback = false
          case 2: correction.isRolledBack = random.dice.chance(50)
          case 3: correction.isDrill = true
          default: correction.isExcluded = true
          }
        })
    }
    for i in 0..<70 where random.dice.chance(15) {
      result.append(correction(.job, Text("x\(i)")) { $0.isExcluded = true })
    }
    switch Int.random(in: 0..<4, using: &random.dice) {
    case 0: result.append(correction(.service, "s0") { $0.aliasOf = "s1" })
    case 1: result += ["s0", "s2"].map { correction(.service, $0) { $0.aliasOf = "renamed" } }
    case 2: result.append(correction(.service, "unknown") { $0.aliasOf = "s1" })
    default: break
    }
    return result
  }

  @Test(arguments: 51...60 as ClosedRange<UInt64>)
  func itDoesNotMatterWhenTheyCome(seed: UInt64) throws {
    var random = RandomRecords(seed: seed)
    let records = random.records(200, ids: 60)
    let (earlier, wanted) = (corrections(&random), corrections(&random))
    let fresh = try TestArchive()
    try fresh.archive.correct(wanted)
    try fresh.add(records)
    try fresh.refresh()
    let expected = try fresh.dump()
    #expect(expected.contains { $0.hasPrefix("correction") })
    for way in 0..<6 {
      let test = try TestArchive()
      if way % 2 == 1 { try test.archive.correct(earlier) }
      try test.add(Array(records[..<120]), as: "a")
      if way >= 2 { try test.refresh() }
      if way >= 4 { try test.archive.correct(way == 4 ? [] : wanted.reversed()) }
      if way == 5 { try test.archive.correct(earlier) }
      try test.add(Array(records[120...]), as: "b")
      if way == 3 || way == 4 { try test.refresh() }
      try test.archive.correct(wanted)
      try test.refresh()
      #expect(try test.dump() == expected, "way \(way)")
    }
  }

  @Test(arguments: 61...64 as ClosedRange<UInt64>)
  func takenOutTheyLeaveNothingBehind(seed: UInt64) throws {
    var random = RandomRecords(seed: seed)
    let records = random.records(200, ids: 60)
    let test = try TestArchive()
    try test.add(records)
    try test.refresh()
    let before = try test.dump()
    try test.archive.correct(corrections(&random))
    try test.refresh()
    #expect(try test.dump() != before)
    try test.archive.correct([])
    try test.refresh()
    #expect(try test.dump() == before)
  }

  // MARK: - What is derived anew

  private func job(_ id: Text, day: Int64, service: Text) -> Model.Record {
    var job = Job(id: id, type: "build", status: .failed)
    job.completedAt = Timestamp(seconds: 1_793_491_200 + day * 86_400)
    job.metadata = Metadata(canonicalJSON: #"{"service":"\#(service)"}"#)
    return .job(job)
  }

  private func live(_ id: Text, _ service: Text, at day: Int64) -> Model.Record {
    var deployment = Deployment(id: id, service: service, version: id, status: .live)
    deployment.productionDeployedAt = Timestamp(seconds: 1_793_491_200 + day * 86_400)
    return .deployment(deployment)
  }

  private func filled() throws -> TestArchive {
    let test = try TestArchive()
    try test.add([
      job("j0", day: 0, service: "a"), job("j1", day: 1, service: "b"),
      job("j2", day: 2, service: "c"), live("a0", "a", at: 0), live("b0", "b", at: 1),
      live("c0", "c", at: 2),
    ])
    try test.refresh()
    return test
  }

  private func dirty(_ test: TestArchive) throws -> [String] {
    try test.rows(
      """
      SELECT text FROM dirty_service JOIN name ON id = service
      UNION ALL SELECT day - 20758 FROM dirty_day ORDER BY 1
      """)
  }

  @Test func onlyWhatTheyChangeIsDerivedAnew() throws {
    let test = try filled()
    try test.archive.correct([correction(.deployment, "b0") { $0.isExcluded = true }])
    #expect(try dirty(test) == [#""b""#])
    try test.refresh()
    try test.archive.correct([
      correction(.deployment, "b0") { $0.isExcluded = true },
      correction(.job, "j2") { $0.isExcluded = true },
    ])
    #expect(try dirty(test) == ["2"])
    try test.refresh()
    try test.archive.correct([correction(.service, "a") { $0.aliasOf = "c" }])
    #expect(try dirty(test) == ["0", "2", #""a""#, #""b""#, #""c""#])
    try test.refresh()
    try test.archive.correct([correction(.service, "a", note: "Better.") { $0.aliasOf = "c" }])
    #expect(try dirty(test) == [])
    #expect(try test.archive.read { try $0.corrections() }.map(\.note) == ["Better."])
  }

  @Test func theSameOnesAgainWriteNothing() throws {
    let test = try filled()
    let corrections = [
      correction(.job, "j2") { $0.isExcluded = true },
      correction(.deployment, "b0") { $0.reason = "Slow" },
    ]
    try test.archive.correct(corrections)
    try test.refresh()
    let version = try test.rows("PRAGMA data_version; ")
    let before = try test.dump()
    try test.archive.correct(corrections.reversed())
    #expect(try dirty(test) == [])
    #expect(try test.rows("PRAGMA data_version; ") == version)
    #expect(try test.dump() == before)
  }

  // MARK: - Services that count as others

  @Test func anAliasCountsAsTheOther() throws {
    let test = try filled()
    try test.archive.correct([correction(.service, "a") { $0.aliasOf = "b" }])
    try test.refresh()
    try test.archive.read { reader in
      #expect(try reader.services() == ["b", "c"])
      for name in ["a", "b"] as [Text] {
        var ids: [Text] = []
        try reader.forEachDeployment(of: name) {
          ids.append($0.deployment.id)
          #expect($0.service == "b")
        }
        #expect(ids == ["a0", "b0"])
        #expect(try reader.spans(of: name).map(\.version) == ["a0", "b0"])
        var jobs = 0
        try reader.forEachJobDay(of: name, in: .ever) { jobs += $1.counts.total }
        #expect(jobs == 2)
        var listed: [Text] = []
        try reader.forEachJob(in: JobSelection(service: name)) { listed.append($0.id) }
        #expect(listed.sorted() == ["j0", "j1"])
        #expect(try reader.newestDeployments(ofService: name, createdLimit: nil).count == 2)
      }
      #expect(try reader.storedDeployment(id: "a0")?.deployment.service == "a")
      #expect(try reader.storedJob(id: "j0")?.service == "b")
      #expect(try reader.countedService("a") == "b")
      #expect(
        try reader.deploymentsThrough(of: "a") == reader.deploymentsThrough(of: "b"))
    }
  }

  @Test func aServiceIsRenamedToANameThatNoRecordHas() throws {
    let test = try filled()
    try test.archive.correct([correction(.service, "a") { $0.aliasOf = "new" }])
    try test.refresh()
    let services = try test.archive.read { try $0.services() }
    #expect(services == ["b", "c", "new"])
    let spans = try test.archive.read { try $0.spans(of: "new") }
    #expect(spans.count == 1)
  }

  @Test func aRollbackToAVersionOfTheAliasIsNotDangling() throws {
    let test = try TestArchive()
    var deployment = Deployment(id: "n", service: "new", version: "2", status: .rolledBack)
    deployment.productionDeployedAt = Timestamp(seconds: 1_793_491_200)
    deployment.rolledBackTo = "o"
    try test.add([live("o", "old", at: -1), .deployment(deployment)])
    func dangling() throws -> Int {
      try test.refresh()
      return try test.archive.read {
        try $0.count(
          .danglingTargets, end: LocalDay(number: 30_000), staleBefore: Timestamp(seconds: 0))
      }.count
    }
    #expect(try dangling() == 1)
    try test.archive.correct([correction(.service, "old") { $0.aliasOf = "new" }])
    #expect(try dangling() == 0)
  }

  @Test func anExcludedJobIsInNoRollup() throws {
    let test = try filled()
    try test.archive.correct([correction(.job, "j0") { $0.isExcluded = true }])
    try test.refresh()
    try test.archive.read { reader in
      var total = 0
      try reader.forEachJobDay(in: .ever) { total += $3.counts.total }
      #expect(total == 2)
      #expect(try reader.storedJob(id: "j0")?.isExcluded == true)
      #expect(try reader.storedJob(id: "j1")?.isExcluded == false)
    }
  }

  @Test(
    arguments: [
      (.live, nil, false, .live), (.rolledBack, nil, false, .rolledBack),
      (.live, true, false, .rolledBack),
      (.rolledBack, false, false, .live), (.failed, false, false, .failed),
      (.rolledBack, nil, true, .live), (.failed, nil, true, .live),
      (.live, true, true, .rolledBack),
    ] as [(DeploymentStatus, Bool?, Bool, DeploymentStatus)])
  func theStatusFollowsThem(
    recorded: DeploymentStatus, isRolledBack: Bool?, isDrill: Bool, expected: DeploymentStatus
  ) {
    var fact = DeploymentFact(key: 1, kind: .forward)
    fact.isDrill = isDrill
    let stored = StoredDeployment(
      deployment: Deployment(id: "d", service: "s", version: "1", status: recorded), fact: fact,
      correction: correction(.deployment, "d") { $0.isRolledBack = isRolledBack })
    #expect(stored.status == expected)
    #expect(stored.deployment.status == recorded)
  }

  @Test func tellsWhichAreAboutNothingKnown() throws {
    let test = try filled()
    let known = try test.archive.read { reader in
      try [
        correction(.deployment, "a0") { $0.isDrill = true },
        correction(.deployment, "no") { $0.isDrill = true },
        correction(.job, "j0") { $0.isExcluded = true },
        correction(.job, "a0") { $0.isExcluded = true },
        correction(.service, "a") { $0.aliasOf = "x" },
        correction(.service, "x") { $0.aliasOf = "a" },
      ].map(reader.isKnown)
    }
    #expect(known == [true, false, true, false, true, false])
  }
}
