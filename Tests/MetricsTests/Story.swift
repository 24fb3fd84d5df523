import Metrics
import Model

/// A service's deployments and what became of them, told in short lines. Times are small numbers.
struct Story {
  let deployments: [Deployment]
  let history: ServiceHistory
  private let events: [DeploymentEvent]

  init(_ deployments: [Deployment], corrections: [Correction] = []) {
    self.deployments = deployments
    let byID = Dictionary(corrections.map { ($0.subject, $0) }) { first, _ in first }
    events = deployments.enumerated().map {
      DeploymentEvent(key: Int64($0 + 1), deployment: $1, correction: byID[$1.id])
    }
    history = deriveHistory(of: events)
  }

  var recovery: (episodes: [RecoveryEpisode], leftOut: [(key: Int64, reason: Recovery.Unknown)]) {
    recoveryEpisodes(events, history)
  }

  /// The ids of those that failed by the wide rule.
  var wide: Set<String> { Set(wideFailures(events, history).map(id)) }

  private func id(_ key: Int64) -> String { deployments[Int(key) - 1].id.string }

  func fact(_ id: Text) -> DeploymentFact? {
    zip(deployments, history.facts).first { $0.0.id == id }?.1
  }

  func kind(_ id: Text) -> DeploymentKind? { fact(id)?.kind }

  func failure(_ id: Text) -> ChangeFailure? { fact(id)?.failure }

  func previous(_ id: Text) -> String? { fact(id)?.previous.map(self.id) }

  func supersededBy(_ id: Text) -> String? { fact(id)?.supersededBy.map(self.id) }

  /// Such as `V1 1..<4 superseded`, `(V1) 3... stillLive` for a version live again in place.
  func spans(in environment: Text = "production", isProduction: Bool = true) -> [String] {
    history.spans.filter { $0.environment == environment && $0.isProduction == isProduction }
      .map { span in
        let name = span.isRestored ? "(\(span.version))" : span.version.string
        let until = span.until.map { "..<\($0.milliseconds)" } ?? "..."
        return "\(name) \(span.from.milliseconds)\(until) \(span.end)"
      }
  }

  /// Such as `d2 -> V1 at 4 by d3, inferred, redeployment; with d4; back d5`.
  var rollbacks: [String] {
    history.rollbacks.map { rollback in
      var line = "\(id(rollback.blamed)) -> \(rollback.toVersion?.string ?? "?")"
      if let at = rollback.at { line += " at \(at.milliseconds)" }
      if let by = rollback.by { line += " by \(id(by))" }
      line += ", \(rollback.basis), \(rollback.timeBasis)"
      if !rollback.withdrawn.isEmpty {
        line += "; with " + rollback.withdrawn.map(id).joined(separator: " ")
      }
      if let later = rollback.relandedBy { line += "; back \(id(later))" }
      if rollback.isDrill { line += "; drill" }
      return line
    }
  }

  /// Everything, without keys and in an order of its own: equal for equal histories.
  var telling: [String] {
    let facts = history.facts.map { fact in
      "\(id(fact.key)) \(fact.kind) \(fact.failure.map { "\($0)" } ?? "-") \(fact.isWithdrawn) "
        + "\(fact.isRework) \(fact.previous.map(id) ?? "-") \(fact.supersededBy.map(id) ?? "-")"
    }
    let spans = history.spans.map { span in
      "\(span.environment) \(span.deployment.map(id) ?? "?") \(span.version) \(span.from) "
        + "\(span.until.map { "\($0)" } ?? "-") \(span.end) \(span.isRestored) "
        + "\(span.isProduction)"
    }
    return facts.sorted() + spans + rollbacks
  }
}

/// A deployment of `version` that reached production at `time`.
func deployed(
  _ id: Text, _ version: Text, at time: Int64?, _ change: (inout Deployment) -> Void = { _ in }
) -> Deployment {
  var deployment = Deployment(id: id, service: "shop", version: version, status: .live)
  deployment.productionDeployedAt = time.map { Timestamp(milliseconds: $0) }
  deployment.environment = "production"
  change(&deployment)
  return deployment
}

extension Deployment {
  mutating func flag(at time: Int64?, to target: Text?) {
    rolledBack = true
    rolledBackAt = time.map { Timestamp(milliseconds: $0) }
    rolledBackTo = target
  }
}
