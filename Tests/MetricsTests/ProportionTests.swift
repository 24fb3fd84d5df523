import Metrics
import Testing

@Suite struct ProportionTests {
  @Test(arguments: [
    (18, 20, 0.698966, 0.972134), (4, 20, 0.080658, 0.416017), (0, 30, 0, 0.113513),
    (30, 30, 0.886487, 1),
  ])
  func givesTheReferenceValuesOfWilson(k: Int, n: Int, low: Double, high: Double) throws {
    let interval = try #require(Proportion(k: k, n: n).interval)
    #expect(abs(interval.lowerBound - low) < 5e-7)
    #expect(abs(interval.upperBound - high) < 5e-7)
  }

  @Test func holdsTheValueBetweenZeroAndOne() throws {
    for n in Array(1...120) + [1000, 99_999, 1_000_000] {
      for k in Set([0, 1, n / 3, n / 2, n - 1, n] + (0...min(n, 120))) {
        let proportion = Proportion(k: k, n: n)
        let value = try #require(proportion.value)
        let interval = try #require(proportion.interval)
        #expect(0 <= interval.lowerBound && interval.upperBound <= 1)
        #expect(interval.contains(value), "\(k) of \(n)")
        #expect(k != 0 || interval.lowerBound == 0)
        #expect(k != n || interval.upperBound == 1)
      }
    }
  }

  @Test func mirrorsSuccessAndFailure() throws {
    for n in 1...60 {
      for k in 0...n {
        let one = try #require(Proportion(k: k, n: n).interval)
        let other = try #require(Proportion(k: n - k, n: n).interval)
        #expect(abs(one.lowerBound - (1 - other.upperBound)) < 1e-12)
      }
    }
  }

  @Test func narrowsWithMoreCases() throws {
    var width = 2.0
    for n in stride(from: 4, through: 4000, by: 4) {
      let interval = try #require(Proportion(k: n / 4, n: n).interval)
      #expect(interval.upperBound - interval.lowerBound < width)
      width = interval.upperBound - interval.lowerBound
    }
  }

  @Test func hasNothingToSayWithoutCases() {
    let none = Proportion(k: 0, n: 0)
    #expect(none.value == nil)
    #expect(none.interval == nil)
    #expect(none.evidence == .none)
  }

  @Test(arguments: [
    (1, Proportion.Evidence.tooFew), (5, .tooFew), (6, .small), (19, .small), (20, .enough),
    (1000, .enough),
  ])
  func tellsHowFarTheCasesCarry(n: Int, evidence: Proportion.Evidence) {
    #expect(Proportion(k: 0, n: n).evidence == evidence)
    #expect(Proportion(k: n, n: n).evidence == evidence)
  }

  @Test func poolsCountsNotRates() {
    #expect(Proportion(k: 1, n: 2) + Proportion(k: 0, n: 98) == Proportion(k: 1, n: 100))
  }
}
