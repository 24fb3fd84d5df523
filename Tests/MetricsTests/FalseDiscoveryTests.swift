import Metrics
import Testing

@Suite struct FalseDiscoveryTests {
  /// The example of Benjamini and Hochberg (1995), section 3.2; adjusted by SciPy's
  /// `false_discovery_control`.
  @Test func givesTheReferenceValues() {
    let pValues = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
      0.5719, 0.6528, 0.7590, 1.0,
    ]
    let expected = [
      0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714, 0.06385714, 0.0645, 0.0765, 0.486,
      0.58118182, 0.714875, 0.75323077, 0.81321429, 1,
    ]
    for (q, reference) in zip(FalseDiscovery.qValues(pValues), expected) {
      #expect(abs(q - reference) < 1e-8)
    }
  }

  @Test func keepsTheOrderAndTreatsEqualsAlike() {
    let q = FalseDiscovery.qValues([0.01, 0.04, 0.03, 0.005, 0.8, 0.03, 1, 0.001])
    let expected = [0.08 / 3, 0.32 / 6, 0.24 / 5, 0.02, 6.4 / 7, 0.24 / 5, 1, 0.008]
    for (value, reference) in zip(q, expected) { #expect(abs(value - reference) < 1e-12) }
    #expect(q[2] == q[5])
  }

  @Test func hasNothingToSayWithoutTests() {
    #expect(FalseDiscovery.qValues([]).isEmpty)
    #expect(FalseDiscovery.qValues([0.03]) == [0.03])
    #expect(FalseDiscovery.qValues([1, 1, 1]) == [1, 1, 1])
  }

  /// By the definition: the least of t m / (number of p <= t) over the p-values t from p on.
  private func naive(_ pValues: [Double]) -> [Double] {
    let m = Double(pValues.count)
    return pValues.map { p in
      pValues.filter { $0 >= p }.reduce(1) { least, t in
        min(least, t * (m / Double(pValues.count { $0 <= t })))
      }
    }
  }

  @Test func agreesWithTheDefinition() {
    for seed in UInt64(1)...200 {
      var dice = SplitMix64(seed: seed)
      let pValues = (0..<Int.random(in: 1...40, using: &dice)).map { _ in
        // Whole hundredths tie often.
        dice.chance(50)
          ? Double(Int.random(in: 0...100, using: &dice)) / 100
          : Double.random(in: 0...1, using: &dice)
      }
      let q = FalseDiscovery.qValues(pValues)
      #expect(q == naive(pValues), "seed \(seed)")
      #expect(zip(pValues, q).allSatisfy { $0 <= $1 && $1 <= 1 }, "seed \(seed)")
    }
  }

  @Test func givesTheSameValuesInAnyOrder() {
    var dice = SplitMix64(seed: 3)
    let pValues = (0..<50).map { _ in Double(Int.random(in: 0...60, using: &dice)) / 60 }
    let q = FalseDiscovery.qValues(pValues)
    for _ in 0..<20 {
      let order = pValues.indices.shuffled(using: &dice)
      #expect(FalseDiscovery.qValues(order.map { pValues[$0] }) == order.map { q[$0] })
    }
  }
}
