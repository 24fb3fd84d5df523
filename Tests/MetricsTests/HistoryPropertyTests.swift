import Metrics
import Model
import Testing

/// Histories drawn at random, small enough that every odd meeting of events turns up.
@Suite struct HistoryPropertyTests {
  private static let seeds = Array(UInt64(1)...600)

  private static func random(_ seed: UInt64, flags: Bool) -> [Deployment] {
    var dice = SplitMix64(seed: seed)
    return (0..<Int.random(in: 1...14, using: &dice)).map { i in
      var d = Deployment(
        id: Text("d\(i)"), service: "shop",
        version: Text("V\(Int.random(in: 0...5, using: &dice))"),
        status: .live)
      let roll = Int.random(in: 0..<100, using: &dice)
      d.status = roll < 15 ? .failed : roll < 20 ? .pending : .live
      d.environment = dice.chance(25) ? "eu" : "us"
      if !dice.chance(10) {
        d.productionDeployedAt = Timestamp(milliseconds: .random(in: 0..<30, using: &dice))
      }
      if dice.chance(30) {
        d.stagingDeployedAt = Timestamp(milliseconds: .random(in: 0..<30, using: &dice))
      }
      if dice.chance(30) { d.commitSHA = Text("c\(Int.random(in: 0...1, using: &dice))") }
      if dice.chance(10) {
        let fixed = Int.random(in: 0...i, using: &dice)
        d.metadata = Metadata(canonicalJSON: #"{"fixes_deployment":"d\#(fixed)"}"#)
      }
      guard flags, dice.chance(30) else { return d }
      if dice.chance(50) { d.rolledBack = true } else { d.status = .rolledBack }
      if dice.chance(60) {
        d.rolledBackAt = Timestamp(milliseconds: .random(in: 0..<40, using: &dice))
      }
      if dice.chance(70) {
        d.rolledBackTo = Text("V\(Int.random(in: 0...7, using: &dice))")
      }
      if dice.chance(30) {
        d.updatedAt = Timestamp(milliseconds: .random(in: 0..<40, using: &dice))
      }
      return d
    }
  }

  @Test(arguments: [false, true])
  func doesNotDependOnTheOrderOfTheInput(flags: Bool) {
    for seed in Self.seeds {
      var deployments = Self.random(seed, flags: flags)
      let expected = Story(deployments).telling
      var dice = SplitMix64(seed: seed ^ 0xFFFF)
      for _ in 0..<3 {
        deployments.shuffle(using: &dice)
        #expect(Story(deployments).telling == expected, "seed \(seed)")
      }
    }
  }

  @Test func ordersSpansWithoutOverlap() {
    for seed in Self.seeds {
      let spans = Story(Self.random(seed, flags: true)).history.spans
      for (a, b) in zip(spans, spans.dropFirst())
      where a.environment == b.environment && a.isProduction == b.isProduction {
        #expect(a.until != nil, "seed \(seed)")
        #expect(a.from <= (a.until ?? a.from), "seed \(seed)")
        #expect((a.until ?? b.from) <= b.from, "seed \(seed)")
      }
      #expect(spans.allSatisfy { ($0.until == nil) == ($0.end == .stillLive) }, "seed \(seed)")
    }
  }

  @Test func endsEachSpanWhereAnotherStartsOrARollbackIs() {
    for seed in Self.seeds {
      let history = Story(Self.random(seed, flags: true)).history
      for span in history.spans {
        guard let until = span.until else { continue }
        let starts = history.spans.contains {
          $0.environment == span.environment && $0.from == until
            && $0.isProduction == span.isProduction
        }
        let isRollback = history.rollbacks.contains {
          $0.environment == span.environment && $0.at == until
        }
        #expect(span.end == .rolledBack ? isRollback : starts, "seed \(seed)")
      }
    }
  }

  @Test func restoresSpansOnlyByRollbacksInPlace() {
    for seed in Self.seeds {
      let history = Story(Self.random(seed, flags: true)).history
      for span in history.spans where span.isRestored {
        #expect(span.until != span.from, "seed \(seed)")
        let isRollback = history.rollbacks.contains {
          $0.environment == span.environment && $0.at == span.from && $0.basis == .explicit
            && $0.toVersion == span.version
        }
        #expect(isRollback, "seed \(seed)")
      }
    }
  }

  @Test func failsOnlyForwardDeploymentsAndEachForOneReason() {
    for seed in Self.seeds {
      let deployments = Self.random(seed, flags: true)
      let story = Story(deployments)
      let blamed = Set(story.history.rollbacks.map(\.blamed))
      let fixed = Set(deployments.compactMap { $0.metadata.text(of: "fixes_deployment") })
      for (d, fact) in zip(deployments, story.history.facts) {
        #expect(fact.kind.reached == (d.productionDeployedAt != nil), "seed \(seed)")
        #expect(fact.failure == nil || !fact.isWithdrawn, "seed \(seed)")
        guard fact.kind == .forward else {
          #expect(fact.failure == nil, "seed \(seed)")
          continue
        }
        let expected: ChangeFailure? =
          d.isRolledBack
          ? .rolledBack
          : d.status == .failed
            ? .failedInProduction
            : blamed.contains(fact.key)
              ? .blamedByRollback : fixed.contains(d.id) ? .fixedByRework : nil
        if fact.failure != expected {
          // One that names only itself as what it fixes is not fixed.
          #expect(expected == .fixedByRework && fact.failure == nil, "seed \(seed)")
        }
      }
    }
  }

  @Test func blamesOnlyWhatReachedProduction() {
    for seed in Self.seeds {
      let deployments = Self.random(seed, flags: true)
      let story = Story(deployments)
      for rollback in story.history.rollbacks {
        let blamed = story.history.facts[Int(rollback.blamed) - 1]
        #expect(blamed.kind.reached, "seed \(seed)")
        #expect(!rollback.withdrawn.contains(rollback.blamed), "seed \(seed)")
        #expect(Set(rollback.withdrawn).count == rollback.withdrawn.count, "seed \(seed)")
        let isFlagged = deployments[Int(rollback.blamed) - 1].isRolledBack
        #expect(rollback.basis == .inferred || isFlagged, "seed \(seed)")
        if let by = rollback.by {
          #expect(
            story.history.facts[Int(by) - 1].kind == .rollbackRedeploy, "seed \(seed)")
          #expect(deployments[Int(by) - 1].version == rollback.toVersion, "seed \(seed)")
        }
        #expect((rollback.at == nil) == (rollback.timeBasis == .unknown), "seed \(seed)")
      }
      let times = story.history.rollbacks.map {
        ($0.environment, $0.at?.milliseconds ?? .max)
      }
      for (a, b) in zip(times, times.dropFirst()) { #expect(a <= b, "seed \(seed)") }
    }
  }

  /// Every flagged deployment that reached production has exactly one rollback of its own.
  @Test func countsEachFlagOnce() {
    for seed in Self.seeds {
      let deployments = Self.random(seed, flags: true)
      let story = Story(deployments)
      for (d, fact) in zip(deployments, story.history.facts)
      where d.isRolledBack && fact.kind.reached {
        let own = story.history.rollbacks.filter {
          $0.blamed == fact.key && $0.basis == .explicit
        }
        #expect(own.count == 1, "seed \(seed)")
      }
    }
  }

  @Test func agreesWithTheNaiveAnswerToWhatWasLive() {
    for seed in Self.seeds {
      let deployments = Self.random(seed, flags: false)
      let story = Story(deployments)
      for environment: Text in ["eu", "us"] {
        for time in Int64(0)..<31 {
          let at = Timestamp(milliseconds: time)
          let naive = deployments.filter {
            $0.environment == environment && $0.status != .failed
              && ($0.productionDeployedAt.map { $0 <= at } ?? false)
          }.max { a, b in
            let (x, y) = (a.productionDeployedAt, b.productionDeployedAt)
            return x == y ? a.id < b.id : (x ?? at) < (y ?? at)
          }
          let span = story.history.spans.filter {
            $0.environment == environment && $0.isProduction && $0.from <= at
              && ($0.until.map { $0 > at } ?? true)
          }
          #expect(span.count <= 1, "seed \(seed)")
          #expect(span.first?.version == naive?.version, "seed \(seed), time \(time)")
        }
      }
    }
  }
}
