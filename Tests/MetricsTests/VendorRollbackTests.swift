import Metrics
import Model
import Testing

/// Rollbacks that the system of the source tells by a sign of its own.
@Suite struct VendorRollbackTests {
  @Test func takesADeploymentWithASignAsTheWayBackThoughItsVersionWasNeverLive() {
    let story = Story([
      deployed("d2", "V2", at: 2), deployed("d3", "V1", at: 3) { $0.sign("creator=robot") },
    ])
    #expect(story.kind("d3") == .rollbackRedeploy)
    #expect(story.failure("d3") == nil)
    #expect(story.failure("d2") == .blamedByRollback)
    #expect(story.supersededBy("d2") == nil)
    #expect(story.rollbacks == ["d2 -> V1 at 3 by d3, vendor, redeployment"])
    #expect(story.spans() == ["V2 2..<3 rolledBack", "V1 3... stillLive"])
  }

  @Test func blamesTheFirstDeploymentAfterTheVersionWasLiveLast() {
    let story = Story([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2), deployed("d3", "V3", at: 3),
      deployed("d4", "V1", at: 4) { $0.sign("creator=robot") },
    ])
    #expect(story.rollbacks == ["d2 -> V1 at 4 by d4, vendor, redeployment; with d3"])
    #expect(story.failure("d2") == .blamedByRollback)
    #expect(story.fact("d3")?.isWithdrawn == true)
  }

  @Test func trustsTheSignWhereTheOrderOfVersionsSaysOtherwise() {
    // V2 was taken out before, so that it would be landed anew if its system did not know better.
    let story = Story([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2), deployed("d3", "V1", at: 3),
      deployed("d4", "V4", at: 4), deployed("d5", "V2", at: 5) { $0.sign("creator=robot") },
    ])
    #expect(story.kind("d5") == .rollbackRedeploy)
    #expect(
      story.rollbacks == [
        "d2 -> V1 at 3 by d3, inferred, redeployment; back d5",
        "d3 -> V2 at 5 by d5, vendor, redeployment; with d4",
      ])
  }

  @Test func resolvesTheRollbackOfAFailedDeploymentByWhatItsSystemDeploysNext() {
    // What failed took nothing out, so the way back deploys what is live already.
    let story = Story([
      deployed("d0", "V1", at: 1),
      deployed("d1", "V2", at: 2) {
        $0.status = .failed
        $0.flag(at: nil, to: nil)
        $0.sign("rollbackDeploymentId=d2")
      },
      deployed("d2", "V1", at: 3) { $0.sign("creator=robot") },
      deployed("d3", "V1", at: 4) { $0.sign("creator=robot") },
    ])
    #expect(story.kind("d2") == .rollbackRedeploy)
    #expect(story.kind("d3") == .redeploy)
    #expect(story.rollbacks == ["d1 -> V1 at 3 by d2, vendor, redeployment"])
    #expect(story.failure("d1") == .rolledBack)
  }

  @Test func takesTheLiveVersionWithASignAsARedeploy() {
    let story = Story([
      deployed("d1", "V1", at: 1), deployed("d2", "V1", at: 2) { $0.sign("reason=redeploy") },
    ])
    #expect(story.kind("d2") == .redeploy)
    #expect(story.rollbacks == [])
  }

  @Test func countsNoRollbackWhereNothingIsKnownToHaveBeenLive() {
    let story = Story([
      deployed("d1", "V1", at: 1) { $0.sign("creator=robot") }, deployed("d2", "V2", at: 2),
    ])
    #expect(story.kind("d1") == .rollbackRedeploy)
    #expect(story.kind("d2") == .forward)
    #expect(story.rollbacks == [])
    #expect(story.spans() == ["V1 1..<2 superseded", "V2 2... stillLive"])
  }

  @Test func countsNoRollbackForAWayBackThatFailedOrNeverReachedProduction() {
    let story = Story([
      deployed("d2", "V2", at: 2),
      deployed("d3", "V1", at: 3) {
        $0.sign("creator=robot")
        $0.status = .failed
      },
      deployed("d4", "V1", at: nil) { $0.sign("creator=robot") },
    ])
    #expect(story.kind("d3") == .rollbackRedeploy)
    #expect(story.kind("d4") == .notReached)
    #expect(story.failure("d2") == nil)
    #expect(story.rollbacks == [])
    #expect(story.spans() == ["V2 2... stillLive"])
  }

  @Test func namesTheVendorForADeploymentThatItMarksAsRolledBack() {
    for time: Int64? in [3, nil] {
      let story = Story([
        deployed("d1", "V1", at: 1),
        deployed("d2", "V2", at: 2) {
          $0.flag(at: time, to: nil)
          $0.sign("rollbackInfo")
        },
      ])
      #expect(story.kind("d2") == .forward)
      #expect(story.failure("d2") == .rolledBack)
      let end = time == nil ? ", vendor, unknown" : " at 3, vendor, rolledBackAt"
      #expect(story.rollbacks == ["d2 -> ?\(end)"])
    }
  }

  @Test func takesBothSidesOfOneRollbackAsOne() {
    let story = Story([
      deployed("d1", "V1", at: 1),
      deployed("d2", "V2", at: 2) {
        $0.flag(at: nil, to: nil)
        $0.sign("rollbackInfo")
      },
      deployed("d3", "V1", at: 4) { $0.sign("creator=robot") },
    ])
    #expect(story.rollbacks == ["d2 -> V1 at 4 by d3, vendor, redeployment"])
    #expect(story.failure("d2") == .rolledBack)
    #expect(story.kind("d3") == .rollbackRedeploy)
  }

  @Test func prefersTheExplicitFieldToTheSign() {
    let story = Story([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2) { $0.flag(at: 3, to: "V1") },
      deployed("d3", "V1", at: 4) { $0.sign("creator=robot") },
    ])
    #expect(story.rollbacks == ["d2 -> V1 at 3 by d3, explicit, rolledBackAt"])
    let untimed = Story([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2) { $0.flag(at: nil, to: nil) },
      deployed("d3", "V0", at: 4) { $0.sign("creator=robot") },
    ])
    #expect(untimed.rollbacks == ["d2 -> V0 at 4 by d3, explicit, redeployment"])
  }

  /// A system that rolls back by itself does so when a deployment fails: the version before stayed
  /// live, and is deployed again.
  @Test(arguments: [3, nil] as [Int64?])
  func countsTheRollbackOfAFailedDeploymentOnce(flag: Int64?) {
    let story = Story([
      deployed("d1", "V1", at: 1),
      deployed("d2", "V2", at: 2) {
        $0.status = .failed
        $0.flag(at: flag, to: "V1")
        $0.sign("rollbackInfo")
      },
      deployed("d3", "V1", at: 5) { $0.sign("creator=robot") }, deployed("d4", "V4", at: 9),
    ])
    #expect(story.failure("d2") == .rolledBack)
    #expect(story.kind("d3") == .rollbackRedeploy)
    #expect(story.kind("d4") == .forward)
    let basis = flag == nil ? "redeployment" : "rolledBackAt"
    #expect(story.rollbacks == ["d2 -> V1 at \(flag ?? 5) by d3, vendor, \(basis)"])
    #expect(
      story.spans() == ["V1 1..<5 superseded", "V1 5..<9 superseded", "V4 9... stillLive"])
  }

  @Test func restoresTheVersionBeforeAFailedDeploymentThoughNoRecordTellsOfIt() {
    let story = Story([
      deployed("d2", "V2", at: 2) {
        $0.status = .failed
        $0.flag(at: nil, to: "V1")
        $0.sign("rollbackInfo")
      },
      deployed("d3", "V1", at: 5) { $0.sign("creator=robot") },
    ])
    #expect(story.rollbacks == ["d2 -> V1 at 5 by d3, vendor, redeployment"])
    #expect(story.spans() == ["V1 5... stillLive"])
  }

  @Test func namesEachBasis() {
    #expect(Basis.explicit.word == "explicit")
    #expect(Basis.inferred.word == "inferred")
    #expect(Basis.vendor.word == "vendor")
    #expect([Basis.explicit, .inferred, .vendor].map(\.rawValue) == [0, 1, 2])
  }

  @Test func takesNoEmptySignAndNoneThatIsNoText() {
    for metadata in [#"{"rollback_signal":""}"#, #"{"rollback_signal":true}"#] {
      let story = Story([
        deployed("d1", "V1", at: 1),
        deployed("d2", "V2", at: 2) { $0.metadata = Metadata(canonicalJSON: metadata) },
      ])
      #expect(story.kind("d2") == .forward)
    }
  }

  /// Signs at random: the same history in any order, and each rollback by a sign on one of its sides.
  @Test func keepsTheRulesWhateverIsMarked() {
    for seed in UInt64(1)...400 {
      var dice = SplitMix64(seed: seed)
      var deployments = (0..<Int.random(in: 1...10, using: &dice)).map { i in
        deployed(
          Text("d\(i)"), Text("V\(Int.random(in: 0...3, using: &dice))"),
          at: Int64.random(in: 0..<20, using: &dice)
        ) {
          if dice.chance(15) { $0.status = .failed }
          if dice.chance(20) {
            $0.flag(
              at: dice.chance(50) ? Int64.random(in: 0..<25, using: &dice) : nil,
              to: dice.chance(50) ? Text("V\(Int.random(in: 0...3, using: &dice))") : nil)
          }
          if dice.chance(30) { $0.sign("sign") }
        }
      }
      let story = Story(deployments)
      let marked = Set(deployments.filter { $0.metadata != .empty }.map(\.id))
      func id(_ key: Int64?) -> Text? { key.map { deployments[Int($0) - 1].id } }
      for rollback in story.history.rollbacks {
        let isMarked = [id(rollback.blamed), id(rollback.by)].contains {
          $0.map(marked.contains) ?? false
        }
        #expect(rollback.basis != .vendor || isMarked, "seed \(seed)")
        #expect(rollback.by != rollback.blamed, "seed \(seed)")
        #expect(!rollback.withdrawn.contains(rollback.blamed), "seed \(seed)")
      }
      for fact in story.history.facts where fact.kind != .forward {
        #expect(fact.failure == nil, "seed \(seed)")
      }
      for (a, b) in zip(story.history.spans, story.history.spans.dropFirst()) {
        #expect((a.until ?? b.from) <= b.from && a.until != nil, "seed \(seed)")
      }
      let telling = story.telling
      deployments.shuffle(using: &dice)
      #expect(Story(deployments).telling == telling, "seed \(seed)")
    }
  }
}

extension Deployment {
  fileprivate mutating func sign(_ text: String) {
    metadata = Metadata(canonicalJSON: #"{"rollback_signal":"\#(text)"}"#)
  }
}
