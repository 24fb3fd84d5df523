/// How a job stands.
package enum JobStatus: UInt8, CaseIterable, Sendable {
  case pending, queued, running, success, failed, cancelled, timeout, error
  /// Never ran, by intent; no rate counts it.
  case skipped
  /// The source used a word nobody mapped; no rate counts it.
  case unknown

  /// The word in records, JSON and file names.
  package var word: String {
    switch self {
    case .pending: "pending"
    case .queued: "queued"
    case .running: "running"
    case .success: "success"
    case .failed: "failed"
    case .cancelled: "cancelled"
    case .timeout: "timeout"
    case .error: "error"
    case .skipped: "skipped"
    case .unknown: "unknown"
    }
  }

  package init?(word: some StringProtocol) {
    guard let match = JobStatus.allCases.first(where: { $0.word == word }) else { return nil }
    self = match
  }

  /// Waiting or running.
  package var isOpen: Bool { self == .pending || self == .queued || self == .running }

  /// Reached an end. `unknown` is neither open nor terminal.
  package var isTerminal: Bool { !isOpen && self != .unknown }

  /// Order among versions of one record with the same latest time: an end beats the way there.
  package var rank: UInt8 {
    switch self {
    case .unknown: 0
    case .pending: 1
    case .queued: 2
    case .running: 3
    default: 4
    }
  }

  /// What the status means for a failure rate.
  package var verdict: JobVerdict {
    switch self {
    case .success: .pass
    case .failed, .error, .timeout: .fail
    case .cancelled: .void
    case .pending, .queued, .running: .open
    case .skipped, .unknown: .uncounted
    }
  }
}

/// What a job's outcome means for rates: pass and fail are counted, void stands beside them.
package enum JobVerdict: Sendable {
  case pass, fail, void, open, uncounted
}
