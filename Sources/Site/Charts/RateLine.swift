package import Model
package import Rendering

/// A rate per ISO week with its interval as a ribbon and n below; weeks without n are gaps.
package struct RateLine: Component {
  package struct Week: Sendable {
    /// The Monday.
    package let start: LocalDay
    package let k: Int
    package let n: Int
    /// The ends of the 95 % interval, 0...1; nil for n = 0.
    package let low: Double?
    package let high: Double?
    package let coverage: BucketCoverage

    package init(
      _ start: LocalDay, k: Int, n: Int, low: Double?, high: Double?,
      coverage: BucketCoverage = .whole
    ) {
      self.start = start
      self.k = k
      self.n = n
      self.low = low
      self.high = high
      self.coverage = coverage
    }

    /// In thousandths; nil if there is nothing to divide.
    var rate: Int? { coverage == .none ? nil : ChartNumbers.permille(k, of: n) }

    var interval: (low: Int, high: Int)? {
      guard rate != nil, let low, let high else { return nil }
      return (ChartNumbers.permille(low), ChartNumbers.permille(high))
    }
  }

  let title: String
  let takeaway: String
  let weeks: [Week]

  /// `weeks` follow each other without a gap, weeks without data included.
  package init(title: String, takeaway: String, weeks: [Week]) {
    self.title = title
    self.takeaway = takeaway
    self.weeks = weeks
  }

  private static let top = 8
  private static let height = 140

  package func writeHTML(to buffer: inout ByteBuffer, context: inout RenderContext) {
    let bottom = RateLine.top + RateLine.height
    frame(zone: context.zone).writeHTML(to: &buffer, context: &context, height: bottom + 38) {
      let columns = self.columns
      columns.writeGaps(to: &$0, y: RateLine.top, height: RateLine.height, hatch: $1 + "-h")
      drawLine(to: &$0)
      columns.writeNumbers(to: &$0, y: bottom + 16, name: "n") {
        weeks[$0].coverage == .none ? nil : weeks[$0].n
      }
      columns.writeTimeAxis(to: &$0, y: bottom + 22)
    }
  }

  package func writeJSON(to buffer: inout ByteBuffer) {
    frame(zone: .utc).writeJSON(to: &buffer)
  }

  private var columns: BucketColumns {
    BucketColumns(days: weeks.map(\.start), coverage: weeks.map(\.coverage), span: 7)
  }

  /// The scale follows the rates and, up to three times as high, their intervals: one week with
  /// n = 1 must not flatten the others.
  private var scale: ValueScale {
    let rates = weeks.compactMap(\.rate).max() ?? 0
    let highs = weeks.compactMap { $0.n >= 6 ? $0.interval?.high : nil }.max() ?? rates
    return ValueScale.shares(highest: max(rates, min(highs, max(3 * rates, 100)), 20))
  }

  private func drawLine(to buffer: inout ByteBuffer) {
    let scale = self.scale
    let height = RateLine.height
    var series = BandedLine(columns: columns)
    for (i, week) in weeks.enumerated() {
      guard let rate = week.rate else { continue }
      series.add(
        i, y: scale.y(rate, height: height),
        band: week.interval.map {
          (scale.y($0.high, height: height), scale.y($0.low, height: height))
        }, isOpen: week.n < 6 || week.coverage == .partial)
    }
    scale.writeGrid(to: &buffer, y: RateLine.top, height: height) {
      scale.step % 10 == 0 ? "\($0 / 10)\u{A0}%" : ChartNumbers.percent(permille: $0)
    }
    series.write(to: &buffer, y: RateLine.top, height: height, class: "bad")
  }

  private static let tableColumns: [ChartTable.Column] = [
    .init(
      FieldInfo("week", .day, "The Monday, as a local day."), heading: "Week from",
      isNumber: false),
    .init(
      FieldInfo("covered", .flag, "Whether the records cover all of the week."), heading: nil),
    .init(
      FieldInfo(
        "k", .integer, "How many of the n; null without records.", isNullable: true,
        rule: .atLeast(0)), heading: "Failed"),
    .init(
      FieldInfo(
        "n", .integer, "How many were counted.", isNullable: true,
        rule: .atLeast(0)), heading: "n"),
    .init(
      FieldInfo(
        "rate", .number, "k / n; null if n is 0.", isNullable: true, rule: .share),
      heading: "Rate"),
    .init(
      FieldInfo(
        "low", .number, "Lower end of the 95 % Wilson interval.", isNullable: true, rule: .share),
      heading: "95\u{A0}% from"),
    .init(
      FieldInfo(
        "high", .number, "Upper end of it.", isNullable: true, rule: .share),
      heading: "to"),
  ]

  package static var jsonShape: ShapeInfo? {
    ChartFrame.jsonShape("RateLine", kind: "rate-line", tableColumns)
  }

  private func frame(zone: ZoneTable) -> ChartFrame {
    let table = ChartTable(
      columns: RateLine.tableColumns,
      rows: weeks.map { week in
        let head: [ChartTable.Cell] = [.day(week.start), .flag(week.coverage == .whole)]
        if week.coverage == .none { return head + Array(repeating: .noData, count: 5) }
        let hasInterval = week.rate != nil
        return head + [
          .count(week.k), .count(week.n), .rate(k: week.k, n: week.n),
          hasInterval ? week.low.map { .share($0) } ?? .none : .none,
          hasInterval ? week.high.map { .share($0) } ?? .none : .none,
        ]
      })
    var keys: [ChartFrame.Key] = [
      .init(style: "line-bad", word: "rate"), .init(style: "band", word: "95\u{A0}% interval"),
    ]
    if weeks.contains(where: { $0.rate != nil && ($0.n < 6 || $0.coverage == .partial) }) {
      keys.append(.init(style: "open", word: "n below 6, or week not over"))
    }
    return ChartFrame(
      kind: "rate-line", title: title, takeaway: takeaway,
      keys: keys + columns.keys.filter { $0.style.description == "gap" },
      note: "Weeks from Monday, \(zone.name).", table: table)
  }
}
