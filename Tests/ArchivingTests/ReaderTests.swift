import Archiving
import Model
import Testing

@Suite struct ReaderTests {
  private func job(_ id: Text, _ status: JobStatus, at time: String?) -> Model.Record {
    var job = Job(id: id, type: "build", status: status)
    job.createdAt = time.flatMap { Timestamp(rfc3339: $0) }
    return .job(job)
  }

  private func deployed(
    _ id: Text, _ service: Text, _ version: Text, at time: String?,
    _ change: (inout Deployment) -> Void = { _ in }
  ) -> Model.Record {
    var d = Deployment(id: id, service: service, version: version, status: .live)
    d.productionDeployedAt = time.flatMap { Timestamp(rfc3339: $0) }
    change(&d)
    return .deployment(d)
  }

  private func archive(_ records: [Model.Record], zone: String = "UTC") throws -> TestArchive {
    var test = try TestArchive()
    test.zone = try #require(ZoneTable(name: zone))
    try test.add(records)
    try test.refresh()
    return test
  }

  @Test func dividesByMonthsOfTheZone() throws {
    let test = try archive(
      [
        job("a", .success, at: "2026-10-31T22:59:59.999Z"),
        job("b", .success, at: "2026-10-31T23:00:00Z"), job("c", .success, at: nil),
        deployed("d", "s", "1", at: "2025-12-31T22:59:59Z"),
        deployed("e", "s", "2", at: "2025-12-31T23:00:00Z"),
      ], zone: "Europe/Berlin")
    try test.archive.read { reader in
      let months = try reader.jobMonths()
      #expect(months == [Month(year: 2026, month: 10), Month(year: 2026, month: 11), nil])
      var ids: [[Text]] = []
      for month in months {
        var found: [Text] = []
        try reader.forEachJob(in: month) { found.append($0.job.id) }
        ids.append(found)
      }
      #expect(ids == [["a"], ["b"], ["c"]])
      let deploymentMonths = try reader.deploymentMonths()
      #expect(deploymentMonths == [Month(year: 2025, month: 12), Month(year: 2026, month: 1)])
      let jobDays = try reader.jobDays()
      #expect(jobDays?.lowerBound.iso == "2026-10-31")
      #expect(jobDays?.upperBound.iso == "2026-11-01")
    }
  }

  @Test func saysNothingOfAnEmptyArchive() throws {
    let test = try archive([])
    try test.archive.read { reader in
      let months = try reader.jobMonths() + reader.deploymentMonths()
      #expect(months == [])
      let days = try reader.jobDays()
      #expect(days == nil)
      let services = try reader.services()
      #expect(services == [])
      let newest = try reader.newestDeployments(5).count
      #expect(newest == 0)
      let through = try [reader.jobsThrough(), reader.deploymentsThrough(of: "s")]
      #expect(through == [nil, nil])
      let spans = try reader.spans(of: "s").count
      #expect(spans == 0)
    }
  }

  @Test func limitsListsToTheNewest() throws {
    var records: [Model.Record] = [
      deployed("d0", "s", "9", at: "2026-11-09T00:00:00Z"), deployed("dx", "s", "9", at: nil),
      job("jx", .pending, at: nil),
    ]
    for i in 1...9 {
      let time = "2026-11-0\(i)T00:00:00Z"
      records.append(job(Text("j\(i)"), i % 2 == 0 ? .running : .error, at: time))
      records.append(deployed(Text("d\(i)"), "s", Text("\(i / 2)"), at: time))
    }
    let test = try archive(records)
    try test.archive.read { reader in
      let newest = try reader.newestDeployments(3).map(\.deployment.id)
      #expect(newest == ["d9", "d0", "d8"])
      let open = try reader.openJobs(2).map(\.job.id)
      #expect(open == ["j8", "j6"])
      let allOpen = try reader.openJobs(50).map(\.job.id)
      #expect(allOpen == ["j8", "j6", "j4", "j2", "jx"])
      let since = try #require(LocalDay(iso: "2026-11-05"))
      let failed = try reader.failedJobs(since: since, 50).map(\.job.id)
      #expect(failed == ["j9", "j7", "j5"])
      let one = try reader.failedJobs(since: since, 1).map(\.job.id)
      #expect(one == ["j9"])
      var ids: [Text] = []
      try reader.forEachDeployment(of: "s") { ids.append($0.deployment.id) }
      #expect(ids == ["dx", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d0", "d9"])
      let newestOne = try #require(try reader.newestDeployments(1).first)
      let same = try reader.sameVersion(as: newestOne).map(\.deployment.id)
      #expect(same == ["d8"])
    }
  }

