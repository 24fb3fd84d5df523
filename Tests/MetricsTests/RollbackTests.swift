import Metrics
import Model
import Testing

@Suite struct RollbackTests {
  // MARK: - Inferred

  @Test func infersARollbackFromAnEarlierVersionDeployedAgain() {
    let story = Story([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2), deployed("d3", "V1", at: 3),
    ])
    #expect(story.kind("d3") == .rollbackRedeploy)
    #expect(story.failure("d2") == .blamedByRollback)
    #expect(story.rollbacks == ["d2 -> V1 at 3 by d3, inferred, redeployment"])
    #expect(
      story.spans() == ["V1 1..<2 superseded", "V2 2..<3 rolledBack", "V1 3... stillLive"])
    #expect(story.supersededBy("d2") == nil)
    #expect(story.previous("d3") == "d2")
  }

  @Test func blamesTheFirstAfterTheTargetAndWithdrawsTheRest() {
    let story = Story([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2), deployed("d3", "V3", at: 3),
      deployed("d4", "V1", at: 4),
    ])
    #expect(story.failure("d2") == .blamedByRollback)
    #expect(story.fact("d2")?.isWithdrawn == false)
    #expect(story.failure("d3") == nil)
    #expect(story.fact("d3")?.isWithdrawn == true)
    #expect(story.rollbacks == ["d2 -> V1 at 4 by d4, inferred, redeployment; with d3"])
  }

  @Test func takesAVersionThatComesBackAfterItsRollbackAsLandedAnew() {
    let story = Story([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2), deployed("d3", "V1", at: 3),
      deployed("d4", "V2", at: 4),
    ])
    #expect(story.kind("d4") == .forward)
    #expect(story.failure("d4") == nil)
    #expect(story.rollbacks == ["d2 -> V1 at 3 by d3, inferred, redeployment; back d4"])
  }

  @Test func takesARedeploymentBeforeTheRollbackForNoReturn() {
    let story = Story([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2) { $0.flag(at: 5, to: "V1") },
      deployed("d3", "V2", at: 3),
    ])
    #expect(story.rollbacks == ["d2 -> V1 at 5, explicit, rolledBackAt; with d3"])
  }

  @Test func keepsRollbacksToDifferentVersionsApart() {
    let story = Story([
      deployed("d0", "V0", at: 1), deployed("d1", "V1", at: 2),
      deployed("d2", "V2", at: 3) { $0.flag(at: 4, to: "V1") },
      deployed("d3", "V0", at: 5),
    ])
    #expect(
      story.rollbacks == [
        "d2 -> V1 at 4, explicit, rolledBackAt", "d1 -> V0 at 5 by d3, inferred, redeployment",
      ])
    #expect(story.failure("d1") == .blamedByRollback)
    #expect(story.fact("d2")?.isWithdrawn == false)
  }

  @Test func goesBackFromOneRollbackToAnother() {
    let story = Story([
      deployed("d0", "V0", at: 1), deployed("d1", "V1", at: 2), deployed("d2", "V2", at: 3),
      deployed("d3", "V1", at: 4), deployed("d4", "V0", at: 5),
    ])
    #expect(
      story.rollbacks == [
        "d2 -> V1 at 4 by d3, inferred, redeployment",
        "d1 -> V0 at 5 by d4, inferred, redeployment; with d3",
      ])
    #expect(story.failure("d1") == .blamedByRollback)
    #expect(story.failure("d2") == .blamedByRollback)
  }

  // MARK: - Explicit

  @Test func opensASpanOfTheTargetAfterARollbackInPlace() {
    let story = Story([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2) { $0.flag(at: 3, to: "V1") },
      deployed("d3", "V3", at: 5),
    ])
    #expect(story.failure("d2") == .rolledBack)
    #expect(story.rollbacks == ["d2 -> V1 at 3, explicit, rolledBackAt"])
    #expect(
      story.spans() == [
        "V1 1..<2 superseded", "V2 2..<3 rolledBack", "(V1) 3..<5 superseded", "V3 5... stillLive",
      ])
    #expect(story.previous("d3") == "d1")
    #expect(story.history.spans[2].deployment == story.fact("d1")?.key)
  }

  @Test func readsTheStatusAsTheFlag() {
    let story = Story([
      deployed("d1", "V1", at: 1),
      deployed("d2", "V2", at: 2) {
        $0.status = .rolledBack
        $0.rolledBackAt = Timestamp(milliseconds: 3)
        $0.rolledBackTo = "V1"
      },
    ])
    #expect(story.failure("d2") == .rolledBack)
    #expect(story.rollbacks == ["d2 -> V1 at 3, explicit, rolledBackAt"])
  }

  /// The flag's time is before, at and after that of the redeployment, or missing.
  @Test(
    arguments: [
      (3, "rolledBackAt", 3), (4, "rolledBackAt", 4), (6, "redeployment", 4),
      (nil, "redeployment", 4),
    ] as [(Int64?, String, Int64)])
  func takesFlagAndRedeploymentAsOneRollback(flag: Int64?, basis: String, at: Int64) {
    let story = Story([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2) { $0.flag(at: flag, to: "V1") },
      deployed("d3", "V1", at: 4), deployed("d4", "V4", at: 9),
    ])
    #expect(story.kind("d3") == .rollbackRedeploy)
    #expect(story.failure("d2") == .rolledBack)
    #expect(story.rollbacks == ["d2 -> V1 at \(at) by d3, explicit, \(basis)"])
    let restored = at < 4 ? ["(V1) 3..<4 superseded"] : []
    #expect(
      story.spans() == ["V1 1..<2 superseded", "V2 2..<\(at) rolledBack"] + restored
        + ["V1 4..<9 superseded", "V4 9... stillLive"])
    #expect(story.previous("d3") == (at < 4 ? "d1" : "d2"))
  }

  @Test func withdrawsTheSameWhetherTheFlagComesFirstOrTheRedeployment() {
    for flag: Int64 in [4, 5, 6] {
      let story = Story([
        deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2),
        deployed("d3", "V3", at: 3) { $0.flag(at: flag, to: "V1") },
        deployed("d4", "V1", at: 5),
      ])
      #expect(story.failure("d3") == .rolledBack)
      #expect(story.failure("d2") == nil)
      #expect(story.fact("d2")?.isWithdrawn == true)
      #expect(story.history.rollbacks.count == 1)
      #expect(story.history.rollbacks.first?.withdrawn == [2])
    }
  }

  @Test func takesTheLastUpdateAsTheTimeWithoutABetterOne() {
    let story = Story([
      deployed("d1", "V1", at: 1),
      deployed("d2", "V2", at: 2) {
        $0.flag(at: nil, to: "V1")
        $0.updatedAt = Timestamp(milliseconds: 7)
      },
    ])
    #expect(story.rollbacks == ["d2 -> V1 at 7, explicit, updatedAt"])
    #expect(story.spans().last == "(V1) 7... stillLive")
  }

  @Test func countsARollbackWithoutATimeAsFailedAndOpensNoSpan() {
    let story = Story([
      deployed("d1", "V1", at: 1),
      deployed("d2", "V2", at: 2) {
        $0.flag(at: nil, to: "V1")
        $0.updatedAt = Timestamp(milliseconds: 2)
      },
      deployed("d3", "V3", at: 3),
    ])
    #expect(story.failure("d2") == .rolledBack)
    #expect(story.rollbacks == ["d2 -> V1, explicit, unknown"])
    #expect(
      story.spans() == ["V1 1..<2 superseded", "V2 2..<3 superseded", "V3 3... stillLive"])
  }

  @Test func takesARepeatedFlaggedVersionAsLandedAnewThoughNobodyKnowsWhenItLeft() {
    let story = Story([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2) { $0.flag(at: nil, to: nil) },
      deployed("d3", "V3", at: 3), deployed("d4", "V2", at: 4),
    ])
    #expect(story.kind("d4") == .forward)
    #expect(story.failure("d3") == nil)
    #expect(story.rollbacks == ["d2 -> ?, explicit, unknown; back d4"])
  }

  @Test func learnsTargetAndTimeFromTheRedeployment() {
    for flag: Int64? in [nil, 3] {
      let story = Story([
        deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2) { $0.flag(at: flag, to: nil) },
        deployed("d3", "V1", at: 4),
      ])
      #expect(story.kind("d3") == .rollbackRedeploy)
      #expect(story.failure("d3") == nil)
      let basis = flag == nil ? "redeployment" : "rolledBackAt"
      #expect(story.rollbacks == ["d2 -> V1 at \(flag ?? 4) by d3, explicit, \(basis)"])
    }
  }

  @Test func knowsNotWhatIsLiveAfterARollbackToAnUnnamedTarget() {
    let story = Story([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2) { $0.flag(at: 3, to: nil) },
      deployed("d3", "V3", at: 5),
    ])
    #expect(story.rollbacks == ["d2 -> ? at 3, explicit, rolledBackAt"])
    #expect(
      story.spans() == ["V1 1..<2 superseded", "V2 2..<3 rolledBack", "V3 5... stillLive"])
    #expect(story.previous("d3") == nil)
    #expect(story.kind("d3") == .forward)
  }

  @Test func opensASpanOfATargetThatNoRecordDescribes() {
    let story = Story([
      deployed("d2", "V2", at: 2) { $0.flag(at: 3, to: "V1") }, deployed("d3", "V3", at: 5),
      deployed("d4", "V1", at: 6),
    ])
    #expect(
      story.spans() == [
        "V2 2..<3 rolledBack", "(V1) 3..<5 superseded", "V3 5..<6 rolledBack",
        "V1 6... stillLive",
      ])
    #expect(story.history.spans[1].deployment == nil)
    #expect(story.kind("d4") == .rollbackRedeploy)
    #expect(
      story.rollbacks == [
        "d2 -> V1 at 3, explicit, rolledBackAt", "d3 -> V1 at 6 by d4, inferred, redeployment",
      ])
  }

  @Test func leavesALaterVersionLiveWhenAFlagNamesNoTarget() {
    let story = Story([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2) { $0.flag(at: 10, to: nil) },
      deployed("d3", "V3", at: 5),
    ])
    #expect(story.failure("d2") == .rolledBack)
    #expect(story.fact("d3")?.isWithdrawn == false)
    #expect(story.spans().last == "V3 5... stillLive")
  }

  @Test func leavesTheVersionBeforeLiveWhenAFailedDeploymentIsFlagged() {
    for target: Text? in [nil, "V1"] {
      let story = Story([
        deployed("d1", "V1", at: 1),
        deployed("d2", "V2", at: 2) {
          $0.status = .failed
          $0.flag(at: 3, to: target)
        },
      ])
      #expect(story.failure("d2") == .rolledBack)
      #expect(story.spans() == ["V1 1... stillLive"])
      #expect(story.history.rollbacks.count == 1)
    }
  }

  @Test func restoresTheTargetWhenNothingEverWentLive() {
    let story = Story([
      deployed("d2", "V2", at: 2) {
        $0.status = .failed
        $0.flag(at: 3, to: "V1")
      }
    ])
    #expect(story.spans() == ["(V1) 3... stillLive"])
  }

  @Test func takesAFailedWayBackForNoTimeOfTheRollback() {
    let story = Story([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2) { $0.flag(at: nil, to: "V1") },
      deployed("d3", "V1", at: 3) { $0.status = .failed }, deployed("d4", "V1", at: 5),
    ])
    #expect(story.rollbacks == ["d2 -> V1 at 5 by d4, explicit, redeployment"])
    #expect(story.spans()[1] == "V2 2..<5 rolledBack")
  }

  @Test func blamesEachOfTwoFlaggedDeploymentsOnce() {
    let story = Story([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2) { $0.flag(at: 10, to: "V1") },
      deployed("d3", "V3", at: 3) { $0.flag(at: 6, to: "V1") },
    ])
    #expect(story.failure("d2") == .rolledBack)
    #expect(story.failure("d3") == .rolledBack)
    #expect(story.fact("d2")?.isWithdrawn == false)
    #expect(story.history.rollbacks.count == 2)
    #expect(story.spans().last == "(V1) 6... stillLive")
  }

  @Test func ordersRollbacksByTime() {
    let story = Story([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2) { $0.flag(at: nil, to: nil) },
      deployed("d3", "V3", at: 3) { $0.flag(at: 4, to: "V2") }, deployed("d4", "V1", at: 9),
    ])
    #expect(story.history.rollbacks.map { $0.at?.milliseconds } == [4, 9])
  }
}
