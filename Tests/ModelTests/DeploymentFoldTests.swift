import Model
import Testing

@Suite struct DeploymentFoldTests {
  private static func time(_ minute: Int64) -> Timestamp {
    Timestamp(seconds: 1_793_499_240 + minute * 60)
  }

  private func event(
    _ type: EventType, _ minute: Int64, _ status: DeploymentStatus? = nil,
    _ change: (inout Deployment) -> Void = { _ in }
  ) -> LifecycleEvent {
    let isNew = type == .deploymentCreated
    var said = Deployment(
      id: "d", service: isNew ? "shop" : "", version: isNew ? "1.0" : "",
      status: status ?? .pending)
    change(&said)
    return LifecycleEvent(
      type: type, at: DeploymentFoldTests.time(minute), record: .deployment(said),
      hasStatus: status != nil)
  }

  private func fold(_ events: LifecycleEvent...) -> Folded<Deployment> {
    Folded(base: nil, events: events)
  }

  @Test func tellsTheLifeOfADeployment() {
    let folded = fold(
      event(.deploymentRollback, 9) {
        $0.rolledBackTo = "0.9"
        $0.rollbackReason = "errors"
      }, event(.deploymentProduction, 5) { $0.productionJobID = "p" },
      event(.deploymentStaging, 2) { $0.stagingJobID = "s" }, event(.deploymentCreated, 0))
    var expected = Deployment(id: "d", service: "shop", version: "1.0", status: .rolledBack)
    expected.createdAt = DeploymentFoldTests.time(0)
    expected.updatedAt = DeploymentFoldTests.time(9)
    expected.deployedToStaging = true
    expected.stagingDeployedAt = DeploymentFoldTests.time(2)
    expected.stagingJobID = "s"
    expected.deployedToProduction = true
    expected.productionDeployedAt = DeploymentFoldTests.time(5)
    expected.productionJobID = "p"
    expected.rolledBack = true
    expected.rolledBackAt = DeploymentFoldTests.time(9)
    expected.rolledBackTo = "0.9"
    expected.rollbackReason = "errors"
    #expect(folded.value == expected)
    #expect(folded.effects == [.changed, .changed, .changed, .created])
  }

  @Test func setsTheStatusOfEachStep() {
    let created = event(.deploymentCreated, 0)
    let staging = event(.deploymentStaging, 1)
    let production = event(.deploymentProduction, 2)
    #expect(fold(created).value?.status == .pending)
    #expect(fold(created, staging).value?.status == .staged)
    #expect(fold(created, staging, production).value?.status == .live)
    #expect(fold(created, production).value?.status == .live)
    #expect(fold(created, event(.deploymentStatus, 1, .staging)).value?.status == .staging)
    #expect(fold(staging, production).effects == [.waiting, .waiting])
  }

  @Test(
    arguments: [
      (.live, .failed, true), (.live, .rolledBack, true), (.live, .production, false),
      (.live, .staged, false), (.live, .pending, false), (.failed, .rolledBack, true),
      (.failed, .live, true), (.failed, .staged, true), (.failed, .staging, false),
      (.failed, .pending, false), (.rolledBack, .live, false),
      (.rolledBack, .failed, false), (.staged, .staging, true), (.pending, .failed, true),
    ] as [(DeploymentStatus, DeploymentStatus, Bool)])
  func obeysOnlyWhatHappens(from: DeploymentStatus, to: DeploymentStatus, isObeyed: Bool) {
    let folded = fold(
      event(.deploymentCreated, 0, from), event(.deploymentStatus, 1, to))
    #expect(folded.value?.status == (isObeyed ? to : from))
    #expect(folded.effects.last == (isObeyed ? .changed : .unusual))
  }

  @Test func doesNotObeyProductionAfterARollback() {
    let folded = fold(
      event(.deploymentCreated, 0), event(.deploymentProduction, 1),
      event(.deploymentRollback, 2), event(.deploymentProduction, 3) { $0.productionJobID = "p" })
    #expect(folded.value?.status == .rolledBack)
    #expect(folded.value?.productionJobID == nil)
    #expect(folded.value?.updatedAt == DeploymentFoldTests.time(2))
    #expect(folded.effects.last == .unusual)
  }

  @Test func doesNotObeyARepetitionThatSaysOtherwise() {
    let folded = fold(
      event(.deploymentCreated, 0), event(.deploymentProduction, 1) { $0.productionJobID = "p" },
      event(.deploymentProduction, 2) { $0.productionJobID = "q" },
      event(.deploymentProduction, 3), event(.deploymentRollback, 4) { $0.rolledBackTo = "0.9" },
      event(.deploymentRollback, 5) { $0.rolledBackTo = "0.8" },
      event(.deploymentRollback, 6) { $0.rollbackReason = "errors" })
    #expect(
      folded.effects == [.created, .changed, .unusual, .changed, .changed, .unusual, .changed])
    #expect(folded.value?.productionJobID == "p")
    #expect(folded.value?.productionDeployedAt == DeploymentFoldTests.time(1))
    #expect(folded.value?.rolledBackTo == "0.9")
    #expect(folded.value?.rolledBackAt == DeploymentFoldTests.time(4))
    #expect(folded.value?.rollbackReason == "errors")
  }

  @Test func onlyFillsFromEventsOlderThanTheBase() {
    var live = Deployment(id: "d", service: "shop", version: "1.0", status: .live)
    live.updatedAt = DeploymentFoldTests.time(10)
    live.rolledBack = false
    let folded = Folded(
      base: live,
      events: [
        event(.deploymentStaging, 2) { $0.stagingJobID = "s" }, event(.deploymentRollback, 3),
        event(.deploymentCreated, 1) { $0.version = "2.0" },
      ])
    var expected = live
    expected.createdAt = DeploymentFoldTests.time(1)
    expected.deployedToStaging = true
    expected.stagingDeployedAt = DeploymentFoldTests.time(2)
    expected.stagingJobID = "s"
    expected.rolledBackAt = DeploymentFoldTests.time(3)
    #expect(folded.value == expected)
    #expect(folded.effects == [.changed, .changed, .changed])
  }
}
