package import Model

/// Since when a job type has failed.
package enum BrokenSince: Sendable, Equatable {
  /// The first fail after the last pass.
  case since(Timestamp)
  /// The first fail known; no pass was ever seen.
  case atLeastSince(Timestamp)
}

/// Since when the last verdicts are fails; nil if the last one is a pass, or if there is none.
/// `verdicts` are in order of time.
package func brokenSince(_ verdicts: [(at: Timestamp, isPass: Bool)]) -> BrokenSince? {
  var run = FailingRun()
  for verdict in verdicts { run.add(verdict.at, isPass: verdict.isPass) }
  return run.since
}

/// The fails since the last pass, verdict by verdict in order of time.
package struct FailingRun: Sendable, Equatable {
  /// Nil if the last verdict was a pass, or if there was none.
  package private(set) var since: BrokenSince?
  private var hasPassed = false

  /// - Parameter hasPassed: whether a pass is known from before the first verdict.
  package init(hasPassed: Bool = false) { self.hasPassed = hasPassed }

  /// Takes in a verdict, no earlier than all before it. True if it is the first fail after a pass, or
  /// the first verdict known and a fail.
  @discardableResult
  package mutating func add(_ at: Timestamp, isPass: Bool) -> Bool {
    if isPass {
      hasPassed = true
      since = nil
      return false
    }
    guard since == nil else { return false }
    since = hasPassed ? .since(at) : .atLeastSince(at)
    return true
  }
}

/// On which local days one job type last passed and failed: what tells, without a look at a single
/// job, whether it may be broken, and which days' jobs say since when.
package struct VerdictDays: Sendable, Equatable {
  /// Nil if it never passed.
  package private(set) var lastPass: LocalDay?
  /// Nil if it never failed.
  package private(set) var lastFail: LocalDay?
  /// The first day with a fail after the day of the last pass, or of all if it never passed.
  private var firstFailAfter: LocalDay?
  private var failedOnLastPass = false

  package init() {}

  /// Takes in the counts of one day, no earlier than all before it; a day may come in parts.
  package mutating func add(_ counts: JobCounts, on day: LocalDay) {
    if counts.fail > 0 { lastFail = day }
    if counts.pass > 0 {
      lastPass = day
      firstFailAfter = nil
    } else if counts.fail > 0, lastPass != day, firstFailAfter == nil {
      firstFailAfter = day
    }
    if lastPass == day { failedOnLastPass = lastFail == day }
  }

  /// The last day with a verdict; nil if there is none.
  package var last: LocalDay? { [lastPass, lastFail].compactMap(\.self).max() }

  /// The days whose jobs decide since when it is broken, the earliest first; empty if its last verdict
  /// was surely a pass.
  package var decisive: [LocalDay] {
    [failedOnLastPass ? lastPass : nil, firstFailAfter].compactMap(\.self)
  }
}
