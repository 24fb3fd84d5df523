package import Model

/// The local days that the sources of something speak of. Outside, nothing is known: a count there
/// is null, never 0.
package struct Coverage: Sendable {
  /// First day with a record; nil if there is no record with a time.
  package let first: LocalDay?
  /// The day up to which the sources reach, that day perhaps not to its end.
  package let through: LocalDay?
  package let today: LocalDay

  package init(first: LocalDay?, through: LocalDay?, today: LocalDay) {
    self.first = first
    self.through = through
    self.today = today
  }

  /// How much of a bucket is known.
  package enum Knowledge: Sendable, Equatable {
    /// Wholly: a count of nothing is 0.
    case whole
    /// Not to its end, or not from its start.
    case partial
    case none
  }

  /// What is known of a bucket of local days.
  package func of(_ days: Range<LocalDay>) -> Knowledge {
    guard let first, let through else { return .none }
    if days.upperBound <= first || days.lowerBound > through { return .none }
    // The first record came at some time of its day: of what was before it nobody knows.
    let isWhole = days.lowerBound > first && days.upperBound <= through
    return isWhole && days.upperBound <= today ? .whole : .partial
  }

  /// Why nothing is known of a whole window; nil if something is.
  package func absence(in window: TimeWindow) -> Absence? {
    guard let first, let through else { return .always }
    if through < window.days.lowerBound { return .since(through) }
    if first >= window.days.upperBound { return .before(first) }
    return nil
  }

  /// What is missing of a window of which something is known; nil if nothing is.
  package func shortfall(in window: TimeWindow) -> Absence? {
    guard let first, let through, absence(in: window) == nil else { return nil }
    if through < window.days.upperBound - 1 { return .since(through) }
    return first > window.days.lowerBound ? .before(first) : nil
  }

  /// Why nothing is known, or not all.
  package enum Absence: Sendable, Equatable {
    case always
    case since(LocalDay)
    case before(LocalDay)
  }
}
