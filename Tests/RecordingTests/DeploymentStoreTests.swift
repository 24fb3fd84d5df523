import Foundation
import Model
import Recording
import Testing

/// What holds for deployments in every store.
@Suite struct DeploymentStoreTests {
  // MARK: - Creating

  @Test(arguments: StoreKind.allCases)
  func createsADeploymentWithAGeneratedIDAndTheDefaultStatus(kind: StoreKind) async throws {
    let test = try kind.make()
    let deployment = try #require(
      try await test.store.createDeployment(service: "api", version: "1.8.2", at: minute(0)))
    #expect(UUID(uuidString: deployment.id.string) != nil)
    var expected = Deployment(
      id: deployment.id, service: "api", version: "1.8.2", status: .pending)
    expected.createdAt = minute(0)
    expected.updatedAt = minute(0)
    #expect(deployment == expected)
    #expect(try await test.store.deployment(deployment.id) == expected)
  }

  @Test(arguments: StoreKind.allCases)
  func createsADeploymentWithAllThatIsKnown(kind: StoreKind) async throws {
    let test = try kind.make()
    let created = try await test.store.createDeployment(
      service: "api", version: "2", id: "d", status: .staging, at: minute(0)
    ) {
      $0.environment = "eu-1"
      $0.repo = "acme/api"
      $0.buildJobID = "b"
      $0.testJobID = "t"
      $0.deployJobID = "x"
      $0.errorRate = 0
      $0.latencyMilliseconds = 0
      $0.requestsPerSecond = 0
      $0.deployedToStaging = false
      $0.tags = ["hotfix"]
      $0.metadata = Metadata(canonicalJSON: #"{"ttl":1}"#)
    }
    let deployment = try await test.store.deployment("d")
    #expect(deployment == created)
    #expect(deployment?.status == .staging)
    #expect(deployment?.environment == "eu-1")
    #expect(deployment?.jobReferences.map(\.id) == ["b", "t", "x"])
    #expect(deployment?.errorRate == 0)
    #expect(deployment?.latencyMilliseconds == 0)
    #expect(deployment?.requestsPerSecond == 0)
    #expect(deployment?.deployedToStaging == false)
    #expect(deployment?.metadata.json == #"{"ttl":1}"#)
  }

  // MARK: - Its life

  @Test(arguments: StoreKind.allCases)
  func tellsTheLifeOfADeployment(kind: StoreKind) async throws {
    let test = try kind.make()
    let store = test.store
    var expected = Deployment(id: "d", service: "api", version: "2", status: .pending)
    expected.createdAt = minute(0)
    expected.updatedAt = minute(0)
    #expect(
      try await store.createDeployment(service: "api", version: "2", id: "d", at: minute(0))
        == expected)
    expected.status = .staging
    expected.updatedAt = minute(1)
    #expect(
      try await store.updateStatus(ofDeployment: "d", to: .staging, at: minute(1)) == expected)
    expected.status = .staged
    expected.deployedToStaging = true
    expected.stagingDeployedAt = minute(2)
    expected.stagingJobID = "job-s"
    expected.updatedAt = minute(2)
    #expect(
      try await store.recordStaging(ofDeployment: "d", job: "job-s", at: minute(2)) == expected)
    #expect(!expected.isLiveInProduction)
    expected.status = .live
    expected.deployedToProduction = true
    expected.productionDeployedAt = minute(3)
    expected.productionJobID = "job-p"
    expected.updatedAt = minute(3)
    #expect(
      try await store.recordProduction(ofDeployment: "d", job: "job-p", at: minute(3)) == expected)
    #expect(expected.isLiveInProduction)
    expected.status = .rolledBack
    expected.rolledBack = true
    expected.rolledBackAt = minute(4)
    expected.rolledBackTo = "1"
    expected.rollbackReason = "errors"
    expected.updatedAt = minute(4)
    #expect(
      try await store.recordRollback(
        ofDeployment: "d", to: "1", reason: "errors", at: minute(4)) == expected)
    #expect(!expected.isLiveInProduction)
    #expect(try await store.deployment("d") == expected)
    #expect(try await store.deployments() == [expected])
  }

  /// What comes to pass in a deployment's life, and what it then is.
  private enum Step: CaseIterable {
    case pending, staging, staged, production, live, failed, rolledBack
    case toStaging, toProduction, rollback

    var status: DeploymentStatus {
      switch self {
      case .pending: .pending
      case .staging: .staging
      case .staged, .toStaging: .staged
      case .production: .production
      case .live, .toProduction: .live
      case .failed: .failed
      case .rolledBack, .rollback: .rolledBack
      }
    }

    var event: EventType {
      switch self {
      case .toStaging: .deploymentStaging
      case .toProduction: .deploymentProduction
      case .rollback: .deploymentRollback
      default: .deploymentStatus
      }
    }

    func take(_ id: Text, _ store: any DeploymentStore, at time: Timestamp) async throws
      -> Applied<Deployment>?
    {
      let said = Deployment(id: id, service: "", version: "", status: status)
      return try await store.apply(
        deploymentEvent: LifecycleEvent(
          type: event, at: time, record: .deployment(said), hasStatus: event == .deploymentStatus))
    }
  }

  /// Where each status can lead beside itself.
  private static let usual: [DeploymentStatus: Set<DeploymentStatus>] = [
    .pending: Set(DeploymentStatus.allCases), .staging: Set(DeploymentStatus.allCases),
    .staged: Set(DeploymentStatus.allCases), .production: Set(DeploymentStatus.allCases),
    .live: [.failed, .rolledBack], .failed: [.staged, .live, .rolledBack], .rolledBack: [],
  ]

  @Test(arguments: StoreKind.allCases, DeploymentStatus.allCases)
  func obeysEveryTransitionThatHappens(kind: StoreKind, from: DeploymentStatus) async throws {
    let test = try kind.make()
    for step in Step.allCases {
      let id = Text("d-\(step)")
      let before = try #require(
        try await test.store.createDeployment(
          service: "s", version: "1", id: id, status: from, at: minute(0)))
      let applied = try #require(try await step.take(id, test.store, at: minute(1)))
      let isUsual =
        step.status == from || DeploymentStoreTests.usual[from]?.contains(step.status) == true
      #expect(applied.effect == (isUsual ? .changed : .unusual), "\(step)")
      if isUsual {
        #expect(applied.record.status == step.status, "\(step)")
        #expect(applied.record.updatedAt == minute(1), "\(step)")
      } else {
        #expect(applied.record == before, "\(step)")
      }
      #expect(try await test.store.deployment(id) == applied.record)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func doesNotGoToProductionAfterARollback(kind: StoreKind) async throws {
    let test = try kind.make()
    let store = test.store
    _ = try await store.createDeployment(service: "s", version: "1", id: "d", at: minute(0))
    _ = try await store.recordProduction(ofDeployment: "d", job: "p", at: minute(1))
    let rolledBack = try await store.recordRollback(
      ofDeployment: "d", to: "0", reason: nil, at: minute(2))
    #expect(
      try await store.recordProduction(ofDeployment: "d", job: "q", at: minute(3)) == rolledBack)
    #expect(rolledBack?.productionDeployedAt == minute(1))
    #expect(rolledBack?.rollbackReason == nil)
  }

  @Test(arguments: StoreKind.allCases)
  func recordsARollbackWithoutTargetAndReason(kind: StoreKind) async throws {
    let test = try kind.make()
    _ = try await test.store.createDeployment(service: "s", version: "1", id: "d", at: minute(0))
    let deployment = try await test.store.recordRollback(
      ofDeployment: "d", to: nil, reason: nil, at: minute(1))
    #expect(deployment?.status == .rolledBack)
    #expect(deployment?.rolledBack == true)
    #expect(deployment?.rolledBackTo == nil)
  }

  // MARK: - Unknown ids

  @Test(arguments: StoreKind.allCases)
  func knowsNothingOfUnknownIDs(kind: StoreKind) async throws {
    let test = try kind.make()
    let store = test.store
    _ = try await store.createJob(type: "build", id: "d", at: minute(0))
    #expect(try await store.deployment("d") == nil)
    #expect(try await store.updateStatus(ofDeployment: "d", to: .failed, at: minute(1)) == nil)
    #expect(try await store.recordStaging(ofDeployment: "d", job: nil, at: minute(1)) == nil)
    #expect(try await store.recordProduction(ofDeployment: "d", job: nil, at: minute(1)) == nil)
    #expect(
      try await store.recordRollback(ofDeployment: "d", to: "0", reason: "r", at: minute(1)) == nil)
    #expect(try await store.deployments() == [])
    let deployment = try await store.createDeployment(
      service: "s", version: "1", id: "d", at: minute(0))
    #expect(deployment?.status == .pending)
    #expect(deployment?.rolledBackTo == nil)
  }

  // MARK: - Lists

  @Test(arguments: StoreKind.allCases)
  func listsTheNewestFirstAndFiftyOfAService(kind: StoreKind) async throws {
    let test = try kind.make()
    for i in 0..<120 {
      _ = try await test.store.createDeployment(
        service: i % 2 == 0 ? "api" : "API", version: Text("\(i)"), id: Text("d\(1000 + i)"),
        at: minute(Int64(i)))
    }
    func ids(_ deployments: [Deployment]) -> [String] { deployments.map(\.id.string) }
    let newest = (0..<120).reversed()
    #expect(ids(try await test.store.deployments()) == newest.prefix(100).map { "d\(1000 + $0)" })
    #expect(
      ids(try await test.store.deployments(ofService: "api"))
        == newest.filter { $0 % 2 == 0 }.prefix(50).map { "d\(1000 + $0)" })
    #expect(try await test.store.deployments(ofService: "API", limit: nil).count == 60)
    #expect(try await test.store.deployments(ofService: "Api") == [])
    #expect(try await test.store.deployments(ofService: "api", limit: 0) == [])
    #expect(try await test.store.deployments(ofService: nil, limit: -3) == [])
    #expect(try await test.store.deployments(ofService: nil, limit: nil).count == 120)
  }

  @Test(arguments: StoreKind.allCases)
  func tellsIDsAndServicesApartByTheirBytes(kind: StoreKind) async throws {
    let test = try kind.make()
    let names: [Text] = [
      "S", "s", "é", "e\u{301}", "a/b", "..", "", Text(String(repeating: "s", count: 300)),
    ]
    for (i, name) in names.enumerated() {
      _ = try await test.store.createDeployment(
        service: name, version: "1", id: Text("\(name)-id"), at: minute(Int64(i)))
    }
    for name in names {
      let id = Text("\(name)-id")
      #expect(try await test.store.deployments(ofService: name).map(\.id) == [id])
      #expect(try await test.store.deployment(id)?.service == name)
    }
  }
}
