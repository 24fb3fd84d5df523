import Archiving
import Model
import Notes

/// Makes the release page of each version of one service that was live.
struct ReleaseReading {
  /// Commits that a page and its JSON tell of at most: a first version may have all of a repository's
  /// history behind it.
  private static let commitLimit = 500
  private let reader: PublicReader
  private let options: SiteOptions
  private let notes: NotesReading

  init(_ reader: PublicReader, _ options: SiteOptions) {
    self.reader = reader
    self.options = options
    notes = NotesReading(reader, options, limit: ReleaseReading.commitLimit)
  }

  /// Calls `body` with each release: of production first, then of the other environments, by time. A
  /// version has one page, of the first environment in that order that it was live in.
  ///
  /// - Parameter rollbacks: those of the service.
  func forEachRelease(
    of service: Text, rollbacks: [RollbackRow], _ body: (ReleasePage) throws -> Void
  ) throws {
    let spans = try reader.spans(of: service)
    guard !spans.isEmpty else { return }
    var entries: [LedgerEntry] = []
    try reader.forEachDeployment(of: service) {
      entries.append(LedgerEntry($0.deployment, $0.fact))
    }
    let deployments = Dictionary(
      entries.map { ($0.key, DeploymentReference($0.deployment, of: service)) },
      uniquingKeysWith: { first, _ in first })
    let spansOfVersion = Dictionary(grouping: spans, by: \.version).mapValues { spans in
      spans.sorted { $0.from < $1.from }.map { span in
        ReleaseSpanRow(span: span, deployment: span.deployment.flatMap { deployments[$0] })
      }
    }
    // What stayed elsewhere is in no release, so each ledger needs what is its own alone.
    let entriesThere = Dictionary(grouping: entries, by: \.deployment.effectiveEnvironment)
    let spansThere = Dictionary(grouping: spans, by: \.environment)
    let rollbacksThere = Dictionary(
      grouping: try reader.rollbacks(of: service), by: \.environment)
    let memory = CommitMemory()
    var seen: Set<Text> = []
    for environment in ReleaseReading.environments(spans) {
      let ledger = EnvironmentLedger(
        service: service, environment: environment, entries: entriesThere[environment] ?? [],
        spans: spansThere[environment] ?? [], rollbacks: rollbacksThere[environment] ?? [])
      let maker = reader.notesMaker(ledger, memory, limit: ReleaseReading.commitLimit)
      let places = ledger.spans.indices.filter { seen.insert(ledger.spans[$0].version).inserted }
      for (i, place) in places.enumerated() {
        let version = ledger.spans[place].version
        func neighbour(_ step: Int) -> Text? {
          places.indices.contains(i + step) ? ledger.spans[places[i + step]].version : nil
        }
        var view = try notes.view(maker.notes(for: ledger.range(ending: place), isFinal: true))
        view.limit(to: ReleasePage.changeLimit)
        try body(
          ReleasePage(
            service: service, version: version, notes: view,
            spans: spansOfVersion[version] ?? [],
            rollbacks: rollbacks.reversed().filter { $0.takesOut(version) },
            earlier: neighbour(-1), later: neighbour(1)))
      }
    }
  }

  /// Production ones first, `production` before all, each group by name.
  private static func environments(_ spans: [LiveSpan]) -> [Text] {
    let production = Set(spans.filter(\.isProduction).map(\.environment))
    let others = Set(spans.map(\.environment)).subtracting(production)
    let sorted = production.sorted()
    return sorted.filter { $0 == "production" } + sorted.filter { $0 != "production" }
      + others.sorted()
  }
}

extension RollbackRow {
  fileprivate func takesOut(_ version: Text) -> Bool {
    blamed.deployment.version == version || withdrawn.contains { $0.deployment.version == version }
  }
}
