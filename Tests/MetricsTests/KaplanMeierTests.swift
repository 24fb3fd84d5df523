import Metrics
import Testing

@Suite struct KaplanMeierTests {
  private func curve(_ times: [Int64], _ events: [Int]) -> KaplanMeier {
    KaplanMeier(
      zip(times, events).map { .init(milliseconds: $0, isEvent: $1 == 1) })
  }

  private func isClose(_ a: ClosedRange<Double>?, _ low: Double, _ high: Double) -> Bool {
    guard let a else { return false }
    return abs(a.lowerBound - low) < 5e-7 && abs(a.upperBound - high) < 5e-7
  }

  @Test func givesTheReferenceCurve() {
    let result = curve([3, 1, 2, 3, 2, 1, 5, 3], [0, 1, 1, 1, 0, 0, 1, 0])
    #expect(result.steps.map(\.milliseconds) == [1, 2, 3, 5])
    #expect(result.steps.map(\.atRisk) == [8, 6, 4, 1])
    #expect(result.steps.map(\.ended) == [1, 1, 1, 1])
    for (step, expected) in zip(result.steps, [0.875, 0.729167, 0.546875, 0]) {
      #expect(abs(step.survival - expected) < 5e-7)
    }
    #expect(result.count == 8)
    #expect(result.openCount == 4)
    #expect(result.longest == 5)
    #expect(result.median == 5)
    #expect(result.medianLow == 1)
    #expect(result.medianHigh == nil)
  }

  /// From lifelines 0.30.3. At the last step, where S is 0, it gives 0 for both ends.
  @Test func givesTheReferenceIntervals() {
    let steps = curve([3, 1, 2, 3, 2, 1, 5, 3], [0, 1, 1, 1, 0, 0, 1, 0]).steps
    #expect(isClose(steps[0].interval, 0.387000, 0.981393))
    #expect(isClose(steps[1].interval, 0.276390, 0.925353))
    #expect(isClose(steps[2].interval, 0.137238, 0.832429))
    #expect(steps[3].interval == nil)
  }

  /// Weeks of remission with and without 6-MP: E. Freireich et al., Blood 21 (1963). The median and
  /// its interval from lifelines 0.30.3.
  @Test func givesTheMedianOfKnownData() {
    let treated = curve(
      [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35],
      [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0])
    #expect(treated.median == 23)
    #expect(treated.medianLow == 13)
    #expect(treated.medianHigh == nil)
    #expect(treated.openCount == 12)
    let last = treated.steps.last
    #expect(isClose(last?.interval, 0.188052, 0.680143))
    let untreated = curve(
      [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23],
      Array(repeating: 1, count: 21))
    #expect(untreated.median == 8)
    #expect(untreated.medianLow == 4)
    #expect(untreated.medianHigh == 11)
  }

  @Test func isLongerThanWhatWasSeenIfTheCurveStaysAbove() {
    let result = curve([10, 20, 30, 90, 70], [1, 0, 1, 0, 0])
    #expect(result.median == nil)
    #expect(result.longest == 90)
    #expect(result.openCount == 3)
    #expect(result.medianHigh == nil)
    let allOpen = curve([4, 7], [0, 0])
    #expect(allOpen.steps.isEmpty && allOpen.median == nil && allOpen.longest == 7)
    let none = curve([], [])
    #expect(none.median == nil && none.longest == nil && none.count == 0)
  }

  @Test func countsWhatIsOpenAtATimeAsAtRiskThen() {
    // Were the open ones gone before, half of two would have ended.
    let result = curve([5, 5, 5, 5, 9], [1, 0, 0, 0, 0])
    #expect(result.steps.map(\.survival) == [0.8])
  }

  /// Of 2 n without censoring, n last longer than the n-th; the product of the shares may not be
  /// exactly 1/2. Then 6/8 and 2/3 of that.
  @Test func reachesAHalfDespiteRounding() {
    for n in 1...60 {
      let plain = curve(Array(1...Int64(2 * n)), Array(repeating: 1, count: 2 * n))
      #expect(plain.median == Int64(n))
    }
    #expect(curve([1, 1, 2, 3, 3, 4, 5, 5], [1, 1, 0, 0, 0, 1, 0, 0]).median == 4)
  }

  @Test func givesTheSameInAnyOrder() {
    for seed in UInt64(1)...50 {
      var dice = SplitMix64(seed: seed)
      let all = (0..<Int.random(in: 1...60, using: &dice)).map { _ in
        KaplanMeier.Observation(
          milliseconds: Int64.random(in: 0...30, using: &dice), isEvent: dice.chance(70))
      }
      let result = KaplanMeier(all)
      #expect(result == KaplanMeier(all.shuffled(using: &dice)), "seed \(seed)")
    }
  }

  @Test func holdsTheMedianAndTheCurveInTheirIntervals() {
    for seed in UInt64(1)...200 {
      var dice = SplitMix64(seed: seed)
      let all = (0..<Int.random(in: 1...60, using: &dice)).map { _ in
        KaplanMeier.Observation(
          milliseconds: Int64.random(in: 0...3_155_760_000_000, using: &dice),
          isEvent: dice.chance(60))
      }
      let result = KaplanMeier(all)
      var last = 1.0
      for step in result.steps {
        #expect(0 <= step.survival && step.survival < last, "seed \(seed)")
        last = step.survival
        guard let interval = step.interval else { continue }
        #expect(interval.contains(step.survival) && 0 <= interval.lowerBound, "seed \(seed)")
        #expect(interval.upperBound <= 1, "seed \(seed)")
      }
      guard let median = result.median else {
        #expect(result.medianHigh == nil, "seed \(seed)")
        continue
      }
      #expect(result.medianLow ?? median <= median, "seed \(seed)")
      #expect(result.medianHigh ?? median >= median, "seed \(seed)")
    }
  }
}
