package import Model

/// Milliseconds after a deployment in which rework blames it, widely.
private let reworkWindow: Int64 = 24 * 3_600_000

/// The forward deployments that failed in the wide sense: the strict failures, those withdrawn with a
/// failed version, and those that rework followed into production in the same environment, later and
/// within 24 hours (the 24th included). Rework that went into production at the same instant as a
/// deployment, or before it, does not blame it. Empty without forward deployments.
package func wideFailures(
  _ events: [DeploymentEvent], _ history: ServiceHistory
) -> Set<Int64> {
  let facts = Dictionary(history.facts.map { ($0.key, $0) }) { first, _ in first }
  var failed: Set<Int64> = []
  for arrivals in Dictionary(grouping: events, by: { $0.environment }).values {
    var nextRework: Timestamp?
    var laterRework: Timestamp?
    let sorted = arrivals.compactMap { event in event.productionAt.map { (at: $0, event: event) } }
      .sorted { $0.at > $1.at }
    for (at, event) in sorted {
      guard let fact = facts[event.key], fact.kind.reached else { continue }
      let following = nextRework.flatMap { $0 > at ? $0 : laterRework }
      let isReworked = following.map { $0.milliseconds(since: at) <= reworkWindow } ?? false
      if fact.kind == .forward, fact.failure != nil || fact.isWithdrawn || isReworked {
        failed.insert(event.key)
      }
      if fact.isRework, nextRework != at {
        laterRework = nextRework
        nextRework = at
      }
    }
  }
  return failed
}
