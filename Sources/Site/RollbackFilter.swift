import Metrics
package import Model

/// Which rollbacks are asked for.
package struct RollbackFilter: Sendable {
  /// As in the archive or as the site shows it; nil for all.
  package var service: Text?
  /// The local days in which a rollback took effect; one whose time is unknown fits none. Nil for all.
  package var days: Range<LocalDay>?
  /// How many of the newest are listed; counts are of all that fit.
  package var limit: Int?

  package init(service: Text? = nil, days: Range<LocalDay>? = nil, limit: Int? = nil) {
    self.service = service
    self.days = days
    self.limit = limit
  }

  /// Whether it asks for anything but what the site's page shows.
  var isIdle: Bool { service == nil && days == nil && limit == nil }

  func fits(_ row: RollbackRow, zone: ZoneTable) -> Bool {
    guard let days else { return true }
    return row.rollback.at.map { days.contains(zone.day(of: $0)) } ?? false
  }
}

/// The page's value for the rollbacks that fit: all counts are of these, and there is no chart.
extension RollbacksPage {
  init(_ reading: ServiceReading, services: [Text], _ filter: RollbackFilter) throws {
    var totals = RollbackTotals()
    var fitting: [RollbackRow] = []
    var offenders: [OffenderRow] = []
    for name in services {
      let view = try reading.view(of: name)
      let rows = view.rollbacks.filter { filter.fits($0, zone: reading.zone) }
      for row in rows { totals.add(row) }
      fitting += rows
      let counted = rows.count { !$0.rollback.isDrill }
      guard counted > 0 else { continue }
      offenders.append(
        OffenderRow(name: name, rollbacks: counted, forward: view.tally.kinds.forward))
    }
    let limit = filter.limit ?? ServiceSummaries.rollbackLimit
    self.init(
      lead: totals.total == 0
        ? "No rollback fits." : "\(FigureText.count(totals.total, "rollback")) that fit.",
      totals: totals, lanes: nil,
      rollbacks: Array(RollbacksPage.newestFirst(fitting).prefix(limit)), offenders: offenders)
  }
}
