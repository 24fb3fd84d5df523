package import Model
package import Rendering

/// What was live when: one lane per environment or service, one bar per version that was live,
/// with rollbacks and failed attempts marked above it.
package struct SpanLanes: Component {
  package enum Kind: String, Sendable {
    case superseded, failed
    case rolledBack = "rolled_back"

    var words: String {
      switch self {
      case .superseded: "superseded"
      case .failed: "failed"
      case .rolledBack: "rolled back"
      }
    }
  }

  /// A version while it was live.
  package struct Span: Sendable {
    package let from: Timestamp
    /// Nil: still live at the end of the chart.
    package let until: Timestamp?
    package let version: Text
    package let kind: Kind
    /// The version a rollback went back to.
    package let restored: Text?
    /// The page about it, from the site's root.
    package let link: String?

    package init(
      from: Timestamp, until: Timestamp?, version: Text, kind: Kind, restored: Text? = nil,
      link: String? = nil
    ) {
      self.from = from
      self.until = until
      self.version = version
      self.kind = kind
      self.restored = restored
      self.link = link
    }
  }

  /// A deployment that failed and never went live.
  package struct Attempt: Sendable {
    package let at: Timestamp
    package let version: Text
    package let link: String?

    package init(at: Timestamp, version: Text, link: String? = nil) {
      self.at = at
      self.version = version
      self.link = link
    }
  }

  package struct Lane: Sendable {
    package let name: Text
    /// By time; they do not overlap.
    package let spans: [Span]
    package let failedAttempts: [Attempt]

    /// When the last of its versions that were rolled back was; the least number if none was.
    package var lastRollback: Int64 {
      spans.last { $0.kind == .rolledBack }?.until?.milliseconds ?? .min
    }

    /// When its newest version went live; the least number without one.
    package var lastChange: Int64 { spans.last?.from.milliseconds ?? .min }

    package init(name: Text, spans: [Span], failedAttempts: [Attempt] = []) {
      self.name = name
      self.spans = spans
      self.failedAttempts = failedAttempts
    }
  }

  let title: String
  let takeaway: String
  let range: Range<Timestamp>
  let lanes: [Lane]

  /// What lies outside `range` is cut off or left out.
  package init(title: String, takeaway: String, range: Range<Timestamp>, lanes: [Lane]) {
    self.title = title
    self.takeaway = takeaway
    self.range = range
    self.lanes = lanes.map { lane in
      Lane(
        name: lane.name,
        spans: lane.spans.filter {
          $0.from < range.upperBound && $0.until ?? range.upperBound > range.lowerBound
        },
        failedAttempts: lane.failedAttempts.filter { range.contains($0.at) })
    }
  }

  package func writeHTML(to buffer: inout ByteBuffer, context: inout RenderContext) {
    let drawing = LaneDrawing(
      range: range, lanes: lanes, zone: context.zone, rootPrefix: context.rootPrefix)
    frame(zone: context.zone).writeHTML(
      to: &buffer, context: &context, height: drawing.height, hasLinks: drawing.hasLinks
    ) { buffer, _ in
      drawing.write(to: &buffer)
    }
  }

  package func writeJSON(to buffer: inout ByteBuffer) {
    frame(zone: .utc).writeJSON(to: &buffer)
  }

  /// With more rows than this, the table on the page has those alone that went wrong or are live.
  private static let rowLimit = 30

  /// A row of the table.
  private struct Row {
    let from: Timestamp
    /// Whether it went wrong or is live.
    let matters: Bool
    let cells: [ChartTable.Cell]
  }

  /// Spans and failed attempts of each lane, by time.
  private var rows: [Row] {
    lanes.flatMap { lane in
      let rows =
        lane.spans.map { SpanLanes.row($0, in: lane) }
        + lane.failedAttempts.map { SpanLanes.row($0, in: lane) }
      return rows.enumerated().sorted {
        ($0.element.from, $0.offset) < ($1.element.from, $1.offset)
      }.map(\.element)
    }
  }

  private static func row(_ span: Span, in lane: Lane) -> Row {
    let isLive = span.until == nil && span.kind == .superseded
    return Row(
      from: span.from, matters: isLive || span.kind != .superseded,
      cells: [
        .data(lane.name, link: nil), .data(span.version, link: span.link), .time(span.from),
        span.until.map { .time($0) } ?? .none,
        .word(isLive ? "still live" : span.kind.words),
        .word(isLive ? "live" : span.kind.rawValue),
        span.restored.map { .data($0, link: nil) } ?? .none,
      ])
  }

  private static func row(_ attempt: Attempt, in lane: Lane) -> Row {
    Row(
      from: attempt.at, matters: true,
      cells: [
        .data(lane.name, link: nil), .data(attempt.version, link: attempt.link),
        .time(attempt.at), .none, .word("failed, never live"), .word("attempt_failed"), .none,
      ])
  }

  private var table: ChartTable {
    let rows = rows
    var table = ChartTable(columns: SpanLanes.columns, rows: rows.map(\.cells))
    guard rows.count > SpanLanes.rowLimit else { return table }
    let matter = rows.filter(\.matters)
    let newest = matter.enumerated().sorted {
      ($1.element.from, $0.offset) < ($0.element.from, $1.offset)
    }.prefix(SpanLanes.rowLimit).map(\.offset).sorted().map { matter[$0].cells }
    table.excerpt = (
      newest,
      "What went wrong and what is live, \(newest.count) of \(rows.count) rows; this page as JSON "
        + "has them all."
    )
    return table
  }

  private static let columns: [ChartTable.Column] = [
    .init(
      FieldInfo("lane", .text, "The environment or the service."), heading: "Where",
      isNumber: false),
    .init(FieldInfo("version", .id, "The version."), heading: "Version", isNumber: false),
    .init(
      FieldInfo("from", .time, "Live since; when an attempt failed."), heading: "From",
      isNumber: false),
    .init(
      FieldInfo(
        "until", .time, "Live until; null while it is, and for a failed attempt.",
        isNullable: true), heading: "Until", isNumber: false),
    .init(
      FieldInfo("outcome_words", .word, "How it ended, in words."), heading: "How it ended",
      isNumber: false),
    .init(
      FieldInfo(
        "outcome", .word, "How it ended.",
        rule: .words(["live", "superseded", "failed", "rolled_back", "attempt_failed"])),
      heading: nil),
    .init(
      FieldInfo("restored", .id, "The version that came back after it.", isNullable: true),
      heading: "Back to", isNumber: false),
  ]

  package static var jsonShape: ShapeInfo? {
    ChartFrame.jsonShape("SpanLanes", kind: "span-lanes", columns)
  }

  private func frame(zone: ZoneTable) -> ChartFrame {
    let spans = lanes.flatMap(\.spans)
    var keys: [ChartFrame.Key] = []
    if spans.contains(where: { $0.kind == .superseded && $0.until != nil }) {
      keys.append(.init(style: "past", word: "was live"))
    }
    if spans.contains(where: { $0.kind == .superseded && $0.until == nil }) {
      keys.append(.init(style: "ok", word: "still live"))
    }
    if spans.contains(where: { $0.kind == .rolledBack }) {
      keys.append(.init(style: "back", word: "rolled back"))
    }
    if spans.contains(where: { $0.kind == .failed }) {
      keys.append(.init(style: "bad", word: "failed"))
    }
    if lanes.contains(where: { !$0.failedAttempts.isEmpty }) {
      keys.append(.init(style: "attempt", word: "failed, never live"))
    }
    return ChartFrame(
      kind: "span-lanes", title: title, takeaway: takeaway, keys: keys,
      note: "Times in \(zone.name).", table: table)
  }
}
