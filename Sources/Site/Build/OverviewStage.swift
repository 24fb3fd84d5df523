import Archiving
import Metrics
import Model

/// Writes the pages about everything.
struct OverviewStage {
  private let builder: SiteBuilder
  private let inputs: BuildInputs
  private let services: ServiceSummaries
  private var reader: PublicReader { builder.reader }
  private var options: SiteOptions { builder.options }
  private var today: LocalDay { inputs.ranges.today }
  private static let staleHours: Int64 = 24

  init(_ builder: SiteBuilder, _ inputs: BuildInputs, _ services: ServiceSummaries) {
    self.builder = builder
    self.inputs = inputs
    self.services = services
  }

  func run() throws -> SiteCounts {
    try writeHome()
    try writeServices()
    try writeRollbacks()
    try writeFailures()
    let counts = try writeFacts()
    try builder.writer.write(NotFoundPage())
    return counts
  }

  // MARK: - Home and services

  private func writeHome() throws {
    let figures = services.overall
    try builder.writer.write(
      HomePage(
        lead: try lead(), asOf: today, stoppedFeeds: try stoppedFeeds(),
        attention: try stoppedFeeds().map(attention) + endOfData + services.attention
          + staleJobs(),
        services: services.rows, headline: figures.headline, weeks: figures.weekBars,
        jobRate: figures.jobRateLine,
        latest: try reader.newestDeployments(20).map { DeploymentRow($0) }))
  }

  private func lead() throws -> String {
    var sentence =
      FigureText.count(services.rows.count, "service") + ", "
      + FigureText.count(try reader.deploymentCount(), "deployment") + " and "
      + FigureText.count(try reader.jobCount(), "job")
    let days = [services.overall.deployments.days, inputs.jobs.days].compactMap { $0 }
    if let first = days.map(\.lowerBound).min(), let last = days.map(\.upperBound).max() {
      sentence += ", from \(FigureText.date(first)) to \(FigureText.date(last))"
    }
    return sentence + "."
  }

  /// Sources with nothing new for longer than they may.
  private func stoppedFeeds() throws -> [StoppedFeedRow] {
    try reader.staleSources(asOf: options.zone.start(of: today)).map(StoppedFeedRow.init)
  }

  private func attention(_ feed: StoppedFeedRow) -> AttentionRow {
    AttentionRow(
      status: "nodata", label: "stopped feed", subject: Text(feed.source.path),
      path: SitePaths.dataQuality + "#sources", words: "nothing new for longer than it may",
      at: feed.source.dataThrough)
  }

  /// Records that end more than a week before the report.
  private var endOfData: [AttentionRow] {
    guard let through = services.overall.deploymentCoverage.through, through < today - 7 else {
      return []
    }
    return [
      AttentionRow(
        status: "nodata", label: "no data", subject: "Records", path: SitePaths.build,
        words: "none since \(FigureText.date(through)); what follows is as of then", at: nil)
    ]
  }

  private var staleBefore: Timestamp {
    options.zone.start(of: today).adding(milliseconds: -OverviewStage.staleHours * 3_600_000)
  }

  private func staleJobs() throws -> [AttentionRow] {
    let stale = try reader.count(.staleJobs, end: today + 1, staleBefore: staleBefore).count
    guard stale > 0 else { return [] }
    return [
      AttentionRow(
        status: "running", label: "stale", subject: "Jobs", path: SitePaths.jobs + "#open",
        words: FigureText.count(stale, "job")
          + " pending, queued or running for more than a day", at: nil)
    ]
  }

  private func writeServices() throws {
    var unassigned = 0
    try reader.forEachJobDay(
      of: nil, in: .ever(before: today + 1), durations: false
    ) { unassigned += $1.counts.total }
    try builder.writer.write(
      ServicesPage(services: services.rows, unassignedJobs: unassigned))
  }

  // MARK: - Rollbacks and failures

  private func writeRollbacks() throws {
    let totals = services.rollbackTotals
    let recent = services.overall.deployments.rollbacks(in: inputs.ranges.date.last(90).days)
    let end = options.zone.start(of: today + 1)
    let lanes = Array(services.lanes.prefix(20))
    try builder.writer.write(
      RollbacksPage(
        lead: totals.total == 0
          ? "No record says that anything was rolled back, and no order of versions suggests it."
          : "\(FigureText.count(totals.total, "rollback")) in the archive, \(recent) of them in "
            + "the last 90 days.",
        total: totals.total, explicit: totals.explicit, vendor: totals.vendor,
        inferred: totals.inferred,
        timeLive: DurationFigure(sorted: totals.timesLive.sorted(), leftOut: 0),
        lanes: lanes.isEmpty
          ? nil
          : SpanLanes(
            title: "Rollbacks of the last 90 days",
            takeaway: "\(FigureText.count(recent, "rollback")) in "
              + "\(FigureText.count(services.lanes.count, "environment")).",
            range: options.zone.start(of: today - 90)..<end, lanes: lanes),
        rollbacks: services.rollbacks,
        offenders: services.offenders.enumerated().sorted {
          ($1.element.rollbacks, $0.offset) < ($0.element.rollbacks, $1.offset)
        }.map(\.element)))
  }

  private func writeFailures() throws {
    let figures = services.overall
    func low(_ figure: RateFigure) -> Double { figure.proportion.interval?.lowerBound ?? -1 }
    let sorted = services.failures.enumerated().sorted { a, b in
      let left = (low(a.element.change), low(a.element.job))
      let right = (low(b.element.change), low(b.element.job))
      return left != right ? left > right : a.offset < b.offset
    }.map(\.element)
    try builder.writer.write(
      FailuresPage(
        windows: figures.windows, changeRate: figures.changeRateLine,
        jobRate: figures.jobRateLine, services: sorted,
        types: JobTypeRows(inputs).surelyWorst(recent: true, 20), shares: figures.shares))
  }

  // MARK: - About the records and the build

  private func writeFacts() throws -> SiteCounts {
    let sources = try reader.sources()
    var counts = SiteCounts()
    counts.jobs = try reader.jobCount()
    counts.deployments = try reader.deploymentCount()
    counts.services = services.rows.count
    let findings = FindingRows(
      reader, JobPagePolicy(pages: options.jobPages, today: today), zone: options.zone,
      end: today + 1, staleBefore: staleBefore)
    let redactions = try RedactionRows(reader, findings.link).rows()
    try builder.writer.write(
      DataQualityPage(
        stoppedFeeds: try stoppedFeeds(), findings: try findings.rows(inputs.jobs),
        redactions: redactions,
        sources: sources.map(SourceRow.init)))
    let dataThrough = sources.compactMap(\.dataThrough).max()
    let facts = BuildFacts(
      version: options.version, asOf: today, timeZone: options.zone.name,
      archiveID: options.archiveID, jobs: counts.jobs, deployments: counts.deployments,
      services: counts.services, dataThrough: dataThrough,
      staleAfter: options.staleAfterDays.flatMap { days in
        dataThrough?.adding(milliseconds: Int64(days) * 86_400_000)
      })
    let page = BuildPage(
      facts: facts, redactions: redactions, sources: sources.map(SourceRow.init))
    try builder.writer.write(page)
    try BuildFiles(builder.writer).write(page)
    counts.pages = builder.writer.pageCount + 1
    return counts
  }
}
