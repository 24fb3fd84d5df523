import Metrics
import Testing

@Suite struct DORABandTests {
  private static let hour = 3600.0
  private static let day = 86_400.0

  @Test(arguments: [
    (0, 0.15, DORABand.elite), (0, 0.151, .notDecidable), (0.155, 0.155, .notDecidable),
    (0.16, 0.3, .notDecidable), (0.2, 0.25, .notDecidable), (0.4, 0.5, .notDecidable),
  ])
  func knowsOnlyEliteByChangeFailureRateIn2021(low: Double, high: Double, expected: DORABand) {
    #expect(DORABand(of: low...high, .changeFailureRate, .of2021) == expected)
  }

  @Test func decidesNothingByChangeFailureRateIn2023() {
    for rate in [0, 0.05, 0.1, 0.15, 0.64] {
      #expect(DORABand(of: rate...rate, .changeFailureRate, .of2023) == .notDecidable)
    }
  }

  @Test(arguments: [
    (2, 9, DORABand.elite, DORABand.notDecidable), (1.5, 9, .notDecidable, .notDecidable),
    (0.2, 0.9, .notDecidable, .high), (0.05, 0.1, .high, .notDecidable),
    (0.01, 0.03, .medium, .notDecidable), (0, 0.005, .low, .notDecidable),
    (0.03, 0.1, .notDecidable, .notDecidable), (0, 0.12, .notDecidable, .notDecidable),
  ])
  func bandsDeploymentsADay(low: Double, high: Double, in2021: DORABand, in2023: DORABand) {
    #expect(DORABand(of: low...high, .deploymentFrequency, .of2021) == in2021)
    #expect(DORABand(of: low...high, .deploymentFrequency, .of2023) == in2023)
  }

  @Test(arguments: [
    (0, 0.9 * hour, DORABand.elite, DORABand.elite), (0, hour, .notDecidable, .elite),
    (2 * hour, 23 * hour, .notDecidable, .elite), (day, 7 * day, .high, .high),
    (23 * hour, 2 * day, .notDecidable, .notDecidable),
    (8 * day, 20 * day, .notDecidable, .notDecidable),
    (40 * day, 150 * day, .medium, .notDecidable), (185 * day, 400 * day, .low, .notDecidable),
    (150 * day, 190 * day, .notDecidable, .notDecidable),
  ])
  func bandsLeadTimes(low: Double, high: Double, in2021: DORABand, in2023: DORABand) {
    #expect(DORABand(of: low...high, .leadTime, .of2021) == in2021)
    #expect(DORABand(of: low...high, .leadTime, .of2023) == in2023)
  }

  @Test(arguments: [
    (0, 0.9 * hour, DORABand.elite, DORABand.elite), (hour, 23 * hour, .high, .high),
    (0.5 * hour, 2 * hour, .notDecidable, .notDecidable), (day, 7 * day, .medium, .medium),
    (8 * day, 9 * day, .notDecidable, .notDecidable),
    (40 * day, 150 * day, .notDecidable, .notDecidable),
    (185 * day, 400 * day, .low, .notDecidable),
  ])
  func bandsRecoveryTimes(low: Double, high: Double, in2021: DORABand, in2023: DORABand) {
    #expect(DORABand(of: low...high, .recoveryTime, .of2021) == in2021)
    #expect(DORABand(of: low...high, .recoveryTime, .of2023) == in2023)
  }

  @Test func knowsNoLaterEdition() {
    #expect(DORABand.Edition(rawValue: 2021) == .of2021)
    #expect(DORABand.Edition(rawValue: 2024) == nil)
    #expect(DORABand.Edition(rawValue: 2025) == nil)
    #expect(DORABand.notDecidable.rawValue == "not decidable")
  }

  @Test func widensOnlyToLessCertainty() {
    var dice = SplitMix64(seed: 8)
    for metric in DORABand.Metric.allCases {
      for edition in DORABand.Edition.allCases {
        for _ in 0..<300 {
          let scale = metric == .leadTime || metric == .recoveryTime ? 200 * Self.day : 1
          let ends = (0..<4).map { _ in scale * Double.random(in: 0...1, using: &dice) }.sorted()
          let inner = DORABand(of: ends[1]...ends[2], metric, edition)
          let outer = DORABand(of: ends[0]...ends[3], metric, edition)
          #expect(outer == inner || outer == .notDecidable)
        }
      }
    }
  }
}
