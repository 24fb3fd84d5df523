package import Model
package import Rendering

/// Stacked bars of counts per ISO week: ok, failed, rolled back; their sum stands below.
package struct WeekBars: Component {
  package struct Week: Sendable {
    /// The Monday.
    package let start: LocalDay
    package let ok: Int
    package let failed: Int
    package let rolledBack: Int
    package let coverage: BucketCoverage

    package init(
      _ start: LocalDay, ok: Int, failed: Int, rolledBack: Int = 0,
      coverage: BucketCoverage = .whole
    ) {
      self.start = start
      self.ok = ok
      self.failed = failed
      self.rolledBack = rolledBack
      self.coverage = coverage
    }

    var sum: Int { ok + failed + rolledBack }
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
    let bottom = WeekBars.top + WeekBars.height
    let scale = self.scale
    frame(zone: context.zone).writeHTML(to: &buffer, context: &context, height: bottom + 38) {
      let columns = self.columns
      columns.writeGaps(to: &$0, y: WeekBars.top, height: WeekBars.height, hatch: $1 + "-h")
      drawBars(to: &$0)
      columns.writePartial(to: &$0, bottom: bottom, hatch: $1 + "-v") {
        WeekBars.top + scale.y(weeks[$0].sum, height: WeekBars.height)
      }
      columns.writeNumbers(to: &$0, y: bottom + 16, name: "n") {
        weeks[$0].coverage == .none ? nil : weeks[$0].sum
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

  private var scale: ValueScale {
    ValueScale.counts(highest: weeks.map { $0.coverage == .none ? 0 : $0.sum }.max() ?? 0)
  }

  private func drawBars(to buffer: inout ByteBuffer) {
    let height = WeekBars.height
    let scale = self.scale
    var paths: [SVGPath] = Array(repeating: SVGPath(), count: 3)
    for (i, week) in weeks.enumerated() where week.coverage != .none {
      var sum = 0
      for (j, part) in [week.ok, week.failed, week.rolledBack].enumerated() where part > 0 {
        let below = scale.y(sum, height: height)
        sum += part
        let above = min(scale.y(sum, height: height), below - 1)
        paths[j].box(x: i * 10 + 1, y: above, width: 8, height: below - above)
      }
    }
    scale.writeGrid(to: &buffer, y: WeekBars.top, height: height) { ChartNumbers.grouped($0) }
    buffer.openStretched(units: columns.units, y: WeekBars.top, height: height)
    for (path, name) in zip(paths, ["ok", "bad", "back"] as [StaticString]) {
      buffer.path(path, class: name)
    }
    buffer.closeStretched()
  }

  private static let tableColumns: [ChartTable.Column] = [
    .init(
      FieldInfo("week", .day, "The Monday, as a local day."), heading: "Week from",
      isNumber: false),
    .init(
      FieldInfo("covered", .flag, "Whether the records cover all of the week."), heading: nil),
    .init(
      FieldInfo(
        "ok", .integer, "Not failed; null without records.", isNullable: true,
        rule: .atLeast(0)), heading: "OK"),
    .init(
      FieldInfo(
        "failed", .integer, "Failed.", isNullable: true,
        rule: .atLeast(0)), heading: "Failed"),
    .init(
      FieldInfo(
        "rolled_back", .integer, "Rolled back.", isNullable: true,
        rule: .atLeast(0)), heading: "Rolled back"),
    .init(
      FieldInfo(
        "n", .integer, "All of them.", isNullable: true,
        rule: .atLeast(0)), heading: "n"),
  ]

  package static var jsonShape: ShapeInfo? {
    ChartFrame.jsonShape("WeekBars", kind: "week-bars", tableColumns)
  }

  private func frame(zone: ZoneTable) -> ChartFrame {
    let table = ChartTable(
      columns: WeekBars.tableColumns,
      rows: weeks.map { week in
        let isEmpty = week.coverage == .none
        let counts = [week.ok, week.failed, week.rolledBack, week.sum]
        return [.day(week.start), .flag(week.coverage == .whole)]
          + counts.map { isEmpty ? .noData : .count($0) }
      })
    var keys: [ChartFrame.Key] = [.init(style: "ok", word: "ok")]
    if weeks.contains(where: { $0.failed > 0 }) { keys.append(.init(style: "bad", word: "failed")) }
    if weeks.contains(where: { $0.rolledBack > 0 }) {
      keys.append(.init(style: "back", word: "rolled back"))
    }
    return ChartFrame(
      kind: "week-bars", title: title, takeaway: takeaway, keys: keys + columns.keys,
      note: "Weeks from Monday, \(zone.name). n: all of the week.", table: table)
  }
}
