import Metrics
import Model
import Testing

@Suite struct RecoveryTests {
  /// Such as `production d2 2..<5 by d3; with d4`.
  private func episodes(_ deployments: [Deployment]) -> [String] {
    let events = deployments.enumerated().map {
      DeploymentEvent(key: Int64($0 + 1), deployment: $1)
    }
    let name = { (key: Int64) in deployments[Int(key) - 1].id.string }
    let found = recoveryEpisodes(events, Story(deployments).history)
    return found.episodes.map { episode in
      let end = episode.end.map { "..<\($0.milliseconds)" } ?? "..."
      let others = episode.failures.dropFirst().map(name).joined(separator: " ")
      return "\(episode.environment) \(name(episode.failed)) \(episode.start.milliseconds)\(end)"
        + (episode.recoveredBy.map { " by \(name($0))" } ?? "")
        + (others.isEmpty ? "" : "; with \(others)")
    } + found.leftOut.map { "\(name($0.key)) \($0.reason.word)" }
  }

  @Test func endsWithARollbackInPlace() {
    let told = episodes([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2) { $0.flag(at: 5, to: "V1") },
    ])
    #expect(told == ["production d2 2..<5 by d1"])
  }

  @Test func endsWithARollbackByRedeployment() {
    let told = episodes([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2), deployed("d3", "V1", at: 6),
    ])
    #expect(told == ["production d2 2..<6 by d3"])
  }

  @Test func endsAtTheFlagIfARedeploymentFollowsIt() {
    let told = episodes([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2) { $0.flag(at: 4, to: "V1") },
      deployed("d3", "V1", at: 6),
    ])
    #expect(told == ["production d2 2..<4 by d1"])
  }

  @Test func isNotEndedByAWithdrawnVersion() {
    let told = episodes([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2), deployed("d3", "V3", at: 3),
      deployed("d4", "V1", at: 9),
    ])
    #expect(told == ["production d2 2..<9 by d4"])
  }

  @Test func takesFailuresInARowAsOneEpisode() {
    let told = episodes([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2) { $0.status = .failed },
      deployed("d3", "V3", at: 4) { $0.status = .failed }, deployed("d4", "V4", at: 7),
      deployed("d5", "V5", at: 8) { $0.status = .failed },
    ])
    #expect(told == ["production d2 2..<7 by d4; with d3", "production d5 8..."])
  }

  @Test func staysOpenUntilAGoodVersionGoesLive() {
    let arrivals = [
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2) { $0.status = .failed },
    ]
    #expect(episodes(arrivals) == ["production d2 2..."])
    let later = arrivals + [deployed("d3", "V1", at: 5)]
    #expect(episodes(later) == ["production d2 2..<5 by d3"])
  }

  @Test func isNotEndedByTheFailedVersionDeployedAgain() {
    let told = episodes([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2), deployed("d3", "V2", at: 3),
      deployed("d4", "V3", at: 6) {
        $0.metadata = Metadata(canonicalJSON: #"{"fixes_deployment":"d2"}"#)
      },
    ])
    #expect(told == ["production d2 2..<6 by d4"])
  }

  @Test func keepsEnvironmentsApart() {
    let told = episodes([
      deployed("d1", "V1", at: 1) { $0.environment = "eu" },
      deployed("d2", "V2", at: 2) {
        $0.environment = "eu"
        $0.flag(at: 7, to: "V1")
      },
      deployed("d3", "V1", at: 3) { $0.environment = "us" },
      deployed("d4", "V2", at: 4) {
        $0.environment = "us"
        $0.flag(at: 6, to: "V1")
      },
    ])
    #expect(told == ["eu d2 2..<7 by d1", "us d4 4..<6 by d3"])
  }

  @Test func endsWithARestoredVersionThatNoRecordDescribes() {
    let told = episodes([deployed("d2", "V2", at: 2) { $0.flag(at: 3, to: "V1") }])
    #expect(told == ["production d2 2..<3"])
  }

  @Test(
    arguments: [
      (nil, nil, "rolled back at an unknown time to an unknown version"),
      (5, nil, "rolled back to an unknown version"), (nil, "V1", "rolled back at an unknown time"),
    ] as [(Int64?, Text?, String)])
  func leavesOutAnUnknownRollbackUnlessAGoodVersionFollows(
    at: Int64?, target: Text?, reason: String
  ) {
    let arrivals = [
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2) { $0.flag(at: at, to: target) },
    ]
    #expect(episodes(arrivals) == ["d2 \(reason)"])
    let later = arrivals + [deployed("d3", "V3", at: 9)]
    #expect(episodes(later) == ["production d2 2..<9 by d3"])
  }

  @Test func isEndedOnlyByWhatGoesLiveLater() {
    let told = episodes([
      deployed("d1", "V1", at: 2), deployed("d2", "V2", at: 2) { $0.status = .failed },
      deployed("d3", "V3", at: 5),
    ])
    #expect(told == ["production d2 2..<5 by d3"])
  }

  @Test func keepsAnEpisodeOpenWithThoseFailuresKnownToBeOpen() {
    let told = episodes([
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2) { $0.flag(at: nil, to: nil) },
      deployed("d3", "V3", at: 4) { $0.status = .failed },
    ])
    #expect(
      told == ["production d3 4...", "d2 rolled back at an unknown time to an unknown version"])
  }
}
