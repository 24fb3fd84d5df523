package import Model

/// Jobs counted by day, and their run times: all that windows and weekly charts are made of.
package struct JobTally: Sendable {
  package private(set) var counts: [LocalDay: JobCounts] = [:]
  /// Run times in milliseconds by local day.
  package private(set) var runs: [LocalDay: [UInt32]] = [:]
  package private(set) var negativeRuns: [LocalDay: Int] = [:]
  package private(set) var days: ClosedRange<LocalDay>?

  package init() {}

  /// Takes in the jobs of one day.
  package mutating func add(_ rollup: JobRollup, on day: LocalDay, date: ReportDate) {
    guard date.covers(day) else { return }
    days = days.map { min($0.lowerBound, day)...max($0.upperBound, day) } ?? day...day
    counts[day, default: JobCounts()] += rollup.counts
    if !rollup.runDurations.isEmpty { runs[day, default: []] += rollup.runDurations }
    if rollup.negativeRuns > 0 { negativeRuns[day, default: 0] += rollup.negativeRuns }
  }

  /// Jobs within `days`, or of all days that reports cover.
  package func counts(in days: Range<LocalDay>?) -> JobCounts {
    counts.reduce(into: JobCounts()) { if days?.contains($1.key) ?? true { $0 += $1.value } }
  }

  /// Run times within `days`, sorted, and how many negative ones were left out.
  package func runTimes(in days: Range<LocalDay>) -> (sorted: [UInt32], negative: Int) {
    var all: [UInt32] = []
    var negative = 0
    for (day, values) in runs where days.contains(day) { all += values }
    for (day, count) in negativeRuns where days.contains(day) { negative += count }
    all.sort()
    return (all, negative)
  }
}
