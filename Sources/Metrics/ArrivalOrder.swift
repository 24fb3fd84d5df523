import Model

/// The arrivals of one service in one production environment, and when each explicit rollback among
/// them took effect.
struct ArrivalOrder {
  /// Something that changes what is live, at an instant.
  enum Step {
    case arrival(Int)
    /// The explicit rollback of the arrival at that index.
    case rollback(Int)
  }

  /// When an explicit rollback took effect, and which record says so.
  struct RollbackTime {
    var at: Timestamp?
    var basis: Rollback.TimeBasis

    static let unknown = RollbackTime(at: nil, basis: .unknown)
  }

  /// In order of production time, then id.
  let arrivals: [DeploymentEvent]
  /// By index of the arrival.
  let rollbackTimes: [RollbackTime]

  init(_ events: [DeploymentEvent]) {
    let sorted = events.sorted {
      ($0.productionAt?.milliseconds ?? 0, $0.id) < ($1.productionAt?.milliseconds ?? 0, $1.id)
    }
    arrivals = sorted
    // From the last to the first, so that the next arrival of each version is known.
    var next: [Text: Timestamp] = [:]
    var times = Array(repeating: RollbackTime.unknown, count: sorted.count)
    for (i, event) in sorted.enumerated().reversed() {
      times[i] = ArrivalOrder.rollbackTime(of: event, next: next)
      // What is no way back tells nothing of when another was taken out.
      if event.status != .failed, event.correction?.isRollback != false {
        next[event.version] = event.productionAt
      }
    }
    rollbackTimes = times
  }

  private static func rollbackTime(
    of event: DeploymentEvent, next: [Text: Timestamp]
  ) -> RollbackTime {
    guard event.isRolledBack, let arrived = event.productionAt else { return .unknown }
    if let at = event.rolledBackAt {
      return RollbackTime(at: max(at, arrived), basis: .rolledBackAt)
    }
    guard let target = event.rolledBackTo else { return .unknown }
    if let later = next[target] { return RollbackTime(at: later, basis: .redeployment) }
    if let updated = event.updatedAt, updated > arrived {
      return RollbackTime(at: updated, basis: .updatedAt)
    }
    return .unknown
  }

  /// Arrivals and explicit rollbacks by time; at one instant a rollback comes before an arrival that
  /// follows it, and after the arrival of what is rolled back.
  func steps() -> [(at: Timestamp, step: Step)] {
    var steps: [(at: Timestamp, order: Int, step: Step)] = []
    for (i, arrival) in arrivals.enumerated() {
      guard let at = arrival.productionAt else { continue }
      steps.append((at, 2 * i, .arrival(i)))
      if let at = rollbackTimes[i].at { steps.append((at, 2 * i + 1, .rollback(i))) }
    }
    return steps.sorted { ($0.at, $0.order) < ($1.at, $1.order) }.map { ($0.at, $0.step) }
  }
}
