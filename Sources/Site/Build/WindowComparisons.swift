import Metrics
import Model

/// Rates against the window before, gathered over all services and judged together: how sure one must
/// be of a change depends on how many there are to compare.
struct WindowComparisons {
  private var pairs: [RatePair] = []

  /// Takes in the rates of one service.
  mutating func add(_ name: Text, _ figures: FigureMaker) {
    for metric in ComparisonRow.metrics { pairs.append(RatePair(metric, of: name, figures)) }
  }

  /// All comparisons of the build, those of one service in a row. Windows that the records do not
  /// cover from the first day to the last are not compared, and do not count among the comparisons.
  func judged() -> [ComparisonRow] {
    let covered = pairs.indices.filter { pairs[$0].absence == nil }
    let judgements = Comparison.judge(
      covered.map {
        Comparison(now: pairs[$0].now.proportion, before: pairs[$0].before.proportion)
      })
    let byIndex = Dictionary(uniqueKeysWithValues: zip(covered, judgements))
    return pairs.enumerated().map { ComparisonRow(pair: $1, judgement: byIndex[$0]) }
  }
}

/// A rate of one service in its standard window, and in as many days before it.
struct RatePair: Sendable {
  let service: Text
  let metric: Metric
  let days: Int
  let now: RateFigure
  let before: RateFigure
  /// Why the two are not compared; nil if the records reach from the first day to the last of both
  /// windows.
  let absence: String?

  /// - Parameter metric: one of `ComparisonRow.metrics`.
  init(_ metric: Metric, of service: Text, _ figures: FigureMaker) {
    self.service = service
    self.metric = metric
    days = metric.standardDays
    let last = figures.ranges.date.last(days)
    let window = metric.matures ? last.shifted(back: ReportDate.maturity) : last
    let coverage = metric.isOfJobs ? figures.jobCoverage : figures.deploymentCoverage
    now = figures.rate(metric, in: window)
    before = figures.rate(metric, in: window.previous)
    absence = RatePair.absence(window, coverage)
  }

  private static func absence(_ window: TimeWindow, _ coverage: Coverage) -> String? {
    let missing = [window, window.previous].lazy.compactMap {
      coverage.absence(in: $0) ?? coverage.shortfall(in: $0)
    }
    return missing.first?.words
  }
}

extension FigureMaker {
  /// The change failure rate or the job failure rate in a window of local days.
  fileprivate func rate(_ metric: Metric, in window: TimeWindow) -> RateFigure {
    figure(
      metric.isOfJobs
        ? JobFailureRate(jobs.counts(in: window.days)).rate : deployments.forward(in: window.days),
      of: metric, in: window)
  }

  /// Counts of the standard window of days before the report as a change or a job failure rate.
  func figure(_ share: Proportion, of metric: Metric, days: Int) -> RateFigure {
    let last = ranges.date.last(days)
    return figure(
      share, of: metric, in: metric.matures ? last.shifted(back: ReportDate.maturity) : last)
  }

  private func figure(
    _ share: Proportion, of metric: Metric, in window: TimeWindow
  ) -> RateFigure {
    let isOfJobs = metric.isOfJobs
    return RateFigure(
      share, window: window, coverage: isOfJobs ? jobCoverage : deploymentCoverage,
      noun: isOfJobs ? "finished jobs" : "changes",
      definition: SitePaths.failures + "#" + metric.anchor,
      evidence: isOfJobs ? jobEvidence : deploymentEvidence)
  }
}
