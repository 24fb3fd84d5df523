package import Model
package import Rendering

/// How many records each day has, as rows of cells: a row is a month, of long times a year. Days of which
/// the sources say nothing are hatched, days without a record are outlines.
package struct CalendarHeat: Component {
  package struct Day: Sendable {
    package let day: LocalDay
    /// Nil if the sources say nothing of the day.
    package let count: Int?

    package init(_ day: LocalDay, count: Int?) {
      self.day = day
      self.count = count
    }
  }

  let title: String
  let takeaway: String
  let days: [Day]

  /// `days` follow each other without a gap.
  package init(title: String, takeaway: String, days: [Day]) {
    self.title = title
    self.takeaway = takeaway
    self.days = days
  }

  /// A row of the drawing, and where in it each day stands.
  private struct Row {
    let label: String
    var cells: [(column: Int, day: Day)]
  }

  /// From so many months on, a row is a year.
  private static let monthLimit = 36
  private static let rowHeight = 14

  package func writeHTML(to buffer: inout ByteBuffer, context: inout RenderContext) {
    let rows = self.rows
    frame(zone: context.zone).writeHTML(
      to: &buffer, context: &context, height: max(rows.count, 1) * CalendarHeat.rowHeight + 16
    ) {
      drawGaps(rows, to: &$0, hatch: $1 + "-h")
      drawCells(rows, to: &$0)
      drawLabels(rows, to: &$0)
    }
  }

  package func writeJSON(to buffer: inout ByteBuffer) {
    frame(zone: .utc).writeJSON(to: &buffer)
  }

  // MARK: - Rows

  private var isByYear: Bool { Set(days.map(\.day.month)).count > CalendarHeat.monthLimit }
  private var columnCount: Int { isByYear ? 366 : 31 }

  /// The newest first.
  private var rows: [Row] {
    let isByYear = self.isByYear
    var rows: [Row] = []
    for day in days {
      let date = day.day.civil
      let column = isByYear ? CalendarHeat.dayOfYear(day.day) : date.day - 1
      let label =
        isByYear ? "\(date.year)" : "\(Month.shortNames[date.month - 1]) \(date.year)"
      if rows.last?.label == label {
        rows[rows.count - 1].cells.append((column, day))
      } else {
        rows.append(Row(label: label, cells: [(column, day)]))
      }
    }
    return rows.reversed()
  }

  private static func dayOfYear(_ day: LocalDay) -> Int {
    day.number - LocalDay(year: day.civil.year, month: 1, day: 1).number
  }

  // MARK: - Drawing

  /// Runs of neighbouring cells of one row and step, each one box.
  private func drawCells(_ rows: [Row], to buffer: inout ByteBuffer) {
    let highest = days.compactMap(\.count).max() ?? 0
    var paths = Array(repeating: SVGPath(), count: HeatMap.levels.count)
    let height = CalendarHeat.rowHeight
    // Outlines touch each other, so those of a run have one between them.
    for (y, row) in rows.enumerated() {
      var start = 0
      func level(_ i: Int) -> Int? { row.cells[i].day.count.map { HeatMap.level($0, of: highest) } }
      for i in 0...row.cells.count where i == row.cells.count || level(i) != level(start) {
        if i > start, let step = level(start) {
          paths[step].box(
            x: row.cells[start].column * 10, y: y * height + 1, width: (i - start) * 10,
            height: height - 3)
        }
        start = i
      }
    }
    buffer.openStretched(units: columnCount * 10, y: 0, height: max(rows.count, 1) * height)
    for (path, name) in zip(paths, HeatMap.levels) { buffer.path(path, class: name) }
    buffer.closeStretched()
  }

  private func drawGaps(_ rows: [Row], to buffer: inout ByteBuffer, hatch: String) {
    guard days.contains(where: { $0.count == nil }) else { return }
    buffer.hatching(id: hatch)
    for (y, row) in rows.enumerated() {
      var start: Int?
      for i in 0...row.cells.count {
        let isGap = i < row.cells.count && row.cells[i].day.count == nil
        if isGap, start == nil { start = i }
        guard !isGap, let first = start else { continue }
        buffer.rect(
          x: Share(part: row.cells[first].column, whole: columnCount),
          width: Share(part: i - first, whole: columnCount), y: y * CalendarHeat.rowHeight + 1,
          height: CalendarHeat.rowHeight - 3, class: "gap", fill: hatch)
        start = nil
      }
    }
  }

  private func drawLabels(_ rows: [Row], to buffer: inout ByteBuffer) {
    let bottom = rows.count * CalendarHeat.rowHeight + 11
    for (y, row) in rows.enumerated() {
      buffer.label(
        row.label, x: Share(part: 0, whole: 1), dx: -6, y: y * CalendarHeat.rowHeight + 11,
        anchor: "end")
    }
    if isByYear {
      for (month, name) in Month.shortNames.enumerated() where month % 2 == 0 {
        buffer.label(
          name, x: Share(part: month, whole: 12), y: bottom, class: month % 4 == 0 ? "" : "wide")
      }
    } else if !rows.isEmpty {
      for day in [1, 8, 15, 22, 29] {
        buffer.label(
          "\(day)", x: Share(part: day * 2 - 1, whole: 62), y: bottom, anchor: "middle")
      }
    }
  }

  // MARK: - Table

  private static let columns: [ChartTable.Column] = [
    .init(FieldInfo("month", .word, "The month.", rule: .month), heading: "Month", isNumber: false),
    .init(FieldInfo("records", .integer, "Its records.", rule: .atLeast(0)), heading: "Records"),
    .init(
      FieldInfo("days", .integer, "Days with records.", rule: .atLeast(0)),
      heading: "Days with records"),
    .init(
      FieldInfo("empty", .integer, "Days without a record.", rule: .atLeast(0)),
      heading: "Days without"),
    .init(
      FieldInfo("missing", .integer, "Days that the sources say nothing of.", rule: .atLeast(0)),
      heading: "No data"),
  ]

  package static var jsonShape: ShapeInfo? {
    ChartFrame.jsonShape("CalendarHeat", kind: "calendar", columns)
  }

  private func frame(zone: ZoneTable) -> ChartFrame {
    var rows: [[ChartTable.Cell]] = []
    var start = 0
    while start < days.count {
      let month = days[start].day.month
      let end = days[start...].firstIndex { $0.day.month != month } ?? days.count
      let counts = days[start..<end].map(\.count)
      rows.append(
        [.word(month.iso), .count(counts.reduce(0) { $0 + ($1 ?? 0) })]
          + [
            counts.count { $0 ?? 0 > 0 }, counts.count { $0 == 0 }, counts.count { $0 == nil },
          ].map { .count($0) })
      start = end
    }
    var keys: [ChartFrame.Key] = [
      .init(style: "few", word: "few"), .init(style: "ok", word: "many"),
    ]
    if days.contains(where: { $0.count == nil }) {
      keys.append(.init(style: "gap", word: "no data"))
    }
    return ChartFrame(
      kind: "calendar", title: title, takeaway: takeaway, keys: keys,
      note: "Days in \(zone.name). An outline is a day without a record.",
      table: ChartTable(columns: CalendarHeat.columns, rows: rows.reversed()))
  }
}
