import Metrics
import Model
import Testing

@Suite struct RunTimeShiftTests {
  /// Weeks of run times around `levels`, each with its own noise.
  private func weeks(
    _ levels: [UInt32?], count: Int = 20, noise: UInt32 = 20_000, seed: UInt64 = 5
  ) -> [(start: LocalDay, runs: [UInt32]?)] {
    var random = SplitMix64(seed: seed)
    let first = LocalDay(year: 2026, month: 5, day: 4)
    return levels.enumerated().map { i, level in
      let runs = level.map { level in
        (0..<count).map { _ in level + UInt32.random(in: 0..<noise, using: &random) }
      }
      return (start: first + 7 * i, runs: runs)
    }
  }

  private func level(_ value: UInt32, _ count: Int) -> [UInt32?] {
    Array(repeating: value, count: count)
  }

  @Test func findsTheWeekOfAStepInEitherDirection() throws {
    for (before, after) in [(100_000, 160_000), (160_000, 100_000)] as [(UInt32, UInt32)] {
      let weeks = weeks(level(before, 12) + level(after, 14))
      let shift = try #require(RunTimeShift.find(in: weeks, families: 50))
      #expect(shift.week == weeks[12].start)
      #expect(shift.isLonger == (after > before))
      #expect(shift.before.count == 80 && shift.after.count == 80)
      let medians = [shift.before.p50 ?? 0, shift.after.p50 ?? 0]
      #expect(abs(medians[0] - Int64(before) - 10_000) < 5000)
      #expect(abs(medians[1] - Int64(after) - 10_000) < 5000)
    }
  }

  /// Of steady run times, at most one list in twenty of one build is named wrongly.
  @Test func seldomSeesAnythingInWhatIsSteady() {
    let found = (0..<400 as Range<UInt64>).count { seed in
      let steady = weeks(level(100_000, 26), noise: 90_000, seed: seed)
      return RunTimeShift.find(in: steady, families: 1) != nil
    }
    #expect(found <= 20)
    let ofFifty = (0..<400 as Range<UInt64>).count { seed in
      let steady = weeks(level(100_000, 26), noise: 90_000, seed: seed)
      return RunTimeShift.find(in: steady, families: 50) != nil
    }
    #expect(ofFifty <= 1)
  }

  @Test func asksForTenPercentOfTheMedian() {
    let small = level(100_000, 13) + level(108_000, 13)
    #expect(RunTimeShift.find(in: weeks(small, count: 200, noise: 3000), families: 1) == nil)
    let large = level(100_000, 13) + level(112_000, 13)
    #expect(RunTimeShift.find(in: weeks(large, count: 200, noise: 3000), families: 1) != nil)
  }

  @Test func asksForFourWholeWeeksOnBothSides() {
    #expect(RunTimeShift.find(in: weeks(level(1, 3) + level(90_000, 4)), families: 1) == nil)
    #expect(RunTimeShift.find(in: weeks(level(1, 4) + level(90_000, 3)), families: 1) == nil)
    #expect(RunTimeShift.find(in: weeks(level(1, 4) + level(90_000, 4)), families: 1) != nil)
    let gap: [UInt32?] = level(1, 4) + [nil] + level(90_000, 4)
    #expect(RunTimeShift.find(in: weeks(gap), families: 1) == nil)
  }

  @Test func theMoreIsLookedAtTheClearerItMustBe() {
    let step = weeks(level(100_000, 4) + level(125_000, 4), count: 3, noise: 60_000, seed: 3)
    #expect(RunTimeShift.find(in: step, families: 1) != nil)
    #expect(RunTimeShift.find(in: step, families: 100_000) == nil)
  }

  @Test func fewRunTimesAreComparedWithNothing() {
    #expect(
      RunTimeShift.find(in: weeks(level(1, 4) + level(900_000, 4), count: 2), families: 1) == nil)
  }
}
