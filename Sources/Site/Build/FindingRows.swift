import Archiving
import Metrics
import Model

/// The data-quality ledger: the oddities of the records and their sources as rows.
struct FindingRows {
  private let reader: PublicReader
  private let policy: JobPagePolicy
  private let zone: ZoneTable
  /// The first day that the report does not cover.
  private let end: LocalDay
  private let staleBefore: Timestamp

  init(_ reader: PublicReader, _ options: SiteOptions) {
    let today = options.date.today
    self.reader = reader
    policy = JobPagePolicy(pages: options.jobPages, today: today)
    zone = options.zone
    end = today + 1
    staleBefore = ReportRanges(date: options.date).staleBefore(options.zone)
  }

  /// What each oddity of records is called, and what it does to the figures.
  private static let texts: [(FindingCode, [Oddity], name: String, meaning: String)] = [
    (
      .negativeRun, [.negativeRuns], "Jobs that ended before they started",
      "kept; their run times are in no percentile"
    ),
    (
      .negativeQueue, [.negativeQueues], "Jobs that started before they were queued",
      "kept; their queue times are in no percentile"
    ),
    (
      .durationMismatch, [.durationMismatches],
      "Jobs whose recorded duration is off by more than a second",
      "shown as recorded; percentiles use end - start"
    ),
    (
      .clockSkew, [.skewedDeployments, .skewedJobs],
      "Records with a time more than a second before one that must precede it",
      "kept as recorded; no other oddity of times counts them"
    ),
    (
      .stagingAfterProduction, [.stagingAfterProduction], "Staging after production",
      "kept as recorded"
    ),
    (
      .staleOpenJob, [.staleJobs], "Jobs open for more than a day",
      "pending, queued or running; in no rate"
    ),
    (
      .orphanJob, [.orphanReferences], "Deployments that name a job no source has",
      "shown without a link"
    ),
    (
      .danglingTarget, [.danglingTargets], "Rolled back to a version that no record deploys",
      "counted as rollbacks; what was live afterwards has no page"
    ),
    (
      .undated, [.undatedDeployments, .undatedJobs], "Records without any time",
      "listed without a date; in no figure over time"
    ),
    (
      .afterReport, [.deploymentsAfterReport, .jobsAfterReport],
      "Records after the date of the report", "they have pages, and enter no figure"
    ),
    (
      .conflict, [.conflictingDeployments, .conflictingJobs],
      "Records that lost against another record of the same id, as recent and as far",
      "nothing but the order of bytes says which one is shown; the other is kept as history"
    ),
  ]

  func rows(_ jobs: JobTally) throws -> [FindingRow] {
    var rows = try FindingRows.texts.map { code, oddities, name, meaning in
      let counts = try oddities.map {
        try reader.findings.count($0, end: end, staleBefore: staleBefore)
      }
      let examples = counts.flatMap(\.examples).prefix(ArchiveReader.oddityExamples)
      return FindingRow(
        code: code, name: name, count: counts.reduce(0) { $0 + $1.count }, meaning: meaning,
        examples: try examples.map(example))
    }
    rows.append(
      FindingRow(
        code: .earlierVersion, name: "Earlier versions of records",
        count: try reader.findings.historyCount(),
        meaning: "lost against another record of the same id; kept as history", examples: []))
    rows.append(
      FindingRow(
        code: .unknownStatus, name: "Jobs of unknown status",
        count: jobs.counts(in: nil)[.unknown],
        meaning: "their source used a word nobody mapped; in no rate", examples: []))
    rows.append(
      FindingRow(
        code: .deletedAtSource, name: "Deleted at their source",
        count: try reader.findings.deletedCount(),
        meaning: "kept and counted, marked as deleted on their pages",
        examples: try reader.findings.deletedExamples().map(example)))
    rows += try eventRows()
    return try withHistory(
      rows + [try nameRow(), correctionRow(), try feedRow(), try quarantineRow()])
  }

  /// How many earlier ledgers stand beside a row.
  private static let historyLength = 30

  private func withHistory(_ rows: [FindingRow]) throws -> [FindingRow] {
    let ledgers = try reader.findings.ledgers(before: end - 1, limit: FindingRows.historyLength)
    return rows.map { row in
      var row = row
      row.history = ledgers.compactMap { ledger in
        ledger.counts[row.code.rawValue].map { FindingCount(asOf: ledger.asOf, count: $0) }
      }
      return row
    }
  }

