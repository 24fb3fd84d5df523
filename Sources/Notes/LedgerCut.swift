package import Model

extension EnvironmentLedger {
  /// The ledger as it was at a moment: what began later is not in it, and what ended later goes on.
  package func cut(at end: Timestamp) -> EnvironmentLedger {
    EnvironmentLedger(
      service: service, environment: environment,
      entries: (entries + elsewhere).filter { $0.at.map { $0 < end } ?? true },
      spans: spans.filter { $0.from < end }.map { span in
        guard let until = span.until, until >= end else { return span }
        var span = span
        span.until = nil
        span.end = .stillLive
        return span
      },
      rollbacks: rollbacks.filter { $0.at.map { $0 < end } ?? true })
  }
}
