import Archiving
import Metrics
import Model

/// What was live when in a service, as lanes of a chart.
extension ServiceView {
  /// The last 30 days; further back, up to a year, where little was deployed.
  func lanes(zone: ZoneTable, ranges: ReportRanges) -> SpanLanes {
    let end = zone.start(of: ranges.today + 1)
    let production = spans.filter(\.isProduction).map(\.from).sorted()
    let wanted = production.suffix(8).first ?? end
    let month = zone.start(of: ranges.today - 30)
    let start = max(min(month, wanted), zone.start(of: ranges.today - 365))
    let all = lanes(prefix: nil, range: start..<end)
    let lanes = ServiceView.newest(all)
    let shown = visible(in: start..<end).filter(\.isProduction)
    let takeaway =
      shown.isEmpty
      ? "Nothing is known to have been live in production."
      : "\(FigureText.count(shown.count, "stretch", "stretches")) of a version being live in "
        + "production since \(FigureText.date(zone.day(of: start))); "
        + "\(shown.count { $0.end == .rolledBack }) ended with a rollback."
        + (lanes.count < all.count
          ? " Drawn are \(lanes.count) of \(all.count) environments, those that changed last." : "")
    return SpanLanes(
      title: "What was live when", takeaway: takeaway, range: start..<end, lanes: lanes)
  }

  /// At most 15 lanes in their order: those in which something changed last.
  private static func newest(_ lanes: [SpanLanes.Lane]) -> [SpanLanes.Lane] {
    lanes.enumerated().sorted {
      ($1.element.lastChange, $0.offset) < ($0.element.lastChange, $1.offset)
    }.prefix(15).sorted { $0.offset < $1.offset }.map(\.element)
  }

  /// The production environments with a rollback in the last 90 days.
  func lanesOfRollbacks(ranges: ReportRanges, zone: ZoneTable) -> [SpanLanes.Lane] {
    let since = zone.start(of: ranges.today - 90)
    let affected = Set(
      rollbacks.filter { $0.rollback.at.map { $0 >= since } ?? false }
        .map(\.rollback.environment))
    let range = since..<zone.start(of: ranges.today + 1)
    return lanes(prefix: name, range: range).enumerated().filter {
      affected.contains(environments[$0.offset])
    }
    .map(\.element)
  }

  /// Environments in the order of `spans`, which is by production first, then name.
  private var environments: [Text] {
    var seen: [Text] = []
    for span in spans where seen.last != span.environment { seen.append(span.environment) }
    return seen
  }

  private func visible(in range: Range<Timestamp>) -> [LiveSpan] {
    spans.filter { $0.from < range.upperBound && $0.until ?? range.upperBound > range.lowerBound }
  }

  private func lanes(prefix: Text?, range: Range<Timestamp>) -> [SpanLanes.Lane] {
    let visible = visible(in: range)
    return environments.map { environment in
      let several = environments.count > 1
      let name = prefix.map { several ? Text("\($0) · \(environment)") : $0 } ?? environment
      return SpanLanes.Lane(
        name: name,
        spans: visible.filter { $0.environment == environment }.map { lane(of: $0) },
        failedAttempts: attempts(in: environment))
    }
  }

  func lane(of span: LiveSpan) -> SpanLanes.Span {
    let row = latest.first { $0.fact.key == span.deployment }
    let restored = rollbacks.last {
      $0.rollback.environment == span.environment && $0.rollback.at == span.until
        && $0.rollback.blamed == span.deployment
    }
    let kind: SpanLanes.Kind = span.end == .rolledBack ? .rolledBack : .superseded
    return SpanLanes.Span(
      from: span.from, until: span.until, version: span.version, kind: kind,
      restored: restored?.rollback.toVersion,
      link: row.map { SitePaths.deployment($0.deployment.id) })
  }
}
