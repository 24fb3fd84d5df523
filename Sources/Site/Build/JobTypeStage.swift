import Metrics
import Model

/// Writes the list of job types and the page of each that has one.
struct JobTypeStage {
  private let builder: SiteBuilder
  private let inputs: BuildInputs
  private var index: JobTypeIndex { inputs.index }
  private var date: ReportDate { builder.options.date }

  init(_ builder: SiteBuilder, _ inputs: BuildInputs) {
    self.builder = builder
    self.inputs = inputs
  }

  func run(_ pass: JobPass) throws {
    let rows = index.entries.map(listRow)
    let jobs = rows.reduce(0) { $0 + $1.total }
    for part in ListPart.parts(of: rows, limit: JobTypesPage.rowLimit) {
      try builder.writer.write(JobTypesPage(list: part, jobs: jobs))
    }
    let weeks = try weeks()
    let shares = pass.stability.sharesByType
    let none = pass.stability.noShare
    for (number, entry) in index.withPages.enumerated() {
      let share = shares[entry.type] ?? (none, none)
      try builder.writer.write(page(entry, weeks[number], pass.types.runs(number), share))
    }
  }

  private func listRow(_ entry: JobTypeIndex.Entry) -> JobTypeListRow {
    JobTypeListRow(
      type: entry.type, path: index.path(of: entry.type), repos: entry.tallies.count,
      lastYear: entry.lastYear, total: entry.ever.total,
      rate: figure(entry.recent, date.last(90), coverage(entry)), runTime: entry.runTime,
      lastDay: entry.days?.upperBound)
  }

  /// The counts and durations of the weeks of the charts, each under its Monday, of the types with
  /// pages.
  private func weeks() throws -> [JobTally] {
    var tallies = Array(repeating: JobTally(), count: index.withPages.count)
    let starts = inputs.ranges.weeks(through: inputs.jobCoverage.through)
    guard let first = starts.first, let last = starts.last else { return tallies }
    try builder.reader.forEachJobDay(in: first..<last + 7) { day, _, type, rollup in
      guard date.covers(day), let number = index.number(of: type) else { return }
      tallies[number].add(rollup, on: day.startOfWeek, date: date)
    }
    return tallies
  }

  /// What the sources can say about jobs of a type: from its first job on.
  private func coverage(_ entry: JobTypeIndex.Entry) -> Coverage {
    Coverage(
      first: entry.days?.lowerBound, through: inputs.jobCoverage.through, today: date.today)
  }

  private func figure(
    _ counts: JobCounts, _ window: TimeWindow?, _ coverage: Coverage
  ) -> RateFigure {
    RateFigure(
      JobFailureRate(counts).rate, window: window, coverage: coverage, noun: "finished jobs",
      definition: SitePaths.failures + "#job-failure-rate", evidence: SitePaths.jobs + "#months")
  }

  private func page(
    _ entry: JobTypeIndex.Entry, _ weeks: JobTally, _ runs: JobTypeRuns.Runs,
    _ shares: (retried: RateFigure, flaky: RateFigure)
  ) -> JobTypePage {
    let coverage = coverage(entry)
    let ever = entry.ever
    let figures = FigureMaker(
      ranges: inputs.ranges, deployments: DeploymentTally(), jobs: weeks,
      deploymentCoverage: Coverage(first: nil, through: nil, today: date.today),
      jobCoverage: coverage, deploymentEvidence: SitePaths.deployments,
      jobEvidence: SitePaths.jobs, rollbackEvidence: SitePaths.rollbacks)
    let reasons = runs.reasons.sorted
    let listed = reasons.prefix(JobTypePage.listLimit)
    let shift = figures.runTimeShift(families: index.withPages.count)
    let failed = runs.reasons.total
    return JobTypePage(
      type: entry.type, total: ever.total, days: entry.days,
      rate: figure(entry.recent, date.last(90), coverage),
      rateEver: figure(ever, nil, coverage), runTime: entry.runTime, queueTime: entry.queueTime,
      failureTime: runs.failureTime, shift: shift.map(ShiftRow.init),
      retried: shares.retried, flaky: shares.flaky, runs: strip(runs), weeks: figures.jobRateLine,
      runTimes: figures.runTimeBand(shift: shift), hours: hours(runs),
      reasons: listed.map { ReasonRow(reason: $0.reason, count: $0.count, total: failed) },
      failed: failed, otherReasons: failed - listed.reduce(0) { $0 + $1.count.count },
      slowest: runs.slowest.map(RunRow.init), repos: repos(entry))
  }

  private func repos(_ entry: JobTypeIndex.Entry) -> [JobTypeRow] {
    let sorted = entry.tallies.enumerated().sorted { a, b in
      let (left, right) = (a.element.recent.total, b.element.recent.total)
      return left != right ? left > right : a.offset < b.offset
    }
    let rows = JobTypeRows(inputs)
    return sorted.map { rows.recentRow($0.element) }
  }

  // MARK: - Charts

  private func strip(_ runs: JobTypeRuns.Runs) -> RunStrip {
    let last = Array(runs.last)
    let failed = last.count { $0.status.verdict == .fail }
    let voids = last.count { $0.status.verdict == .void }
    let title = last.count == 1 ? "The last run" : "The last \(last.count) runs"
    guard let newest = last.last else {
      return RunStrip(title: "The last runs", takeaway: "No run has a time.", runs: [])
    }
    return RunStrip(
      title: title,
      takeaway: "\(failed) failed, \(voids) cancelled; the newest: \(newest.status.word).",
      runs: last)
  }

  private func hours(_ runs: JobTypeRuns.Runs) -> HeatMap {
    let cells = runs.hours
    let total = cells.reduce(0) { $0 + $1.count }
    var takeaway = "No job started in these days."
    if let most = cells.indices.max(by: { (cells[$0].count, $1) < (cells[$1].count, $0) }),
      total > 0
    {
      takeaway =
        "Most often on \(LocalDay.weekdayNames[most / 24]) from \(HeatMap.clock(most % 24)): "
        + "\(ChartNumbers.grouped(cells[most].count)) of \(FigureText.count(total, "job"))."
    }
    return HeatMap(
      title: "When jobs start, last 90 days", takeaway: takeaway, cells: cells)
  }
}
