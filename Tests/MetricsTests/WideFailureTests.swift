import Metrics
import Model
import Testing

@Suite struct WideFailureTests {
  private func failed(_ deployments: [Deployment]) -> [Int64] {
    let events = deployments.enumerated().map {
      DeploymentEvent(key: Int64($0 + 1), deployment: $1)
    }
    return wideFailures(events, Story(deployments).history).sorted()
  }

  @Test func countsTheWithdrawnBesidesTheBlamed() {
    let story = [
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: 2), deployed("d3", "V3", at: 3),
      deployed("d4", "V1", at: 4),
    ]
    #expect(failed(story) == [2, 3])
  }

  @Test(arguments: [(86_400_001, [1]), (86_400_002, []), (1, [])] as [(Int64, [Int64])])
  func countsReworkWithinTheNextDay(at time: Int64, expected: [Int64]) {
    let story = [
      deployed("d1", "V1", at: 1), deployed("d2", "V2", at: time) { $0.tags = ["hotfix"] },
    ]
    #expect(failed(story) == expected)
  }

  @Test func countsNoReworkElsewhereOrThatNeverArrived() {
    let story = [
      deployed("d1", "V1", at: 1),
      deployed("d2", "V2", at: 2) {
        $0.environment = "eu"
        $0.tags = ["hotfix"]
      },
      deployed("d3", "V3", at: nil) { $0.tags = ["hotfix"] },
    ]
    #expect(failed(story) == [])
  }
}
