package import Archiving
import Metrics
import Model

/// What is wrong or odd in an archive, for reading on a terminal: the findings of the data-quality page
/// and the feeds that have stopped.
package struct HealthReport: Sendable {
  /// One finding.
  package struct Finding: Sendable, Equatable {
    /// Whether somebody should do something; everything else is to be known.
    package var isProblem: Bool
    /// The row of the ledger that it is of, if of any.
    package var code: FindingCode?
    package var name: String
    package var count: Int
    /// What it means or does to the figures.
    package var meaning: String
    /// Ids, paths or places, as they may be shown.
    package var examples: [String]
  }

  /// Problems first; findings that do not occur are left out.
  package private(set) var findings: [Finding] = []

  package var hasProblems: Bool { findings.contains(where: \.isProblem) }

  package init(_ archive: ArchiveReader, _ options: SiteOptions) throws {
    let reader = try PublicReader(archive, options)
    let inputs = try BuildInputs(reader, options)
    try addFeeds(reader, asOf: options.zone.start(of: options.date.today))
    try addQuarantine(reader)
    let rows = FindingRows(reader, options)
    for secret in try reader.findings.secretCounts() {
      findings.append(
        Finding(
          isProblem: true, name: "secret \(secret.rule)", count: secret.count,
          meaning: "replaced wherever it is shown; take it out of use",
          examples: try secret.examples.map { try rows.link($0).id.string }))
    }
    // Feeds and what was left out are problems, told of by source above.
    for row in try rows.rows(inputs.jobs)
    where row.count > 0 && row.code != .stoppedFeed && row.code != .quarantined {
      findings.append(
        Finding(
          isProblem: false, code: row.code, name: row.name, count: row.count,
          meaning: row.meaning + (row.trend.map { "; \($0)" } ?? ""),
          examples: row.examples.map(\.words)))
    }
  }

  private mutating func addFeeds(_ reader: PublicReader, asOf time: Timestamp) throws {
    let stale = try reader.findings.staleSources(asOf: time)
    guard !stale.isEmpty else { return }
    findings.append(
      Finding(
        isProblem: true, code: .stoppedFeed, name: "stopped feed", count: stale.count,
        meaning: "nothing new for longer than max_age allows",
        examples: stale.map { source in
          "\(source.path) (\(source.dataThrough.map { "through \($0.rfc3339)" } ?? "no times"))"
        }))
  }

  private mutating func addQuarantine(_ reader: PublicReader) throws {
    for source in try reader.findings.sources() where source.description.quarantined > 0 {
      findings.append(
        Finding(
          isProblem: true, code: .quarantined, name: "left out of \(source.path)",
          count: source.description.quarantined,
          meaning: "bad records; mend the source and import it again",
          examples: source.defects.prefix(5).map { defect in
            let position = defect.position
            let place = position.table.map { "\($0) row \(position.line)" }
            return "\(place ?? "\(position.line):\(position.column)") \(defect.code)"
          }))
    }
  }
}
