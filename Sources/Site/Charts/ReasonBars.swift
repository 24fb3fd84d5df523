package import Model
package import Rendering

/// What happens most often, as bars from the most frequent down, with the share that they add up to.
package struct ReasonBars: Component {
  package struct Bar: Sendable {
    /// Text from records, or our own word.
    package let name: Text
    package let count: Int

    package init(_ name: Text, count: Int) {
      self.name = name
      self.count = count
    }
  }

  let title: String
  let takeaway: String
  let bars: [Bar]
  /// Of what is in none of the bars.
  let others: Int

  /// `bars` come with the greatest first.
  package init(title: String, takeaway: String, bars: [Bar], others: Int) {
    self.title = title
    self.takeaway = takeaway
    self.bars = bars
    self.others = others
  }

  private static let rowHeight = 32
  private static let barHeight = 12

  package func writeHTML(to buffer: inout ByteBuffer, context: inout RenderContext) {
    frame.writeHTML(
      to: &buffer, context: &context, height: max(rows.count, 1) * ReasonBars.rowHeight
    ) { buffer, _ in draw(to: &buffer) }
  }

  package func writeJSON(to buffer: inout ByteBuffer) {
    frame.writeJSON(to: &buffer)
  }

  /// The bars and the rest, each with what is counted up to it.
  private var rows: [(name: Text, count: Int, sum: Int, isRest: Bool)] {
    var sum = 0
    var rows = bars.map { bar in
      sum += bar.count
      return (name: bar.name, count: bar.count, sum: sum, isRest: false)
    }
    if others > 0 { rows.append(("all others", others, sum + others, true)) }
    return rows
  }

  private var total: Int { bars.reduce(others) { $0 + $1.count } }

  /// Bars take up to three quarters of the width; the numbers stand behind them.
  private func draw(to buffer: inout ByteBuffer) {
    let rows = self.rows
    let highest = max(rows.map(\.count).max() ?? 0, 1)
    func width(_ count: Int) -> Int { max(count > 0 ? 1 : 0, count * 600 / highest) }
    var bars = SVGPath()
    var rest = SVGPath()
    for (i, row) in rows.enumerated() {
      let y = i * ReasonBars.rowHeight + 16
      if row.isRest {
        rest.box(x: 0, y: y, width: width(row.count), height: ReasonBars.barHeight)
      } else {
        bars.box(x: 0, y: y, width: width(row.count), height: ReasonBars.barHeight)
      }
    }
    buffer.openStretched(units: 1000, y: 0, height: max(rows.count, 1) * ReasonBars.rowHeight)
    buffer.path(bars, class: "bad")
    buffer.path(rest, class: "void")
    buffer.closeStretched()
    for (i, row) in rows.enumerated() {
      let y = i * ReasonBars.rowHeight
      buffer.label(row.name.string.cut(to: 52), x: Share(part: 0, whole: 1), y: y + 11)
      buffer.label(
        "\(ChartNumbers.grouped(row.count)), together \(FigureText.share(row.sum, of: total))",
        x: Share(part: width(row.count), whole: 1000), dx: 6, y: y + 26)
    }
  }

  private static let columns: [ChartTable.Column] = [
    .init(FieldInfo("name", .text, "What it is."), heading: "What", isNumber: false),
    .init(FieldInfo("count", .integer, "How many.", rule: .atLeast(0)), heading: "Count"),
    .init(
      FieldInfo("share", .number, "Of all.", isNullable: true, rule: .share), heading: "Share"),
    .init(
      FieldInfo(
        "cumulated", .number, "The share of all up to here.", isNullable: true, rule: .share),
      heading: "Together"),
    .init(
      FieldInfo("is_rest", .flag, "Whether it is all that is in no other row."), heading: nil),
  ]

  package static var jsonShape: ShapeInfo? {
    ChartFrame.jsonShape("ReasonBars", kind: "reason-bars", columns)
  }

  private var frame: ChartFrame {
    ChartFrame(
      kind: "reason-bars", title: title, takeaway: takeaway,
      note:
        "Behind each bar: how many, and what share of all \(ChartNumbers.grouped(total)) it and those "
        + "above it are together.",
      table: ChartTable(
        columns: ReasonBars.columns,
        rows: rows.map {
          [
            .data($0.name, link: nil), .count($0.count), .rate(k: $0.count, n: total),
            .rate(k: $0.sum, n: total), .flag($0.isRest),
          ]
        }))
  }
}
