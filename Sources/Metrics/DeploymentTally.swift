package import Model

/// Deployments by day: all that windows, weeks, strips and months are made of.
///
/// Holds a few numbers and durations a day; the deployments themselves are not read.
package struct DeploymentTally: Sendable {
  package private(set) var rollups: [LocalDay: DeploymentRollup] = [:]
  package private(set) var kinds = KindCounts()
  /// All local days with a deployment, as a range.
  package private(set) var days: ClosedRange<LocalDay>?

  package init() {}

  /// The months with a deployment, the oldest first.
  package var months: [Month] {
    Set(rollups.filter { $0.value.total > 0 }.map(\.key.month)).sorted()
  }

  /// Takes in the deployments of one day; of those without a day only the kinds count.
  package mutating func add(_ rollup: DeploymentRollup, on day: LocalDay?, date: ReportDate) {
    guard let day else {
      kinds += rollup
      return
    }
    guard date.covers(day) else { return }
    kinds += rollup
    if rollup.isAnyCounted { widen(day...day) }
    rollups[day, default: DeploymentRollup()] += rollup
  }

  private mutating func widen(_ range: ClosedRange<LocalDay>) {
    days =
      days.map { min($0.lowerBound, range.lowerBound)...max($0.upperBound, range.upperBound) }
      ?? range
  }

  /// Takes in another service's counts.
  package mutating func add(_ other: DeploymentTally) {
    kinds += other.kinds
    if let theirs = other.days { widen(theirs) }
    for (day, rollup) in other.rollups { rollups[day, default: DeploymentRollup()] += rollup }
  }

  /// The sum of all days within `days`, or of all that reports cover. Durations are sorted.
  package func sum(in days: Range<LocalDay>?) -> DeploymentRollup {
    var sum = DeploymentRollup()
    forEachDay(in: days) { sum += $1 }
    sum.sort()
    return sum
  }

  /// Calls `body` with the days within `days`, in no order.
  private func forEachDay(
    in days: Range<LocalDay>?, _ body: (LocalDay, DeploymentRollup) -> Void
  ) {
    // A range may be all of time: look at the shorter of the two.
    guard let days, days.upperBound.number - days.lowerBound.number <= rollups.count else {
      for (day, rollup) in rollups where days?.contains(day) ?? true { body(day, rollup) }
      return
    }
    for number in days.lowerBound.number..<days.upperBound.number {
      let day = LocalDay(number: number)
      if let rollup = rollups[day] { body(day, rollup) }
    }
  }

  /// A share of the deployments within `days`, or of all days that reports cover.
  package func share(_ share: DeploymentShare, in days: Range<LocalDay>?) -> Proportion {
    var (k, n) = (0, 0)
    forEachDay(in: days) { _, rollup in
      k += rollup[share].hits
      n += rollup[share].total
    }
    return Proportion(k: k, n: n)
  }

  /// Forward deployments within `days`, or of all days that reports cover; k of them failed.
  package func forward(in days: Range<LocalDay>?) -> Proportion { share(.changeFailure, in: days) }

  /// Rollbacks within `days`, or of all days that reports cover.
  package func rollbacks(in days: Range<LocalDay>?) -> Int {
    var sum = 0
    forEachDay(in: days) { sum += $1.rollbacks }
    return sum
  }

  /// What became of the deployments that reached production within `days`.
  package func outcome(in days: Range<LocalDay>) -> DayOutcome {
    var sum = DayOutcome()
    forEachDay(in: days) { sum += $1.outcome }
    return sum
  }

  /// The production times of the forward deployments within `days`, in order.
  package func forwardTimes(in days: Range<LocalDay>, zone: ZoneTable) -> [Timestamp] {
    var times: [Timestamp] = []
    forEachDay(in: days) { day, rollup in
      let start = zone.start(of: day)
      times += rollup.forwardOffsets.map { start.adding(milliseconds: Int64($0)) }
    }
    return times.sorted()
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

  package var total: Int {
    forward + redeploys + rollbackRedeploys + failedAttempts + notReached + excluded
  }

  static func += (a: inout KindCounts, b: DeploymentRollup) {
    a.forward += b.forward
    a.failedForward += b[.changeFailure].hits
    a.redeploys += b[.redeploy]
    a.rollbackRedeploys += b[.rollbackRedeploy]
    a.failedAttempts += b[.failedAttempt]
    a.notReached += b[.notReached]
    a.excluded += b[.excluded]
  }

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
