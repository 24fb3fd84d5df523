import Metrics
import Testing

/// Durations beyond the 49 days of a 32-bit number of milliseconds.
@Suite struct LongDurationTests {
  @Test func summarisesAHundredYearsWithoutOverflow() {
    let century: Int64 = 36_525 * 86_400_000
    let summary = DurationSummary(
      sorted: Array(repeating: 0, count: 50) + Array(repeating: century, count: 50))
    #expect(summary.p50 == century / 2)
    #expect(summary.p90 == century)
    #expect(summary.p99 == century)
    #expect(summary.longest == century)
    // Ranks 40 and 61 of 100.
    #expect(summary.medianInterval == 0...century)
  }

  @Test func agreesWithTheShortDurations() {
    for seed in UInt64(1)...300 {
      var dice = SplitMix64(seed: seed)
      let short = (0..<Int.random(in: 0...130, using: &dice)).map { _ in
        UInt32.random(in: 0...(.max), using: &dice)
      }.sorted()
      let long = short.map { Int64($0) }
      #expect(DurationSummary(sorted: short) == DurationSummary(sorted: long), "seed \(seed)")
    }
  }

  /// 0, 7, 14 ... weeks: the quantiles of multiples are multiples of the quantiles.
  @Test func interpolatesBetweenLongDurations() {
    let week: Int64 = 604_800_000
    let summary = DurationSummary(sorted: (0..<20).map { $0 * week })
    #expect(summary.p50 == 19 * week / 2)
    #expect(summary.p90 == 171 * week / 10)
    #expect(summary.p95 == 361 * week / 20)
    #expect(summary.p99 == nil)
    #expect(summary.medianInterval == 5 * week...14 * week)
  }
}
