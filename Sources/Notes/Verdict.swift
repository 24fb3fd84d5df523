package import Model

/// What became of a deployment up to the end of the range that notes are about.
package enum Verdict: Sendable, Equatable {
  case live(since: Timestamp)
  /// Another version took its place.
  case superseded(at: Timestamp, by: Text?)
  case rolledBack(RolledBack)
  /// Taken out, and the same version came back later.
  case reshipped(RolledBack, at: Timestamp)
  /// Failed without ever being live.
  case failed
  /// Reached staging, or another environment, and nothing further.
  case stagedOnly(since: Timestamp?)
  /// On its way.
  case waiting(since: Timestamp?)

  /// How a version was taken out.
  package struct RolledBack: Sendable, Equatable {
    package let at: Timestamp?
    /// In milliseconds; nil if a time is missing.
    package let liveFor: Int64?
    /// The version it went back to; nil if that is not known.
    package let to: Text?
    package let reason: Text?
    /// Whether it went away with another version that was blamed.
    package let isWithdrawn: Bool
    package let isDrill: Bool

    package init(
      at: Timestamp?, liveFor: Int64?, to: Text?, reason: Text?, isWithdrawn: Bool, isDrill: Bool
    ) {
      self.at = at
      self.liveFor = liveFor
      self.to = to
      self.reason = reason
      self.isWithdrawn = isWithdrawn
      self.isDrill = isDrill
    }
  }

  package enum Word: String, CaseIterable, Sendable {
    case live, superseded, failed, waiting
    case rolledBack = "rolled_back"
    case reshipped
    case stagedOnly = "staged_only"
  }

  package var word: Word {
    switch self {
    case .live: .live
    case .superseded: .superseded
    case .rolledBack: .rolledBack
    case .reshipped: .reshipped
    case .failed: .failed
    case .stagedOnly: .stagedOnly
    case .waiting: .waiting
    }
  }

  /// Whether what it brought is still there at the end of the range, in itself or in what followed it.
  package var remains: Bool {
    switch self {
    case .live, .superseded, .reshipped: true
    case .rolledBack, .failed, .stagedOnly, .waiting: false
    }
  }

  /// Whether it has not reached the environment and may yet.
  package var isUnderWay: Bool {
    switch self {
    case .stagedOnly, .waiting: true
    case .live, .superseded, .rolledBack, .reshipped, .failed: false
    }
  }
}

extension EnvironmentLedger {
  /// What became of a deployment.
  ///
  /// - Parameters:
  ///   - end: what begins later is not known yet; nil for no end.
  ///   - reason: the reason of a rollback, as corrected; the ledger has what is recorded.
  package func verdict(
    of entry: LedgerEntry, upTo end: Timestamp? = nil,
    reason: (Rollback) throws -> Text? = { _ in nil }
  ) rethrows -> Verdict {
    func isOver(_ time: Timestamp?) -> Bool {
      guard let time else { return false }
      return end.map { time <= $0 } ?? true
    }
    let own = spans(of: entry.key).filter { isOver($0.from) }
    guard let last = own.last else { return verdictNeverLive(entry) }
    guard isOver(last.until), last.end != .stillLive else {
      // Restored after a rollback, it is live as if nothing had been.
      return .live(since: last.from)
    }
    if last.end == .rolledBack {
      let out = try rolledBack(last, entry, reason)
      let again = spans[firstPlace(from: last.until ?? last.from)...].first {
        $0.version == entry.version && $0.deployment != entry.key && isOver($0.from)
      }
      return again.map { .reshipped(out, at: $0.from) } ?? .rolledBack(out)
    }
    let next = spans[firstPlace(from: last.until ?? last.from)...].first { $0 != last }
    return .superseded(at: last.until ?? last.from, by: next?.version)
  }

  private func verdictNeverLive(_ entry: LedgerEntry) -> Verdict {
    let deployment = entry.deployment
    if entry.fact.kind == .failedAttempt || deployment.status == .failed { return .failed }
    let isElsewhere = deployment.effectiveEnvironment != environment
    let arrived =
      deployment.stagingDeployedAt ?? (isElsewhere ? deployment.productionDeployedAt : nil)
    if arrived != nil || deployment.deployedToStaging == true || (isElsewhere && hasArrived(entry))
    {
      return .stagedOnly(since: arrived ?? deployment.createdAt)
    }
    return .waiting(since: deployment.createdAt)
  }

  /// Whether a deployment to another environment reached that one.
  private func hasArrived(_ entry: LedgerEntry) -> Bool {
    switch entry.deployment.status {
    case .live, .production, .staged, .rolledBack: true
    case .pending, .staging, .failed: false
    }
  }

  private func rolledBack(
    _ span: LiveSpan, _ entry: LedgerEntry, _ reason: (Rollback) throws -> Text?
  ) rethrows -> Verdict.RolledBack {
    let rollback = rollback(ending: span)
    let blamed = rollback.flatMap { self.entry($0.blamed) }
    let corrected = try rollback.flatMap(reason)
    return Verdict.RolledBack(
      at: span.until, liveFor: span.until.map { $0.milliseconds(since: span.from) },
      to: rollback?.toVersion,
      reason: corrected ?? blamed?.deployment.rollbackReason,
      isWithdrawn: rollback.map { $0.blamed != entry.key } ?? false,
      isDrill: rollback?.isDrill ?? false)
  }
}
