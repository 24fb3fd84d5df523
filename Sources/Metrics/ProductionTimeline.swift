import Model

/// Walks through the arrivals and rollbacks of one service in one production environment.
struct ProductionTimeline {
  /// What is live at this point of the walk.
  private struct Live {
    /// Index of the arrival whose version is live; nil if no record describes it.
    var arrival: Int?
    var version: Text
    var sha: Text?
    /// Index into `spans`; always the last one.
    var span: Int
  }

  private let environment: Text
  private let order: ArrivalOrder
  private(set) var facts: [Int64: DeploymentFact] = [:]
  private(set) var spans: [LiveSpan] = []
  /// By time, those without one last.
  private(set) var rollbacks: [Rollback] = []

  private var live: Live?
  /// Arrival indexes in the order in which they went live, with restored ones again; nil for a
  /// restored version that no record describes.
  private var sequence: [Int?] = []
  /// Position in `sequence` at which each version went live last.
  private var lastLive: [Text: Int] = [:]
  /// Versions whose last time live ended with a rollback.
  private var versionsOut: Set<Text> = []
  /// Arrivals that a rollback took out, and none brought back.
  private var arrivalsOut: Set<Int> = []
  private var rollbackOfArrival: [Int: Int] = [:]
  /// The rollback in place that nothing has followed yet: a deployment of its target is the same
  /// rollback, not another one.
  private var openRollback: Int?

  /// The rollback, without a time or a target of its own, of an arrival that failed and that nothing
  /// has followed yet: what its system deploys next as the way back tells both.
  private var unresolved: Int?

  private var arrivals: [DeploymentEvent] { order.arrivals }

  init(environment: Text, arrivals: [DeploymentEvent]) {
    self.environment = environment
    order = ArrivalOrder(arrivals)
  }

  mutating func run() {
    for (at, step) in order.steps() {
      switch step {
      case .arrival(let i): arrive(i, at: at)
      case .rollback(let i): rollBack(i, at: at)
      }
    }
    markDrills()
    markRelanded()
    sortRollbacks()
  }

  // MARK: - Arrivals

  private mutating func arrive(_ i: Int, at: Timestamp) {
    let event = arrivals[i]
    var fact = DeploymentFact(key: event.key, kind: kind(of: i))
    fact.previous = liveBefore(at).map { arrivals[$0].key }
    if fact.kind == .forward {
      if event.isRolledBack {
        fact.failure = .rolledBack
      } else if event.status == .failed {
        fact.failure = .failedInProduction
      }
    }
    facts[event.key] = fact
    let isUntimed = event.isRolledBack && order.rollbackTimes[i].at == nil
    if isUntimed { noteUntimedRollback(of: i) }
    // A deployment that failed on arrival leaves what was live before it.
    guard event.status != .failed else { return }
    let isRollback = fact.kind == .rollbackRedeploy && goBack(with: i, at: at)
    if fact.kind != .rollbackRedeploy { supersede(by: i) }
    openRollback = nil
    unresolved = nil
    // The version restored by a rollback in place, deployed again, was not itself rolled back.
    endLive(at: at, as: isRollback && live?.version != event.version ? .rolledBack : .superseded)
    open(
      LiveSpan(
        environment: environment, deployment: event.key, version: event.version, from: at,
        isRestored: false, isProduction: true), arrival: i, sha: event.commitSHA)
    if isUntimed { versionsOut.insert(event.version) }
  }

  private func kind(of i: Int) -> DeploymentKind {
    let event = arrivals[i]
    if let isRollback = event.correction?.isRollback {
      return isRollback ? .rollbackRedeploy : kindOnLive(i) ?? .forward
    }
    if let openRollback, rollbacks[openRollback].toVersion == event.version {
      return .rollbackRedeploy
    }
    if event.isMarkedWayBack, unresolved != nil { return .rollbackRedeploy }
    if let kind = kindOnLive(i) { return kind }
    // Its system knows why it deployed this version; no order of versions knows better.
    if event.isMarkedWayBack { return .rollbackRedeploy }
    // A version that was taken out and comes again is landed anew; one that was merely superseded
    // and comes again is the way back.
    let isWayBack =
      lastLive[event.version] != nil && !versionsOut.contains(event.version)
      && !isAllKept(since: event.version)
    return isWayBack ? .rollbackRedeploy : .forward
  }

