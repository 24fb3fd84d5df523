package import Model

/// Derives what one service's deployments turned out to be: forward, redeployed, rolled back; what
/// was live when; which rollbacks there were. Pure: the same events give the same history, in any
/// order. Costs n log n for n deployments.
package func deriveHistory(of events: [DeploymentEvent]) -> ServiceHistory {
  var facts: [Int64: DeploymentFact] = [:]
  for event in events {
    let failedEarly = event.productionAt == nil && event.status == .failed
    facts[event.key] = DeploymentFact(
      key: event.key,
      kind: event.isExcluded ? .excluded : failedEarly ? .failedAttempt : .notReached)
  }
  let counted = events.filter { !$0.isExcluded }
  var history = ServiceHistory()
  let byEnvironment = Dictionary(grouping: counted.filter { $0.productionAt != nil }) {
    $0.environment
  }
  for (environment, arrivals) in byEnvironment.sorted(by: { $0.key < $1.key }) {
    var timeline = ProductionTimeline(environment: environment, arrivals: arrivals)
    timeline.run()
    facts.merge(timeline.facts) { $1 }
    history.spans += timeline.spans
    history.rollbacks += timeline.rollbacks
  }
  history.spans += stagingSpans(of: counted)
  blameRepaired(counted, in: &facts)
  // One that is blamed itself, by its own flag or a repair, did not merely go with another.
  for (key, fact) in facts where fact.failure != nil { facts[key]?.isWithdrawn = false }
  history.facts = events.compactMap { facts[$0.key] }
  return history
}

/// What was live in staging environments: the arrivals there, each until the next one.
private func stagingSpans(of events: [DeploymentEvent]) -> [LiveSpan] {
  let staged = events.filter { $0.stagingAt != nil }
  let byEnvironment = Dictionary(grouping: staged) { event -> Text in
    event.productionAt == nil && event.environment != "production"
      && event.environment != "unspecified" ? event.environment : "staging"
  }
  return byEnvironment.sorted { $0.key < $1.key }.flatMap { environment, events in
    let sorted = events.compactMap { event in event.stagingAt.map { (at: $0, event: event) } }
      .sorted { ($0.at, $0.event.id) < ($1.at, $1.event.id) }
    return sorted.indices.map { i -> LiveSpan in
      var span = LiveSpan(
        environment: environment, deployment: sorted[i].event.key,
        version: sorted[i].event.version, from: sorted[i].at, isRestored: false,
        isProduction: false)
      if i + 1 < sorted.count {
        span.until = sorted[i + 1].at
        span.end = .superseded
      }
      return span
    }
  }
}

/// A deployment that names what it fixes puts the blame there.
private func blameRepaired(_ events: [DeploymentEvent], in facts: inout [Int64: DeploymentFact]) {
  for event in events { facts[event.key]?.isRework = event.isRework }
  guard events.contains(where: { $0.fixes != nil }) else { return }
  let keys = Dictionary(events.map { ($0.id, $0.key) }) { first, _ in first }
  for event in events {
    guard let fixes = event.fixes, let key = keys[fixes], key != event.key,
      let fact = facts[key], fact.kind == .forward, fact.failure == nil, !fact.isDrill
    else { continue }
    facts[key]?.failure = .fixedByRework
  }
}
