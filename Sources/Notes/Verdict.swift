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
  ///   - end: the last place in `spans` that is known; what comes later is not. Nil for all of them.
  ///   - reason: the reason of a rollback, as corrected; the ledger has what is recorded.
  package func verdict(
    of entry: LedgerEntry, upTo end: Int? = nil,
    reason: (Rollback) throws -> Text? = { _ in nil }
  ) rethrows -> Verdict {
    let known = 0..<min(spans.count, end.map { $0 + 1 } ?? spans.count)
    guard let place = places(of: entry.key).last(where: known.contains) else {
      return verdictNeverLive(entry)
    }
    let last = spans[place]
    let later = known[(place + 1)...]
    // Restored after a rollback, it is live as if nothing had been.
    guard last.end != .stillLive, end == nil || !later.isEmpty else {
      return .live(since: last.from)
    }
    if last.end == .rolledBack {
      let out = try rolledBack(last, entry, reason)
      let again = later.first {
        spans[$0].version == entry.version && spans[$0].deployment != entry.key
      }
      return again.map { .reshipped(out, at: spans[$0].from) } ?? .rolledBack(out)
    }
    return .superseded(at: last.until ?? last.from, by: later.first.map { spans[$0].version })
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
