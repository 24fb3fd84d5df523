import Metrics
import Model

/// Makes figures and charts from what was counted.
struct FigureMaker {
  let ranges: ReportRanges
  let deployments: DeploymentTally
  let jobs: JobTally
  let deploymentCoverage: Coverage
  let jobCoverage: Coverage
  /// Where the deployments, jobs and rollbacks behind the figures are listed.
  let deploymentEvidence: String
  let jobEvidence: String
  let rollbackEvidence: String
  /// Where every change of the standard window of the change failure rate is listed with what it is to
  /// the rate; nil if nowhere.
  var changeEvidence: String?

  // MARK: - Figures

  func changeFailureRate(days: Int?) -> RateFigure {
    let figure = ChangeFailureRate(deployments, days: days, date: ranges.date)
    let isListed = days == Metric.changeFailureRate.standardDays
    return changeFigure(figure.rate, figure.window, isListed ? changeEvidence : nil)
  }

  /// What is known already of the forward deployments too young for the rate.
  var younger: RateFigure {
    let younger = ChangeFailureRate.younger(deployments, date: ranges.date)
    return changeFigure(younger.rate, younger.window, nil)
  }

  private func changeFigure(
    _ rate: Proportion, _ window: TimeWindow?, _ evidence: String?
  ) -> RateFigure {
    RateFigure(
      rate, window: window, coverage: deploymentCoverage, noun: "changes",
      definition: SitePaths.failures + "#change-failure-rate",
      evidence: evidence ?? deploymentEvidence)
  }

  func jobFailureRate(days: Int?) -> RateFigure {
    let window = days.map { ranges.date.last($0) }
    return RateFigure(
      JobFailureRate(jobs.counts(in: window?.days ?? past)).rate, window: window,
      coverage: jobCoverage, noun: "finished jobs",
      definition: SitePaths.failures + "#job-failure-rate", evidence: jobEvidence)
  }

  /// All complete days.
  private var past: Range<LocalDay> { .ever(before: ranges.today) }

  func forwardCount(days: Int?) -> CountFigure {
    let window = days.map { ranges.date.last($0) }
    return CountFigure(
      count: deployments.forward(in: window?.days ?? past).n,
      before: window.map { deployments.forward(in: $0.previous.days).n }, window: window,
      coverage: deploymentCoverage, evidence: deploymentEvidence)
  }

  func rollbackCount(days: Int?) -> CountFigure {
    let window = days.map { ranges.date.last($0) }
    return CountFigure(
      count: deployments.rollbacks(in: window?.days ?? past),
      before: window.map { deployments.rollbacks(in: $0.previous.days) }, window: window,
      coverage: deploymentCoverage, evidence: rollbackEvidence)
  }

  func runTimes(days: Int) -> DurationFigure { runTimes(in: ranges.date.last(days).days) }

  private func runTimes(in days: Range<LocalDay>) -> DurationFigure {
    let times = jobs.runTimes(in: days)
    return DurationFigure(sorted: times.sorted, leftOut: times.negative)
  }

  var headline: Headline {
    Headline(
      deployments: forwardCount(days: 30), changeFailureRate: changeFailureRate(days: 90),
      younger: younger, rollbacks: rollbackCount(days: 90),
      jobFailureRate: jobFailureRate(days: 30), runTime: runTimes(days: 30),
      leadTime: LeadTimeFigure(deployments.sum(in: ranges.date.last(90).days)),
      deploymentTrend: deploymentTrend, jobTrend: jobTrend)
  }

  /// The last complete weeks of the weekly charts.
  private func trendWeeks(_ coverage: Coverage) -> [Range<LocalDay>] {
    ranges.weeks(through: coverage.through).map { $0..<$0 + 7 }
      .filter { $0.upperBound <= ranges.today }.suffix(12)
  }

  private var deploymentTrend: Sparkline {
    let values = trendWeeks(deploymentCoverage).map { week in
      deploymentCoverage.of(week) == .whole ? Double(deployments.forward(in: week).n) : nil
    }
    return trend("Changes in production by week", values) { ChartNumbers.grouped(Int($0)) }
  }

  private var jobTrend: Sparkline {
    let values = trendWeeks(jobCoverage).map { week in
      jobCoverage.of(week) == .whole
        ? JobFailureRate(jobs.counts(in: week)).rate.value : nil
    }
    return trend("Job failure rate by week", values, FigureText.percent)
  }

  private func trend(
    _ title: String, _ values: [Double?], _ text: (Double) -> String
  ) -> Sparkline {
    let known = values.compactMap(\.self)
    let range = known.min().flatMap { low in known.max().map { (low, $0) } }
    let last = values.last?.map(text) ?? ""
    return Sparkline(
      title: title,
      takeaway: range.map { "From \(text($0.0)) to \(text($0.1)) in \(values.count) weeks." }
        ?? "No data in these weeks.",
      values: values, endText: last)
  }

