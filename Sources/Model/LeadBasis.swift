/// What a lead time begins with. Bases are never pooled.
package enum LeadBasis: UInt8, CaseIterable, Sendable {
  /// Each commit that arrived in production for the first time.
  case commits
  /// The time of the deployed commit, as the deployment tells it.
  case headCommit
  /// The first job created for the deployed commit.
  case firstCI

  package var word: String {
    switch self {
    case .commits: "commits"
    case .headCommit: "head commit"
    case .firstCI: "first CI job"
    }
  }

  /// The basis of a figure: the one that most deployments have; of as many, the more precise one, which
  /// comes first. Nil if no deployment has any.
  package static func ofMost(_ deployments: (LeadBasis) -> Int) -> LeadBasis? {
    allCases.filter { deployments($0) > 0 }.max { a, b in
      let (left, right) = (deployments(a), deployments(b))
      return left != right ? left < right : a.rawValue > b.rawValue
    }
  }
}
