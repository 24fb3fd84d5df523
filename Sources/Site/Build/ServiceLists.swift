import Archiving
import Metrics
import Model

/// The pages that list all services and all rollbacks.
extension ServicesPage {
  init(_ services: ServiceSummaries, _ reader: PublicReader, today: LocalDay) throws {
    var unassigned = 0
    try reader.forEachJobDay(
      of: nil, in: .ever(before: today + 1), durations: false
    ) { unassigned += $1.counts.total }
    self.init(services: services.rows, unassignedJobs: unassigned)
  }
}

extension RollbacksPage {
  init(_ services: ServiceSummaries, _ ranges: ReportRanges, zone: ZoneTable) {
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
      rollbacks: services.rollbacks, offenders: services.offenders)
  }

  /// - Parameter offenders: by name.
  init(
    lead: String, totals: RollbackTotals, lanes: SpanLanes?, rollbacks: [RollbackRow],
    offenders: [OffenderRow]
  ) {
    self.init(
      lead: lead, total: totals.total, explicit: totals.explicit, vendor: totals.vendor,
      inferred: totals.inferred, overridden: totals.overridden, drills: totals.drills,
      timeLive: DurationFigure(sorted: totals.timesLive.sorted(), leftOut: 0), lanes: lanes,
      rollbacks: rollbacks,
      offenders: offenders.enumerated().sorted {
        ($1.element.rollbacks, $0.offset) < ($0.element.rollbacks, $1.offset)
      }.map(\.element))
  }

  static func newestFirst(_ rows: [RollbackRow]) -> [RollbackRow] {
    rows.sorted {
      ($0.rollback.at?.milliseconds ?? .min, $0.blamed.deployment.id)
        > ($1.rollback.at?.milliseconds ?? .min, $1.blamed.deployment.id)
    }
  }

  private static func lanes(
    _ all: [SpanLanes.Lane], recent: Int, _ ranges: ReportRanges, zone: ZoneTable
  ) -> SpanLanes? {
    let lanes = Array(all.prefix(20))
    guard !lanes.isEmpty else { return nil }
    let range = zone.start(of: ranges.today - 90)..<zone.start(of: ranges.today + 1)
    return SpanLanes(
      title: "Rollbacks of the last 90 days",
      takeaway: "\(FigureText.count(recent, "rollback")) in "
        + "\(FigureText.count(all.count, "environment")).",
      range: range, lanes: lanes)
  }
}