  var windows: [WindowRow] {
    ReportRanges.windowLengths.map { days in
      WindowRow(
        label: FigureText.window(days), deployments: forwardCount(days: days),
        changeFailureRate: changeFailureRate(days: days), rollbacks: rollbackCount(days: days),
        jobFailureRate: jobFailureRate(days: days), runTime: days.map { runTimes(days: $0) },
        leadTime: LeadTimeFigure(
          deployments.sum(in: days.map { ranges.date.last($0).days } ?? past)))
    }
  }

  /// The last months with data of one service, the newest first; the running one from its first
  /// complete day on.
  func months(of service: Text, restated: Set<Month>) -> [MonthFigureRow] {
    let first = [deployments.days, jobs.days].compactMap { $0?.lowerBound }.min()
    guard let first, first < ranges.today else { return [] }
    var months: [Month] = []
    var month = (ranges.today - 1).month
    while months.count < FigureMaker.monthCount, month >= first.month {
      months.append(month)
      month = month.previous
    }
    return months.map { figures(of: $0, service, isRestated: restated.contains($0)) }
  }

  private static let monthCount = 13

  func figures(of month: Month, _ service: Text, isRestated: Bool) -> MonthFigureRow {
    // What happened today is no part of a complete day.
    let days = month.days.clamped(to: .ever(before: ranges.today))
    let window = TimeWindow(days: days)
    let hasPage = deployments.sum(in: month.days).total > 0
    let page = hasPage ? SitePaths.evidence(service, month) : deploymentEvidence
    let sum = deployments.sum(in: days)
    return MonthFigureRow(
      month: month,
      deployments: CountFigure(
        count: sum.forward, before: nil, window: window, coverage: deploymentCoverage,
        evidence: page),
      changeFailureRate: changeFigure(deployments.forward(in: days), window, page),
      rollbacks: CountFigure(
        count: sum.rollbacks, before: nil, window: window, coverage: deploymentCoverage,
        evidence: rollbackEvidence),
      jobFailureRate: RateFigure(
        JobFailureRate(jobs.counts(in: days)).rate, window: window, coverage: jobCoverage,
        noun: "finished jobs", definition: SitePaths.failures + "#job-failure-rate",
        evidence: jobs.counts(in: days).total > 0 ? SitePaths.month("jobs", month) : jobEvidence),
      leadTime: LeadTimeFigure(sum),
      isClosed: month.days.upperBound + ReportDate.maturity <= ranges.today,
      isRestated: isRestated)
  }

  var shares: JobShares {
    let window = ranges.date.last(30)
    let rate = JobFailureRate(jobs.counts(in: window.days))
    func figure(_ proportion: Proportion, _ noun: String) -> RateFigure {
      RateFigure(
        proportion, window: window, coverage: jobCoverage, noun: noun,
        definition: SitePaths.failures + "#job-failure-rate", evidence: jobEvidence)
    }
    return JobShares(
      void: figure(rate.voidShare, "finished jobs"),
      notGreen: figure(rate.notGreenRate, "finished jobs"),
      infra: figure(rate.infraShare, "failed jobs"), uncounted: rate.counts.uncounted)
  }

  // MARK: - Charts

  var weekBars: WeekBars {
    let starts = ranges.weeks(through: deploymentCoverage.through)
    let weeks = starts.map { start -> WeekBars.Week in
      let outcome = deployments.outcome(in: start..<start + 7)
      return WeekBars.Week(
        start, ok: outcome.ok, failed: outcome.failed, rolledBack: outcome.rolledBack,
        coverage: BucketCoverage(deploymentCoverage.of(start..<start + 7)))
    }
    let sum = weeks.reduce(into: DayOutcome()) {
      $0 += DayOutcome(ok: $1.ok, failed: $1.failed, rolledBack: $1.rolledBack)
    }
    let takeaway =
      sum.total == 0
      ? "No deployment reached production in these weeks."
      : "\(FigureText.count(sum.total, "deployment")) reached production in these \(starts.count) "
        + "weeks; failed: \(sum.failed), rolled back: \(sum.rolledBack)."
    return WeekBars(
      title: "Production deployments by week", takeaway: takeaway + gap(deploymentCoverage),
      weeks: weeks)
  }

  var changeRateLine: RateLine {
    let weeks = ranges.weeks(through: deploymentCoverage.through).map { start in
      let days = start..<start + 7
      return RateFigureWeek(
        start: start, proportion: deployments.forward(in: days),
        coverage: BucketCoverage(deploymentCoverage.of(days)))
    }
    return rateLine(
      "Change failure rate by week of deployment", "changes", weeks,
      deploymentCoverage)
  }

  var jobRateLine: RateLine {
    let weeks = ranges.weeks(through: jobCoverage.through).map { start in
      let days = start..<start + 7
      return RateFigureWeek(
        start: start, proportion: JobFailureRate(jobs.counts(in: days)).rate,
        coverage: BucketCoverage(jobCoverage.of(days)))
    }
    return rateLine("Job failure rate by week", "finished jobs", weeks, jobCoverage)
  }

