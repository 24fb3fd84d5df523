/// The share of false alarms among many tests.
package enum FalseDiscovery {
  /// The q-value of each p-value, in the order given: the smallest false discovery rate at which
  /// that test still counts as found. q of the i-th smallest of m = the least of p(j) m / j over
  /// j >= i, at most 1. Equal p-values have equal q-values. `pValues` lie in 0...1; none, none.
  /// Source: Y. Benjamini, Y. Hochberg, "Controlling the False Discovery Rate", JRSS B 57 (1995).
  /// Complexity: m log m.
  package static func qValues(_ pValues: [Double]) -> [Double] {
    let m = Double(pValues.count)
    let descending = pValues.indices.sorted { pValues[$0] > pValues[$1] }
    var result = pValues
    var least = 1.0
    for (passed, index) in descending.enumerated() {
      // Of equal p-values the one met first has the highest rank, and so the least quotient.
      least = min(least, pValues[index] * (m / (m - Double(passed))))
      result[index] = least
    }
    return result
  }
}
