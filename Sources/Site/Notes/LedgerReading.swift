import Archiving
import Metrics
package import Model
package import Notes

/// Release notes from the archive, as it is published: nothing in them that the site does not show.
extension SiteQuery {
  /// The ledger of one environment of a service; nil if there is no such service. An environment that
  /// nothing tells of has an empty one.
  package func ledger(of service: Text, in environment: Text) throws -> EnvironmentLedger? {
    guard let shown = try reader.shownService(asked: service) else { return nil }
    return try reader.ledger(of: shown, in: environment)
  }

  /// The environments of a service, production ones first, then by name.
  package func environments(of service: Text) throws -> [Text] {
    var production: Set<Text> = []
    var all: Set<Text> = []
    for span in try reader.spans(of: service) {
      all.insert(span.environment)
      if span.isProduction { production.insert(span.environment) }
    }
    try reader.forEachDeployment(of: service) { all.insert($0.deployment.effectiveEnvironment) }
    return production.sorted() + all.subtracting(production).sorted()
  }

  /// The notes of a range of a ledger.
  package func notes(for range: NotesRange, of ledger: EnvironmentLedger) throws -> ReleaseNotes {
    try reader.notesMaker(ledger).notes(for: range)
  }
}

extension PublicReader {
  func ledger(of service: Text, in environment: Text) throws -> EnvironmentLedger {
    var entries: [LedgerEntry] = []
    func add(_ stored: StoredDeployment) {
      guard stored.deployment.effectiveEnvironment == environment else { return }
      entries.append(LedgerEntry(stored.deployment, stored.fact))
    }
    try forEachDeployment(of: service) { add($0) }
    return EnvironmentLedger(
      service: service, environment: environment, entries: entries,
      spans: try spans(of: service), rollbacks: try rollbacks(of: service))
  }

  /// Reasons are as corrections have them.
  func notesMaker(_ ledger: EnvironmentLedger) -> NotesMaker {
    NotesMaker(
      ledger,
      reason: { try deployment(key: $0.blamed)?.correction?.reason },
      commit: { try commit(sha: $0) })
  }
}
