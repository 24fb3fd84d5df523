import Foundation

/// How long something lasts, if some of it isn't over yet: the product-limit estimate.
/// S(t) = product over the times t(i) <= t at which something ended of 1 - ended(i) / atRisk(i).
/// What is open at a time was at risk at that time. The order of the observations does not matter.
/// Source: E. L. Kaplan, P. Meier, "Nonparametric Estimation from Incomplete Observations", JASA
/// 53 (1958).
package struct KaplanMeier: Sendable, Equatable {
  /// One duration: until its end, or as long as it was seen.
  package struct Observation: Sendable, Equatable {
    package let milliseconds: Int64
    /// Whether it ended; else it is open, and lasts longer than that.
    package let isEvent: Bool

    package init(milliseconds: Int64, isEvent: Bool) {
      self.milliseconds = milliseconds
      self.isEvent = isEvent
    }
  }

  /// A time at which the curve falls.
  package struct Step: Sendable, Equatable {
    package let milliseconds: Int64
    /// How many had lasted until then.
    package let atRisk: Int
    /// How many of them ended then.
    package let ended: Int
    /// The share that lasts longer: 0..<1.
    package let survival: Double
    /// The 95 % interval of `survival`; nil where that is 0.
    package let interval: ClosedRange<Double>?
  }

  /// By time, ascending. Empty if nothing ended.
  package let steps: [Step]
  /// Number of observations.
  package let count: Int
  /// How many of them are open.
  package let openCount: Int
  /// The longest duration seen, over or open, in milliseconds: if there is no median, it is longer
  /// than this. Nil without observations.
  package let longest: Int64?

  package init(_ observations: [Observation]) {
    count = observations.count
    openCount = observations.count { !$0.isEvent }
    longest = observations.map(\.milliseconds).max()
    steps = KaplanMeier.steps(observations.sorted { $0.milliseconds < $1.milliseconds })
  }

  /// The smallest time with S(t) <= 0.5, in milliseconds; nil if the curve does not reach it.
  package var median: Int64? { firstTime { $0.survival } }

  /// The low end of the 95 % interval of the median: the smallest time at which the interval of S
  /// reaches down to 0.5. Nil if none does.
  /// Source: R. Brookmeyer, J. Crowley, "A Confidence Interval for the Median Survival Time",
  /// Biometrics 38 (1982), with the transform of `Step.interval`.
  package var medianLow: Int64? { firstTime { $0.interval?.lowerBound } }

  /// The high end: the smallest time at which the whole interval of S is at most 0.5. Nil if it
  /// never is.
  package var medianHigh: Int64? { firstTime { $0.interval?.upperBound } }

  private func firstTime(_ level: (Step) -> Double?) -> Int64? {
    // A product that is 1/2 in fractions, such as 9/10 * 8/9 * ... * 5/6, may miss it by rounding.
    steps.first { step in level(step).map { $0 <= 0.5 + 1e-12 } ?? false }?.milliseconds
  }

  private static func steps(_ sorted: [Observation]) -> [Step] {
    var result: [Step] = []
    var survival = 1.0
    var greenwood = 0.0
    var start = 0
    while start < sorted.count {
      let time = sorted[start].milliseconds
      let same = sorted[start...].prefix { $0.milliseconds == time }
      let atRisk = sorted.count - start
      let ended = same.count { $0.isEvent }
      start = same.endIndex
      guard ended > 0 else { continue }
      survival *= Double(atRisk - ended) / Double(atRisk)
      greenwood += Double(ended) / (Double(atRisk) * Double(atRisk - ended))
      let interval = interval(survival: survival, greenwood: greenwood)
      result.append(
        Step(
          milliseconds: time, atRisk: atRisk, ended: ended, survival: survival, interval: interval))
    }
    return result
  }

  /// S^exp(+-z sqrt(V) / log S), with Greenwood's V = sum of ended / (atRisk (atRisk - ended)): an
  /// interval of log(-log S) carried back, so that it stays within 0...1.
  /// Source: J. D. Kalbfleisch, R. L. Prentice, "The Statistical Analysis of Failure Time Data",
  /// section 1.4.
  private static func interval(survival: Double, greenwood: Double) -> ClosedRange<Double>? {
    guard survival > 0 else { return nil }
    let half = 1.959963984540054 * greenwood.squareRoot() / -log(survival)
    return pow(survival, exp(half))...pow(survival, exp(-half))
  }
}
