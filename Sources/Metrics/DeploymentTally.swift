package import Model

/// What became of one day's production deployments.
package struct DayOutcome: Sendable, Equatable {
  package var ok: Int
  package var failed: Int
  package var rolledBack: Int

  package init(ok: Int = 0, failed: Int = 0, rolledBack: Int = 0) {
    self.ok = ok
    self.failed = failed
    self.rolledBack = rolledBack
  }

  package var total: Int { ok + failed + rolledBack }

  package static func += (a: inout DayOutcome, b: DayOutcome) {
    a.ok += b.ok
    a.failed += b.failed
    a.rolledBack += b.rolledBack
  }
}

/// Deployments counted in passing, by day: all that windows, weeks and strips are made of.
///
/// Holds a few numbers a day, whatever the number of deployments.
package struct DeploymentTally: Sendable {
  /// By local day of production, of everything that reached it.
  package private(set) var outcomes: [LocalDay: DayOutcome] = [:]
  /// Forward deployments by local day, and how many of them failed.
  package private(set) var forward: [LocalDay: Proportion] = [:]
  package private(set) var failedAttempts: [LocalDay: Int] = [:]
  package private(set) var rollbacks: [LocalDay: Int] = [:]
  package private(set) var kinds = KindCounts()
  /// All local days on which the records say something, as a range.
  package private(set) var days: ClosedRange<LocalDay>?

  package init() {}

  /// Takes in one deployment, whose time falls on `day`; without a day only its kind counts.
  package mutating func add(
    _ fact: DeploymentFact, status: DeploymentStatus, on day: LocalDay?, date: ReportDate
  ) {
    if let day, !date.covers(day) { return }
    count(fact)
    guard let day, fact.kind != .excluded else { return }
    days = days.map { min($0.lowerBound, day)...max($0.upperBound, day) } ?? day...day
    if fact.kind == .failedAttempt { failedAttempts[day, default: 0] += 1 }
    guard fact.kind.reached else { return }
    var outcome = DayOutcome()
    switch fact.failure {
    case .rolledBack, .blamedByRollback: outcome.rolledBack = 1
    case .failedInProduction, .fixedByRework: outcome.failed = 1
    case nil:
      if status == .failed { outcome.failed = 1 } else { outcome.ok = 1 }
    }
    outcomes[day, default: DayOutcome()] += outcome
    if fact.kind == .forward {
      let one = Proportion(k: fact.failure == nil ? 0 : 1, n: 1)
      forward[day] = (forward[day] ?? Proportion(k: 0, n: 0)) + one
    }
  }

  private mutating func count(_ fact: DeploymentFact) {
    switch fact.kind {
    case .forward:
      kinds.forward += 1
      if fact.failure != nil { kinds.failedForward += 1 }
    case .redeploy: kinds.redeploys += 1
    case .rollbackRedeploy: kinds.rollbackRedeploys += 1
    case .failedAttempt: kinds.failedAttempts += 1
    case .notReached: kinds.notReached += 1
    case .excluded: kinds.excluded += 1
    }
  }

  /// Takes in one rollback of that day; one without a time is in no window.
  package mutating func add(rollbackOn day: LocalDay?, date: ReportDate) {
    guard let day else { return }
    if date.covers(day) { rollbacks[day, default: 0] += 1 }
  }

  /// Takes in another service's counts.
  package mutating func add(_ other: DeploymentTally) {
    kinds += other.kinds
    outcomes.merge(other.outcomes) { a, b in
      var sum = a
      sum += b
      return sum
    }
    forward.merge(other.forward, uniquingKeysWith: +)
    failedAttempts.merge(other.failedAttempts, uniquingKeysWith: +)
    rollbacks.merge(other.rollbacks, uniquingKeysWith: +)
    if let theirs = other.days {
      days =
        days.map {
          min($0.lowerBound, theirs.lowerBound)...max($0.upperBound, theirs.upperBound)
        } ?? theirs
    }
  }

  /// Forward deployments within `days`, or of all days that reports cover.
  package func forward(in days: Range<LocalDay>?) -> Proportion {
    forward.reduce(Proportion(k: 0, n: 0)) {
      days?.contains($1.key) ?? true ? $0 + $1.value : $0
    }
  }

  /// Rollbacks within `days`, or of all days that reports cover.
  package func rollbacks(in days: Range<LocalDay>?) -> Int {
    rollbacks.reduce(0) { days?.contains($1.key) ?? true ? $0 + $1.value : $0 }
  }

  /// What became of the deployments that reached production within `days`.
  package func outcome(in days: Range<LocalDay>) -> DayOutcome {
    var sum = DayOutcome()
    // A range may be all of time: look at the shorter of the two.
    if days.upperBound.number - days.lowerBound.number > outcomes.count {
      for (day, outcome) in outcomes where days.contains(day) { sum += outcome }
    } else {
      for number in days.lowerBound.number..<days.upperBound.number {
        if let outcome = outcomes[LocalDay(number: number)] { sum += outcome }
      }
    }
    return sum
  }
}

/// Deployments by what they turned out to be.
package struct KindCounts: Sendable, Equatable {
  package var forward = 0
  package var failedForward = 0
  package var redeploys = 0
  package var rollbackRedeploys = 0
  package var failedAttempts = 0
  package var notReached = 0
  /// Left out of everything by corrections.
  package var excluded = 0

  package init() {}

  static func += (a: inout KindCounts, b: KindCounts) {
    a.forward += b.forward
    a.failedForward += b.failedForward
    a.redeploys += b.redeploys
    a.rollbackRedeploys += b.rollbackRedeploys
    a.failedAttempts += b.failedAttempts
    a.notReached += b.notReached
    a.excluded += b.excluded
  }
}
