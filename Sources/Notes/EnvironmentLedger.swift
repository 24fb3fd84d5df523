package import Model

/// A deployment as release notes read it.
package struct LedgerEntry: Sendable, Equatable {
  package let deployment: Deployment
  package let fact: DeploymentFact

  package init(_ deployment: Deployment, _ fact: DeploymentFact) {
    self.deployment = deployment
    self.fact = fact
  }

  package var key: Int64 { fact.key }
  package var version: Text { deployment.version }
  /// When it reached production, else staging, else was created; nil without any of them.
  package var at: Timestamp? { deployment.bucketTime }
}

/// What is known of one environment of one service: its deployments, what was live when, and what was
/// rolled back. The facts of a deployment are those of its service's history.
package struct EnvironmentLedger: Sendable {
  package let service: Text
  package let environment: Text
  /// By time, those without one first; of one time in the order of the history.
  package let entries: [LedgerEntry]
  /// The newest deployment of each version that never was live here, in other environments, by time.
  package let elsewhere: [LedgerEntry]
  /// By time; they do not overlap.
  package let spans: [LiveSpan]
  /// By time, those without one first.
  package let rollbacks: [Rollback]
  private let places: [Int64: Int]
  /// The places in `spans` of each deployment.
  private let spanPlaces: [Int64: [Int]]

  /// - Parameters:
  ///   - entries: deployments of the service, in any environment; those left out of everything by a
  ///     correction are dropped.
  ///   - spans: of the service, in any environment.
  ///   - rollbacks: likewise.
  package init(
    service: Text, environment: Text, entries: [LedgerEntry], spans: [LiveSpan],
    rollbacks: [Rollback]
  ) {
    self.service = service
    self.environment = environment
    let counted = entries.filter { $0.fact.kind != .excluded }.oldestFirst(\.at)
    let own = counted.filter { $0.deployment.effectiveEnvironment == environment }
    let live = spans.filter { $0.environment == environment }.oldestFirst(\.from)
    self.entries = own
    self.spans = live
    self.rollbacks = rollbacks.filter { $0.environment == environment }.oldestFirst(\.at)
    elsewhere = EnvironmentLedger.elsewhere(
      counted.filter { $0.deployment.effectiveEnvironment != environment }, live: live)
    places = Dictionary(
      own.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    spanPlaces = Dictionary(grouping: live.indices.filter { live[$0].deployment != nil }) {
      live[$0].deployment ?? 0
    }
  }

  private static func elsewhere(_ entries: [LedgerEntry], live: [LiveSpan]) -> [LedgerEntry] {
    var seen = Set(live.map(\.version))
    return entries.reversed().filter { seen.insert($0.version).inserted }.reversed()
  }

  package func entry(_ key: Int64) -> LedgerEntry? { places[key].map { entries[$0] } }

  /// The place in `spans` of what was live at a moment; at the moment of a change the new one. Nil if
  /// nothing was.
  package func place(at time: Timestamp) -> Int? {
    spans.lastIndex { $0.from <= time && $0.until.map { time < $0 } ?? true }
  }

  /// The places in `spans` of a deployment.
  func places(of key: Int64) -> [Int] { spanPlaces[key] ?? [] }

  /// The place in `spans` of the first time that a deployment was live.
  func firstPlace(of entry: LedgerEntry) -> Int? { spanPlaces[entry.key]?.first }

  /// Whether a span is of the same version, and as far as is known of the same commit, as what was live
  /// just before: deployed once more, which changes nothing.
  package func isRepeat(_ place: Int) -> Bool {
    guard place > 0, spans[place - 1].version == spans[place].version else { return false }
    let (before, now) = (commit(of: spans[place - 1]), commit(of: spans[place]))
    return before == nil || now == nil || before == now
  }

  /// The place where what is live at a place became so.
  package func firstPlace(ofRunAt place: Int) -> Int {
    var place = place
    while isRepeat(place) { place -= 1 }
    return place
  }

  /// The place in `spans` of what was live just before another span, whatever gap there was between.
  /// What was rolled back to something that no record tells is not it: then what was live before that.
  package func place(before place: Int) -> Int? {
    var earlier = place - 1
    while earlier >= 0, spans[earlier].end == .rolledBack, !isReturn(earlier + 1) { earlier -= 1 }
    return earlier >= 0 ? earlier : nil
  }

  /// The commit of what was live in a span; nil if no record tells.
  package func commit(of span: LiveSpan) -> Text? {
    span.deployment.flatMap { entry($0)?.deployment.commitSHA }
  }

  /// The rollback by which a span ended, if it did; an exercise counts as one here, since the version
  /// did go away.
  package func rollback(ending span: LiveSpan) -> Rollback? {
    guard span.end == .rolledBack, let key = span.deployment else { return nil }
    return rollbacks.last {
      $0.at == span.until && ($0.blamed == key || $0.withdrawn.contains(key))
    } ?? rollbacks.last { $0.blamed == key || $0.withdrawn.contains(key) }
  }
}

extension Array {
  /// The first index from which on a condition holds that, once true, stays true; the end if there is
  /// none. O(log count).
  func partition(where holds: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
