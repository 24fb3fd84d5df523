import Foundation
import Metrics
import Testing

@Suite struct PoissonCountTests {
  /// From SciPy: chi2.ppf(0.025, 2 k) / 2, chi2.ppf(0.975, 2 k + 2) / 2.
  @Test(arguments: [
    (0, 0, 3.688879454), (1, 0.02531780798, 5.571643391), (2, 0.2422092785, 7.224687668),
    (3, 0.6186721229, 8.76727307), (5, 1.62348639, 11.66833208), (10, 4.795388696, 18.39035604),
    (15, 8.395386133, 24.74021887), (16, 9.145382454, 25.9829976), (17, 9.90312647, 27.21864682),
    (50, 37.11096374, 65.91876666), (100, 81.36399125, 121.6267938),
    (1000, 938.9730184, 1063.952136), (10_000, 9804.952467, 10197.95162),
    (1_000_000, 998040.9833, 1001961.912),
  ])
  func givesTheReferenceValuesOfGarwood(count: Int, low: Double, high: Double) throws {
    let interval = try #require(PoissonCount(count: count, exposure: 1).interval)
    #expect(abs(interval.lowerBound - low) <= 2e-9 * low)
    #expect(abs(interval.upperBound - high) <= 2e-9 * high)
  }

  /// Sums the distribution from 0 up, term by term.
  private func probability(of counts: Range<Int>, mean: Double) -> Double {
    var term = exp(-mean)
    var sum = 0.0
    for k in 0..<counts.upperBound {
      if counts.contains(k) { sum += term }
      term *= mean / Double(k + 1)
    }
    return sum
  }

  @Test func leavesTwoAndAHalfPercentOnEachSide() throws {
    for count in 1...40 {
      let interval = try #require(PoissonCount(count: count, exposure: 1).interval)
      let below = probability(of: 0..<count, mean: interval.lowerBound)
      let upToCount = probability(of: 0..<count + 1, mean: interval.upperBound)
      #expect(abs(below - 0.975) < 1e-10)
      #expect(abs(upToCount - 0.025) < 1e-10)
    }
  }

  @Test func holdsTheRate() throws {
    for count in Array(0...200) + [12_345, 9_999_999] {
      for exposure in [0.25, 1, 7, 30, 365] {
        let events = PoissonCount(count: count, exposure: exposure)
        let rate = try #require(events.rate)
        let interval = try #require(events.interval)
        #expect(rate == Double(count) / exposure)
        #expect(interval.contains(rate), "\(count) in \(exposure)")
        #expect((interval.lowerBound == 0) == (count == 0))
      }
    }
  }

  @Test func dividesTheIntervalByTheExposure() throws {
    let interval = try #require(PoissonCount(count: 10, exposure: 30).interval)
    #expect(abs(interval.lowerBound - 0.159846290) < 5e-10)
    #expect(abs(interval.upperBound - 0.613011868) < 5e-10)
  }

  @Test func hasNothingToSayWithoutExposure() {
    #expect(PoissonCount(count: 0, exposure: 0).rate == nil)
    #expect(PoissonCount(count: 0, exposure: 0).interval == nil)
    #expect(PoissonCount(count: 3, exposure: 0).interval == nil)
  }
}
