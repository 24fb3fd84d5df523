import Metrics
import Model
package import Rendering

/// Why jobs failed: the most frequent reasons of the last 90 complete days, and what is new.
package struct FailureKinds: Viewable {
  let bars: ReasonBars
  /// The most frequent of the last 90 complete days.
  let reasons: [ReasonRow]
  /// Kinds of reasons in these days.
  let kinds: Int
  /// New reasons; nil if the records begin too late to tell.
  let fresh: FreshReasons?

  /// At most so many are listed.
  static let listLimit = 20
  static let barCount = 10

  package static let shape = Shape<FailureKinds> {
    $0.component("bars", "The most frequent reasons, last 90 days.", inJSON: true) { $0.bars }
    $0.integer("kinds", "How many reasons were told apart in these days.") { $0.kinds }
    $0.list("reasons", "The most frequent of them, at most 20; first seen: ever.") { $0.reasons }
    $0.object("last_week", "New and recurring reasons; null if it cannot be told.") { $0.fresh }
  }
}

/// Reasons first seen in the last 7 complete days or today, and those seen before.
package struct FreshReasons: Viewable {
  static let days = 7

  let newReasons: Int
  let newJobs: Int
  let recurringReasons: Int
  let recurringJobs: Int
  /// The new ones with the most jobs.
  let reasons: [ReasonRow]

  private var lead: String {
    let fresh = FigureText.count(newReasons, "new reason")
    let recurring = FigureText.count(recurringReasons, "recurring one")
    return "\(FigureText.count(newJobs, "job")) failed for \(fresh), "
      + "\(FigureText.count(recurringJobs, "job")) for \(recurring)."
  }

  package static let shape = Shape<FreshReasons> {
    $0.integer("new_reasons", "Reasons of these days that were never seen before.") {
      $0.newReasons
    }
    $0.integer("new_jobs", "Jobs that failed for them.") { $0.newJobs }
    $0.integer("recurring_reasons", "Reasons of these days that had been seen before.") {
      $0.recurringReasons
    }
    $0.integer("recurring_jobs", "Jobs that failed for them in these days.") { $0.recurringJobs }
    $0.list("reasons", "The new ones, at most 20, those with the most jobs first.") {
      $0.reasons
    }
    $0.word("lead", "The counts in words.", inJSON: false) { $0.lead }
  }
}

extension FailureKinds {
  init(_ pass: JobPass, _ coverage: Coverage, date: ReportDate) {
    let recent = pass.recentReasons
    let sorted = recent.sorted
    let total = recent.total
    func row(_ each: (reason: FailureReason, count: ReasonCount), of total: Int) -> ReasonRow {
      ReasonRow(
        reason: each.reason, count: each.count, total: total,
        before: pass.reasons.counts[each.reason])
    }
    let top = sorted.prefix(FailureKinds.barCount)
    let inBars = top.reduce(0) { $0 + $1.count.count }
    var takeaway = "No job failed in these days."
    if total > 0 {
      let kinds = FigureText.count(sorted.count, "reason")
      takeaway = "\(FigureText.count(total, "job")) failed for \(kinds)"
      takeaway += "; the \(top.count) most frequent make \(FigureText.share(inBars, of: total))."
    }
    self.init(
      bars: ReasonBars(
        title: "Why jobs failed, last 90 days", takeaway: takeaway,
        bars: top.map {
          let name = ReasonRow(reason: $0.reason, count: $0.count, total: total).name
          return ReasonBars.Bar(name, count: $0.count.count)
        }, others: total - inBars),
      reasons: sorted.prefix(FailureKinds.listLimit).map { row($0, of: total) },
      kinds: sorted.count, fresh: FreshReasons(pass, coverage, date: date, row: row))
  }
}

extension FreshReasons {
  /// Nil if the records begin less than as many days before these days.
  fileprivate init?(
    _ pass: JobPass, _ coverage: Coverage, date: ReportDate,
    row: ((reason: FailureReason, count: ReasonCount), _ of: Int) -> ReasonRow
  ) {
    let window = date.last(FreshReasons.days)
    guard let first = coverage.first, first <= window.previous.days.lowerBound else { return nil }
    let week = pass.weekReasons
    func isNew(_ each: (reason: FailureReason, count: ReasonCount)) -> Bool {
      pass.reasons.counts[each.reason]?.first == each.count.first
    }
    let fresh = week.sorted.filter(isNew)
    let newJobs = fresh.reduce(0) { $0 + $1.count.count }
    self.init(
      newReasons: fresh.count, newJobs: newJobs,
      recurringReasons: week.counts.count - fresh.count, recurringJobs: week.total - newJobs,
      reasons: fresh.prefix(FailureKinds.listLimit).map { row($0, week.total) })
  }
}
