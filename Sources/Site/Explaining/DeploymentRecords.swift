import Archiving
import Metrics
import Model

/// What figures need of one deployment; small, since a window may hold very many.
struct DeploymentRecord {
  let id: Text
  let environment: Text
  /// As corrected.
  let status: DeploymentStatus
  /// Production, else staging, else creation.
  let time: Timestamp?
  let fact: DeploymentFact

  init(_ stored: StoredDeployment) {
    let deployment = stored.deployment
    id = deployment.id
    environment = deployment.effectiveEnvironment
    status = stored.status
    time = deployment.bucketTime
    fact = stored.fact
  }
}

/// The deployments of a service within a range of days or about there, and those without a time; the
/// oldest first.
struct DeploymentRecords {
  let deployments: [DeploymentRecord]
  /// Of the whole service.
  let recoveries: [Recovery]

  /// - Parameter days: nil for all there are.
  init(
    _ service: Text, in days: Range<LocalDay>?, _ reader: PublicReader, zone: ZoneTable
  ) throws {
    var deployments: [DeploymentRecord] = []
    let add = { (stored: StoredDeployment) in deployments.append(DeploymentRecord(stored)) }
    if let days {
      try reader.forEachUndatedDeployment(of: service, add)
      // A day more at both ends: where clocks go back over midnight, days overlap.
      let times = zone.start(of: days.lowerBound - 1)..<zone.start(of: days.upperBound + 1)
      try reader.forEachDeployment(of: service, in: times, add)
    } else {
      try reader.forEachDeployment(of: service, add)
    }
    self.deployments = deployments
    recoveries = try reader.recoveries(of: service)
  }

  var byKey: [Int64: DeploymentRecord] {
    Dictionary(deployments.map { ($0.fact.key, $0) }) { first, _ in first }
  }
}
