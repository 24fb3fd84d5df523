import Metrics
import Model
import Testing

@Suite struct DeploymentKindTests {
  @Test func takesEachNewVersionAsForward() {
    let story = Story([deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2)])
    #expect(story.kind("d1") == .forward)
    #expect(story.kind("d2") == .forward)
    #expect(story.failure("d1") == nil)
    #expect(story.previous("d2") == "d1")
    #expect(story.supersededBy("d1") == "d2")
    #expect(story.spans() == ["V1 1..<2 superseded", "V2 2... stillLive"])
    #expect(story.rollbacks == [])
  }

  @Test func takesTheLiveVersionAndCommitAsRedeploy() {
    let story = Story([
      deployed("d1", "V1", at: 1) { $0.commitSHA = "aa" },
      deployed("d2", "V1", at: 2) { $0.commitSHA = "aa" },
      deployed("d3", "V1", at: 3),
      deployed("d4", "V1", at: 4) { $0.commitSHA = "bb" },
    ])
    #expect(story.kind("d2") == .redeploy)
    #expect(story.kind("d3") == .redeploy)
    #expect(story.kind("d4") == .redeploy)  // What d3 was made of is not recorded.
    #expect(story.rollbacks == [])
  }

  @Test func takesTheLiveVersionOfAnotherCommitAsForward() {
    let story = Story([
      deployed("d1", "V1", at: 1) { $0.commitSHA = "aa" },
      deployed("d2", "V1", at: 2) { $0.commitSHA = "bb" },
    ])
    #expect(story.kind("d2") == .forward)
  }

  @Test func keepsAttemptsThatNeverReachedProductionApart() {
    let story = Story([
      deployed("d1", "V1", at: 1),
      deployed("d2", "V2", at: nil) { $0.status = .failed },
      deployed("d3", "V3", at: nil) { $0.status = .pending },
    ])
    #expect(story.kind("d2") == .failedAttempt)
    #expect(story.kind("d3") == .notReached)
    #expect(story.failure("d2") == nil)
    #expect(story.spans() == ["V1 1... stillLive"])
  }

  @Test func leavesTheVersionBeforeLiveWhenADeploymentFailsInProduction() {
    let story = Story([
      deployed("d1", "V1", at: 1),
      deployed("d2", "V2", at: 2) { $0.status = .failed },
      deployed("d3", "V3", at: 3),
    ])
    #expect(story.kind("d2") == .forward)
    #expect(story.failure("d2") == .failedInProduction)
    #expect(story.previous("d3") == "d1")
    #expect(story.supersededBy("d1") == "d3")
    #expect(story.spans() == ["V1 1..<3 superseded", "V3 3... stillLive"])
    #expect(story.rollbacks == [])
  }

  @Test func takesAFailedWayBackForNoRollback() {
    let story = Story([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2),
      deployed("d3", "V1", at: 3) { $0.status = .failed },
    ])
    #expect(story.kind("d3") == .rollbackRedeploy)
    #expect(story.failure("d2") == nil)
    #expect(story.failure("d3") == nil)
    #expect(story.rollbacks == [])
    #expect(story.spans() == ["V1 1..<2 superseded", "V2 2... stillLive"])
  }

  @Test(
    arguments: [
      { (d: inout Deployment) in d.tags = ["hotfix"] },
      { $0.tags = ["a", "incident"] },
      { $0.metadata = Metadata(canonicalJSON: #"{"rework":true}"#) },
      { $0.commitMessage = "Revert \"break it\"" },
      { $0.commitMessage = "revert: break it" },
      { $0.commitMessage = "hotfix for the till" },
    ] as [@Sendable (inout Deployment) -> Void])
  func marksRework(_ change: @Sendable (inout Deployment) -> Void) {
    let story = Story([deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2, change)])
    #expect(story.fact("d2")?.isRework == true)
    #expect(story.fact("d1")?.isRework == false)
    #expect(story.kind("d2") == .forward)
    #expect(story.failure("d1") == nil)  // Rework alone blames nobody.
  }

  @Test(
    arguments: [
      { (d: inout Deployment) in d.tags = ["Hotfixes"] },
      { $0.metadata = Metadata(canonicalJSON: #"{"hotfix":false}"#) },
      { $0.commitMessage = "Fix what the Revert \" broke" },
    ] as [@Sendable (inout Deployment) -> Void])
  func takesNoOtherWordForRework(_ change: @Sendable (inout Deployment) -> Void) {
    #expect(Story([deployed("d1", "V1", at: 1, change)]).fact("d1")?.isRework == false)
  }

  @Test func blamesTheDeploymentThatReworkNames() {
    let fix: (inout Deployment) -> Void = {
      $0.tags = ["hotfix"]
      $0.metadata = Metadata(canonicalJSON: #"{"fixes_deployment":"d1"}"#)
    }
    let story = Story([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2), deployed("d3", "V3", at: 3, fix),
    ])
    #expect(story.failure("d1") == .fixedByRework)
    #expect(story.failure("d2") == nil)
    #expect(story.fact("d3")?.isRework == true)
    #expect(story.failure("d3") == nil)
  }

  @Test(arguments: ["d3", "d2", "nobody"])
  func blamesNeitherItselfNorARedeployNorAStranger(_ named: String) {
    let story = Story([
      deployed("d1", "V1", at: 1), deployed("d2", "V1", at: 2),
      deployed("d3", "V3", at: 3) {
        $0.metadata = Metadata(canonicalJSON: #"{"fixes_deployment":"\#(named)"}"#)
      },
    ])
    #expect(story.history.facts.allSatisfy { $0.failure == nil })
  }

  @Test func keepsTheFirstReasonWhenReworkNamesWhatFailedAlready() {
    let story = Story([
      deployed("d1", "V1", at: 1),
      deployed("d2", "V2", at: 2) { $0.status = .failed },
      deployed("d3", "V3", at: 3) {
        $0.metadata = Metadata(canonicalJSON: #"{"fixes_deployment":"d2"}"#)
      },
    ])
    #expect(story.failure("d2") == .failedInProduction)
  }

  @Test func treatsEnvironmentsIndependently() {
    let story = Story([
      deployed("e1", "V1", at: 1) { $0.environment = "eu" },
      deployed("u1", "V2", at: 2) { $0.environment = "us" },
      deployed("e2", "V2", at: 3) { $0.environment = "eu" },
      deployed("u2", "V1", at: 4) { $0.environment = "us" },
    ])
    #expect(["e1", "e2", "u1", "u2"].allSatisfy { story.kind($0) == .forward })
    #expect(story.previous("e2") == "e1")
    #expect(story.previous("u2") == "u1")
    #expect(story.spans(in: "eu") == ["V1 1..<3 superseded", "V2 3... stillLive"])
    #expect(story.spans(in: "us") == ["V2 2..<4 superseded", "V1 4... stillLive"])
    #expect(story.rollbacks == [])
  }

  @Test func ordersOneInstantByTheBytesOfIds() {
    // By canonical equivalence the two ids were equal; by bytes "e\u{301}" comes first.
    let ids: [Text] = ["\u{e9}", "e\u{301}"]
    let story = Story([deployed(ids[0], "V1", at: 5), deployed(ids[1], "V2", at: 5)])
    #expect(story.spans() == ["V2 5..<5 superseded", "V1 5... stillLive"])
    #expect(story.previous(ids[0]) == ids[1].string)
    let capitals = Story([deployed("a", "V1", at: 5), deployed("B", "V2", at: 5)])
    #expect(capitals.previous("a") == "B")
  }

  @Test func tellsWhatWasLiveInStaging() {
    let staged: (Int64) -> (inout Deployment) -> Void = { time in
      {
        $0.status = .staged
        $0.environment = nil
        $0.stagingDeployedAt = Timestamp(milliseconds: time)
      }
    }
    let story = Story([
      deployed("d1", "V1", at: nil, staged(1)),
      deployed("d2", "V2", at: 9, staged(3)),
      deployed("d3", "V3", at: nil) {
        staged(4)(&$0)
        $0.environment = "qa"
      },
      deployed("d4", "V1", at: nil, staged(5)),
    ])
    let staging = story.spans(in: "staging", isProduction: false)
    #expect(staging == ["V1 1..<3 superseded", "V2 3..<5 superseded", "V1 5... stillLive"])
    #expect(story.spans(in: "qa", isProduction: false) == ["V3 4... stillLive"])
    #expect(story.spans() == ["V2 9... stillLive"])
    #expect(story.kind("d1") == .notReached)
    #expect(story.rollbacks == [])
  }
}
