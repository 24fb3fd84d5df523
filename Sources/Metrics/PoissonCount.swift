/// A count of events over an exposure, such as deployments over days, with the exact 95 % interval
/// of its rate.
package struct PoissonCount: Sendable, Equatable {
  /// Number of events; not negative.
  package let count: Int
  /// The unit of the rate: days, or whatever the events were counted over; not negative.
  package let exposure: Double

  package init(count: Int, exposure: Double) {
    precondition(count >= 0 && exposure >= 0 && exposure.isFinite)
    self.count = count
    self.exposure = exposure
  }

  /// count / exposure; nil if the exposure is 0.
  package var rate: Double? { exposure == 0 ? nil : Double(count) / exposure }

  /// The exact two-sided 95 % interval of the rate: the means under which the count, or a more
  /// extreme one, has a probability of 2.5 %, divided by the exposure. Its low end is 0 without
  /// events. Nil if the exposure is 0. In terms of chi-square quantiles:
  /// chi2(0.025, 2 count) / 2 ... chi2(0.975, 2 count + 2) / 2.
  /// Source: F. Garwood, "Fiducial Limits for the Poisson Distribution", Biometrika 28 (1936).
  /// Complexity: grows with the square root of the count.
  package var interval: ClosedRange<Double>? {
    guard exposure > 0 else { return nil }
    return lowestMean / exposure...highestMean / exposure
  }

  private static let tail = 0.025

  /// The mean with P(X >= count) = 2.5 %; below the count.
  private var lowestMean: Double {
    guard count > 0 else { return 0 }
    return PoissonCount.bisect(0, Double(count)) {
      PoissonCount.atLeast(count, mean: $0) > PoissonCount.tail
    }
  }

  /// The mean with P(X <= count) = 2.5 %; above the count.
  private var highestMean: Double {
    var high = 2 * Double(count) + 4
    while PoissonCount.atMost(count, mean: high) > PoissonCount.tail { high *= 2 }
    return PoissonCount.bisect(Double(count), high) {
      PoissonCount.atMost(count, mean: $0) < PoissonCount.tail
    }
  }

  /// Where `isBeyond` turns from false to true, to the last digit.
  private static func bisect(
    _ low: Double, _ high: Double, _ isBeyond: (Double) -> Bool
  ) -> Double {
    var (low, high) = (low, high)
    while true {
      let middle = low + (high - low) / 2
      guard low < middle, middle < high else { return middle }
      if isBeyond(middle) { high = middle } else { low = middle }
    }
  }

  /// P(X >= k), the regularised lower incomplete gamma function P(k, mean) by its series. All
  /// terms are positive and fall from the first on, as the mean is at most k.
  private static func atLeast(_ k: Int, mean: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var next = Double(k)
    while term > sum * 1e-17 {
      next += 1
      term *= mean / next
      sum += term
    }
    return PointMass.poisson(k, mean: mean) * sum
  }

  /// P(X <= k), the regularised upper incomplete gamma function Q(k + 1, mean), summed from k
  /// down. The terms fall from the first on, as the mean is at least k.
  private static func atMost(_ k: Int, mean: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var next = Double(k)
    while next > 0 && term > sum * 1e-17 {
      term *= next / mean
      sum += term
      next -= 1
    }
    return PointMass.poisson(k, mean: mean) * sum
  }
}
