import Archiving
import Metrics
import Model
import Notes

/// The ledger of an environment as it is published: nothing in notes that the site does not show.
extension PublicReader {
  /// The environments of a service, production ones first, then by name.
  func environments(of service: Text) throws -> (production: [Text], others: [Text]) {
    var production: Set<Text> = []
    var all: Set<Text> = []
    for span in try spans(of: service) {
      all.insert(span.environment)
      if span.isProduction { production.insert(span.environment) }
    }
    try forEachDeployment(of: service) { all.insert($0.deployment.effectiveEnvironment) }
    return (production.sorted(), all.subtracting(production).sorted())
  }

  func ledger(of service: Text, in environment: Text) throws -> EnvironmentLedger {
    var entries: [LedgerEntry] = []
    try forEachDeployment(of: service) { entries.append(LedgerEntry($0.deployment, $0.fact)) }
    return EnvironmentLedger(
      service: service, environment: environment, entries: entries,
      spans: try spans(of: service), rollbacks: try rollbacks(of: service))
  }

  /// Reasons are as corrections have them.
  ///
  /// - Parameter limit: at most so many commits came, and so many went.
  func notesMaker(_ ledger: EnvironmentLedger, _ memory: CommitMemory, limit: Int) -> NotesMaker {
    NotesMaker(
      ledger, limit: limit,
      reason: { try deployment(key: $0.blamed)?.correction?.reason },
      commit: { try memory.commit($0) { try commit(sha: $0) } })
  }
}
