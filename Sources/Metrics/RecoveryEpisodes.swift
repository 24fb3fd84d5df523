package import Model

/// Deploy to recovery: from the production time of a failed forward deployment to the first later
/// moment at which a good version goes live in its environment.
///
/// Good is a production span that begins later and whose deployment neither failed nor was
/// withdrawn, restored ones too; a redeployment is as good as what it deployed again; a version that no
/// record describes counts only if a rollback restored it. Failures in a row are one episode, which
/// belongs to its start.
package struct RecoveryEpisode: Sendable, Equatable {
  package var environment: Text
  /// The first failed deployment.
  package var failed: Int64
  package var start: Timestamp
  /// Nil while no good version has followed: the episode is open (right-censored).
  package var end: Timestamp?
  /// What was live at the end; nil for an open one, and for a version no record describes.
  package var recoveredBy: Int64?
  /// All failed deployments of the episode, oldest first; never empty.
  package var failures: [Int64]

  /// Milliseconds, above 0; nil for an open one.
  package var milliseconds: Int64? { end.map { $0.milliseconds(since: start) } }
}

/// The episodes of one service, and the failures left out of them, by environment and start.
package func recoveries(
  _ events: [DeploymentEvent], _ history: ServiceHistory
) -> [Recovery] {
  let found = recoveryEpisodes(events, history)
  let episodes = found.episodes.map { episode in
    Recovery(
      environment: episode.environment, failed: episode.failed, start: episode.start,
      end: episode.end, recoveredBy: episode.recoveredBy, unknown: nil)
  }
  let byKey = Dictionary(events.map { ($0.key, $0) }) { first, _ in first }
  let leftOut = found.leftOut.compactMap { key, reason -> Recovery? in
    guard let event = byKey[key], let start = event.productionAt else { return nil }
    return Recovery(
      environment: event.environment, failed: key, start: start, end: nil, recoveredBy: nil,
      unknown: reason)
  }
  let ids = byKey.mapValues(\.id)
  return (episodes + leftOut).sorted { a, b in
    (a.environment, a.start, ids[a.failed] ?? "") < (b.environment, b.start, ids[b.failed] ?? "")
  }
}

/// The episodes of one service by environment and start, and the failed deployments left out of them
/// with the reason: those rolled back at an unknown time, or to an unknown version, that nothing good
/// followed. Empty without failures. Costs n log n for n deployments.
package func recoveryEpisodes(
  _ events: [DeploymentEvent], _ history: ServiceHistory
) -> (episodes: [RecoveryEpisode], leftOut: [(key: Int64, reason: Recovery.Unknown)]) {
  let failed = Set(
    history.facts.filter { $0.failure != nil && $0.kind == .forward }.map { $0.key })
  let failures = Dictionary(grouping: events.filter { failed.contains($0.key) }) {
    $0.environment
  }
  let spans = Dictionary(grouping: goodSpans(history)) { $0.environment }
  let reasons = reasonsUnknown(history)
  var episodes: [RecoveryEpisode] = []
  var leftOut: [(key: Int64, reason: Recovery.Unknown)] = []
  for (environment, events) in failures.sorted(by: { $0.key < $1.key }) {
    for episode in walk(events, good: spans[environment] ?? [], in: environment) {
      guard episode.end == nil else {
        episodes.append(episode)
        continue
      }
      leftOut += episode.failures.compactMap { key in reasons[key].map { (key, $0) } }
      if let known = open(episode, events.filter { reasons[$0.key] == nil }) {
        episodes.append(known)
      }
    }
  }
  return (episodes, leftOut)
}

/// The open episode with those failures alone of which it is known that they are open.
private func open(_ episode: RecoveryEpisode, _ known: [DeploymentEvent]) -> RecoveryEpisode? {
  let times = Dictionary(known.map { ($0.key, $0.productionAt) }) { first, _ in first }
  var rest = episode
  rest.failures = episode.failures.filter { times[$0] != nil }
  guard let first = rest.failures.first, let time = times[first], let start = time else {
    return nil
  }
  rest.failed = first
  rest.start = start
  return rest
}

private func walk(
  _ events: [DeploymentEvent], good: [LiveSpan], in environment: Text
) -> [RecoveryEpisode] {
  let failures = events.compactMap { event in event.productionAt.map { (at: $0, event: event) } }
    .sorted { ($0.at, $0.event.id) < ($1.at, $1.event.id) }
  var episodes: [RecoveryEpisode] = []
  var next = 0
  for (at, event) in failures {
    if let last = episodes.indices.last, episodes[last].end.map({ at < $0 }) ?? true {
      episodes[last].failures.append(event.key)
      continue
    }
    while next < good.count, good[next].from <= at { next += 1 }
    let recovery = next < good.count ? good[next] : nil
    episodes.append(
      RecoveryEpisode(
        environment: environment, failed: event.key, start: at, end: recovery?.from,
        recoveredBy: recovery?.deployment, failures: [event.key]))
  }
  return episodes
}

/// The production spans of good versions, by time within each environment.
private func goodSpans(_ history: ServiceHistory) -> [LiveSpan] {
  let facts = Dictionary(history.facts.map { ($0.key, $0) }) { first, _ in first }
  var isGood: [Int64: Bool] = [:]
  return history.spans.filter { $0.isProduction }.sorted { $0.from < $1.from }.filter { span in
    guard let key = span.deployment, let fact = facts[key] else { return span.isRestored }
    var good = fact.failure == nil && !fact.isWithdrawn
    if fact.kind == .redeploy, let previous = fact.previous {
      good = good && isGood[previous] ?? true
    }
    isGood[key] = good
    return good
  }
}

/// Why the recovery of a deployment that was rolled back cannot be known from its own record.
private func reasonsUnknown(_ history: ServiceHistory) -> [Int64: Recovery.Unknown] {
  var reasons: [Int64: Recovery.Unknown] = [:]
  for rollback in history.rollbacks {
    switch (rollback.at, rollback.toVersion) {
    case (nil, nil): reasons[rollback.blamed] = .timeAndTarget
    case (nil, _): reasons[rollback.blamed] = .time
    case (_, nil): reasons[rollback.blamed] = .target
    default: break
    }
  }
  return reasons
}
