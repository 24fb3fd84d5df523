import Foundation

/// Whether values of one group tend to be larger than those of another.
///
/// Source: H. B. Mann, D. R. Whitney, "On a Test of Whether one of Two Random Variables is
/// Stochastically Larger than the Other", Annals of Mathematical Statistics 18 (1947).
package enum MannWhitney {
  /// Two-sided, by the normal approximation with the correction for ties and for continuity; good from
  /// about 8 values in each group on. 1 if a group is empty or all values are equal.
  ///
  /// Both are in ascending order.
  package static func pValue(_ a: [UInt32], _ b: [UInt32]) -> Double {
    guard !a.isEmpty, !b.isEmpty else { return 1 }
    let (n, m) = (Double(a.count), Double(b.count))
    var rankSum = 0.0
    var ties = 0.0
    var (i, j) = (0, 0)
    var rank = 0.0
    while i < a.count || j < b.count {
      let value = min(i < a.count ? a[i] : .max, j < b.count ? b[j] : .max)
      let (firstA, firstB) = (i, j)
      while i < a.count, a[i] == value { i += 1 }
      while j < b.count, b[j] == value { j += 1 }
      let equal = Double(i - firstA + j - firstB)
      // Equal values share the middle of their ranks.
      rankSum += Double(i - firstA) * (rank + (equal + 1) / 2)
      ties += equal * (equal * equal - 1)
      rank += equal
    }
    let u = rankSum - n * (n + 1) / 2
    let total = n + m
    let variance = n * m / 12 * (total + 1 - ties / (total * (total - 1)))
    guard variance > 0 else { return 1 }
    let distance = max(abs(u - n * m / 2) - 0.5, 0)
    return min(erfc(distance / variance.squareRoot() / 2.0.squareRoot()), 1)
  }
}
