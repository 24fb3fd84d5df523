import Archiving
import Importing
import Model

/// Joins reading and archiving: one source into the archive, in one transaction.
struct SourceImport {
  let archive: Archive
  let zone: ZoneTable
  let maxErrors: ErrorLimit
  let console: Console

  /// What one source came to.
  struct Outcome {
    let summary: SourceSummary
    let counts: ImportCounts
    /// How often each code occurred, sorted by code.
    let codes: [(code: String, count: Int)]
  }

  func run(_ source: Source) throws -> Outcome {
    var result: SourceSummary?
    var codes: [String: Int] = [:]
    var seen = 0
    let counts = try archive.importSource(named: source.name, zone: zone) { session in
      let summary = try readSource(source) { item in
        seen += 1
        if seen % 50_000 == 0 { console.progress("\(source.name): \(seen) records") }
        switch item {
        case .record(let record, _): try session.add(record)
        case .event(let event, _): try session.add(event)
        case .deletion(let deletion, _): try session.add(deletion)
        case .defect(let defect):
          codes[defect.code, default: 0] += 1
          try session.add(defect)
        case .ignored: break
        }
      }
      try check(summary)
      result = summary
      return SourceDescription(
        format: summary.format.rawValue, sha256: summary.sha256, byteCount: summary.byteCount,
        lines: summary.lines, blank: summary.blank, ignored: summary.ignored,
        quarantined: summary.quarantined, incomplete: summary.incomplete)
    }
    guard let summary = result else { preconditionFailure("an import ends with its summary") }
    let sorted = codes.sorted { $0.key < $1.key }.map { (code: $0.key, count: $0.value) }
    let outcome = Outcome(summary: summary, counts: counts, codes: sorted)
    tell(source, outcome)
    return outcome
  }

  private func check(_ summary: SourceSummary) throws {
    let total = summary.records + summary.quarantined
    guard maxErrors.isExceeded(bad: summary.quarantined, total: total) else { return }
    throw Failure(
      .badData,
      "\(Source(path: summary.path).name): \(summary.quarantined) of \(total) records are bad, more "
        + "than --max-errors \(maxErrors.words) allows; nothing of it was imported. "
        + "'rollbook inspect' shows what is wrong")
  }

  /// The arithmetic of a source in a line, and a warning if something was left out.
  private func tell(_ source: Source, _ outcome: Outcome) {
    let s = outcome.summary
    let c = outcome.counts
    console.note(
      "\(source.name): \(s.lines) \(s.format == .ndjson ? "lines" : "records") = \(c.imported) "
        + "imported + \(c.updated) updated + \(c.duplicate) duplicate + \(c.conflict) conflict + "
        + "\(s.blank) blank + \(s.ignored) ignored + \(s.quarantined) quarantined")
    for (code, count) in outcome.codes { console.note("  \(code): \(count)") }
    if s.quarantined > 0 {
      console.warning(
        "\(source.name): \(s.quarantined) of \(s.records + s.quarantined) records are bad and were "
          + "left out; see data-quality.html or 'rollbook inspect \(source.path)'")
    }
    if s.incomplete > 0 {
      console.warning(
        "\(source.name): ends in the middle of a record; it is taken up once it is whole")
    }
  }
}
