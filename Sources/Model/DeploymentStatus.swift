/// How a deployment stands.
package enum DeploymentStatus: UInt8, CaseIterable, Sendable {
  case pending, staging, staged, production, live, failed
  case rolledBack

  /// The word in records, JSON and file names.
  package var word: String {
    switch self {
    case .pending: "pending"
    case .staging: "staging"
    case .staged: "staged"
    case .production: "production"
    case .live: "live"
    case .failed: "failed"
    case .rolledBack: "rolled_back"
    }
  }

  package init?(word: some StringProtocol) {
    guard let match = DeploymentStatus.allCases.first(where: { $0.word == word }) else {
      return nil
    }
    self = match
  }

  /// Order among versions of one record with the same latest time.
  package var rank: UInt8 {
    switch self {
    case .pending: 0
    case .staging: 1
    case .staged: 2
    case .production, .live, .failed: 3
    case .rolledBack: 4
    }
  }
}
