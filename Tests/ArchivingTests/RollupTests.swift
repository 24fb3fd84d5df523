import Archiving
import Model
import Testing

@Suite struct RollupTests {
  private let allDays = LocalDay(number: 0)..<LocalDay(number: 100_000)

  private func timing(_ job: Job) -> JobTiming {
    JobTiming(
      status: job.status, created: job.createdAt, queued: job.queuedAt, started: job.startedAt,
      completed: job.completedAt, durationSeconds: job.durationSeconds)
  }

  @Test(arguments: 41...46 as ClosedRange<UInt64>)
  func equalARecountOfAllJobs(seed: UInt64) throws {
    var random = RandomRecords(seed: seed)
    var test = try TestArchive()
    test.zone = try #require(ZoneTable(name: "Europe/Berlin"))
    for part in 0..<3 {
      try test.add(random.records(150, ids: 120), as: "part \(part)")
      try test.refresh()
    }
    try test.archive.read { reader in
      var groups: [String: JobRollup] = [:]
      var services: [String: JobRollup] = [:]
      for month in try reader.jobMonths() {
        try reader.forEachJob(in: month) { stored in
          guard let time = stored.job.bucketTime else { return }
          let day = test.zone.day(of: time).iso
          let group = "\(day) \(stored.job.repo?.string ?? "-") \(stored.job.type)"
          groups[group, default: JobRollup()].add(timing(stored.job))
          services["\(day) \(stored.service?.string ?? "-")", default: JobRollup()]
            .add(timing(stored.job))
        }
      }
      for key in Array(groups.keys) { groups[key]?.sort() }
      for key in Array(services.keys) { services[key]?.sort() }
      var found: [String: JobRollup] = [:]
      try reader.forEachJobDay(in: allDays) { day, repo, type, rollup in
        found["\(day.iso) \(repo?.string ?? "-") \(type)"] = rollup
      }
      #expect(found == groups)
      found = [:]
      for service in [nil, "s0", "s1", "s2"] as [Text?] {
        try reader.forEachJobDay(of: service, in: allDays) { day, rollup in
          found["\(day.iso) \(service?.string ?? "-")"] = rollup
        }
      }
      #expect(found == services)
    }
  }

  @Test func readsCountsWithoutDurations() throws {
    let test = try TestArchive()
    var job = Job(id: "j", type: "build", status: .failed)
    job.startedAt = Timestamp(seconds: 1_793_499_240)
    job.completedAt = Timestamp(seconds: 1_793_499_250)
    job.createdAt = Timestamp(seconds: 1_793_499_300)
    try test.add([.job(job)])
    try test.refresh()
    try test.archive.read { reader in
      var seen = 0
      try reader.forEachJobDay(in: allDays, durations: false) { _, _, _, rollup in
        seen += 1
        #expect(rollup.counts[.failed] == 1)
        #expect(rollup.negativeQueues == 1)
        #expect(rollup.runDurations == [])
      }
      try reader.forEachJobDay(in: allDays) { #expect($3.runDurations == [10_000]) }
      #expect(seen == 1)
    }
  }

  // MARK: - Which service a job belongs to

  private func build(_ id: Text, service: Text? = nil) -> Model.Record {
    var job = Job(id: id, type: "build", status: .success)
    job.completedAt = Timestamp(seconds: 1_793_499_240)
    if let service { job.metadata = Metadata(canonicalJSON: #"{"service":"\#(service)"}"#) }
    return .job(job)
  }

  private func release(
    _ id: Text, _ service: Text, names job: Text, updated: Int64 = 0
  ) -> Model.Record {
    var deployment = Deployment(id: id, service: service, version: "1", status: .live)
    deployment.buildJobID = job
    deployment.updatedAt = Timestamp(seconds: 1_793_499_240 + updated)
    return .deployment(deployment)
  }

  private func service(of job: Text, _ steps: [[Model.Record]]) throws -> [Text?] {
    let test = try TestArchive()
    for (i, step) in steps.enumerated() {
      try test.add(step, as: "\(i)")
      try test.refresh()
    }
    return try test.archive.read { reader in
      var found: [Text?] = []
      var all: [Text?] = []
      for month in try reader.jobMonths() {
        try reader.forEachJob(in: month) {
          all.append($0.service)
          if $0.job.id == job { found.append($0.service) }
        }
      }
      // The rollups must say the same.
      for name in try reader.services() + ["meta"] {
        var jobs = 0
        try reader.forEachJobDay(of: name, in: allDays) { jobs += $1.counts.pass }
        #expect(jobs == all.count { $0 == name })
      }
      return found
    }
  }

  @Test func takesTheServiceFromMetadataFirst() throws {
    let records = [build("j", service: "meta"), release("d", "shop", names: "j")]
    #expect(try service(of: "j", [records]) == ["meta"])
    #expect(try service(of: "j", [[records[1]], [records[0]]]) == ["meta"])
  }

  @Test func takesTheServiceOfADeploymentThatNamesTheJobWheneverItComes() throws {
    let records = [build("j"), release("d", "shop", names: "j")]
    #expect(try service(of: "j", [records]) == ["shop"])
    #expect(try service(of: "j", [[records[0]], [records[1]]]) == ["shop"])
    #expect(try service(of: "j", [[records[1]], [records[0]]]) == ["shop"])
    #expect(try service(of: "j", [[build("j")]]) == [nil])
  }

  @Test func takesTheFirstServiceByNameOfSeveral() throws {
    let records = [build("j"), release("d1", "shop", names: "j"), release("d2", "api", names: "j")]
    #expect(try service(of: "j", [records]) == ["api"])
    #expect(try service(of: "j", [[records[1], records[0]], [records[2]]]) == ["api"])
  }

  @Test func forgetsAReferenceThatALaterVersionTakesBack() throws {
    let before = [build("j"), build("k"), release("d", "shop", names: "j")]
    let after = [release("d", "shop", names: "k", updated: 1)]
    #expect(try service(of: "j", [before, after]) == [nil])
    #expect(try service(of: "k", [before, after]) == ["shop"])
    let renamed = [release("d", "api", names: "j", updated: 1)]
    #expect(try service(of: "j", [before, renamed]) == ["api"])
  }
}
