import Archiving
import Metrics
import Model

/// The pages that list all services and all rollbacks.
extension ServicesPage {
  /// The parts of the list, the first one first; there is always one.
  static func parts(
    _ services: ServiceSummaries, _ reader: PublicReader, today: LocalDay
  ) throws -> [ServicesPage] {
    var unassigned = 0
    try reader.forEachJobDay(
      of: nil, in: .ever(before: today + 1), durations: false
    ) { unassigned += $1.counts.total }
    return ListPart.parts(of: services.rows, limit: rowLimit, name: \.name).map {
      ServicesPage(list: $0, unassignedJobs: unassigned)
    }
  }
}

extension RollbacksPage {
  init(
    _ services: ServiceSummaries, _ reader: PublicReader, _ ranges: ReportRanges, zone: ZoneTable
  ) throws {
    let totals = services.rollbackTotals
    let recent = services.deployments.rollbacks(in: ranges.date.last(90).days)
    self.init(
      lead: totals.total == 0
        ? totals.drills > 0
          ? "Nothing was rolled back in earnest."
          : "No record says that anything was rolled back, and no order of versions suggests it."
        : "\(FigureText.count(totals.total, "rollback")) in the archive, \(recent) of them in "
          + "the last 90 days.",
      totals: totals,
      lanes: RollbacksPage.lanes(services.lanes, recent: recent, ranges, zone: zone),
      rollbacks: Array(services.rollbacks.prefix(ServiceSummaries.rollbackLimit)),
      offenders: services.offenders,
      rate: RollbacksPage.rate(
        services.deployments, ranges,
        try Coverage(ofAll: services.deployments, reader, zone: zone, ranges.today)),
      months: RollbacksPage.months(of: services.rollbacks, zone: zone))
  }

  private static func months(of rows: [RollbackRow], zone: ZoneTable) -> [MonthListRow] {
    inMonths(rows, zone: zone).map { month, rows in
      MonthListRow(month: month, count: rows.count, path: SitePaths.month("rollbacks", month))
    }.reversed()
  }

  /// The rollbacks by month, the oldest first; without a time at the end.
  static func inMonths(
    _ rows: [RollbackRow], zone: ZoneTable
  ) -> [(month: Month?, rows: [RollbackRow])] {
    let groups = Dictionary(grouping: rows.reversed()) { row in
      row.rollback.at.map { zone.day(of: $0).month }
    }
    let dated = groups.keys.compactMap(\.self).sorted()
    let keys: [Month?] = dated + (groups[nil] == nil ? [] : [nil])
    return keys.map { ($0, groups[$0] ?? []) }
  }

  /// - Parameter offenders: by name.
  init(
    lead: String, totals: RollbackTotals, lanes: SpanLanes?, rollbacks: [RollbackRow],
    offenders: [OffenderRow], rate: RateFigure? = nil, months: [MonthListRow] = []
  ) {
    self.init(
      lead: lead, total: totals.total, explicit: totals.explicit, vendor: totals.vendor,
      inferred: totals.inferred, overridden: totals.overridden, drills: totals.drills,
      timeLive: DurationFigure(sorted: totals.timesLive.sorted(), leftOut: 0), lanes: lanes,
      rollbacks: rollbacks,
      offenders: offenders.enumerated().sorted {
        ($1.element.rollbacks, $0.offset) < ($0.element.rollbacks, $1.offset)
      }.map(\.element), rate: rate, months: months)
  }

  /// Changes of the last 90 matured days that were rolled back, over all services.
  private static func rate(
    _ deployments: DeploymentTally, _ ranges: ReportRanges, _ coverage: Coverage
  ) -> RateFigure {
    let window = ranges.date.last(90).shifted(back: ReportDate.maturity)
    let share = deployments.sum(in: window.days)[.rollback]
    return RateFigure(
      Proportion(k: share.hits, n: share.total), window: window, coverage: coverage,
      noun: "changes", definition: SitePaths.rollbacks + "#rollback-rate",
      evidence: SitePaths.services)
  }

  static func newestFirst(_ rows: [RollbackRow]) -> [RollbackRow] {
    rows.sorted {
      ($0.rollback.at?.milliseconds ?? .min, $0.blamed.deployment.id)
        > ($1.rollback.at?.milliseconds ?? .min, $1.blamed.deployment.id)
    }
  }

  /// At most so many environments are drawn.
  private static let laneLimit = 15

  private static func lanes(
    _ all: [SpanLanes.Lane], recent: Int, _ ranges: ReportRanges, zone: ZoneTable
  ) -> SpanLanes? {
    let newest = all.enumerated().sorted {
      ($1.element.lastRollback, $0.offset) < ($0.element.lastRollback, $1.offset)
    }
    let lanes = newest.prefix(laneLimit).map(\.element)
    guard !lanes.isEmpty else { return nil }
    let drawn =
      lanes.count < all.count ? " Drawn are the \(lanes.count) with the newest." : ""
    let range = zone.start(of: ranges.today - 90)..<zone.start(of: ranges.today + 1)
    return SpanLanes(
      title: "Rollbacks of the last 90 days",
      takeaway: "\(FigureText.count(recent, "rollback")) in "
        + "\(FigureText.count(all.count, "environment")).\(drawn)",
      range: range, lanes: lanes)
  }
}
