import Model

/// Walks through the arrivals and rollbacks of one service in one production environment.
struct ProductionTimeline {
  /// Something that changes what is live, at an instant.
  private enum Step {
    case arrival(Int)
    /// The explicit rollback of the arrival at that index.
    case rollback(Int)
  }

  /// What is live at this point of the walk.
  private struct Live {
    /// Index of the arrival whose version is live; nil if no record describes it.
    var arrival: Int?
    var version: Text
    var sha: Text?
    /// Index into `spans`.
    var span: Int
  }

  private let environment: Text
  /// In order of production time, then id.
  private let arrivals: [DeploymentEvent]
  private(set) var facts: [Int64: DeploymentFact] = [:]
  private(set) var spans: [LiveSpan] = []
  private(set) var rollbacks: [Rollback] = []

  private var live: Live?
  /// Arrival indexes in the order in which they went live, with restored ones again.
  private var sequence: [Int] = []
  /// Position in `sequence` from which the last run of each version began.
  private var lastLive: [Text: Int] = [:]
  /// Versions whose last time live ended with a rollback.
  private var takenOut: Set<Text> = []
  private var rollbackOfArrival: [Int: Int] = [:]
  /// The rollback in place that nothing has followed yet: a deployment of its target is the same
  /// rollback, not another one.
  private var openRollback: Int?

  init(environment: Text, arrivals: [DeploymentEvent]) {
    self.environment = environment
    self.arrivals = arrivals.sorted {
      ($0.productionAt?.milliseconds ?? 0, $0.id) < ($1.productionAt?.milliseconds ?? 0, $1.id)
    }
  }

  mutating func run() {
    for (at, step) in steps() {
      switch step {
      case .arrival(let i): arrive(i, at: at)
      case .rollback(let i): rollBack(i, at: at)
      }
    }
    markRelanded()
  }

  // MARK: - The order of events

  /// Arrivals and explicit rollbacks by time; at one instant a rollback comes before an arrival that
  /// follows it, and after the arrival of what is rolled back.
  private func steps() -> [(Timestamp, Step)] {
    var steps: [(Timestamp, Step)] = []
    for (i, arrival) in arrivals.enumerated() {
      guard let at = arrival.productionAt else { continue }
      steps.append((at, .arrival(i)))
      if arrival.isRolledBack, let time = rollbackTime(of: i).at {
        steps.append((max(time, at), .rollback(i)))
      }
    }
    return steps.enumerated().sorted { a, b in
      if a.element.0 != b.element.0 { return a.element.0 < b.element.0 }
      return order(a.element.1) < order(b.element.1)
    }.map(\.element)
  }

  private func order(_ step: Step) -> (Int, Int) {
    switch step {
    case .arrival(let i): (i, 0)
    case .rollback(let i): (i, 1)
    }
  }

  /// When an explicit rollback took effect, and which record says so.
  private func rollbackTime(of i: Int) -> (at: Timestamp?, basis: Rollback.TimeBasis) {
    let event = arrivals[i]
    if let at = event.rolledBackAt { return (at, .rolledBackAt) }
    guard let target = event.rolledBackTo else { return (nil, .unknown) }
    if let later = arrivals[(i + 1)...].first(where: { $0.version == target }) {
      return (later.productionAt, .redeployment)
    }
    if let updated = event.updatedAt, let arrived = event.productionAt, updated > arrived {
      return (updated, .updatedAt)
    }
    return (nil, .unknown)
  }

  // MARK: - Arrivals

  private mutating func arrive(_ i: Int, at: Timestamp) {
    let event = arrivals[i]
    var fact = DeploymentFact(key: event.key, kind: kind(of: i))
    fact.previous = live?.arrival.map { arrivals[$0].key }
    if event.isRolledBack {
      fact.failure = .rolledBack
      noteUntimedRollback(of: i)
    } else if event.status == .failed {
      fact.failure = .failedInProduction
    }
    if fact.kind != .forward { fact.failure = nil }
    facts[event.key] = fact
    if fact.kind == .rollbackRedeploy { goBack(with: i, at: at) }
    openRollback = nil
    // A deployment that failed on arrival leaves what was live before it.
    guard event.status != .failed else { return }
    if fact.kind != .rollbackRedeploy { supersede(by: i) }
    goLive(i, at: at, isRestored: false)
  }