  /// A redeployment, or a change under the same name, if the version is live; nil if another is.
  private func kindOnLive(_ i: Int) -> DeploymentKind? {
    guard let live, live.version == arrivals[i].version else { return nil }
    let sha = arrivals[i].commitSHA
    return live.sha == nil || sha == nil || live.sha == sha ? .redeploy : .forward
  }

  /// Whether corrections say of all that has gone live since the version that nothing took them out.
  private func isAllKept(since version: Text) -> Bool {
    let since = liveSince(version).filter { !arrivalsOut.contains($0) }
    return !since.isEmpty && since.allSatisfy { arrivals[$0].isKept }
  }

  /// What was live before the instant `at`, a version restored only then left aside.
  private func liveBefore(_ at: Timestamp) -> Int? {
    guard let live, spans[live.span].isRestored, spans[live.span].from == at, let openRollback
    else { return live?.arrival }
    let blamed = rollbacks[openRollback].blamed
    return sequence.last { $0.map { arrivals[$0].key == blamed } ?? false } ?? live.arrival
  }

  private mutating func supersede(by i: Int) {
    guard let current = live?.arrival, current != i else { return }
    let (key, successor) = (arrivals[current].key, arrivals[i].key)
    if facts[key]?.supersededBy == nil { facts[key]?.supersededBy = successor }
  }

  // MARK: - Rollbacks

  /// Another version was deployed as the way back: by the rollback in place just before it, or by a new
  /// one, known from the system's own sign or else from the order of versions. False if nothing is
  /// known that it took out.
  private mutating func goBack(with i: Int, at: Timestamp) -> Bool {
    let version = arrivals[i].version
    let named = blamedByCorrection(i)
    if let openRollback, rollbacks[openRollback].toVersion ?? version == version {
      complete(openRollback, by: i, at: at, blaming: named)
      return true
    }
    if let unresolved, arrivals[i].isMarkedWayBack {
      complete(unresolved, by: i, at: at, blaming: named)
      return true
    }
    let removed = named.map { takenOutBy(i, blaming: $0) } ?? takenOutBy(i)
    let flagged = removed.first { isUnfinished($0) }
    guard let victim = named ?? flagged ?? removed.first else { return false }
    if let known = rollbackOfArrival[victim],
      victim == flagged || named != nil && rollbacks[known].by == nil
    {
      complete(known, by: i, at: at)
    } else {
      append(
        Rollback(
          environment: environment, blamed: arrivals[victim].key, by: arrivals[i].key,
          toVersion: version, at: at, timeBasis: .redeployment,
          basis: victim == flagged && named == nil
            ? arrivals[victim].basisOfOwnRollback : arrivals[i].basisAsWayBack), of: victim)
    }
    takeOut(removed, blaming: victim)
    return true
  }

  /// The arrival that a correction of a way back blames, if it went live before it in the environment.
  private func blamedByCorrection(_ i: Int) -> Int? {
    guard let id = arrivals[i].correction?.blames else { return nil }
    return arrivals.firstIndex { $0.id == id && facts[$0.key] != nil && $0.id != arrivals[i].id }
  }

  /// Flagged as rolled back, but nothing so far told when it was.
  private func isUnfinished(_ i: Int) -> Bool {
    arrivals[i].isRolledBack && rollbackOfArrival[i].map { rollbacks[$0].at == nil } ?? true
  }

  /// A deployment that goes back tells what an earlier record of its rollback left open, and a
  /// correction of it whom to blame.
  private mutating func complete(
    _ known: Int, by i: Int, at: Timestamp, blaming named: Int? = nil
  ) {
    if let named, arrivals[named].key != rollbacks[known].blamed { blame(named, for: known) }
    rollbacks[known].by = arrivals[i].key
    rollbacks[known].toVersion = arrivals[i].version
    if rollbacks[known].at == nil {
      rollbacks[known].at = at
      rollbacks[known].timeBasis = .redeployment
    }
  }

