/// One deployment of one version of one service.
///
/// Nil means that the source did not say. Zero is a value: an error rate of 0.0 was measured.
package struct Deployment: Sendable, Equatable {
  package var id: Text
  package var service: Text
  package var version: Text
  package var status: DeploymentStatus
  package var sourceStatus: Text?
  package var environment: Text?
  package var repo: Text?
  package var ref: Text?
  package var commitSHA: Text?
  package var commitMessage: Text?
  package var commitAuthor: Text?
  package var buildJobID: Text?
  package var testJobID: Text?
  package var deployJobID: Text?
  package var stagingJobID: Text?
  package var productionJobID: Text?
  package var createdAt: Timestamp?
  package var updatedAt: Timestamp?
  package var deployedToStaging: Bool?
  package var deployedToProduction: Bool?
  package var stagingDeployedAt: Timestamp?
  package var productionDeployedAt: Timestamp?
  package var rolledBack: Bool?
  package var rolledBackAt: Timestamp?
  /// The version it went back to.
  package var rolledBackTo: Text?
  package var rollbackReason: Text?
  /// 0...1.
  package var errorRate: Double?
  package var latencyMilliseconds: Double?
  package var requestsPerSecond: Double?
  package var tags: [Text]
  package var metadata: Metadata

  package init(id: Text, service: Text, version: Text, status: DeploymentStatus) {
    self.id = id
    self.service = service
    self.version = version
    self.status = status
    tags = []
    metadata = .empty
  }

  /// Live in production by its own record, whatever was deployed after it.
  package var isLiveInProduction: Bool {
    status == .live && deployedToProduction == true && !isRolledBack
  }

  /// Explicitly rolled back, by flag or by status.
  package var isRolledBack: Bool { rolledBack == true || status == .rolledBack }

  /// The environment recorded, else production or staging by flags, times and status, else
  /// unspecified.
  package var effectiveEnvironment: Text {
    if let environment { return environment }
    if deployedToProduction == true || productionDeployedAt != nil { return "production" }
    if deployedToStaging == true || stagingDeployedAt != nil { return "staging" }
    if status == .staging || status == .staged { return "staging" }
    return "unspecified"
  }

  /// The jobs it names, in the order build, test, staging, deploy, production.
  package var jobReferences: [(role: JobRole, id: Text)] {
    let all: [(JobRole, Text?)] = [
      (.build, buildJobID), (.test, testJobID), (.staging, stagingJobID), (.deploy, deployJobID),
      (.production, productionJobID),
    ]
    return all.compactMap { role, id in id.map { (role, $0) } }
  }

  /// The time that puts the deployment into a day: production, else staging, else created.
  package var bucketTime: Timestamp? { productionDeployedAt ?? stagingDeployedAt ?? createdAt }

  /// The time that puts the deployment into its place in a list: created, else the first known of
  /// staging, production and rollback.
  package var creationTime: Timestamp? {
    createdAt ?? stagingDeployedAt ?? productionDeployedAt ?? rolledBackAt
  }

  /// The latest of all its times; the first thing that decides between versions of one id.
  package var latestTime: Timestamp? {
    [createdAt, updatedAt, stagingDeployedAt, productionDeployedAt, rolledBackAt]
      .compactMap { $0 }.max()
  }
}

/// What a job did for a deployment.
package enum JobRole: UInt8, CaseIterable, Sendable {
  case build, test, staging, deploy, production

  package var word: String {
    switch self {
    case .build: "build"
    case .test: "test"
    case .staging: "staging"
    case .deploy: "deploy"
    case .production: "production"
    }
  }
}
