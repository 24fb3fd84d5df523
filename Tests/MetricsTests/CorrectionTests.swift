import Metrics
import Model
import Testing

/// What corrections make of histories, worked by hand.
@Suite struct CorrectionTests {
  private func story(
    _ deployments: [Deployment], _ corrections: [Text: (inout Correction) -> Void]
  ) -> Story {
    Story(deployments, corrections: corrections.map { correction($0, $1) })
  }

  /// V1, V2, V3 and V1 again: d2 is blamed and d3 withdrawn, if nobody says otherwise.
  private let back = [
    deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2), deployed("d3", "V3", at: 3),
    deployed("d4", "V1", at: 4),
  ]

  // MARK: - Is a rollback

  @Test func aNewVersionIsARollbackIfACorrectionSaysSo() {
    let deployments = [
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2), deployed("d3", "V1b", at: 3),
    ]
    let story = story(deployments, ["d3": { $0.isRollback = true }])
    #expect(story.kind("d3") == .rollbackRedeploy)
    #expect(story.failure("d2") == .blamedByRollback)
    #expect(story.rollbacks == ["d2 -> V1b at 3 by d3, override, redeployment"])
    #expect(
      story.spans() == ["V1 1..<2 superseded", "V2 2..<3 rolledBack", "V1b 3... stillLive"])
  }

  @Test func theFirstDeploymentIsARollbackOfNothingKnown() {
    let story = story([deployed("d1", "V1", at: 1)], ["d1": { $0.isRollback = true }])
    #expect(story.kind("d1") == .rollbackRedeploy)
    #expect(story.rollbacks == [])
  }

  @Test func aRedeploymentIsARollbackIfACorrectionSaysSo() {
    let deployments = [
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2), deployed("d3", "V2", at: 3),
    ]
    #expect(story(deployments, [:]).kind("d3") == .redeploy)
    let story = story(
      deployments,
      [
        "d3": {
          $0.isRollback = true
          $0.blames = "d2"
        }
      ])
    #expect(story.kind("d3") == .rollbackRedeploy)
    #expect(story.failure("d2") == .blamedByRollback)
    #expect(story.rollbacks == ["d2 -> V2 at 3 by d3, override, redeployment"])
  }

  @Test func movesTheBlame() {
    let story = story(
      back,
      [
        "d4": {
          $0.isRollback = true
          $0.blames = "d3"
        }
      ])
    #expect(story.failure("d3") == .blamedByRollback)
    #expect(story.failure("d2") == nil)
    #expect(story.fact("d2")?.isWithdrawn == true)
    #expect(story.fact("d3")?.isWithdrawn == false)
    #expect(story.rollbacks == ["d3 -> V1 at 4 by d4, override, redeployment; with d2"])
  }

  @Test func movesTheBlameOfARollbackInPlace() {
    let deployments = [
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2),
      deployed("d3", "V3", at: 3) { $0.flag(at: 4, to: "V1") }, deployed("d4", "V1", at: 5),
    ]
    #expect(
      story(deployments, [:]).rollbacks == ["d3 -> V1 at 4 by d4, explicit, rolledBackAt; with d2"])
    let story = story(
      deployments,
      [
        "d4": {
          $0.isRollback = true
          $0.blames = "d2"
        }
      ])
    #expect(story.rollbacks == ["d2 -> V1 at 4 by d4, override, rolledBackAt; with d3"])
    #expect(story.failure("d2") == .blamedByRollback)
    // Its own record says that it was rolled back; only a correction of it says otherwise.
    #expect(story.failure("d3") == .rolledBack)
  }

  @Test func takesOutWhatWentLiveSinceTheOneBlamed() {
    let deployments = [
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2), deployed("d3", "V3", at: 3),
      deployed("d4", "V4", at: 4),
    ]
    let story = story(
      deployments,
      [
        "d4": {
          $0.isRollback = true
          $0.blames = "d2"
        }
      ])
    #expect(story.rollbacks == ["d2 -> V4 at 4 by d4, override, redeployment; with d3"])
    #expect(story.fact("d3")?.isWithdrawn == true)
  }

  @Test func blamesAsTheRulesSayIfTheOneNamedIsNotThere() {
    let story = story(
      back,
      [
        "d4": {
          $0.isRollback = true
          $0.blames = "elsewhere"
        }
      ])
    #expect(story.rollbacks == ["d2 -> V1 at 4 by d4, override, redeployment; with d3"])
  }

  // MARK: - Is none

  @Test func anOlderVersionIsAChangeIfACorrectionSaysSo() {
    let story = story(back, ["d4": { $0.isRollback = false }])
    #expect(story.kind("d4") == .forward)
    #expect(story.rollbacks == [])
    #expect(story.failure("d2") == nil)
    #expect(story.fact("d3")?.isWithdrawn == false)
    #expect(story.supersededBy("d3") == "d4")
  }

  @Test func theLiveVersionOnceMoreStaysARedeployment() {
    let deployments = [deployed("d1", "V1", at: 1), deployed("d2", "V1", at: 2)]
    #expect(story(deployments, ["d2": { $0.isRollback = false }]).kind("d2") == .redeploy)
  }

  @Test func aVendorsSignIsOverruled() {
    let deployments = [
      deployed("d1", "V1", at: 1),
      deployed("d2", "V2", at: 2) {
        $0.metadata = Metadata(canonicalJSON: #"{"rollback_signal":"x"}"#)
      },
    ]
    #expect(story(deployments, [:]).kind("d2") == .rollbackRedeploy)
    let story = story(deployments, ["d2": { $0.isRollback = false }])
    #expect(story.kind("d2") == .forward)
    #expect(story.rollbacks == [])
  }

  @Test func whatIsNoWayBackDoesNotTellWhenARollbackWas() {
    let deployments = [
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2) { $0.flag(at: nil, to: "V1") },
      deployed("d3", "V1", at: 9),
    ]
    let story = story(deployments, ["d3": { $0.isRollback = false }])
    #expect(story.rollbacks == ["d2 -> V1, explicit, unknown"])
    #expect(story.kind("d3") == .forward)
  }

  // MARK: - Was rolled back, or was not

  @Test func wasRolledBackIfACorrectionSaysSo() {
    let deployments = [
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2), deployed("d3", "V3", at: 3),
    ]
    let story = story(deployments, ["d2": { $0.isRolledBack = true }])
    #expect(story.failure("d2") == .rolledBack)
    #expect(story.rollbacks == ["d2 -> ?, override, unknown"])
    let found = story.recovery
    #expect(found.episodes.map(\.failures) == [[2]])
    #expect(found.episodes.first?.end == Timestamp(milliseconds: 3))
  }

  @Test func isBlamedByTheWayBackThatFollows() {
    let story = story(back, ["d3": { $0.isRolledBack = true }])
    #expect(story.failure("d3") == .rolledBack)
    #expect(story.rollbacks == ["d3 -> V1 at 4 by d4, override, redeployment; with d2"])
  }

  @Test func wasNotRolledBackWhateverItsRecordSays() {
    let deployments = [
      deployed("d1", "V1", at: 1),
      deployed("d2", "V2", at: 2) {
        $0.status = .rolledBack
        $0.flag(at: 3, to: "V1")
      },
    ]
    let story = story(deployments, ["d2": { $0.isRolledBack = false }])
    #expect(story.failure("d2") == nil)
    #expect(story.rollbacks == [])
    #expect(story.spans() == ["V1 1..<2 superseded", "V2 2... stillLive"])
    #expect(story.recovery.episodes.isEmpty)
  }

  @Test func blamesTheNextIfTheFirstWasNotRolledBack() {
    let story = story(back, ["d2": { $0.isRolledBack = false }])
    #expect(story.failure("d2") == nil)
    #expect(story.fact("d2")?.isWithdrawn == false)
    #expect(story.rollbacks == ["d3 -> V1 at 4 by d4, inferred, redeployment"])
  }

  @Test func isNoWayBackIfNothingWasTakenOut() {
    let deployments = [
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2), deployed("d3", "V1", at: 3),
    ]
    let story = story(deployments, ["d2": { $0.isRolledBack = false }])
    #expect(story.kind("d3") == .forward)
    #expect(story.rollbacks == [])
    #expect(story.supersededBy("d2") == "d3")
  }

  @Test func anOpenEpisodeEndsIfItsFailureIsCorrectedAway() {
    let deployments = [
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2) { $0.flag(at: 3, to: "V0") },
    ]
    #expect(story(deployments, [:]).recovery.episodes.count == 1)
    #expect(
      story(deployments, ["d2": { $0.isRolledBack = false }]).recovery.episodes.isEmpty)
  }

  // MARK: - An exercise

  @Test(arguments: ["d2", "d4"] as [Text])
  func anExerciseIsOnTheTimelineAndFailsNothing(id: Text) {
    let story = story(back, [id: { $0.isDrill = true }])
    #expect(story.rollbacks == ["d2 -> V1 at 4 by d4, inferred, redeployment; with d3; drill"])
    #expect(story.failure("d2") == nil)
    #expect(story.fact("d3")?.isWithdrawn == false)
    #expect(story.fact("d2")?.isDrill == true)
    #expect(story.kind("d4") == .rollbackRedeploy)
    #expect(story.wide == [])
    #expect(story.recovery.episodes.isEmpty)
    let rework = story.history.facts.map {
      Metric.reworkRate.membership(of: $0, status: .live, by: .rollbook)
    }
    #expect(rework.allSatisfy { $0 == .counted(isHit: false) })
  }

  @Test func whatFailedInEarnestBesidesStaysFailed() {
    let deployments = [
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2), deployed("d3", "V1", at: 3),
      deployed("d4", "V3", at: 4), deployed("d5", "V1", at: 5),
    ]
    let story = story(deployments, ["d3": { $0.isDrill = true }])
    #expect(story.failure("d2") == nil)
    #expect(story.failure("d4") == .blamedByRollback)
    #expect(story.history.rollbacks.map(\.isDrill) == [true, false])
  }

  // MARK: - Excluded

  @Test func isInNoHistoryIfExcluded() {
    let story = story(back, ["d2": { $0.isExcluded = true }])
    #expect(story.kind("d2") == .excluded)
    #expect(story.rollbacks == ["d3 -> V1 at 4 by d4, inferred, redeployment"])
    #expect(story.previous("d3") == "d1")
    #expect(
      story.spans() == ["V1 1..<3 superseded", "V3 3..<4 rolledBack", "V1 4... stillLive"])
  }

  @Test func makesTheNextARedeploymentIfTheOneBetweenIsExcluded() {
    let story = story(
      [deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2), deployed("d3", "V1", at: 3)],
      ["d2": { $0.isExcluded = true }])
    #expect(story.kind("d3") == .redeploy)
  }

  @Test func isLeftOutOfEveryShareIfExcluded() {
    var fact = DeploymentFact(key: 1, kind: .excluded)
    fact.isWideFailure = true
    for metric in Metric.allCases {
      for convention in Convention.allCases {
        let membership = metric.membership(
          of: fact, status: .failed, by: convention)
        #expect(membership == .leftOut("excluded by a correction"))
      }
    }
  }

  @Test func isInNoStagingIfExcluded() {
    let staged = deployed("d1", "V1", at: nil) {
      $0.status = .staged
      $0.environment = nil
      $0.stagingDeployedAt = Timestamp(milliseconds: 1)
    }
    #expect(story([staged], [:]).spans(in: "staging", isProduction: false).count == 1)
    let story = story([staged], ["d1": { $0.isExcluded = true }])
    #expect(story.history.spans.isEmpty)
    #expect(story.kind("d1") == .excluded)
  }

  // MARK: - All of them

  @Test func theOrderOfRecordsDoesNotMatter() {
    var random = SplitMix64(seed: 20_261_103)
    for round in 0..<300 {
      let deployments = (0..<8).map { i in
        deployed(
          Text("d\(i)"), Text("V\(Int.random(in: 1...4, using: &random))"),
          at: Int64.random(in: 1...9, using: &random)
        ) { deployment in
          if Int.random(in: 0..<5, using: &random) == 0 {
            deployment.flag(at: Int64.random(in: 1...9, using: &random), to: "V1")
          }
          if Int.random(in: 0..<6, using: &random) == 0 { deployment.status = .failed }
        }
      }
      let corrections = (0..<4).map { i in
        correction(Text("d\(i * 2)")) { correction in
          switch Int.random(in: 0..<5, using: &random) {
          case 0:
            correction.isRollback = true
            correction.blames = Text("d\(Int.random(in: 0..<8, using: &random))")
          case 1: correction.isRollback = false
          case 2: correction.isRolledBack = Bool.random(using: &random)
          case 3: correction.isDrill = true
          default: correction.isExcluded = true
          }
        }
      }
      let story = Story(deployments, corrections: corrections)
      let other = Story(deployments.shuffled(using: &random), corrections: corrections)
      #expect(story.telling == other.telling, "round \(round)")
      for fact in story.history.facts where fact.kind == .excluded {
        #expect(fact.failure == nil && !fact.isWithdrawn)
        #expect(!story.history.spans.contains { $0.deployment == fact.key })
        #expect(!story.history.rollbacks.contains { $0.blamed == fact.key || $0.by == fact.key })
      }
    }
  }
}

/// A correction of a deployment.
func correction(_ id: Text, _ change: (inout Correction) -> Void) -> Correction {
  var correction = Correction(
    .deployment, id, author: "Ana", date: LocalDay(year: 2026, month: 11, day: 3),
    note: "So it was.")
  change(&correction)
  return correction
}
