import Metrics
import Model
import Testing

@Suite struct DeploymentFrequencyTests {
  /// Day 4 is Monday, 1970-01-05. Each pair is a day and an hour.
  private func frequency(
    _ times: [(day: Int, hour: Int)], _ covered: [Int], today: Int
  ) -> DeploymentFrequency {
    DeploymentFrequency(
      times: times.map { Timestamp(seconds: Int64($0.day * 86_400 + $0.hour * 3600)) },
      covered: covered.map { LocalDay(number: $0) }, today: LocalDay(number: today), zone: .utc)
  }

  @Test func dividesDeploymentsByCoveredDays() {
    let found = frequency([(3, 1), (4, 1), (5, 1), (5, 2), (14, 1)], Array(4..<14), today: 14)
    #expect(found.forward == 3)
    #expect(found.perDay == 0.3)
    #expect(found.perWeek == 2.1)
    #expect(found.daysSinceLast == 9)
    #expect(found.deployingDaysPerWeek == nil)
  }

  @Test func hasNoValueWithoutDaysAndNoneAWeekBelowSeven() {
    let nothing = frequency([], [], today: 14)
    #expect(nothing.perDay == nil && nothing.perWeek == nil && nothing.daysSinceLast == nil)
    #expect(frequency([], Array(8..<14), today: 14).perDay == 0)
    #expect(frequency([], Array(8..<14), today: 14).perWeek == nil)
    #expect(frequency([], Array(7..<14), today: 14).perWeek == 0)
  }

  /// Weeks of 2, 0 and 1 deploying days, and one that is not complete.
  @Test func takesTheMedianOverCompleteWeeks() {
    let times = [(4, 1), (4, 2), (6, 1), (18, 1), (25, 1), (26, 1), (27, 1)]
    #expect(frequency(times, Array(4..<28), today: 28).deployingDaysPerWeek == 1)
  }

  /// Gaps of 1, 2 and 6 hours, then one over a day that is not covered.
  @Test func measuresGapsOverCoveredDaysAlone() {
    let times = [(4, 0), (4, 1), (4, 3), (4, 9), (6, 9)]
    let hour: Int64 = 3_600_000
    #expect(frequency(times, [4, 6], today: 7).gapP50 == 2 * hour)
    // With the gap of 48 hours, the middle lies between 2 and 6.
    #expect(frequency(times, [4, 5, 6], today: 7).gapP50 == 4 * hour)
    #expect(frequency(Array(times.prefix(3)), [4], today: 7).gapP50 == nil)
  }

  /// Gaps of 1 to 10 hours: h = 9 * 0.9 = 8.1, so 9 + 0.1 hours.
  @Test func givesTheNinetiethPercentileFromTenGaps() {
    let times = (0...10).map { (day: 4, hour: $0 * ($0 + 1) / 2) }
    #expect(frequency(times, [4, 5, 6], today: 7).gapP90 == 32_760_000)
    #expect(frequency(Array(times.dropLast()), [4, 5, 6], today: 7).gapP90 == nil)
  }
}
