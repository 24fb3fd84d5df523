import Archiving
import Metrics
import Model

/// Writes the pages about everything.
struct OverviewStage {
  private let builder: SiteBuilder
  private let inputs: BuildInputs
  private let services: ServiceSummaries
  /// Over all services.
  private let overall: FigureMaker
  private let findings: [FindingRow]
  private var reader: PublicReader { builder.reader }
  private var options: SiteOptions { builder.options }
  private var today: LocalDay { inputs.ranges.today }
  private static let staleHours: Int64 = 24

  init(
    _ builder: SiteBuilder, _ inputs: BuildInputs, _ services: ServiceSummaries,
    _ overall: FigureMaker, _ findings: [FindingRow]
  ) {
    self.builder = builder
    self.inputs = inputs
    self.services = services
    self.overall = overall
    self.findings = findings
  }

  /// - Parameter pass: what was gathered of single jobs.
  func run(_ pass: JobPass) throws -> SiteCounts {
    try writeHome()
    for part in try ServicesPage.parts(services, reader, today: today) {
      try builder.writer.write(part)
    }
    try writeRollbacks()
    try writeFailures(pass)
    try builder.writer.write(
      ConventionsPage(
        services, hasIncidents: try reader.incidentCount() > 0, date: inputs.ranges.date))
    let restatements = try reader.findings.restatements(asOf: today)
    try builder.writer.write(
      RestatementsPage(
        restatements: restatements.all.map(RestatementRow.init), total: restatements.total))
    try builder.writer.write(
      CorrectionsPage(
        corrections: CorrectionOutcomes(
          reader, JobPagePolicy(pages: options.jobPages, today: today), zone: options.zone
        ).rows()))
    try FeedStage(builder).write(of: nil, services.rollbacks)
    try builder.writer.write(
      FeedsPage(services: services.rows.map(\.name), hasAddress: options.baseAddress != nil))
    let counts = try writeFacts()
    try builder.writer.write(
      SearchPage(
        services: services.rows.map(\.name), deploymentMonths: try reader.deploymentMonths(),
        jobMonths: try reader.jobMonths()))
    try builder.writer.write(NotFoundPage())
    return counts
  }

  // MARK: - Home and services

  private func writeHome() throws {
    let figures = overall
    try builder.writer.write(
      HomePage(
        asOf: today, stoppedFeeds: try stoppedFeeds(),
        attention: AttentionRow.sorted(
          try stoppedFeeds().map(attention) + endOfData + services.attention + staleJobs()),
        changed: changed, services: services.rows, headline: figures.headline,
        levels: try ServiceReading(reader, options).levels(
          ofAll: services.rows.map(\.name), figures.deploymentCoverage), weeks: figures.weekBars,
        jobRate: figures.jobRateLine,
        latest: try reader.newestDeployments(20).map { DeploymentRow($0) },
        records: try records()))
  }

  /// What began to be live on the latest day of the last complete week that has such a thing, the
  /// newest first.
  private var changed: [ArrivalRow] {
    let latest = services.arrivals.map(\.day).max()
    return services.arrivals.enumerated().filter { $0.element.day == latest }.sorted {
      ($1.element.span.from, $0.offset) < ($0.element.span.from, $1.offset)
    }.map(\.element)
  }

  private func records() throws -> String {
    var sentence =
      FigureText.count(services.rows.count, "service") + ", "
      + FigureText.count(try reader.deploymentCount(), "deployment") + " and "
      + FigureText.count(try reader.jobCount(), "job")
    let days = [overall.deployments.days, inputs.jobs.days].compactMap { $0 }
    if let first = days.map(\.lowerBound).min(), let last = days.map(\.upperBound).max() {
      sentence += ", from \(FigureText.date(first)) to \(FigureText.date(last))"
    }
    return "In the archive: " + sentence + "."
  }

  /// Sources with nothing new for longer than they may.
  private func stoppedFeeds() throws -> [StoppedFeedRow] {
    try reader.findings.staleSources(asOf: options.zone.start(of: today)).map(StoppedFeedRow.init)
  }

  private func attention(_ feed: StoppedFeedRow) -> AttentionRow {
    AttentionRow(
      status: "nodata", label: "stopped feed", subject: Text(feed.source.path),
      path: SitePaths.dataQuality + "#sources", words: "nothing new for longer than it may",
      at: feed.source.dataThrough, kind: .stoppedFeed)
  }

