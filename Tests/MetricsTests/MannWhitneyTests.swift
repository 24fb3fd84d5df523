import Metrics
import Testing

@Suite struct MannWhitneyTests {
  /// From SciPy, mannwhitneyu with method="asymptotic" and use_continuity=True.
  @Test(
    arguments: [
      (Array(1...10), Array(11...20), 0.00018267179110955002),
      ([1, 1, 2, 2, 3, 3, 4, 4], [2, 2, 3, 3, 4, 4, 5, 5, 9], 0.08580378797002619),
      (Array(repeating: 5, count: 10), Array(repeating: 5, count: 12), 1),
      ([10, 20, 30, 40], [15, 25, 35, 45, 55], 0.3912672792826394),
      (
        Array(stride(from: 0, to: 400, by: 2)), Array(stride(from: 21, to: 421, by: 2)),
        0.07699742403263246
      ),
      ([], [1, 2, 3], 1),
    ] as [([UInt32], [UInt32], Double)])
  func givesTheReferenceValuesInBothDirections(a: [UInt32], b: [UInt32], expected: Double) {
    #expect(abs(MannWhitney.pValue(a, b) - expected) < 1e-12)
    #expect(abs(MannWhitney.pValue(b, a) - expected) < 1e-12)
  }

  /// The definition: over all pairs, how many are in order; half for equal ones.
  @Test func agreesWithTheCountOverAllPairs() {
    var random = SplitMix64(seed: 11)
    for _ in 0..<200 {
      let a = (0..<Int.random(in: 1...30, using: &random)).map { _ in
        UInt32.random(in: 0...12, using: &random)
      }.sorted()
      let b = (0..<Int.random(in: 1...30, using: &random)).map { _ in
        UInt32.random(in: 3...15, using: &random)
      }.sorted()
      #expect(abs(MannWhitney.pValue(a, b) - naive(a, b)) < 1e-9)
    }
  }

  private func naive(_ a: [UInt32], _ b: [UInt32]) -> Double {
    var u = 0.0
    for x in a { for y in b { u += x > y ? 1 : x == y ? 0.5 : 0 } }
    let (n, m) = (Double(a.count), Double(b.count))
    let ties = Dictionary(grouping: a + b) { $0 }.values.reduce(0.0) {
      let t = Double($1.count)
      return $0 + t * t * t - t
    }
    let total = n + m
    let variance = n * m / 12 * (total + 1 - (total > 1 ? ties / (total * (total - 1)) : 0))
    guard variance > 0 else { return 1 }
    // Twice the upper tail of the normal distribution, by summing its density.
    let z = max(abs(u - n * m / 2) - 0.5, 0) / variance.squareRoot()
    return min(2 * tail(z), 1)
  }

  /// Simpson's rule from z to 12.
  private func tail(_ z: Double) -> Double {
    let steps = 4000
    let h = (12 - z) / Double(steps)
    func density(_ x: Double) -> Double { exponential(-x * x / 2) / 2.5066282746310002 }
    var sum = density(z) + density(12)
    for i in 1..<steps { sum += density(z + Double(i) * h) * (i % 2 == 1 ? 4 : 2) }
    return sum * h / 3
  }

  /// By squaring the series for a small part.
  private func exponential(_ x: Double) -> Double {
    let part = x / 1024
    var (term, sum) = (1.0, 1.0)
    for i in 1...12 {
      term *= part / Double(i)
      sum += term
    }
    for _ in 0..<10 { sum *= sum }
    return sum
  }
}