  @Test func storesHistoriesAsDerived() throws {
    let test = try archive([
      deployed("d1", "s", "1", at: "2026-11-01T00:00:00Z"),
      deployed("d2", "s", "2", at: "2026-11-02T00:00:00Z"),
      deployed("d3", "s", "3", at: "2026-11-03T00:00:00Z"),
      deployed("d4", "s", "1", at: "2026-11-04T00:00:00Z"),
      deployed("o1", "other", "1", at: "2026-11-04T00:00:00Z"),
    ])
    try test.archive.read { reader in
      var stored: [Text: StoredDeployment] = [:]
      try reader.forEachDeployment(in: Month(year: 2026, month: 11)) {
        stored[$0.deployment.id] = $0
      }
      let d2 = try #require(stored["d2"])
      #expect(d2.fact.failure == .blamedByRollback)
      #expect(d2.fact.previous == stored["d1"]?.fact.key)
      #expect(stored["d3"]?.fact.isWithdrawn == true)
      #expect(stored["d4"]?.fact.kind == .rollbackRedeploy)
      let again = try reader.deployment(key: d2.fact.key)
      #expect(again?.deployment == d2.deployment)
      #expect(again?.fact == d2.fact)
      let spans = try reader.spans(of: "s")
      #expect(spans.map(\.version) == ["1", "2", "3", "1"])
      #expect(spans.map(\.end) == [.superseded, .superseded, .rolledBack, .stillLive])
      let own = try reader.spans(ofDeployment: d2.fact.key)
      #expect(own == [spans[1]])
      let rollbacks = try reader.rollbacks(of: "s")
      #expect(rollbacks.count == 1)
      #expect(rollbacks.first?.blamed == d2.fact.key)
      #expect(rollbacks.first?.withdrawn == stored["d3"].map { [$0.fact.key] })
      let concerning = try reader.rollbacks(concerning: try #require(stored["d4"]).fact.key)
      #expect(concerning == rollbacks)
      let others = try reader.rollbacks(of: "other")
      #expect(others == [])
    }
  }

  // MARK: - Sources

  private func defect(_ code: String, _ effect: Defect.Effect, line: Int) -> Defect {
    Defect(
      effect: effect, code: code, message: "'x' is \(code)", field: effect == .note ? nil : "f",
      position: SourcePosition(line: line, column: 7, offset: 99, table: "jobs"),
      raw: effect == .note ? [] : [0x7B, 0, 0xFF])
  }

  @Test func remembersWhatWasWrongWithASource() throws {
    let test = try TestArchive()
    let defects = [
      defect("bad-time", .quarantined, line: 3), defect("cut", .incomplete, line: 9),
      defect("duplicate-key", .note, line: 4), defect("duplicate-key", .note, line: 5),
    ]
    try test.add([job("j", .success, at: "2026-11-01T00:00:00Z")], as: "b", defects: defects)
    try test.add([deployed("d", "s", "1", at: "2026-11-02T00:00:00Z")], as: "a")
    let sources = try test.archive.read { try $0.sources() }
    #expect(sources.map(\.path) == ["a", "b"])
    #expect(sources[1].defects == Array(defects[..<2]))
    #expect(sources[1].remarks.count == 1)
    let remark = try #require(sources[1].remarks.first)
    #expect(remark.code == "duplicate-key")
    #expect(remark.count == 2)
    #expect(remark.example == "'x' is duplicate-key")
    #expect(remark.line == 4)
    #expect(sources[1].counts.imported == 1)
    #expect(sources[1].description == TestArchive.description(lines: 1))
    #expect(sources[1].dataThrough?.rfc3339 == "2026-11-01T00:00:00Z")
    let through = try test.archive.read { reader in
      try [reader.jobsThrough(), reader.deploymentsThrough(of: "s")]
    }
    #expect(through.map { $0?.rfc3339 } == ["2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"])
  }

  @Test func clearsTheQuarantineOfAMendedFile() throws {
    let test = try TestArchive()
    for path in ["a", "b"] {
      try test.add(
        [], as: path,
        defects: [defect("bad-time", .quarantined, line: 3), defect("bom", .note, line: 1)])
    }
    try test.add([job("j", .success, at: nil)], as: "a")
    let sources = try test.archive.read { try $0.sources() }
    #expect(sources.map(\.defects.count) == [0, 1])
    #expect(sources.map(\.remarks.count) == [0, 1])
  }

  @Test func numbersImportsButNotRefreshes() throws {
    let test = try TestArchive()
    func change() throws -> Int { try test.archive.read { try $0.lastChange() } }
    #expect(try change() == 0)
    try test.add([job("j", .success, at: nil)])
    try test.refresh()
    #expect(try change() == 1)
    try test.refresh()
    #expect(try change() == 1)
    try test.add([job("k", .success, at: nil)])
    #expect(try change() == 2)
    let rows = try test.rows("SELECT job_id, change FROM job ORDER BY job_id")
    #expect(rows == ["\"j\"|1", "\"k\"|2"])
  }

  @Test func countsOddities() throws {
    let test = try archive([
      job("stale", .running, at: "2026-11-01T00:00:00Z"),
      job("late", .success, at: "2026-11-20T00:00:00Z"), job("undated", .success, at: nil),
      deployed("d1", "s", "1", at: "2026-11-20T00:00:00Z") {
        $0.buildJobID = "nowhere"
        $0.testJobID = "late"
        $0.stagingDeployedAt = Timestamp(rfc3339: "2026-11-21T00:00:00Z")
      },
      deployed("d2", "s", "2", at: nil) { $0.rolledBackTo = "gone" },
      deployed("d3", "s", "3", at: "2026-11-02T00:00:00Z") { $0.rolledBackTo = "1" },
    ])
    let end = try #require(LocalDay(iso: "2026-11-20"))
    let stale = try #require(Timestamp(rfc3339: "2026-11-19T00:00:00Z"))
    func odd(_ oddity: Oddity) throws -> OddityCount {
      try test.archive.read { try $0.count(oddity, end: end, staleBefore: stale) }
    }
    let late = LocalDay(iso: "2026-11-20")
    #expect(try odd(.undatedJobs).examples == [.job("undated", day: nil)])
    #expect(try odd(.undatedDeployments).examples == [.deployment("d2")])
    #expect(try odd(.orphanReferences).examples == [.deployment("d1")])
    #expect(try odd(.stagingAfterProduction).examples == [.deployment("d1")])
    #expect(try odd(.danglingTargets).examples == [.deployment("d2")])
    #expect(try odd(.staleJobs).examples == [.job("stale", day: LocalDay(iso: "2026-11-01"))])
    #expect(try odd(.jobsAfterReport).examples == [.job("late", day: late)])
    #expect(try odd(.deploymentsAfterReport).examples == [.deployment("d1")])
    #expect(try Oddity.allCases.allSatisfy { try odd($0).count == odd($0).examples.count })
    #expect(try test.archive.read { try $0.historyCount() } == 0)
  }

  @Test func findsTimesThatNoOneClockGave() throws {
    func times(_ id: Text, _ change: (inout Job) -> Void) -> Model.Record {
      var job = Job(id: id, type: "build", status: .success)
      job.createdAt = Timestamp(rfc3339: "2026-11-01T10:00:00Z")
      job.completedAt = Timestamp(rfc3339: "2026-11-01T10:05:00Z")
      change(&job)
      return .job(job)
    }
    let early = try #require(Timestamp(rfc3339: "2026-11-01T09:00:00Z"))
    let test = try archive([
      times("good") { _ in },
      times("barely") { $0.updatedAt = Timestamp(rfc3339: "2026-11-01T10:04:59Z") },
      times("ended") { $0.completedAt = early }, times("updated") { $0.updatedAt = early },
      times("queued") { $0.queuedAt = early },
      // Known as another oddity already.
      times("run") {
        $0.startedAt = $0.createdAt
        $0.completedAt = early
      }, times("queue") { $0.startedAt = early },
      deployed("d1", "s", "1", at: "2026-11-01T09:00:00Z") {
        $0.createdAt = Timestamp(rfc3339: "2026-11-01T10:00:00Z")
      },
      deployed("d2", "s", "2", at: "2026-11-01T10:00:00Z") { $0.rolledBackAt = early },
      deployed("d3", "s", "3", at: "2026-11-01T10:00:00Z") { $0.createdAt = early },
    ])
    let day = try #require(LocalDay(iso: "2026-11-01"))
    let (jobs, deployments) = try test.archive.read { reader in
      try (
        reader.count(.skewedJobs, end: day + 30, staleBefore: early),
        reader.count(.skewedDeployments, end: day + 30, staleBefore: early)
      )
    }
    #expect(
      jobs.examples == [
        .job("ended", day: day), .job("queued", day: day), .job("updated", day: day),
      ])
    #expect(deployments.examples == [.deployment("d1"), .deployment("d2")])
    #expect(jobs.count == 3 && deployments.count == 2)
  }

