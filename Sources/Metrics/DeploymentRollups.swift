package import Model

/// The days of one service's deployments, by environment and day, those without a time first.
package func rollUp(
  _ events: [DeploymentEvent], _ history: ServiceHistory, zone: ZoneTable
) -> [DeploymentDay] {
  struct Place: Hashable {
    var environment: Text
    var day: LocalDay?
  }
  let facts = Dictionary(history.facts.map { ($0.key, $0) }) { first, _ in first }
  var days: [Place: DeploymentRollup] = [:]
  for event in events {
    guard let fact = facts[event.key] else { continue }
    let day = event.bucketTime.map { zone.day(of: $0) }
    let offset = event.bucketTime.flatMap { time in
      day.map { UInt32(clamping: time.milliseconds(since: zone.start(of: $0))) }
    }
    days[Place(environment: event.environment, day: day), default: DeploymentRollup()]
      .add(
        fact, status: fact.status(recorded: event.status, event.correction), offset: offset)
  }
  for rollback in history.rollbacks {
    guard let at = rollback.at, !rollback.isDrill else { continue }
    let place = Place(environment: rollback.environment, day: zone.day(of: at))
    days[place, default: DeploymentRollup()].rollbacks += 1
  }
  return days.map { place, rollup in
    var sorted = rollup
    sorted.sort()
    return DeploymentDay(environment: place.environment, day: place.day, rollup: sorted)
  }.sorted { a, b in
    (a.environment, a.day?.number ?? .min) < (b.environment, b.day?.number ?? .min)
  }
}

extension DeploymentRollup {
  /// Takes in one deployment.
  ///
  /// - Parameter offset: milliseconds of its time after the start of its day; nil without a time.
  package mutating func add(_ fact: DeploymentFact, status: DeploymentStatus, offset: UInt32?) {
    self[fact.kind] += 1
    for share in DeploymentShare.allCases {
      let membership = share.metric.membership(of: fact, status: status, by: share.convention)
      if case .counted(let isHit) = membership { count(share, isHit: isHit) }
    }
    if let lead = fact.lead { add(lead) }
    if fact.kind == .forward, let offset { forwardOffsets.append(offset) }
    guard fact.kind.reached else { return }
    switch fact.failure {
    case .rolledBack, .blamedByRollback: outcome.rolledBack += 1
    case .failedInProduction, .fixedByRework: outcome.failed += 1
    case nil:
      if status == .failed { outcome.failed += 1 } else { outcome.ok += 1 }
    }
  }
}

extension DeploymentShare {
  /// The figure that the share is the value of.
  package var metric: Metric {
    switch self {
    case .rollback: .rollbackRate
    case .rework: .reworkRate
    case .attemptFailure: .deployAttemptFailureRate
    case .changeFailure, .naive, .metrik, .datadog, .successful: .changeFailureRate
    }
  }

  /// By whose rules.
  package var convention: Convention {
    switch self {
    case .naive: .naive
    case .metrik: .metrik
    case .datadog: .datadog
    case .successful: .devlake
    default: .rollbook
    }
  }
}

extension Metric {
  /// The share of deployments that is this figure by a convention; nil for a figure that is none. By a
  /// convention that needs incidents, the share is that of successful deployments, without hits.
  package func share(by convention: Convention) -> DeploymentShare? {
    if self == .changeFailureRate, convention.needsIncidents { return .successful }
    return DeploymentShare.allCases.first { $0.metric == self && $0.convention == convention }
  }
}