  private func kind(of i: Int) -> DeploymentKind {
    let event = arrivals[i]
    if let openRollback, rollbacks[openRollback].toVersion == event.version {
      return .rollbackRedeploy
    }
    guard let live else { return .forward }
    if live.version == event.version {
      let sameCommit = live.sha == nil || event.commitSHA == nil || live.sha == event.commitSHA
      return sameCommit ? .redeploy : .forward
    }
    // A version that was taken out and comes again is landed anew; one that was merely superseded
    // and comes again is the way back.
    let isWayBack = lastLive[event.version] != nil && !takenOut.contains(event.version)
    return isWayBack ? .rollbackRedeploy : .forward
  }

  private mutating func supersede(by i: Int) {
    guard let current = live?.arrival, current != i else { return }
    let key = arrivals[current].key
    if facts[key]?.supersededBy == nil { facts[key]?.supersededBy = arrivals[i].key }
  }

  // MARK: - Rollbacks

  /// An older version was deployed again: the rollback in place just before it, or a new one that is
  /// inferred from the order of versions.
  private mutating func goBack(with i: Int, at: Timestamp) {
    if let openRollback {
      rollbacks[openRollback].by = arrivals[i].key
      return
    }
    let removed = removedAfterTarget(arrivals[i].version)
    let flagged = removed.first { arrivals[$0].isRolledBack }
    guard let victim = flagged ?? removed.first else { return }
    if let known = rollbackOfArrival[victim] {
      complete(known, by: i, at: at)
      return
    }
    let (time, timeBasis) = flagged.map { rollbackTime(of: $0) } ?? (at, .redeployment)
    var rollback = Rollback(
      environment: environment, blamed: arrivals[victim].key, by: arrivals[i].key,
      toVersion: arrivals[i].version, at: min(time ?? at, at), timeBasis: timeBasis,
      basis: flagged == nil ? .inferred : .explicit)
    rollback.withdrawn = removed.filter { $0 != victim }.map { arrivals[$0].key }
    append(rollback, of: victim)
    blame(victim, removed: removed)
  }

  /// A deployment that goes back tells what an earlier record of its rollback left open.
  private mutating func complete(_ known: Int, by i: Int, at: Timestamp) {
    if rollbacks[known].by == nil { rollbacks[known].by = arrivals[i].key }
    if rollbacks[known].toVersion == nil { rollbacks[known].toVersion = arrivals[i].version }
    if rollbacks[known].at == nil {
      rollbacks[known].at = at
      rollbacks[known].timeBasis = .redeployment
    }
  }

  /// An explicit rollback takes effect: the target is live again, without a deployment of its own.
  private mutating func rollBack(_ i: Int, at time: Timestamp) {
    guard rollbackOfArrival[i] == nil else { return }
    let event = arrivals[i]
    let target = event.rolledBackTo
    var rollback = Rollback(
      environment: environment, blamed: event.key, by: nil, toVersion: target, at: time,
      timeBasis: rollbackTime(of: i).basis, basis: .explicit)
    // What was live already as the target makes this the record of a rollback that has happened.
    let isBack = target != nil && live?.version == target
    let removed = isBack ? [i] : removed(from: i)
    rollback.withdrawn = removed.filter { $0 != i }.map { arrivals[$0].key }
    append(rollback, of: i)
    blame(i, removed: removed)
    guard !isBack, live != nil else { return }
    endLive(at: time, as: .rolledBack)
    if let target { restore(target, at: time) } else { live = nil }
    openRollback = rollbackOfArrival[i]
  }

