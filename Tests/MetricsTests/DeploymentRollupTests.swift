import Metrics
import Model
import Testing

@Suite struct DeploymentRollupTests {
  private static let zones = [
    "UTC", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns",
    "Asia/Kathmandu",
  ]

  /// Deployments of few versions within days over which all of the zones change their clocks, or lose
  /// a day, or have a midnight twice.
  private func events(_ dice: inout SplitMix64) -> [DeploymentEvent] {
    let starts: [Int64] = [1_289_001_600, 1_325_116_800, 1_774_656_000, 1_775_304_000]
    return (0..<60).map { i in
      let start = starts[Int.random(in: 0..<4, using: &dice)]
      func time() -> Timestamp {
        Timestamp(seconds: start + Int64.random(in: 0..<4 * 86_400, using: &dice))
      }
      var deployment = Deployment(
        id: Text("d\(i)"), service: "shop",
        version: Text("V\(Int.random(in: 0..<6, using: &dice))"),
        status: DeploymentStatus.allCases[Int.random(in: 0..<7, using: &dice)])
      deployment.environment = dice.chance(50) ? "eu" : "us"
      deployment.commitSHA =
        dice.chance(70) ? Text("c\(Int.random(in: 0..<20, using: &dice))") : nil
      deployment.productionDeployedAt = dice.chance(80) ? time() : nil
      deployment.createdAt = dice.chance(80) ? time() : nil
      if dice.chance(20) { deployment.flag(at: dice.chance(70) ? 0 : nil, to: "V1") }
      if deployment.rolledBackAt != nil { deployment.rolledBackAt = time() }
      if dice.chance(30) {
        deployment.metadata = Metadata(
          canonicalJSON: #"{"commit_timestamp":"2010-11-01T00:00:00Z"}"#)
      }
      if dice.chance(10) { deployment.tags = ["hotfix"] }
      return DeploymentEvent(key: Int64(i), deployment: deployment)
    }
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func sumsToTheTotalsInEveryZone(seed: UInt64) throws {
    var dice = SplitMix64(seed: seed)
    let events = events(&dice)
    let utc = try deriveService(events, zone: .utc, commits: .none)
    let date = ReportDate(today: LocalDay(year: 2030, month: 1, day: 1))
    for name in DeploymentRollupTests.zones {
      let zone = try #require(ZoneTable(name: name))
      let history = try deriveService(events, zone: zone, commits: .none)
      var tally = DeploymentTally()
      for day in history.days { tally.add(day.rollup, on: day.day, date: date) }
      #expect(tally.kinds.total == events.count)
      let all = tally.sum(in: nil)
      for share in DeploymentShare.allCases {
        // What a figure counts, whatever the days.
        var (k, n) = (0, 0)
        for (event, fact) in zip(events, history.facts) where event.bucketTime != nil {
          let membership = share.metric.membership(
            of: fact, status: event.status, by: share.convention)
          guard case .counted(let isHit) = membership else { continue }
          n += 1
          k += isHit ? 1 : 0
        }
        #expect(all[share] == (k, n), "\(share) in \(name)")
        #expect(tally.share(share, in: nil) == Proportion(k: k, n: n))
      }
      let timed = history.rollbacks.count { $0.at != nil }
      #expect(tally.rollbacks(in: nil) == timed)
      let leads = history.facts.compactMap { $0.lead?.milliseconds }.flatMap { $0 }.sorted()
      #expect(LeadBasis.allCases.flatMap { all[$0].milliseconds }.sorted() == leads)
      #expect(history.facts.map(\.kind) == utc.facts.map(\.kind))
    }
  }

  @Test(arguments: 7...10 as ClosedRange<UInt64>)
  func keepsTheProductionTimesToTheMillisecond(seed: UInt64) throws {
    var dice = SplitMix64(seed: seed)
    let events = events(&dice)
    for name in DeploymentRollupTests.zones {
      let zone = try #require(ZoneTable(name: name))
      let history = try deriveService(events, zone: zone, commits: .none)
      var tally = DeploymentTally()
      let date = ReportDate(today: LocalDay(year: 2030, month: 1, day: 1))
      for day in history.days { tally.add(day.rollup, on: day.day, date: date) }
      let forward = zip(events, history.facts).filter { $0.1.kind == .forward }
      let times = forward.compactMap { $0.0.productionAt }.sorted()
      #expect(tally.forwardTimes(in: .ever(before: date.today), zone: zone) == times)
    }
  }

  @Test func doesNotDependOnTheOrderOfTheDeployments() throws {
    var dice = SplitMix64(seed: 11)
    var events = events(&dice)
    let zone = try #require(ZoneTable(name: "America/St_Johns"))
    let expected = try deriveService(events, zone: zone, commits: .none)
    for _ in 0..<5 {
      events.shuffle(using: &dice)
      let history = try deriveService(events, zone: zone, commits: .none)
      #expect(history.days == expected.days)
      #expect(history.recoveries == expected.recoveries)
    }
  }

  @Test func storesAllItsNumbersInOneRow() {
    var rollup = DeploymentRollup()
    var dice = SplitMix64(seed: 12)
    for kind in DeploymentKind.allCases {
      for failure in [nil] + ChangeFailure.allCases.map({ $0 as ChangeFailure? }) {
        var fact = DeploymentFact(key: 1, kind: kind)
        fact.failure = kind == .forward ? failure : nil
        fact.isWideFailure = fact.failure != nil || dice.chance(30)
        fact.lead = DeploymentLead(
          basis: LeadBasis.allCases[Int.random(in: 0..<3, using: &dice)], milliseconds: [7, 3],
          isNegative: dice.chance(50))
        rollup.add(fact, status: .live, offset: 5)
      }
    }
    rollup.rollbacks = 9
    rollup.sort()
    let read = DeploymentRollup(
      numbers: rollup.numbers, offsets: rollup.forwardOffsets,
      leads: LeadBasis.allCases.map { rollup[$0].milliseconds })
    #expect(read == rollup)
    #expect(read[.successful].total > 0)
  }
}
