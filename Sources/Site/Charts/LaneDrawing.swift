import Model

/// The drawing of `SpanLanes`: places, bars, marks, links.
///
/// Horizontally everything lies on a grid of a thousand; a lane has a line for its name, one for
/// marks if it has any, and its bars.
struct LaneDrawing: Sendable {
  private static let units = 1000
  private static let barHeight = 20
  private static let maxLinks = 30
  /// Bars in between that are narrower have neither hover text nor label, whatever their version is.
  private static let narrowest = 40
  /// With more bars than this, one in between has hover text only where its version fits.
  private static let maxHints = 100

  let range: Range<Timestamp>
  let lanes: [SpanLanes.Lane]
  let zone: ZoneTable
  let rootPrefix: String

  /// Where each lane's bars begin, and the foot of the last.
  private let tops: [Int]
  private let bottom: Int
  /// With more than that many, only what went wrong and what is live is a link.
  private let linksEverything: Bool
  private let hintsEverything: Bool

  init(
    range: Range<Timestamp>, lanes: [SpanLanes.Lane], zone: ZoneTable, rootPrefix: String
  ) {
    self.range = range
    self.lanes = lanes
    self.zone = zone
    self.rootPrefix = rootPrefix
    var y = 0
    tops = lanes.map { lane in
      let top = y + (LaneDrawing.hasMarks(lane) ? 38 : 20)
      y = top + LaneDrawing.barHeight + 14
      return top
    }
    bottom = y
    let links = lanes.reduce(0) { $0 + $1.spans.count { $0.link != nil } }
    linksEverything = links <= LaneDrawing.maxLinks
    hintsEverything = lanes.reduce(0) { $0 + $1.spans.count } <= LaneDrawing.maxHints
  }

  var height: Int { bottom + 20 }

  var hasLinks: Bool { lanes.contains { $0.spans.contains { $0.link != nil } } }

  private static func hasMarks(_ lane: SpanLanes.Lane) -> Bool {
    !lane.failedAttempts.isEmpty || lane.spans.contains { $0.kind != .superseded }
  }

  /// 0...1000, held within the chart.
  private func x(_ time: Timestamp) -> Int {
    let whole = range.upperBound.milliseconds(since: range.lowerBound)
    let part = min(max(time.milliseconds(since: range.lowerBound), 0), whole)
    return whole == 0 ? 0 : Int(part * Int64(LaneDrawing.units) / whole)
  }

  private func share(_ x: Int) -> Share { Share(part: x, whole: LaneDrawing.units) }

  func write(to buffer: inout ByteBuffer) {
    writeGrid(to: &buffer)
    writeBars(to: &buffer)
    for (lane, top) in zip(lanes, tops) {
      buffer.label(
        lane.name.string.cut(to: 48), x: share(0), y: top - (hasMarks(lane) ? 26 : 8),
        class: "name")
      writeArrows(lane, top: top, to: &buffer)
    }
    var remaining = LaneDrawing.maxLinks
    for (lane, top) in zip(lanes, tops) {
      for span in lane.spans { writeSpan(span, top: top, remaining: &remaining, to: &buffer) }
      for attempt in lane.failedAttempts {
        Glyph.failed.write(
          to: &buffer, x: share(x(attempt.at)), y: top - 11,
          hint: "\(attempt.version) failed on \(ChartNumbers.time(attempt.at, in: zone))")
      }
    }
  }

  private func hasMarks(_ lane: SpanLanes.Lane) -> Bool { LaneDrawing.hasMarks(lane) }

  private func writeGrid(to buffer: inout ByteBuffer) {
    let ticks = TimeAxis.ticks(in: range, zone: zone)
    for tick in ticks where bottom > 0 {
      let x = x(tick.time)
      buffer.append("<line class=\"grid\" x1=\"")
      buffer.append(share(x))
      buffer.append("\" x2=\"")
      buffer.append(share(x))
      buffer.append("\" y1=\"0\" y2=\"\(bottom)\"/>\n")
    }
    buffer.rule(y: bottom, class: "axis")
    buffer.timeAxis(ticks.map { (share(x($0.time)), $0.label, $0.isMinor) }, y: bottom)
  }

  /// All bars of one kind are one path.
  private func writeBars(to buffer: inout ByteBuffer) {
    var past = SVGPath()
    var edges = SVGPath()
    var live = SVGPath()
    var bad = SVGPath()
    var back = SVGPath()
    for (lane, top) in zip(lanes, tops) {
      for span in lane.spans {
        let start = x(span.from)
        let end = x(span.until ?? range.upperBound)
        let width = max(end - start, 4)
        let height = LaneDrawing.barHeight
        switch span.kind {
        case .failed: bad.box(x: start, y: top, width: width, height: height)
        case .rolledBack: back.box(x: start, y: top, width: width, height: height)
        case .superseded where span.until == nil:
          live.box(x: start, y: top, width: width, height: height)
        case .superseded:
          past.box(x: start, y: top, width: width, height: height)
          edges.move(start, top)
          edges.line(start, top + height)
        }
      }
    }
    buffer.openStretched(units: LaneDrawing.units, y: 0, height: height)
    buffer.path(past, class: "past")
    buffer.path(edges, class: "edge")
    buffer.path(live, class: "ok")
    buffer.path(bad, class: "bad")
    buffer.path(back, class: "back")
    buffer.closeStretched()
  }

