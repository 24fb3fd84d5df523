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
  /// By time; they do not overlap.
  package let spans: [LiveSpan]
  /// By time, those without one first.
  package let rollbacks: [Rollback]
  private let places: [Int64: Int]

  /// - Parameters:
  ///   - entries: deployments of the service in that environment; those left out of everything by a
  ///     correction are dropped.
  ///   - spans: of the service, in any environment.
  ///   - rollbacks: likewise.
  package init(
    service: Text, environment: Text, entries: [LedgerEntry], spans: [LiveSpan],
    rollbacks: [Rollback]
  ) {
    self.service = service
    self.environment = environment
    func ordered<Row>(_ rows: [Row], _ time: (Row) -> Timestamp?) -> [Row] {
      rows.enumerated().sorted { a, b in
        let (left, right) = (time(a.element), time(b.element))
        if left == right { return a.offset < b.offset }
        guard let left else { return true }
        guard let right else { return false }
        return left < right
      }.map(\.element)
    }
    let kept = ordered(entries.filter { $0.fact.kind != .excluded }, \.at)
    self.entries = kept
    self.spans = ordered(spans.filter { $0.environment == environment }) { $0.from }
    self.rollbacks = ordered(rollbacks.filter { $0.environment == environment }, \.at)
    places = Dictionary(
      kept.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package func entry(_ key: Int64) -> LedgerEntry? { places[key].map { entries[$0] } }

  /// The place in `spans` of what was live at a moment; at the moment of a change the new one. Nil if
  /// nothing was.
  package func place(at time: Timestamp) -> Int? {
    spans.lastIndex { $0.from <= time && $0.until.map { time < $0 } ?? true }
  }

  /// The place in `spans` of what was live just before another span, whatever gap there was between.
  package func place(before place: Int) -> Int? { place > 0 ? place - 1 : nil }

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