  private struct RateFigureWeek {
    let start: LocalDay
    let proportion: Proportion
    let coverage: BucketCoverage
  }

  private func rateLine(
    _ title: String, _ noun: String, _ weeks: [RateFigureWeek], _ coverage: Coverage
  ) -> RateLine {
    let all = weeks.reduce(Proportion(k: 0, n: 0)) { $0 + $1.proportion }
    let value = all.value.map { all.n < 6 ? "" : " (\(FigureText.percent($0)))" } ?? ""
    let takeaway =
      all.n == 0
      ? "No \(noun) in these weeks."
      : "\(ChartNumbers.grouped(all.k)) of \(ChartNumbers.grouped(all.n)) \(noun)\(value) failed "
        + "in these \(weeks.count) weeks."
    return RateLine(
      title: title, takeaway: takeaway + gap(coverage),
      weeks: weeks.map {
        // Below 6 cases there is no percentage, and no end of one.
        let interval = $0.proportion.n < 6 ? nil : $0.proportion.interval
        return RateLine.Week(
          $0.start, k: $0.proportion.k, n: $0.proportion.n, low: interval?.lowerBound,
          high: interval?.upperBound, coverage: $0.coverage)
      })
  }

  /// The week of the chart from which on run times are longer or shorter than before, if there is one.
  ///
  /// - Parameter families: for how many lists of run times that is asked in the build.
  func runTimeShift(families: Int) -> RunTimeShift? {
    RunTimeShift.find(
      in: ranges.weeks(through: jobCoverage.through).map { start in
        let days = start..<start + 7
        let isWhole = BucketCoverage(jobCoverage.of(days)) == .whole
        return (start, isWhole ? jobs.runTimes(in: days).sorted : nil)
      }, families: families)
  }

  var runTimeBand: DurationBand { runTimeBand(shift: nil) }

  func runTimeBand(shift: RunTimeShift?) -> DurationBand {
    let buckets = ranges.weeks(through: jobCoverage.through).map { start -> DurationBand.Bucket in
      let summary = runTimes(in: start..<start + 7).summary
      return DurationBand.Bucket(
        start, n: summary.count, p50: summary.p50, upper: summary.p90, p95: summary.p95,
        coverage: BucketCoverage(jobCoverage.of(start..<start + 7)))
    }
    let known = buckets.reduce(0) { $0 + $1.n }
    let takeaway =
      known == 0
      ? "No run times are recorded for these weeks."
      : "Median and 9th decile of \(FigureText.count(known, "run time")) in these "
        + "\(buckets.count) weeks."
    return DurationBand(
      title: "Job run times by week",
      takeaway: takeaway + (shift.map { " " + ShiftRow($0).words } ?? "") + gap(jobCoverage),
      unit: .week, buckets: buckets, shift: shift?.week)
  }

  func strip(form: DayStrip.Form) -> DayStrip {
    let days = ranges.stripDays(through: deploymentCoverage.through)
    let cells = (days.lowerBound.number..<days.upperBound.number).map { number in
      stripDay(LocalDay(number: number))
    }
    let active = cells.filter { $0.count > 0 }.count
    let bad = cells.filter { $0.state != .ok && $0.state != .none && $0.state != .noData }.count
    let through = FigureText.date(days.upperBound - 1)
    let isEmpty = cells.allSatisfy { $0.state == .noData }
    return DayStrip(
      title: "\(cells.count) days to \(through)",
      takeaway: isEmpty
        ? "No data about deployments in these days."
        : "Deployments on \(FigureText.count(active, "day")); "
          + "something failed or was rolled back on \(bad)." + gap(deploymentCoverage),
      days: cells, form: form)
  }

  private func stripDay(_ day: LocalDay) -> DayStrip.Day {
    let rollup = deployments.rollups[day] ?? DeploymentRollup()
    let outcome = rollup.outcome
    let attempts = rollup[.failedAttempt]
    let count = outcome.total + attempts
    let link = SitePaths.month("deployments", day.month)
    if count == 0 {
      let isKnown = deploymentCoverage.of(day..<day + 1) != .none
      return DayStrip.Day(day, isKnown ? .none : .noData, count: 0)
    }
    let failed = outcome.failed + attempts
    var parts: [String] = []
    if failed > 0 { parts.append("\(failed) of \(count) failed") }
    if outcome.rolledBack > 0 { parts.append("\(outcome.rolledBack) of \(count) rolled back") }
    let state: DayStrip.State =
      outcome.rolledBack > 0
      ? .rolledBack : failed == count ? .allFailed : failed > 0 ? .someFailed : .ok
    return DayStrip.Day(
      day, state, count: count, note: parts.isEmpty ? nil : parts.joined(separator: ", "),
      link: link)
  }

  /// Says where the data ends, if it ends before the report.
  private func gap(_ coverage: Coverage) -> String {
    guard let through = coverage.through, through < ranges.today - 1 else { return "" }
    return " No data since \(FigureText.date(through))."
  }
}
