import Archiving
import Metrics
import Model

/// Finds out what each correction did, by deriving the histories concerned once more without any.
struct CorrectionOutcomes {
  private let reader: PublicReader
  private let policy: JobPagePolicy
  private let zone: ZoneTable

  init(_ reader: PublicReader, _ policy: JobPagePolicy, zone: ZoneTable) {
    self.reader = reader
    self.policy = policy
    self.zone = zone
  }

  /// The histories of one service with and without corrections.
  private struct Comparison {
    let with: [Text: DeploymentFact]
    let without: [Text: DeploymentFact]

    init(_ service: Text, _ reader: PublicReader) throws {
      var (ids, facts, events): ([Int64: Text], [DeploymentFact], [DeploymentEvent]) = ([:], [], [])
      try reader.forEachDeployment(of: service) { stored in
        ids[stored.fact.key] = stored.deployment.id
        facts.append(stored.fact)
        events.append(DeploymentEvent(key: stored.fact.key, deployment: stored.deployment))
      }
      func byID(_ facts: [DeploymentFact]) -> [Text: DeploymentFact] {
        Dictionary(facts.compactMap { fact in ids[fact.key].map { ($0, fact) } }) { a, _ in a }
      }
      with = byID(facts)
      without = byID(deriveHistory(of: events).facts)
    }
  }

  /// In the order of the archive.
  func rows() throws -> [CorrectionOutcome] {
    var comparisons: [Text: Comparison] = [:]
    let counts = try reader.corrections.recordedCounts()
    return try reader.corrections.all.map { correction in
      switch correction.kind {
      case .deployment: try deployment(correction, &comparisons)
      case .job: try job(correction)
      case .service: try service(correction, counts[correction.subject])
      }
    }
  }

  // MARK: - Deployments

  private func deployment(
    _ correction: Correction, _ comparisons: inout [Text: Comparison]
  ) throws -> CorrectionOutcome {
    guard let stored = try reader.deployment(id: correction.subject) else {
      return unknown(correction)
    }
    let comparison = try comparisons[stored.service] ?? Comparison(stored.service, reader)
    comparisons[stored.service] = comparison
    var parts: [String] = []
    for id in [correction.subject, correction.blames].compactMap({ $0 }) {
      guard let with = comparison.with[id], let without = comparison.without[id] else { continue }
      let changes = CorrectionOutcomes.changes(without, with)
      if !changes.isEmpty {
        let name = id == correction.subject ? "" : "\(id): "
        parts.append(name + changes.joined(separator: ", "))
      }
    }
    if correction.reason != nil { parts.append("its reason is shown as corrected") }
    if let blamed = correction.blames, comparison.with[blamed] == nil {
      parts.append("\(blamed) is no deployment of this service, so nothing is blamed on it")
    }
    return CorrectionOutcome(
      row: CorrectionRow(correction: correction), isKnown: true,
      effect: parts.joined(separator: "; "), path: SitePaths.deployment(correction.subject))
  }

  private static func changes(_ before: DeploymentFact, _ after: DeploymentFact) -> [String] {
    var changes: [String] = []
    if before.kind != after.kind { changes.append("\(after.kind.label), was \(before.kind.label)") }
    switch (before.failure, after.failure) {
    case (let was?, nil): changes.append("not failed, was failed (\(was.word))")
    case (nil, let now?): changes.append("failed (\(now.word))")
    case (let was?, let now?) where was != now:
      changes.append("failed (\(now.word)), was failed (\(was.word))")
    default: break
    }
    if before.isWithdrawn != after.isWithdrawn {
      changes.append(after.isWithdrawn ? "withdrawn with another" : "not withdrawn with another")
    }
    if after.isDrill { changes.append("part of an exercise") }
    return changes
  }

  private func unknown(_ correction: Correction) -> CorrectionOutcome {
    CorrectionOutcome(
      row: CorrectionRow(correction: correction), isKnown: false, effect: "", path: nil)
  }

  // MARK: - Jobs and services

  private func job(_ correction: Correction) throws -> CorrectionOutcome {
    guard let job = try reader.job(id: correction.subject) else { return unknown(correction) }
    let month = job.bucketTime.map { zone.day(of: $0).month }
    let hasPage = try policy.covers(month) || !reader.deployments(naming: job.id).isEmpty
    return CorrectionOutcome(
      row: CorrectionRow(correction: correction), isKnown: true,
      effect: "not counted, was \(job.status.word)",
      path: hasPage ? SitePaths.job(correction.subject) : nil)
  }

  private func service(
    _ correction: Correction, _ counts: (deployments: Int, jobs: Int)?
  ) throws -> CorrectionOutcome {
    guard let counts, let target = correction.aliasOf else { return unknown(correction) }
    let words = [
      FigureText.count(counts.deployments, "deployment"), FigureText.count(counts.jobs, "job"),
    ].joined(separator: " and ")
    let isListed = try reader.services().contains(target)
    return CorrectionOutcome(
      row: CorrectionRow(correction: correction), isKnown: true,
      effect: "\(words) named so count as \(target)",
      path: isListed ? SitePaths.service(target) : nil)
  }
}