  /// Moves the blame of a rollback: what was blamed goes out with the other.
  private mutating func blame(_ named: Int, for rollback: Int) {
    let former = rollbacks[rollback].blamed
    if facts[former]?.failure == .blamedByRollback { facts[former]?.failure = nil }
    let indexOf = rollbackOfArrival.first { $0.value == rollback }?.key
    if let indexOf { rollbackOfArrival[indexOf] = nil }
    rollbacks[rollback].blamed = arrivals[named].key
    rollbacks[rollback].basis = .override
    rollbackOfArrival[named] = rollback
    let keys = [former] + rollbacks[rollback].withdrawn
    let rest = arrivals.indices.filter { $0 != named && keys.contains(arrivals[$0].key) }
    takeOut(rest + [named], blaming: named)
  }

  /// An explicit rollback takes effect: the target is live again, without a deployment of its own.
  private mutating func rollBack(_ i: Int, at time: Timestamp) {
    guard rollbackOfArrival[i] == nil else { return }
    let target = arrivals[i].rolledBackTo
    append(
      Rollback(
        environment: environment, blamed: arrivals[i].key, by: nil, toVersion: target, at: time,
        timeBasis: order.rollbackTimes[i].basis, basis: arrivals[i].basisOfOwnRollback), of: i)
    // What was live already as the target makes this the record of a rollback that has happened;
    // and with a later version live, a rollback to nowhere changes nothing.
    let changesLive =
      target.map { live?.version != $0 } ?? (live != nil && live?.arrival == i)
    takeOut(changesLive ? removed(with: i, target: target) : [i], blaming: i)
    guard changesLive else {
      // The version that a failed deployment could not replace may be deployed again to repair it.
      if arrivals[i].status == .failed, arrivals[i].rollbackSignal != nil, target != nil {
        openRollback = rollbackOfArrival[i]
      }
      return
    }
    endLive(at: time, as: .rolledBack)
    if let target { restore(target, at: time) }
    openRollback = rollbackOfArrival[i]
  }

  /// A rollback whose time nobody recorded and nothing tells: counted as failed, no time.
  private mutating func noteUntimedRollback(of i: Int) {
    append(
      Rollback(
        environment: environment, blamed: arrivals[i].key, by: nil,
        toVersion: arrivals[i].rolledBackTo, at: nil, timeBasis: .unknown,
        basis: arrivals[i].basisOfOwnRollback), of: i)
    let isOpen = arrivals[i].status == .failed && arrivals[i].rolledBackTo == nil
    unresolved = isOpen ? rollbackOfArrival[i] : nil
  }

  private mutating func append(_ rollback: Rollback, of i: Int) {
    rollbackOfArrival[i] = rollbacks.count
    rollbacks.append(rollback)
  }

  /// Takes arrivals out with the rollback of one of them, which gets the blame.
  private mutating func takeOut(_ removed: [Int], blaming victim: Int) {
    for i in removed {
      let key = arrivals[i].key
      versionsOut.insert(arrivals[i].version)
      arrivalsOut.insert(i)
      if i != victim { facts[key]?.isWithdrawn = true }
    }
    let key = arrivals[victim].key
    if facts[key]?.kind == .forward, facts[key]?.failure == nil {
      facts[key]?.failure = .blamedByRollback
    }
    guard let rollback = rollbackOfArrival[victim] else { return }
    rollbacks[rollback].withdrawn = removed.filter { $0 != victim }.map { arrivals[$0].key }
  }

  /// The deployments that going back with this one takes out: all since its version was live; else,
  /// if its system calls it a rollback, the one live now.
  private func takenOutBy(_ i: Int) -> [Int] {
    let version = arrivals[i].version
    let since = liveSince(version).filter { !arrivalsOut.contains($0) && !arrivals[$0].isKept }
    guard since.isEmpty, arrivals[i].isMarkedWayBack, let current = live?.arrival,
      arrivals[current].version != version, !arrivals[current].isKept
    else { return since }
    return [current]
  }

  /// The same if a correction names the one to blame: it, and what went live since goes with it.
  private func takenOutBy(_ i: Int, blaming named: Int) -> [Int] {
    let removed = takenOutBy(i)
    guard !removed.contains(named) else { return removed }
    let since = sequence.lastIndex(of: named).map { sequence[$0...].compactMap { $0 } } ?? []
    return unique([named] + since + removed).filter {
      $0 == named
        || arrivals[$0].version != arrivals[i].version && !arrivalsOut.contains($0)
          && !arrivals[$0].isKept
    }
  }

  /// The deployments that went live after the version last was live, oldest first, each once.
  private func liveSince(_ version: Text) -> [Int] {
    guard let position = lastLive[version] else { return [] }
    return unique(sequence[(position + 1)...].compactMap { $0 })
  }