  private func correctionRow() -> FindingRow {
    let corrections = reader.corrections.all
    return FindingRow(
      code: .correction, name: "Corrections by people", count: corrections.count,
      meaning: "the figures follow them instead of the records; all of them are listed beside this",
      examples: corrections.prefix(ArchiveReader.oddityExamples).map { correction in
        FindingExample(
          id: correction.subject, path: SitePaths.corrections, note: Text(correction.kind.word))
      })
  }

  private func eventRows() throws -> [FindingRow] {
    let waiting = try reader.findings.waitingEvents()
    let unusual = try reader.findings.unusualEvents()
    return [
      FindingRow(
        code: .waitingEvent, name: "Events of records that nothing has created",
        count: waiting.count, meaning: "they wait for their record; in no figure",
        examples: waiting.examples.map { FindingExample(id: $0.id) }),
      FindingRow(
        code: .unusualEvent, name: "Events that cannot follow from what was before",
        count: unusual.count, meaning: "kept as history, not obeyed",
        examples: try unusual.examples.map { event in
          try example(
            event.type.kind == .job
              ? .job(event.id, day: reader.job(id: event.id)?.bucketTime.map(zone.day))
              : .deployment(event.id))
        }),
    ]
  }

  // MARK: - Names

  private func nameRow() throws -> FindingRow {
    let names = try reader.findings.suspectNames()
    return FindingRow(
      code: .mixedScriptName, name: "Names that are easily taken for others",
      count: names.count,
      meaning:
        "Latin letters beside Cyrillic or Greek ones, or the same to the eye as another name; "
        + "each stands for itself",
      examples: names.prefix(ArchiveReader.oddityExamples).map(example))
  }

  private func example(_ suspect: SuspectName) -> FindingExample {
    let words = suspect.lookalike.map { "\(suspect.kind.rawValue), looks like \($0)" }
    return FindingExample(
      id: suspect.name,
      path: suspect.kind == .service
        ? SitePaths.service(reader.corrections.countedService(suspect.name)) : nil,
      note: Text(words ?? "\(suspect.kind.rawValue) of mixed scripts"))
  }

  // MARK: - Sources

  private func feedRow() throws -> FindingRow {
    let stale = try reader.findings.staleSources(asOf: zone.start(of: end - 1))
    return FindingRow(
      code: .stoppedFeed, name: "Sources with nothing new for longer than they may",
      count: stale.count, meaning: "figures end where their data end",
      examples: stale.prefix(ArchiveReader.oddityExamples).map { source in
        FindingExample(
          id: Text(source.path),
          note: Text(source.dataThrough.map { "through \($0.rfc3339)" } ?? "no times"))
      })
  }

  private func quarantineRow() throws -> FindingRow {
    var count = 0
    var examples: [FindingExample] = []
    for source in try reader.findings.sources() {
      count += source.description.quarantined
      for defect in source.defects where defect.effect == .quarantined {
        guard examples.count < ArchiveReader.oddityExamples else { break }
        examples.append(
          FindingExample(
            id: Text("\(source.path):\(defect.position.words)"), note: Text(defect.code)))
      }
    }
    return FindingRow(
      code: .quarantined, name: "Lines and records left out as wrong", count: count,
      meaning: "in no figure; kept with their text below", examples: examples)
  }

  // MARK: - Links

  private func example(_ record: OddRecord) throws -> FindingExample {
    let link = try link(record)
    return FindingExample(id: link.id, path: link.path, note: try reader.findings.place(of: record))
  }

  func link(_ record: OddRecord) throws -> RecordLink {
    switch record {
    case .deployment(let id): return RecordLink(id: id, path: SitePaths.deployment(id))
    case .job(let id, let day):
      let hasPage =
        try policy.covers(day?.month) || !reader.deployments(naming: id).isEmpty
      return RecordLink(id: id, path: hasPage ? SitePaths.job(id) : nil)
    }
  }
}

extension SourcePosition {
  /// `41:17`, or `jobs row 41` in a database.
  fileprivate var words: String { table.map { "\($0) row \(line)" } ?? "\(line):\(column)" }
}
