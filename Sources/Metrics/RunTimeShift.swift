package import Model

/// A week from which on run times have been longer or shorter than before it.
///
/// Of each week with four complete weeks before it and three after it, the run times of the four weeks
/// from it on are compared with those of the four before (Mann-Whitney, two-sided). The week with the
/// smallest p is one if that, times the number of comparisons of the build, is below 0.05, and the two
/// medians are at least 10 % apart.
package struct RunTimeShift: Sendable, Equatable {
  /// The Monday.
  package let week: LocalDay
  /// Of the four weeks before, and of the four from the week on.
  package let before: DurationSummary
  package let after: DurationSummary
  /// Times the number of comparisons; at most 1.
  package let adjustedP: Double

  /// Complete weeks that are taken together on either side.
  package static let span = 4
  /// With fewer run times on one side there is no comparison.
  package static let leastCount = 10

  /// - Parameters:
  ///   - weeks: one after the other, each with its run times in milliseconds in any order; nil for a
  ///     week that the records do not cover wholly.
  ///   - families: of how many such lists a change is looked for in the build.
  package static func find(
    in weeks: [(start: LocalDay, runs: [UInt32]?)], families: Int
  ) -> RunTimeShift? {
    let last = weeks.count - span
    guard span <= last else { return nil }
    let tests = Double((last - span + 1) * max(families, 1))
    var best: (index: Int, p: Double)?
    for i in span...last {
      guard let (before, after) = sides(weeks, i) else { continue }
      let p = MannWhitney.pValue(before, after)
      if best.map({ p < $0.p }) ?? true { best = (i, p) }
    }
    guard let best, best.p * tests < 0.05, let (before, after) = sides(weeks, best.index) else {
      return nil
    }
    let shift = RunTimeShift(
      week: weeks[best.index].start, before: DurationSummary(sorted: before),
      after: DurationSummary(sorted: after), adjustedP: min(best.p * tests, 1))
    return shift.isClear ? shift : nil
  }

  /// The sorted run times on both sides of a week.
  private static func sides(
    _ weeks: [(start: LocalDay, runs: [UInt32]?)], _ i: Int
  ) -> (before: [UInt32], after: [UInt32])? {
    func joined(_ range: Range<Int>) -> [UInt32]? {
      var all: [UInt32] = []
      for week in weeks[range] {
        guard let runs = week.runs else { return nil }
        all += runs
      }
      return all.count < leastCount ? nil : all.sorted()
    }
    guard let before = joined(i - span..<i), let after = joined(i..<i + span) else { return nil }
    return (before, after)
  }

  /// Whether the longer median is at least 10 % above the shorter one.
  private var isClear: Bool {
    guard let a = before.p50, let b = after.p50 else { return false }
    return max(a, b) * 10 >= min(a, b) * 11
  }

  package var isLonger: Bool { (after.p50 ?? 0) > (before.p50 ?? 0) }
}
