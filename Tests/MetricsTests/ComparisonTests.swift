import Metrics
import Testing

@Suite struct ComparisonTests {
  private func comparison(_ k: Int, _ n: Int, before: Int, of m: Int) -> Comparison {
    Comparison(now: Proportion(k: k, n: n), before: Proportion(k: before, n: m))
  }

  private func verdict(_ k: Int, _ n: Int, before: Int, of m: Int) -> Comparison.Verdict? {
    Comparison.judge([comparison(k, n, before: before, of: m)]).first?.verdict
  }

  @Test func findsAJumpFromTwoToTwentyPercent() throws {
    // 199 other services without a change, as in a whole build.
    let others = (0..<199).map { comparison($0 % 20, 200, before: $0 % 20, of: 200) }
    let result = Comparison.judge(others + [comparison(40, 200, before: 4, of: 200)])
    #expect(result.dropLast().allSatisfy { $0.verdict == .noChange && $0.pValue == nil })
    let jump = try #require(result.last)
    #expect(jump.verdict == .worse)
    #expect(abs(try #require(jump.pValue) - 1.43901919e-09) < 5e-18)
    #expect(abs(try #require(jump.qValue) - 400 * 1.43901919e-09) < 2e-15)
  }

  @Test func exchangesWorseAndBetterWithTheWindows() throws {
    var dice = SplitMix64(seed: 11)
    let ones = (0..<300).map { _ in
      let (n, m) = (Int.random(in: 0...90, using: &dice), Int.random(in: 0...90, using: &dice))
      return comparison(
        Int.random(in: 0...n, using: &dice), n, before: Int.random(in: 0...m, using: &dice), of: m)
    }
    let mirrored = ones.map { Comparison(now: $0.before, before: $0.now) }
    let opposite: [Comparison.Verdict: Comparison.Verdict] = [
      .worse: .better, .better: .worse, .noChange: .noChange, .notComparable: .notComparable,
    ]
    let results = Comparison.judge(ones)
    #expect(Set(results.map(\.verdict)).count == 4)
    for (one, other) in zip(results, Comparison.judge(mirrored)) {
      #expect(opposite[one.verdict] == other.verdict)
      #expect(one.pValue == other.pValue && one.qValue == other.qValue)
    }
  }

  @Test func comparesNothingWithAnEmptyWindow() {
    #expect(verdict(3, 10, before: 0, of: 0) == .notComparable)
    #expect(verdict(0, 0, before: 3, of: 10) == .notComparable)
    #expect(verdict(0, 0, before: 0, of: 0) == .notComparable)
    #expect(Comparison.judge([]).isEmpty)
  }

  /// With 3 against 0 of 60 and 400, p = C(60, 3) / C(460, 3) = 0.00213; with 2, p = 0.0168.
  @Test func needsThreeFailures() {
    #expect(verdict(3, 60, before: 0, of: 400) == .worse)
    #expect(verdict(2, 60, before: 0, of: 400) == .noChange)
    #expect(verdict(0, 400, before: 3, of: 60) == .better)
    #expect(verdict(0, 400, before: 2, of: 60) == .noChange)
  }

  /// Rates far beyond chance with 100,000 cases each.
  @Test(arguments: [
    (15_000, 10_000, Comparison.Verdict.worse), (14_999, 10_000, .noChange),
    (2000, 1000, .worse), (1999, 1000, .noChange), (50, 0, .worse), (10_000, 15_000, .better),
    (10_000, 14_999, .noChange), (1000, 2000, .better), (10_000, 10_000, .noChange),
  ])
  func needsFivePointsOrTwiceTheRate(now: Int, before: Int, expected: Comparison.Verdict) {
    #expect(verdict(now, 100_000, before: before, of: 100_000) == expected)
  }

  /// 8 of 20 against 2 of 20: one-sided p = 0.0324, twice that for both directions.
  @Test func countsBothDirectionsAsComparisons() throws {
    let one = try #require(Comparison.judge([comparison(8, 20, before: 2, of: 20)]).first)
    #expect(try #require(one.pValue) < 0.05)
    #expect(one.qValue == one.pValue.map { 2 * $0 })
    #expect(one.verdict == .noChange)
    #expect(verdict(9, 20, before: 2, of: 20) == .worse)
  }

  @Test func asksMoreOfEachAmongMany() {
    let weak = comparison(9, 20, before: 2, of: 20)
    let idle = comparison(1, 20, before: 1, of: 20)
    let empty = comparison(0, 0, before: 1, of: 20)
    #expect(Comparison.judge([weak, idle]).first?.verdict == .noChange)
    #expect(Comparison.judge([weak, empty]).first?.verdict == .worse)
  }

  @Test func doesNotDependOnTheOrder() {
    var dice = SplitMix64(seed: 5)
    let all = (0..<120).map { comparison($0 % 13, 30, before: $0 % 7, of: 25 + $0) }
    let results = Comparison.judge(all)
    for _ in 0..<5 {
      let order = all.indices.shuffled(using: &dice)
      #expect(Comparison.judge(order.map { all[$0] }) == order.map { results[$0] })
    }
  }

  // MARK: - Nothing happens, night after night

  /// Running totals of one service's jobs and failures, by day, with one rate for all days.
  private func totals(days: Int, _ dice: inout SplitMix64) -> [(k: Int, n: Int)] {
    let perMille = Int.random(in: 5...300, using: &dice)
    let busiest = [1, 2, 5, 10, 30].randomElement(using: &dice) ?? 1
    return (0..<days).reduce(into: [(k: 0, n: 0)]) { totals, day in
      let n = Int.random(in: 0...busiest, using: &dice)
      let k = (0..<n).count { _ in dice.next() % 1000 < perMille }
      totals.append((totals[day].k + k, totals[day].n + n))
    }
  }

  private func window(_ totals: [(k: Int, n: Int)], endsBefore day: Int) -> Proportion {
    let (start, end) = (totals[day - 30], totals[day])
    return Proportion(k: end.k - start.k, n: end.n - start.n)
  }

  /// 200 services, 90 nights, windows of 30 days, six times over.
  @Test func raisesNoAlarmWhereNothingChanges() {
    var nights = 0
    var alarms = 0
    var alarmsOfBareTests = 0
    for seed in UInt64(1)...6 {
      var dice = SplitMix64(seed: seed)
      let services = (0..<200).map { _ in totals(days: 150, &dice) }
      for night in 61...150 {
        let results = Comparison.judge(
          services.map {
            Comparison(
              now: window($0, endsBefore: night), before: window($0, endsBefore: night - 30))
          })
        nights += 1
        if results.contains(where: { $0.verdict == .worse }) { alarms += 1 }
        if results.contains(where: { $0.pValue ?? 1 < 0.05 }) { alarmsOfBareTests += 1 }
      }
    }
    #expect(nights == 540)
    #expect(alarms * 20 <= nights, "\(alarms) of \(nights) nights")
    // Else the services above would be too quiet to tell.
    #expect(alarmsOfBareTests * 10 >= nights * 9)
  }
}