  @Test func callsOnlyEquallyGoodVersionsAConflict() throws {
    let test = try TestArchive()
    let time = "2026-11-01T10:00:00Z"
    let first = [
      job("progress", .running, at: time), job("disputed", .success, at: time),
      job("newer", .success, at: time), job("same", .success, at: time),
      deployed("d", "s", "1", at: time),
    ]
    let second = [
      job("progress", .success, at: time), job("disputed", .failed, at: time),
      job("newer", .failed, at: "2026-11-02T10:00:00Z"), job("same", .success, at: time),
      deployed("d", "s", "2", at: time),
    ]
    try test.add(first, as: "a.ndjson")
    try test.add(second, as: "b.ndjson")
    try test.refresh()
    let day = try #require(LocalDay(iso: "2026-11-01"))
    let stale = try #require(Timestamp(rfc3339: time))
    try test.archive.read { reader in
      let jobs = try reader.count(.conflictingJobs, end: day + 1, staleBefore: stale)
      #expect(jobs.count == 1)
      #expect(jobs.examples == [.job("disputed", day: day)])
      let deployments = try reader.count(.conflictingDeployments, end: day + 1, staleBefore: stale)
      #expect(deployments.examples == [.deployment("d")])
      #expect(try reader.historyCount() == 4)
    }
  }

  @Test func namesThatLookAlikeAreListedAndStayApart() throws {
    let cyrillic: Text = "\u{440}\u{430}\u{443}"  // looks like "pay"
    let test = try archive([
      deployed("d1", "pay", "1", at: nil) { $0.commitAuthor = "\u{418}\u{432}\u{430}\u{43D}" },
      deployed("d2", cyrillic, "1", at: nil) { $0.commitAuthor = "Zo\u{EB}" },
      deployed("d3", "p\u{430}y", "1", at: nil) { $0.repo = "\u{3B1}/shop" },
      deployed("d4", "\u{43C}\u{438}\u{440}", "1", at: nil),
      // The same letters under another kind of name are no lookalike.
      deployed("d5", "shop", "1", at: nil) { $0.commitAuthor = cyrillic },
    ])
    let found = try test.archive.read { try $0.suspectNames() }
    #expect(
      found == [
        SuspectName(kind: .service, name: "p\u{430}y", lookalike: "pay"),
        SuspectName(kind: .service, name: cyrillic, lookalike: "pay"),
        SuspectName(kind: .repo, name: "\u{3B1}/shop", lookalike: nil),
      ])
    #expect(try test.archive.read { try $0.services().count } == 5)
  }
}
