/// Fisher's exact test of two shares.
/// Source: R. A. Fisher, "The Logic of Inductive Inference", JRSS 98 (1935).
package enum FisherExact {
  /// The one-sided p-value that the share of `a` is greater than that of `b`: with the totals as
  /// they are, the probability that `a` got at least as many of the k as it has. Above 0 up to 1,
  /// but for p-values too small for a `Double`, which are 0; 1 if either is empty, or if all cases
  /// are alike. Complexity: grows with the square root of the number of cases.
  package static func pValue(_ a: Proportion, greaterThan b: Proportion) -> Double {
    let all = Margins(marked: a.k + b.k, plain: a.n - a.k + b.n - b.k, drawn: a.n)
    guard a.n > 0, b.n > 0, a.k > all.fewest else { return 1 }
    // Each tail is summed from its largest term outwards.
    let mean = Double(all.drawn) * Double(all.marked) / Double(all.marked + all.plain)
    let p = Double(a.k) > mean ? all.upperTail(a.k) : 1 - all.lowerTail(a.k - 1)
    return min(1, max(0, p))
  }

  /// What the test takes as given: the row and column sums.
  private struct Margins {
    let marked: Int
    let plain: Int
    let drawn: Int

    /// The fewest marked cases that can be among those drawn.
    var fewest: Int { max(0, drawn - plain) }

    /// P(X >= k).
    func upperTail(_ k: Int) -> Double {
      var term = 1.0
      var sum = 1.0
      var x = k
      while x < min(marked, drawn) && term > sum * 1e-17 {
        term *= Double(marked - x) * Double(drawn - x)
        term /= Double(x + 1) * Double(plain - drawn + x + 1)
        sum += term
        x += 1
      }
      return mass(k) * sum
    }

    /// P(X <= k).
    func lowerTail(_ k: Int) -> Double {
      var term = 1.0
      var sum = 1.0
      var x = k
      while x > fewest && term > sum * 1e-17 {
        term *= Double(x) * Double(plain - drawn + x)
        term /= Double(marked - x + 1) * Double(drawn - x + 1)
        sum += term
        x -= 1
      }
      return mass(k) * sum
    }

    private func mass(_ k: Int) -> Double {
      PointMass.hypergeometric(k, marked: marked, plain: plain, drawn: drawn)
    }
  }
}
