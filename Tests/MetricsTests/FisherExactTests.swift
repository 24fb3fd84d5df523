import Metrics
import Testing

@Suite struct FisherExactTests {
  /// From SciPy, hypergeom.sf(a - 1, n + m, a + b, n), and those with a million cases from
  /// mpmath with 40 digits. The first by hand: C(15, 2) / C(30, 2).
  @Test(arguments: [
    (15, 15, 13, 15, 0.24137931), (3, 4, 1, 4, 0.242857143), (8, 10, 2, 10, 0.0115070688),
    (1, 10, 0, 10, 0.5), (5, 100, 4, 100, 0.5), (40, 200, 4, 200, 1.43901919e-09),
    (30, 30, 0, 30, 8.45561695e-18), (12, 500, 3, 480, 0.020501528),
    (7, 9, 90, 200, 0.0553539739), (20, 1000, 300, 100_000, 1.19562152e-10),
    (50_500, 1_000_000, 50_000, 1_000_000, 0.0531388965),
    (50_000, 1_000_000, 50_500, 1_000_000, 0.947558224),
    (50_000, 1_000_000, 50_000, 1_000_000, 0.501294336),
    (600, 1_000_000, 500, 1_000_000, 0.0014059922),
    (1_000_000, 1_000_000, 999_980, 1_000_000, 9.53583721e-07),
  ])
  func givesTheReferenceValues(a: Int, n: Int, b: Int, m: Int, expected: Double) {
    let p = FisherExact.pValue(Proportion(k: a, n: n), greaterThan: Proportion(k: b, n: m))
    #expect(abs(p - expected) < 5e-9 * expected)
  }

  /// From mpmath with 40 digits. Logarithms of factorials would leave seven digits of these.
  @Test(arguments: [
    (50_010_000, 50_000_000, 0.078670359851293), (30_500, 30_000, 0.021227153342968),
  ])
  func keepsItsDigitsWithAHundredMillionCases(a: Int, b: Int, expected: Double) {
    let n = 100_000_000
    let p = FisherExact.pValue(Proportion(k: a, n: n), greaterThan: Proportion(k: b, n: n))
    #expect(abs(p - expected) < 1e-11 * expected)
  }

  /// Pascal's triangle, exact in doubles for small n.
  private let choose: [[Double]] = (0..<25).reduce(into: [[1.0]]) { rows, row in
    let above = [0] + rows[row] + [0]
    rows.append((0...row + 1).map { above[$0] + above[$0 + 1] })
  }

  private func naive(_ a: Proportion, _ b: Proportion) -> Double {
    let k = a.k + b.k
    let sum = (a.k...max(a.k, min(a.n, k))).reduce(0.0) { sum, x in
      k - x > b.n ? sum : sum + choose[a.n][x] * choose[b.n][k - x]
    }
    return sum / choose[a.n + b.n][k]
  }

  @Test func countsTheTablesAtLeastAsExtreme() {
    for n in 0...12 {
      for m in 0...12 {
        for a in 0...n {
          for b in 0...m {
            let one = Proportion(k: a, n: n)
            let other = Proportion(k: b, n: m)
            let p = FisherExact.pValue(one, greaterThan: other)
            #expect(abs(p - naive(one, other)) < 1e-12, "\(a) of \(n), \(b) of \(m)")
            #expect(0 < p && p <= 1)
          }
        }
      }
    }
  }

  @Test func isOneIfTheTotalsAllowNothingElse() {
    for (a, n, b, m) in [
      (0, 0, 3, 10), (3, 10, 0, 0), (0, 0, 0, 0), (0, 10, 0, 20), (10, 10, 20, 20), (0, 10, 5, 10),
    ] {
      let p = FisherExact.pValue(Proportion(k: a, n: n), greaterThan: Proportion(k: b, n: m))
      #expect(p == 1, "\(a) of \(n), \(b) of \(m)")
    }
  }

  @Test func fallsWithEachFurtherFailure() {
    for (n, m) in [(20, 30), (400, 300), (100_000, 5)] {
      var last = 1.0
      for a in 1...20 {
        let p = FisherExact.pValue(Proportion(k: a, n: n), greaterThan: Proportion(k: 2, n: m))
        #expect(p < last)
        last = p
      }
    }
  }
}
