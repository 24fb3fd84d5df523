package import Model
package import Rendering

/// One column per day: how many, and how the worst of them ended. Worst wins.
package struct DayStrip: Component {
  /// How a day went.
  package enum State: String, CaseIterable, Sendable {
    /// Covered, and nothing happened.
    case none
    case ok
    case someFailed = "some_failed"
    case allFailed = "all_failed"
    case rolledBack = "rolled_back"
    /// Not covered by the records.
    case noData = "no_data"

    var words: String {
      switch self {
      case .none: "none"
      case .ok: "all ok"
      case .someFailed: "some failed"
      case .allFailed: "all failed"
      case .rolledBack: "rolled back"
      case .noData: "no data"
      }
    }

    var isBad: Bool { glyph != nil }

    fileprivate var glyph: Glyph? {
      switch self {
      case .someFailed: .someFailed
      case .allFailed: .failed
      case .rolledBack: .rolledBack
      case .none, .ok, .noData: nil
      }
    }
  }

  package struct Day: Sendable {
    package let day: LocalDay
    package let state: State
    package let count: Int
    /// What went wrong, in a few of our words: `2 of 5 failed`.
    package let note: String?
    /// The page about this day, from the site's root.
    package let link: String?

    package init(
      _ day: LocalDay, _ state: State, count: Int, note: String? = nil, link: String? = nil
    ) {
      self.day = day
      self.state = state
      self.count = count
      self.note = note
      self.link = link
    }
  }

  /// A whole figure, or the bare strip for a cell of a table.
  package enum Form: Sendable { case figure, cell }

  let title: String
  let takeaway: String
  let days: [Day]
  let form: Form

  /// `days` follow each other without a gap, days without data included.
  package init(title: String, takeaway: String, days: [Day], form: Form = .figure) {
    self.title = title
    self.takeaway = takeaway
    self.days = days
    self.form = form
  }

  package func writeHTML(to buffer: inout ByteBuffer, context: inout RenderContext) {
    switch form {
    case .cell: writeCell(to: &buffer, context: &context)
    case .figure:
      frame(zone: context.zone).writeHTML(to: &buffer, context: &context, height: 70) {
        drawColumns(to: &$0, height: 36, hatch: $1 + "-h")
        drawMarks(to: &$0, y: 46)
        columns.writeTimeAxis(to: &$0, y: 56)
      }
      writeBadDays(to: &buffer, context: context)
    }
  }

  package func writeJSON(to buffer: inout ByteBuffer) {
    frame(zone: .utc).writeJSON(to: &buffer)
  }

  private var columns: BucketColumns {
    BucketColumns(
      days: days.map(\.day), coverage: days.map { $0.state == .noData ? .none : .whole }, span: 1)
  }

  private func drawColumns(to buffer: inout ByteBuffer, height: Int, hatch: String) {
    let columns = columns
    let highest = max(days.map(\.count).max() ?? 0, 1)
    var paths: [SVGPath] = Array(repeating: SVGPath(), count: 4)
    for (i, day) in days.enumerated() {
      guard let style = DayStrip.styles.firstIndex(of: day.state) else { continue }
      let size = max(4, (day.count * height * 2 + highest) / (2 * highest))
      paths[style].box(x: i * 10 + 1, y: height - size, width: 8, height: size)
    }
    columns.writeGaps(to: &buffer, y: 0, height: height, hatch: hatch)
    buffer.openStretched(units: columns.units, y: 0, height: height)
    for (path, name) in zip(paths, ["ok", "part", "bad", "back"] as [StaticString]) {
      buffer.path(path, class: name)
    }
    buffer.closeStretched()
    buffer.rule(y: height, class: "axis")
  }

  private static let styles: [State] = [.ok, .someFailed, .allFailed, .rolledBack]

  /// With more than thirty, the newest of which are told in words below, marks have no hover text.
  private func drawMarks(to buffer: inout ByteBuffer, y: Int) {
    let isHinted = days.count { $0.state.glyph != nil } <= 30
    for (i, day) in days.enumerated() {
      guard let glyph = day.state.glyph else { continue }
      let hint = "\(ChartNumbers.day(day.day)): \(day.note ?? day.state.words)"
      glyph.write(to: &buffer, x: columns.centreShare(i), y: y, hint: isHinted ? hint : nil)
    }
  }

  /// The bad days in words, newest first, at most thirty of them.
  private func writeBadDays(to buffer: inout ByteBuffer, context: RenderContext) {
    let bad = days.filter { $0.state.isBad && $0.link != nil }.reversed().prefix(30)
    if bad.isEmpty { return }
    buffer.append("<ul class=\"days\">\n")
    for day in bad {
      buffer.append("<li>")
      if let link = day.link {
        buffer.append("<a href=\"")
        buffer.append(chartText: context.rootPrefix + link)
        buffer.append("\">\(ChartNumbers.shortDay(day.day))</a> ")
      }
      buffer.append(chartText: day.note ?? day.state.words)
      buffer.append("</li>\n")
    }
    buffer.append("</ul>\n")
  }

  /// The strip alone, with its name and sentence for those who cannot see it.
  private func writeCell(to buffer: inout ByteBuffer, context: inout RenderContext) {
    let prefix = "chart-\(context.nextID())"
    buffer.append("<svg class=\"strip\" width=\"100%\" height=\"24\" role=\"img\"")
    buffer.append(" aria-labelledby=\"\(prefix)-t \(prefix)-d\"><title id=\"\(prefix)-t\">")
    buffer.append(chartText: title)
    buffer.append("</title><desc id=\"\(prefix)-d\">")
    buffer.append(chartText: takeaway)
    buffer.append("</desc>")
    drawColumns(to: &buffer, height: 23, hatch: prefix + "-h")
    buffer.append("</svg>")
  }

  private static let columns: [ChartTable.Column] = [
    .init(FieldInfo("day", .day, "The local day."), heading: "Day", isNumber: false),
    .init(
      FieldInfo(
        "count", .integer, "How many; null if the records say nothing of the day.",
        isNullable: true, rule: .atLeast(0)), heading: "Count"),
    .init(FieldInfo("state", .word, "How it went."), heading: "How it went", isNumber: false),
    .init(
      FieldInfo(
        "state_word", .word, "The same as one word.",
        rule: .words(State.allCases.map(\.rawValue))), heading: nil),
  ]

  package static var jsonShape: ShapeInfo? {
    ChartFrame.jsonShape("DayStrip", kind: "day-strip", columns)
  }

  private static func row(_ day: Day) -> [ChartTable.Cell] {
    [
      .day(day.day), day.state == .noData ? .noData : .count(day.count),
      .word(day.note ?? day.state.words), .word(day.state.rawValue),
    ]
  }

  /// With more rows than this, the table on the page leaves out the days on which all went well, then older
  /// ones.
  private static let rowLimit = 45

  /// Without the days on which nothing happened; nil if there is none to leave out.
  private var excerpt: (rows: [[ChartTable.Cell]], note: String)? {
    let busy = days.filter { $0.state != .none }
    let rest = busy.count > DayStrip.rowLimit ? busy.filter { $0.state != .ok } : busy
    let shown = rest.suffix(DayStrip.rowLimit)
    guard shown.count < days.count else { return nil }
    let well = busy.count - rest.count
    let notes = [
      rest.count > shown.count ? "Older days: \(rest.count - shown.count)" : nil,
      well > 0 ? "Days on which all went well: \(well)" : nil,
      busy.count < days.count ? "Days with nothing at all: \(days.count - busy.count)" : nil,
    ]
    return (
      shown.map(DayStrip.row),
      notes.compactMap(\.self).joined(separator: ". ") + ", not listed here."
    )
  }

  private func frame(zone: ZoneTable) -> ChartFrame {
    var table = ChartTable(columns: DayStrip.columns, rows: days.map(DayStrip.row))
    table.excerpt = excerpt
    var keys: [ChartFrame.Key] = []
    let styles: [(State, StaticString)] = [
      (.ok, "ok"), (.someFailed, "part"), (.allFailed, "bad"), (.rolledBack, "back"),
      (.noData, "gap"),
    ]
    for (state, style) in styles where days.contains(where: { $0.state == state }) {
      keys.append(.init(style: style, word: state.words))
    }
    return ChartFrame(
      kind: "day-strip", title: title, takeaway: takeaway, keys: keys,
      note: "Height: how many that day. Days in \(zone.name).", table: table)
  }
}
