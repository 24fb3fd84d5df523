import Archiving
import Metrics
import Model

/// The oddities of the records as rows of the data-quality page.
struct FindingRows {
  private let reader: PublicReader
  private let policy: JobPagePolicy
  private let zone: ZoneTable
  private let end: LocalDay
  private let staleBefore: Timestamp

  init(
    _ reader: PublicReader, _ policy: JobPagePolicy, zone: ZoneTable, end: LocalDay,
    staleBefore: Timestamp
  ) {
    self.reader = reader
    self.policy = policy
    self.zone = zone
    self.end = end
    self.staleBefore = staleBefore
  }

  /// What each oddity is called, and what it does to the figures.
  private static let texts: [(Oddity, name: String, meaning: String)] = [
    (
      .negativeRuns, "Jobs that ended before they started",
      "kept; their run times are in no percentile"
    ),
    (
      .negativeQueues, "Jobs that started before they were queued",
      "kept; their queue times are in no percentile"
    ),
    (
      .durationMismatches, "Jobs whose recorded duration is off by more than a second",
      "shown as recorded; percentiles use end - start"
    ),
    (.staleJobs, "Jobs open for more than a day", "pending, queued or running; in no rate"),
    (.orphanReferences, "Deployments that name a job no source has", "shown without a link"),
    (
      .danglingTargets, "Rolled back to a version that no record deploys",
      "counted as rollbacks; what was live afterwards has no page"
    ),
    (.stagingAfterProduction, "Staging after production", "kept as recorded"),
    (.undatedJobs, "Jobs without any time", "listed without a date; in no figure over time"),
    (
      .undatedDeployments, "Deployments without any time",
      "listed without a date; in no figure over time"
    ),
    (
      .jobsAfterReport, "Jobs after the date of the report",
      "they have pages, and enter no figure"
    ),
    (
      .deploymentsAfterReport, "Deployments after the date of the report",
      "they have pages, and enter no figure"
    ),
  ]

  func rows(_ jobs: JobTally) throws -> [FindingRow] {
    var rows = try FindingRows.texts.map { oddity, name, meaning in
      let count = try reader.count(oddity, end: end, staleBefore: staleBefore)
      return FindingRow(
        name: name, count: count.count, meaning: meaning, examples: try count.examples.map(link))
    }
    rows.append(
      FindingRow(
        name: "Jobs of unknown status", count: jobs.counts(in: nil)[.unknown],
        meaning: "their source used a word nobody mapped; in no rate", examples: []))
    rows.append(
      FindingRow(
        name: "Deleted at their source", count: try reader.deletedCount(),
        meaning: "kept and counted, marked as deleted on their pages",
        examples: try reader.deletedExamples().map(link)))
    rows += try eventRows()
    rows.append(
      FindingRow(
        name: "Earlier versions of records", count: try reader.historyCount(),
        meaning: "lost against another record of the same id; kept as history", examples: []))
    return rows
  }

  private func eventRows() throws -> [FindingRow] {
    let waiting = try reader.waitingEvents()
    let unusual = try reader.unusualEvents()
    return [
      FindingRow(
        name: "Events of records that nothing has created", count: waiting.count,
        meaning: "they wait for their record; in no figure",
        examples: waiting.examples.map { RecordLink(id: $0.id, path: nil) }),
      FindingRow(
        name: "Events that cannot follow from what was before", count: unusual.count,
        meaning: "kept as history, not obeyed",
        examples: try unusual.examples.map { example in
          try link(
            example.type.kind == .job
              ? .job(example.id, day: reader.job(id: example.id)?.bucketTime.map(zone.day))
              : .deployment(example.id))
        }),
    ]
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
