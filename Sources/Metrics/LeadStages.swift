package import Model

/// The stages between a commit and its arrival in production, in milliseconds. A stage is nil if one
/// of its ends is missing, or if it would be negative.
package struct LeadStages: Sendable, Equatable {
  /// Commit -> build done.
  package let build: Int64?
  /// Build done -> test done.
  package let test: Int64?
  /// Test done -> staged.
  package let staging: Int64?
  /// Staged -> live.
  package let production: Int64?

  package init(
    committed: Timestamp?, buildDone: Timestamp?, testDone: Timestamp?, staged: Timestamp?,
    live: Timestamp?
  ) {
    build = elapsed(committed, buildDone)
    test = elapsed(buildDone, testDone)
    staging = elapsed(testDone, staged)
    production = elapsed(staged, live)
  }
}

/// Milliseconds for which a commit that passed its tests has waited to go live: start of the day of
/// `as_of` - the time it passed; nil if it passed later.
package func pendingAge(greenSince: Timestamp, asOf startOfDay: Timestamp) -> Int64? {
  elapsed(greenSince, startOfDay)
}

private func elapsed(_ from: Timestamp?, _ to: Timestamp?) -> Int64? {
  guard let from, let to, from <= to else { return nil }
  return to.milliseconds(since: from)
}
