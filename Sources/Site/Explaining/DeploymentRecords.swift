import Archiving
import Metrics
import Model

/// What figures need of one deployment; small, since a service may have very many.
struct DeploymentRecord {
  let id: Text
  let environment: Text
  /// As corrected.
  let status: DeploymentStatus
  let commitSHA: Text?
  /// `metadata.commit_timestamp`: when the commit deployed was made.
  let commitTime: Timestamp?
  /// Production, else staging, else creation.
  let time: Timestamp?
  let fact: DeploymentFact

  init(_ stored: StoredDeployment) {
    let deployment = stored.deployment
    id = deployment.id
    environment = deployment.effectiveEnvironment
    status = stored.status
    commitSHA = deployment.commitSHA
    commitTime = deployment.metadata.text(of: "commit_timestamp").flatMap {
      Timestamp(rfc3339: $0.string)
    }
    time = deployment.bucketTime
    fact = stored.fact
  }
}

/// The deployments of a service, the oldest first, with everything that was derived of them.
struct DeploymentRecords {
  let deployments: [DeploymentRecord]
  let events: [DeploymentEvent]
  let history: ServiceHistory
  /// The keys of those that failed by the wide rule.
  let wide: Set<Int64>

  init(_ service: Text, _ reader: PublicReader) throws {
    var deployments: [DeploymentRecord] = []
    var events: [DeploymentEvent] = []
    try reader.forEachDeployment(of: service) { stored in
      deployments.append(DeploymentRecord(stored))
      events.append(DeploymentEvent(key: stored.fact.key, deployment: stored.deployment))
    }
    var history = ServiceHistory()
    history.facts = deployments.map(\.fact)
    history.spans = try reader.spans(of: service)
    history.rollbacks = try reader.rollbacks(of: service)
    self.deployments = deployments
    self.events = events
    self.history = history
    wide = wideFailures(events, history)
  }

  var byKey: [Int64: DeploymentRecord] {
    Dictionary(deployments.map { ($0.fact.key, $0) }) { first, _ in first }
  }
}
