package import Model

/// Job failure rate: fail / (pass + fail), where fail is failed, error or timeout.
///
/// Cancelled jobs are void and in neither; the shares beside the rate show what they would change.
package struct JobFailureRate: Sendable, Equatable {
  package let counts: JobCounts

  package init(_ counts: JobCounts) {
    self.counts = counts
  }

  package var rate: Proportion { Proportion(k: counts.fail, n: counts.pass + counts.fail) }

  /// void / (pass + fail + void).
  package var voidShare: Proportion { Proportion(k: counts.void, n: decided) }

  /// (fail + void) / (pass + fail + void).
  package var notGreenRate: Proportion { Proportion(k: counts.fail + counts.void, n: decided) }

  /// error / fail: how much of the failing is the infrastructure's.
  package var infraShare: Proportion { Proportion(k: counts[.error], n: counts.fail) }

  private var decided: Int { counts.pass + counts.fail + counts.void }
}
