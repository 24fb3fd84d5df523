import Archiving
import Metrics
import Model

/// The oddities of the records as rows of the data-quality page.
enum FindingRows {
  static func rows(
    _ odd: Oddities, _ jobs: JobTally, rollups: (queues: Int, mismatches: Int)
  ) -> [FindingRow] {
    let unknown = jobs.counts(in: nil)[.unknown]
    let negativeRuns = jobs.negativeRuns.values.reduce(0, +)
    return [
      FindingRow(
        name: "Jobs that ended before they started", count: negativeRuns,
        meaning: "kept; their run times are in no percentile"),
      FindingRow(
        name: "Jobs that started before they were queued", count: rollups.queues,
        meaning: "kept; their queue times are in no percentile"),
      FindingRow(
        name: "Jobs whose recorded duration is off by more than a second",
        count: rollups.mismatches,
        meaning: "shown as recorded; percentiles use end - start"),
      FindingRow(
        name: "Jobs open for more than a day", count: odd.staleJobs,
        meaning: "pending, queued or running; in no rate"),
      FindingRow(
        name: "Jobs of unknown status", count: unknown,
        meaning: "their source used a word nobody mapped; in no rate"),
      FindingRow(
        name: "References to jobs that no source has", count: odd.orphanReferences,
        meaning: "shown without a link"),
      FindingRow(
        name: "Rolled back to a version that no record deploys", count: odd.danglingTargets,
        meaning: "counted as rollbacks; what was live afterwards has no page"),
      FindingRow(
        name: "Staging after production", count: odd.stagingAfterProduction,
        meaning: "kept as recorded"),
      FindingRow(
        name: "Jobs without any time", count: odd.undatedJobs,
        meaning: "listed without a date; in no figure over time"),
      FindingRow(
        name: "Deployments without any time", count: odd.undatedDeployments,
        meaning: "listed without a date; in no figure over time"),
      FindingRow(
        name: "Jobs after the date of the report", count: odd.jobsAfterReport,
        meaning: "they have pages, and enter no figure"),
      FindingRow(
        name: "Deployments after the date of the report", count: odd.deploymentsAfterReport,
        meaning: "they have pages, and enter no figure"),
      FindingRow(
        name: "Earlier versions of records", count: odd.historyVersions,
        meaning: "lost against another record of the same id; kept as history"),
    ]
  }
}
