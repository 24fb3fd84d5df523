import Archiving
import Metrics
import Model

/// What began to be live in production.
extension ServiceView {
  /// The stretches that began on `days`, by environment and time.
  func arrivals(in days: Range<LocalDay>, zone: ZoneTable) -> [ArrivalRow] {
    let times = zone.start(of: days.lowerBound)..<zone.start(of: days.upperBound)
    var before: LiveSpan?
    var rows: [ArrivalRow] = []
    for span in spans where span.isProduction {
      let previous = before?.environment == span.environment ? before : nil
      before = span
      guard times.contains(span.from) else { continue }
      rows.append(
        ArrivalRow(
          service: name, span: span, day: zone.day(of: span.from), previous: previous?.version,
          path: path(of: span)))
    }
    return rows
  }

  /// The page of the deployment that brought a stretch, if it is among the newest.
  private func path(of span: LiveSpan) -> String? {
    latest.first { $0.fact.key == span.deployment }.map { SitePaths.deployment($0.deployment.id) }
  }
}