  /// A rollback whose time nobody recorded and nothing tells: counted as failed, no time.
  private mutating func noteUntimedRollback(of i: Int) {
    guard rollbackTime(of: i).at == nil else { return }
    append(
      Rollback(
        environment: environment, blamed: arrivals[i].key, by: nil,
        toVersion: arrivals[i].rolledBackTo, at: nil, timeBasis: .unknown, basis: .explicit),
      of: i)
  }

  private mutating func append(_ rollback: Rollback, of i: Int) {
    rollbackOfArrival[i] = rollbacks.count
    rollbacks.append(rollback)
  }

  private mutating func blame(_ victim: Int, removed: [Int]) {
    for i in removed {
      let key = arrivals[i].key
      takenOut.insert(arrivals[i].version)
      if i == victim {
        let isExplicit = arrivals[i].isRolledBack
        if facts[key]?.kind == .forward, facts[key]?.failure == nil {
          facts[key]?.failure = isExplicit ? .rolledBack : .blamedByRollback
        }
      } else {
        facts[key]?.isWithdrawn = true
      }
    }
  }

  /// The deployments that went live after the target last was live, oldest first, each once.
  private func removedAfterTarget(_ version: Text) -> [Int] {
    guard let position = lastLive[version] else { return live?.arrival.map { [$0] } ?? [] }
    return unique(sequence[(position + 1)...].filter { arrivals[$0].version != version })
  }

  /// The deployment and those that went live after it, oldest first, each once.
  private func removed(from i: Int) -> [Int] {
    guard let position = sequence.lastIndex(of: i) else { return [i] }
    return unique(Array(sequence[position...]))
  }

  private func unique(_ indexes: [Int]) -> [Int] {
    var seen: Set<Int> = []
    return indexes.filter { seen.insert($0).inserted }
  }

  // MARK: - What is live

  private mutating func goLive(_ i: Int, at: Timestamp, isRestored: Bool) {
    let wentBack = facts[arrivals[i].key]?.kind == .rollbackRedeploy
    endLive(at: at, as: wentBack && !isRestored ? .rolledBack : .superseded)
    open(
      LiveSpan(
        environment: environment, deployment: arrivals[i].key, version: arrivals[i].version,
        from: at, isRestored: isRestored, isProduction: true),
      arrival: i, sha: arrivals[i].commitSHA)
  }

  private mutating func restore(_ version: Text, at: Timestamp) {
    let origin = lastLive[version].map { sequence[$0] }
    open(
      LiveSpan(
        environment: environment, deployment: origin.map { arrivals[$0].key }, version: version,
        from: at, isRestored: true, isProduction: true),
      arrival: origin, sha: origin.flatMap { arrivals[$0].commitSHA })
  }

  private mutating func open(_ span: LiveSpan, arrival: Int?, sha: Text?) {
    takenOut.remove(span.version)
    live = Live(arrival: arrival, version: span.version, sha: sha, span: spans.count)
    spans.append(span)
    if let arrival {
      lastLive[span.version] = sequence.count
      sequence.append(arrival)
    }
  }

  private mutating func endLive(at: Timestamp, as end: LiveSpan.End) {
    guard let live else { return }
    spans[live.span].until = at
    // A rolled-back version that was restored and is superseded now: the restored span ends so.
    spans[live.span].end = end
  }

  /// A later forward arrival of a version that was taken out brought it back.
  private mutating func markRelanded() {
    let indexOf = Dictionary(arrivals.enumerated().map { ($1.key, $0) }) { first, _ in first }
    for (r, rollback) in rollbacks.enumerated() {
      guard let blamed = indexOf[rollback.blamed] else { continue }
      let after = rollback.by.flatMap { indexOf[$0] } ?? blamed
      rollbacks[r].relandedBy = arrivals[(after + 1)...].first {
        $0.version == arrivals[blamed].version && $0.status != .failed && !$0.isRolledBack
      }?.key
    }
  }
}