  /// The deployment and what goes out with it: all since the target, else all since itself.
  private func removed(with i: Int, target: Text?) -> [Int] {
    let own = sequence.lastIndex(of: i) ?? sequence.count
    let start = target.flatMap { lastLive[$0] }.map { min($0 + 1, own) } ?? own
    return unique(sequence[start...].compactMap { $0 } + [i]).filter {
      $0 == i
        || arrivals[$0].version != target && !arrivalsOut.contains($0) && !arrivals[$0].isKept
    }
  }

  private func unique(_ indexes: [Int]) -> [Int] {
    var seen: Set<Int> = []
    return indexes.filter { seen.insert($0).inserted }
  }

  // MARK: - What is live

  private mutating func restore(_ version: Text, at: Timestamp) {
    let origin = lastLive[version].flatMap { sequence[$0] }
    open(
      LiveSpan(
        environment: environment, deployment: origin.map { arrivals[$0].key }, version: version,
        from: at, isRestored: true, isProduction: true),
      arrival: origin, sha: origin.flatMap { arrivals[$0].commitSHA })
  }

  private mutating func open(_ span: LiveSpan, arrival: Int?, sha: Text?) {
    versionsOut.remove(span.version)
    if let arrival { arrivalsOut.remove(arrival) }
    live = Live(arrival: arrival, version: span.version, sha: sha, span: spans.count)
    spans.append(span)
    lastLive[span.version] = sequence.count
    sequence.append(arrival)
  }

  private mutating func endLive(at: Timestamp, as end: LiveSpan.End) {
    guard let live else { return }
    self.live = nil
    if spans[live.span].isRestored, spans[live.span].from == at {
      // Gone at the instant of its return: what comes now is what the rollback went back to.
      spans.removeLast()
    } else {
      spans[live.span].until = at
      spans[live.span].end = end
    }
  }

  // MARK: - The end

  /// Rollbacks for exercise stay on the timeline; what they took out did not fail, and did not go with
  /// a failed version.
  private mutating func markDrills() {
    let drills = Set(arrivals.filter { $0.correction?.isDrill ?? false }.map(\.key))
    guard !drills.isEmpty else { return }
    var touched: Set<Int64> = []
    var others: Set<Int64> = []
    for r in rollbacks.indices {
      let rollback = rollbacks[r]
      guard drills.contains(rollback.blamed) || rollback.by.map(drills.contains) ?? false else {
        others.formUnion([rollback.blamed] + rollback.withdrawn)
        continue
      }
      rollbacks[r].isDrill = true
      if let by = rollback.by { facts[by]?.isDrill = true }
      touched.formUnion([rollback.blamed] + rollback.withdrawn)
      facts[rollback.blamed]?.isDrill = true
    }
    for key in touched.subtracting(others) {
      facts[key]?.isWithdrawn = false
      if facts[key]?.isDrill == true { facts[key]?.failure = nil }
    }
  }

  /// A later arrival of a version that was taken out brought it back.
  private mutating func markRelanded() {
    guard !rollbacks.isEmpty else { return }
    let indexOf = Dictionary(arrivals.enumerated().map { ($1.key, $0) }) { first, _ in first }
    let landings = Dictionary(grouping: arrivals.indices) { arrivals[$0].version }
    for (r, rollback) in rollbacks.enumerated() {
      guard let blamed = indexOf[rollback.blamed] else { continue }
      let after = rollback.by.flatMap { indexOf[$0] } ?? blamed
      let back = landings[arrivals[blamed].version]?.first { i in
        i > after && arrivals[i].status != .failed && !arrivals[i].isRolledBack
          && (rollback.at ?? .distantPast) <= (arrivals[i].productionAt ?? .distantPast)
      }
      rollbacks[r].relandedBy = back.map { arrivals[$0].key }
    }
  }

  private mutating func sortRollbacks() {
    rollbacks = rollbacks.enumerated().sorted { a, b in
      (a.element.at ?? .distantFuture, a.offset) < (b.element.at ?? .distantFuture, b.offset)
    }.map(\.element)
  }
}

extension Timestamp {
  fileprivate static let distantPast = Timestamp(milliseconds: .min)
  fileprivate static let distantFuture = Timestamp(milliseconds: .max)
}
