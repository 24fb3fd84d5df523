/// Percentiles of sorted whole numbers, Hyndman-Fan type 7 (linear interpolation between order
/// statistics). Source: R. J. Hyndman, Y. Fan, "Sample Quantiles in Statistical Packages", The
/// American Statistician 50 (1996).
package struct DurationSummary: Sendable, Equatable {
  /// Number of durations.
  package let count: Int
  /// Milliseconds; nil below 3 values.
  package let p50: Int64?
  /// Nil below 10 values.
  package let p90: Int64?
  /// Nil below 20 values.
  package let p95: Int64?
  /// Nil below 100 values.
  package let p99: Int64?
  package let longest: Int64?
  /// Order-statistic 95 % interval of the median; nil below 6 values.
  package let medianInterval: ClosedRange<Int64>?

  /// `sorted` holds milliseconds in ascending order.
  package init(sorted: [UInt32]) {
    self.init(ascending: sorted)
  }

  /// `sorted` holds milliseconds in ascending order, each from 0 to a million years.
  package init(sorted: [Int64]) {
    self.init(ascending: sorted)
  }

  private init(ascending sorted: [some FixedWidthInteger]) {
    count = sorted.count
    func quantile(_ numerator: Int, _ denominator: Int, atLeast minimum: Int) -> Int64? {
      guard sorted.count >= minimum else { return nil }
      return DurationSummary.typeSeven(sorted, numerator, denominator)
    }
    p50 = quantile(1, 2, atLeast: 3)
    p90 = quantile(9, 10, atLeast: 10)
    p95 = quantile(19, 20, atLeast: 20)
    p99 = quantile(99, 100, atLeast: 100)
    longest = sorted.last.map { Int64($0) }
    medianInterval = DurationSummary.medianRanks(count: sorted.count).map {
      Int64(sorted[$0.lowerBound])...Int64(sorted[$0.upperBound])
    }
  }

  /// Type 7: h = (n - 1) p; x[floor h] + (h - floor h) (x[floor h + 1] - x[floor h]), rounded half
  /// up, in whole numbers throughout. `sorted` is not empty.
  package static func quantile(
    _ sorted: [UInt32], _ numerator: Int, _ denominator: Int
  ) -> Int64 {
    typeSeven(sorted, numerator, denominator)
  }

  private static func typeSeven(
    _ sorted: [some FixedWidthInteger], _ numerator: Int, _ denominator: Int
  ) -> Int64 {
    let scaled = (sorted.count - 1) * numerator
    let index = scaled / denominator
    let fraction = scaled % denominator
    let low = Int(sorted[index])
    guard fraction > 0 else { return Int64(low) }
    let step = Int(sorted[index + 1]) - low
    return Int64(low + (step * fraction * 2 + denominator) / (2 * denominator))
  }

  /// The ranks, from 0, of the two order statistics around the median that cover it with at least
  /// 95 %: the largest r with P(Binomial(n, 1/2) < r) <= 0.025. Nil below n = 6.
  /// Source: H. A. David, H. N. Nagaraja, "Order Statistics", 3rd edition, section 7.1.
  package static func medianRanks(count n: Int) -> ClosedRange<Int>? {
    guard n >= 6 else { return nil }
    if n > 1000 {
      // Normal approximation; its error is below one rank here, and rounding down widens.
      let half = (Double(n) - 1.959963984540054 * Double(n).squareRoot()) / 2
      let rank = max(0, Int(half) - 1)
      return rank...(n - 1 - rank)
    }
    // Terms of the binomial distribution as logarithms would drift; doubles from the middle do not
    // underflow for n <= 1000.
    var term = 1.0
    for _ in 0..<n { term /= 2 }
    var cumulative = term
    var rank = 0
    while cumulative <= 0.025 {
      rank += 1
      term = term * Double(n - rank + 1) / Double(rank)
      cumulative += term
    }
    return rank == 0 ? nil : (rank - 1)...(n - rank)
  }
}
