package import Model

/// What a record is to a figure.
package enum Membership: Sendable, Equatable {
  /// In the denominator; `isHit` if it is in the numerator as well.
  case counted(isHit: Bool)
  case leftOut(String)
}

extension Metric {
  /// What a deployment that falls into the window is to one of the shares of deployments.
  package func membership(
    of fact: DeploymentFact, status: DeploymentStatus, by convention: Convention
  ) -> Membership {
    if fact.kind == .excluded { return .leftOut(fact.kind.absence) }
    if self == .changeFailureRate, convention != .rollbook {
      return convention.membership(of: fact, status: status)
    }
    switch self {
    case .changeFailureRate: return ofForward(fact) { fact.failure != nil }
    case .rollbackRate:
      return ofForward(fact) {
        fact.failure == .rolledBack || fact.failure == .blamedByRollback
      }
    case .reworkRate:
      guard fact.kind.reached else { return .leftOut(fact.kind.absence) }
      let isWayBack = fact.kind == .rollbackRedeploy && !fact.isDrill
      return .counted(isHit: fact.isRework || isWayBack)
    case .deployAttemptFailureRate:
      if fact.kind == .notReached { return .leftOut(fact.kind.absence) }
      return .counted(isHit: fact.kind == .failedAttempt)
    default: return ofForward(fact) { true }
    }
  }

  private func ofForward(_ fact: DeploymentFact, _ isHit: () -> Bool) -> Membership {
    fact.kind == .forward ? .counted(isHit: isHit()) : .leftOut(fact.kind.absence)
  }
}

extension Convention {
  /// The same by another tool's rules.
  fileprivate func membership(of fact: DeploymentFact, status: DeploymentStatus) -> Membership {
    switch self {
    case .naive:
      guard fact.kind != .notReached else { return .leftOut(fact.kind.absence) }
      return .counted(isHit: status == .failed || status == .rolledBack)
    case .metrik:
      switch status {
      case .failed: return .counted(isHit: true)
      case .live, .production: return .counted(isHit: false)
      default: return .leftOut("neither failed nor successful by its status")
      }
    case .datadog:
      guard fact.kind.reached, fact.kind != .rollbackRedeploy else {
        return .leftOut(fact.kind.absence)
      }
      return .counted(isHit: fact.isWideFailure)
    case .rollbook, .devlake, .gitlab, .fourkeys:
      let isSuccess = fact.kind.reached && status != .failed
      return isSuccess ? .counted(isHit: false) : .leftOut("not successful in production")
    }
  }
}

extension DeploymentKind {
  /// Why it is left out of shares of changes.
  package var absence: String {
    switch self {
    case .forward: "a change"
    case .redeploy: "the live version deployed once more"
    case .rollbackRedeploy: "the way back to an older version"
    case .failedAttempt: "failed without reaching production"
    case .notReached: "not in production"
    case .excluded: "excluded by a correction"
    }
  }
}
