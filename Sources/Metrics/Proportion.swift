/// A share of a count: `k` of `n`, with its 95 % confidence interval.
///
/// The interval is Wilson's score interval, two-sided, without continuity correction, clipped to
/// 0...1. Source: E. B. Wilson, "Probable inference, the law of succession, and statistical
/// inference", JASA 22 (1927). With n = 0 there is no value and no interval.
package struct Proportion: Sendable, Equatable {
  /// 0...n.
  package let k: Int
  package let n: Int

  package init(k: Int, n: Int) {
    precondition(k >= 0 && k <= n)
    self.k = k
    self.n = n
  }

  /// k / n; nil if n is 0.
  package var value: Double? { n == 0 ? nil : Double(k) / Double(n) }

  /// The 0.975 quantile of the standard normal distribution.
  private static let z = 1.959963984540054

  /// The Wilson interval; nil if n is 0.
  package var interval: ClosedRange<Double>? {
    guard n > 0 else { return nil }
    let n = Double(n)
    let p = Double(k) / n
    let z2 = Proportion.z * Proportion.z
    let denominator = 1 + z2 / n
    let centre = (p + z2 / (2 * n)) / denominator
    let half = Proportion.z * (p * (1 - p) / n + z2 / (4 * n * n)).squareRoot() / denominator
    // At the ends the formula gives 0 and 1 but for rounding.
    let low = k == 0 ? 0 : max(0, centre - half)
    let high = k == self.n ? 1 : min(1, centre + half)
    return low...high
  }

  /// How far a number of cases can carry a percentage.
  package var evidence: Evidence {
    switch n {
    case 0: .none
    case 1..<6: .tooFew
    case 6..<20: .small
    default: .enough
    }
  }

  package enum Evidence: Sendable {
    /// No cases: no value.
    case none
    /// Fewer than 6: only "1 of 3", no percentage.
    case tooFew
    /// 6 to 19: a percentage, marked as a small sample.
    case small
    case enough
  }

  package static func + (a: Proportion, b: Proportion) -> Proportion {
    Proportion(k: a.k + b.k, n: a.n + b.n)
  }
}
