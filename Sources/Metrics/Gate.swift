/// What a threshold says of a figure.
package enum GateVerdict: String, CaseIterable, Sendable {
  case passed
  /// The value is beyond the limit, but its interval reaches back to it: it may be chance.
  case warned
  /// Even the end of the interval nearest to the limit is beyond it.
  case failed
  case noData = "no data"
}

/// A limit that a figure must not go beyond.
package struct Gate: Sendable, Equatable {
  package enum Side: Sendable { case atMost, atLeast }

  package let side: Side
  /// In the unit of the figure.
  package let limit: Double

  package init(_ side: Side, _ limit: Double) {
    self.side = side
    self.limit = limit
  }

  /// Judges a value by its 95 % interval. A figure without an interval fails by its value alone, since
  /// nothing says that it is chance.
  ///
  /// - Parameter low: the lower end, also where no upper end is known.
  package func verdict(value: Double?, low: Double?, high: Double?) -> GateVerdict {
    guard let value else { return .noData }
    let nearest = side == .atMost ? low ?? value : high ?? value
    if isBeyond(nearest) { return .failed }
    return isBeyond(value) ? .warned : .passed
  }

  private func isBeyond(_ value: Double) -> Bool {
    side == .atMost ? value > limit : value < limit
  }
}