  /// Records that end more than a week before the report.
  private var endOfData: [AttentionRow] {
    guard let through = overall.deploymentCoverage.through, through < today - 7 else {
      return []
    }
    return [
      AttentionRow(
        status: "nodata", label: "no data", subject: "Records", path: SitePaths.build,
        words: "none since \(FigureText.date(through)); what follows is as of then", at: nil,
        kind: .noData)
    ]
  }

  private var staleBefore: Timestamp {
    options.zone.start(of: today).adding(milliseconds: -OverviewStage.staleHours * 3_600_000)
  }

  private func staleJobs() throws -> [AttentionRow] {
    let stale = try reader.findings.count(.staleJobs, end: today + 1, staleBefore: staleBefore)
      .count
    guard stale > 0 else { return [] }
    return [
      AttentionRow(
        status: "running", label: "stale", subject: "Jobs", path: SitePaths.jobs + "#open",
        words: FigureText.count(stale, "job")
          + " pending, queued or running for more than a day", at: nil, kind: .stale,
        count: stale)
    ]
  }

  // MARK: - Rollbacks

  private func writeRollbacks() throws {
    try builder.writer.write(RollbacksPage(services, reader, inputs.ranges, zone: options.zone))
    let months = RollbacksPage.inMonths(services.rollbacks, zone: options.zone)
    for (i, month) in months.enumerated() {
      var rows = MonthRows<RollbackRow>(
        month: month.month, earlier: months[safe: i - 1]?.month,
        later: months[safe: i + 1]?.month)
      for row in month.rows {
        if let full = rows.add(row) { try builder.writer.write(RollbackMonthPage(page: full)) }
      }
      try builder.writer.write(RollbackMonthPage(page: rows.finish()))
      try write(month.rows, to: SitePaths.monthTable("rollbacks", month.month))
    }
    try write(services.rollbacks, to: SitePaths.table(of: SitePaths.rollbacks))
  }

  private func write(_ rollbacks: [RollbackRow], to path: String) throws {
    var table = CSVWriter(of: RollbackTableRow.self)
    for row in rollbacks { table.add(RollbackTableRow(row: row)) }
    try builder.writer.write(file: path, table.bytes)
  }

  // MARK: - Failures

  private func writeFailures(_ pass: JobPass) throws {
    let figures = overall
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
        spreads: spreads, comparisons: byVerdict(services.comparisons),
        doraEdition: options.doraEdition,
        types: JobTypeRows(inputs).surelyWorst(recent: true, 20),
        allTypes: JobTypeRows(inputs).all(recent: true), shares: figures.shares,
        kinds: FailureKinds(pass, inputs.jobCoverage, date: options.date)))
  }

  /// Both rates of the last 90 days over the services.
  private var spreads: [SpreadRow] {
    func row(_ metric: Metric, _ rate: (ServiceFailureRow) -> RateFigure) -> SpreadRow {
      SpreadRow(metric, services.failures.map { ServiceRate(name: $0.name, rate: rate($0)) }) {
        overall.figure($0, of: metric, days: 90)
      }
    }
    return [row(.changeFailureRate, \.change), row(.jobFailureRate, \.job)]
  }

  /// What is worse first, then what is better; otherwise in the order given.
  private func byVerdict(_ rows: [ComparisonRow]) -> [ComparisonRow] {
    Comparison.Verdict.allCases.flatMap { verdict in rows.filter { $0.verdict == verdict } }
  }

  // MARK: - About the records and the build

  private func writeFacts() throws -> SiteCounts {
    let sources = try reader.findings.sources()
    var counts = SiteCounts()
    counts.jobs = try reader.jobCount()
    counts.deployments = try reader.deploymentCount()
    counts.services = services.rows.count
    counts.ledger = Ledger(findings)
    counts.facts = SiteFacts(
      headline: overall.headline.counts,
      dataThrough: sources.map { (source: $0.path, time: $0.dataThrough) })
    let redactions = try RedactionRows(reader, FindingRows(reader, options).link).rows()
    try builder.writer.write(
      DataQualityPage(
        stoppedFeeds: try stoppedFeeds(), findings: findings,
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
