/// The lead times of the changes that came to production with one forward deployment.
package struct DeploymentLead: Sendable, Equatable {
  /// Nil if all of them were negative.
  package var basis: LeadBasis?
  /// One for each change, 0 or more.
  package var milliseconds: [Int64] = []
  /// Whether a change was younger than its production time, and left out.
  package var isNegative = false

  package init(basis: LeadBasis?, milliseconds: [Int64], isNegative: Bool) {
    self.basis = basis
    self.milliseconds = milliseconds
    self.isNegative = isNegative
  }
}

/// What is asked about commits while a service's history is derived.
package struct CommitLookup {
  /// The commit of that hash; nil if no record describes it.
  package let commit: (Text) throws -> Commit?
  /// When the first job of a commit was created; nil if there is none.
  package let firstJob: (Text) throws -> Timestamp?

  package init(
    commit: @escaping (Text) throws -> Commit?, firstJob: @escaping (Text) throws -> Timestamp?
  ) {
    self.commit = commit
    self.firstJob = firstJob
  }

  /// Knows of no commit.
  package static var none: CommitLookup {
    CommitLookup(commit: { _ in nil }, firstJob: { _ in nil })
  }
}
