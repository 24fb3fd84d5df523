package import Model

/// The figures of a month that had been over when a site was published and that are different now, in
/// the order of `Metric`; empty if all came out the same. A figure that matures is over as many days
/// later. Old or new n is 0 where there was, or is, nothing to count.
package func restatedFigures(_ change: MonthChange) -> [Restatement.Figure] {
  Metric.allCases.compactMap { metric in
    let wait = metric.matures ? ReportDate.maturity : 0
    guard change.month.days.upperBound + wait <= change.publishedAsOf,
      let (old, new) = values(of: metric, change), old != new
    else { return nil }
    return Restatement.Figure(
      metric: metric.rawValue, oldK: old.k, oldN: old.n, newK: new.k, newN: new.n)
  }
}

private func values(
  of metric: Metric, _ change: MonthChange
) -> (old: Restatement.Value, new: Restatement.Value)? {
  if metric == .jobFailureRate {
    guard let jobs = change.jobs else { return nil }
    return (Restatement.Value(jobs.old), Restatement.Value(jobs.new))
  }
  guard let deployments = change.deployments else { return nil }
  if metric == .deploymentFrequency {
    let days = change.month.days.upperBound.number - change.month.days.lowerBound.number
    return (
      Restatement.Value(k: deployments.old.forward, n: days),
      Restatement.Value(k: deployments.new.forward, n: days)
    )
  }
  guard let share = metric.share(by: .rollbook) else { return nil }
  return (Restatement.Value(deployments.old[share]), Restatement.Value(deployments.new[share]))
}

extension Restatement {
  fileprivate struct Value: Equatable {
    var k: Int
    var n: Int

    init(k: Int, n: Int) {
      self.k = k
      self.n = n
    }

    init(_ share: (hits: Int, total: Int)) { self.init(k: share.hits, n: share.total) }

    init(_ jobs: JobCounts) {
      let rate = JobFailureRate(jobs).rate
      self.init(k: rate.k, n: rate.n)
    }
  }
}
