package import Model
package import Rendering

/// Median and 90th percentile of durations per day or week; buckets without either are gaps.
package struct DurationBand: Component {
  package struct Bucket: Sendable {
    /// The day, or the Monday of the week.
    package let start: LocalDay
    package let n: Int
    /// Milliseconds; nil where n is too small for it.
    package let p50: Int64?
    /// The 90th percentile.
    package let upper: Int64?
    package let p95: Int64?
    package let coverage: BucketCoverage

    package init(
      _ start: LocalDay, n: Int, p50: Int64?, upper: Int64?, p95: Int64? = nil,
      coverage: BucketCoverage = .whole
    ) {
      self.start = start
      self.n = n
      self.p50 = p50
      self.upper = upper
      self.p95 = p95
      self.coverage = coverage
    }
  }

  package enum BucketUnit: Sendable {
    case day, week
  }

  let title: String
  let takeaway: String
  let unit: BucketUnit
  let buckets: [Bucket]
  /// The bucket from which on durations are others than before.
  let shift: LocalDay?

  /// `buckets` follow each other without a gap, those without data included.
  package init(
    title: String, takeaway: String, unit: BucketUnit, buckets: [Bucket], shift: LocalDay? = nil
  ) {
    self.title = title
    self.takeaway = takeaway
    self.unit = unit
    self.buckets = buckets
    self.shift = shift
  }

  private static let top = 8
  private static let height = 140

  package func writeHTML(to buffer: inout ByteBuffer, context: inout RenderContext) {
    let bottom = DurationBand.top + DurationBand.height
    frame(zone: context.zone).writeHTML(to: &buffer, context: &context, height: bottom + 38) {
      let columns = self.columns
      columns.writeGaps(
        to: &$0, y: DurationBand.top, height: DurationBand.height, hatch: $1 + "-h")
      drawBand(to: &$0)
      columns.writeNumbers(to: &$0, y: bottom + 16, name: "n") {
        buckets[$0].coverage == .none ? nil : buckets[$0].n
      }
      columns.writeTimeAxis(to: &$0, y: bottom + 22)
    }
  }

  package func writeJSON(to buffer: inout ByteBuffer) {
    frame(zone: .utc).writeJSON(to: &buffer)
  }

  private var columns: BucketColumns {
    BucketColumns(
      days: buckets.map(\.start), coverage: buckets.map(\.coverage), span: unit == .day ? 1 : 7)
  }

  private func drawBand(to buffer: inout ByteBuffer) {
    let shown = buckets.map { $0.coverage == .none ? nil : $0 }
    let highest = shown.compactMap { $0.flatMap { max($0.p50 ?? 0, $0.upper ?? 0) } }.max() ?? 0
    let scale = ValueScale.durations(highest: Int(clamping: highest))
    let height = DurationBand.height
    func y(_ value: Int64) -> Int { scale.y(Int(clamping: value), height: height) }
    var series = BandedLine(columns: columns)
    for (i, bucket) in shown.enumerated() {
      guard let p50 = bucket?.p50 else { continue }
      let band = bucket?.upper.map { (top: y($0), bottom: y(p50)) }
      series.add(i, y: y(p50), band: band, isOpen: bucket?.coverage == .partial)
    }
    scale.writeGrid(to: &buffer, y: DurationBand.top, height: height) {
      $0 == 0 ? "0" : ChartNumbers.duration(Int64($0))
    }
    series.write(to: &buffer, y: DurationBand.top, height: height, class: "ok")
    let uppers = BandedLine.thinLine(shown.map { $0?.upper.map(y) }, columns: columns)
    buffer.openStretched(units: columns.units, y: DurationBand.top, height: height)
    buffer.path(uppers, class: "upper")
    if let index = buckets.firstIndex(where: { $0.start == shift }) {
      var mark = SVGPath()
      mark.move(columns.start(index), DurationBand.top)
      mark.line(columns.start(index), DurationBand.top + height)
      buffer.path(mark, class: "arrow")
    }
    buffer.closeStretched()
  }

  private static func tableColumns(_ unit: BucketUnit) -> [ChartTable.Column] {
    [
      .init(
        FieldInfo("start", .day, "The local day, or the Monday of the week."),
        heading: unit == .day ? "Day" : "Week from", isNumber: false),
      .init(
        FieldInfo("covered", .flag, "Whether the records cover all of it."), heading: nil),
      .init(
        FieldInfo(
          "n", .integer, "How many durations; null without records.", isNullable: true,
          rule: .atLeast(0)), heading: "n"),
      .init(
        FieldInfo("p50_seconds", .duration, "The median.", isNullable: true, rule: .atLeast(0)),
        heading: "Median"),
      .init(
        FieldInfo(
          "p90_seconds", .duration, "9 of 10 were at most this long.", isNullable: true,
          rule: .atLeast(0)),
        heading: "p90"),
      .init(
        FieldInfo(
          "p95_seconds", .duration, "19 of 20 were at most this long; from 20 values on.",
          isNullable: true, rule: .atLeast(0)),
        heading: "p95"),
    ]
  }

  package static var jsonShape: ShapeInfo? {
    ChartFrame.jsonShape("DurationBand", kind: "duration-band", tableColumns(.week))
  }

  private func frame(zone: ZoneTable) -> ChartFrame {
    let isDay = unit == .day
    let table = ChartTable(
      columns: DurationBand.tableColumns(unit),
      rows: buckets.map { bucket in
        let head: [ChartTable.Cell] = [.day(bucket.start), .flag(bucket.coverage == .whole)]
        if bucket.coverage == .none { return head + Array(repeating: .noData, count: 4) }
        return head + [
          .count(bucket.n), bucket.p50.map { .duration($0) } ?? .none,
          bucket.upper.map { .duration($0) } ?? .none,
          bucket.p95.map { .duration($0) } ?? .none,
        ]
      })
    var keys: [ChartFrame.Key] = [
      .init(style: "line-ok", word: "median"), .init(style: "upper", word: "p90"),
    ]
    if shift != nil { keys.append(.init(style: "back", word: "longer or shorter from here on")) }
    if columns.coverage.contains(.partial) {
      keys.append(.init(style: "open", word: "not over yet"))
    }
    return ChartFrame(
      kind: "duration-band", title: title, takeaway: takeaway,
      keys: keys + columns.keys.filter { $0.style.description == "gap" },
      note: isDay ? "Days in \(zone.name)." : "Weeks from Monday, \(zone.name).", table: table)
  }
}