  /// From the end of a rolled-back span to where the restored version begins again.
  private func writeArrows(_ lane: SpanLanes.Lane, top: Int, to buffer: inout ByteBuffer) {
    var arrows = SVGPath()
    var heads: [Int] = []
    for (i, span) in lane.spans.enumerated() where span.kind == .rolledBack {
      guard let until = span.until,
        let next = lane.spans[(i + 1)...].first(where: { $0.version == span.restored })
      else { continue }
      let end = x(next.from)
      arrows.move(x(until), top - 11)
      arrows.line(end, top - 11)
      arrows.line(end, top - 1)
      heads.append(end)
    }
    if arrows.isEmpty { return }
    buffer.openStretched(units: LaneDrawing.units, y: 0, height: height)
    buffer.path(arrows, class: "arrow")
    buffer.closeStretched()
    for end in heads {
      buffer.append("<svg x=\"")
      buffer.append(share(end))
      buffer.append("\" y=\"\(top)\" width=\"1\" height=\"1\" overflow=\"visible\">")
      buffer.append("<path class=\"back\" d=\"M-4-4h8l-4 5z\"/></svg>\n")
    }
  }

  /// The label of a bar where it fits, the mark above a bad one, and the link.
  private func writeSpan(
    _ span: SpanLanes.Span, top: Int, remaining: inout Int, to buffer: inout ByteBuffer
  ) {
    let start = x(span.from)
    let end = x(span.until ?? range.upperBound)
    let matters = span.kind != .superseded || span.until == nil
    let isLink = span.link != nil && remaining > 0 && (linksEverything || matters)
    let width = max(end - start, 4)
    if !matters {
      if width < LaneDrawing.narrowest { return }
      if !hintsEverything, LaneDrawing.label(of: span, width: width) == nil { return }
    }
    if isLink, let link = span.link {
      remaining -= 1
      buffer.append("<a href=\"")
      buffer.append(chartText: rootPrefix + link)
      buffer.append("\" aria-label=\"")
      buffer.append(chartText: hint(span))
      buffer.append("\">")
    }
    writeBox(span, start: start, width: width, top: top, to: &buffer)
    if span.kind != .superseded {
      let glyph: Glyph = span.kind == .failed ? .failed : .rolledBack
      let at = span.kind == .failed ? start : end
      glyph.write(to: &buffer, x: share(at), y: top - 11, hint: hint(span))
    }
    if isLink { buffer.append("</a>\n") }
  }

  /// A see-through box over the bar that carries hover text and clips the label; narrow
  /// bars in between have none.
  private func writeBox(
    _ span: SpanLanes.Span, start: Int, width: Int, top: Int, to buffer: inout ByteBuffer
  ) {
    buffer.append("<svg x=\"")
    buffer.append(share(start))
    buffer.append("\" y=\"\(top)\" width=\"")
    buffer.append(share(width))
    buffer.append("\" height=\"\(LaneDrawing.barHeight)\"><title>")
    buffer.append(chartText: hint(span))
    buffer.append("</title><rect class=\"hit\" width=\"100%\" height=\"100%\"/>")
    if let label = LaneDrawing.label(of: span, width: width) {
      let isPast = span.kind == .superseded && span.until != nil
      buffer.append("<text class=\"")
      buffer.append(isPast ? "version" : "version on" as StaticString)
      if !label.fitsNarrow { buffer.append(" wide") }
      buffer.append("\" x=\"5\" y=\"14\" aria-hidden=\"true\">")
      buffer.append(chartText: label.text)
      buffer.append("</text>")
    }
    buffer.append("</svg>\n")
  }

  /// The version, if a bar so wide has room for it; on a narrow screen it may not.
  private static func label(
    of span: SpanLanes.Span, width: Int
  ) -> (text: String, fitsNarrow: Bool)? {
    let text = span.version.string.cut(to: 24)
    let pixels = (7 * text.count + 10) * units
    return width * 640 < pixels ? nil : (text, width * 300 >= pixels)
  }

  private func hint(_ span: SpanLanes.Span) -> String {
    let from = "\(span.version): live from \(ChartNumbers.time(span.from, in: zone))"
    guard let until = span.until else { return from + ", still live" }
    let whole = "\(from) to \(ChartNumbers.time(until, in: zone))"
    switch span.kind {
    case .superseded: return whole
    case .failed: return whole + ", failed"
    case .rolledBack:
      return whole + (span.restored.map { ", rolled back to \($0)" } ?? ", rolled back")
    }
  }
}
