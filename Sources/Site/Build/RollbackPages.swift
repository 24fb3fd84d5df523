import Archiving
import Metrics
import Model

/// The pages of a service's rollbacks, one for each deployment that was taken out.
extension ServiceView {
  func rollbackPages(zone: ZoneTable) -> [RollbackPage] {
    var order: [Text] = []
    var rows: [Text: [RollbackRow]] = [:]
    for row in rollbacks.reversed() {
      let id = row.blamed.deployment.id
      if rows[id] == nil { order.append(id) }
      rows[id, default: []].append(row)
    }
    return order.compactMap { id in
      guard let all = rows[id], let newest = all.first else { return nil }
      return RollbackPage(
        blamed: newest.blamed, rollbacks: all, lanes: lanes(around: newest, zone: zone))
    }
  }

  /// The environment from some time before the version went live until some time after it was taken
  /// out: as long as it was live, at least an hour, at most ten days.
  private func lanes(around row: RollbackRow, zone: ZoneTable) -> SpanLanes? {
    guard let at = row.rollback.at, let from = row.liveFrom, let live = row.liveMilliseconds else {
      return nil
    }
    let margin = min(max(live, 3_600_000), 864_000_000)
    let range = from.adding(milliseconds: -margin)..<at.adding(milliseconds: margin)
    let inside = spans.filter {
      $0.environment == row.rollback.environment && $0.from < range.upperBound
        && ($0.until.map { $0 > range.lowerBound } ?? true)
    }
    let back = row.rollback.toVersion.map { "; back to \($0)" } ?? ""
    return SpanLanes(
      title: "What was live around it",
      takeaway: "\(row.blamed.deployment.version) was live for "
        + "\(ChartNumbers.duration(live))\(back).",
      range: range,
      lanes: [
        SpanLanes.Lane(
          name: row.rollback.environment, spans: inside.map { lane(of: $0, in: range) },
          failedAttempts: [])
      ])
  }

  /// What was still going on at the end of the chart is drawn to it.
  private func lane(of span: LiveSpan, in range: Range<Timestamp>) -> SpanLanes.Span {
    let whole = lane(of: span)
    guard let until = whole.until, until >= range.upperBound else { return whole }
    return SpanLanes.Span(
      from: whole.from, until: range.upperBound, version: whole.version, kind: .superseded,
      restored: nil, link: whole.link)
  }
}
