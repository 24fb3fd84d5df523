/// Two shares of failures: in a window, and in the window before it.
package struct Comparison: Sendable, Equatable {
  package let now: Proportion
  package let before: Proportion

  package init(now: Proportion, before: Proportion) {
    self.now = now
    self.before = before
  }

  package enum Verdict: Sendable, CaseIterable {
    /// More failures now than before, by the rule of `judge`.
    case worse
    /// Fewer failures now than before, by the same rule with the windows exchanged.
    case better
    /// No change to act on.
    case noChange
    /// One of the windows has no cases.
    case notComparable
  }

  package struct Judgement: Sendable, Equatable {
    package let verdict: Verdict
    /// One-sided, in the direction of the difference seen; nil if that wasn't tested, as the
    /// windows are not comparable, have the same rate, or the worse one has under 3 failures.
    package let pValue: Double?
    /// `pValue` adjusted for all comparisons judged together; nil where that is nil.
    package let qValue: Double?
  }

  /// Judges all comparisons of a build, in their order. A window is worse than the other if it has
  /// at least 3 failures, its rate is at least 5 percentage points higher or at least twice the
  /// other's, and the q-value of Fisher's one-sided test is below 0.05. Each comparison with cases
  /// in both windows counts as two tests, one in each direction.
  package static func judge(_ comparisons: [Comparison]) -> [Judgement] {
    let pValues = comparisons.map(\.pValue)
    // A test not carried out still counts, as one that found nothing: p = 1. The test against the
    // direction seen has p >= 0.5, and brings no q-value below that.
    let tested = comparisons.indices.filter { comparisons[$0].isComparable }
    let found = tested.map { pValues[$0] ?? 1 }
    let qValues = FalseDiscovery.qValues(found + found.map { _ in 1 })
    var result = comparisons.map { _ in
      Judgement(verdict: .notComparable, pValue: nil, qValue: nil)
    }
    for (index, qValue) in zip(tested, qValues) {
      let pValue = pValues[index]
      let qValue = pValue == nil ? nil : qValue
      let verdict = comparisons[index].verdict(qValue: qValue)
      result[index] = Judgement(verdict: verdict, pValue: pValue, qValue: qValue)
    }
    return result
  }

  private var isComparable: Bool { now.n > 0 && before.n > 0 }

  /// The window with the higher rate, and the other; nil if neither is higher.
  private var difference: (worse: Proportion, other: Proportion)? {
    guard isComparable else { return nil }
    if before.isBelow(now) { return (now, before) }
    return now.isBelow(before) ? (before, now) : nil
  }

  private var pValue: Double? {
    guard let (worse, other) = difference, worse.k >= 3 else { return nil }
    return FisherExact.pValue(worse, greaterThan: other)
  }

  private func verdict(qValue: Double?) -> Verdict {
    guard let (worse, other) = difference, worse.isClearlyAbove(other), let qValue, qValue < 0.05
    else { return .noChange }
    return worse == now ? .worse : .better
  }
}
