package import Model
package import Rendering

/// Counts by weekday and hour of local time, in five steps of one colour.
package struct HeatMap: Component {
  /// One hour of one weekday.
  package struct Cell: Sendable, Equatable {
    package var count = 0
    /// How many of these failed.
    package var failed = 0

    package init() {}
  }

  let title: String
  let takeaway: String
  /// Monday first, 24 hours a day.
  let cells: [Cell]

  /// `cells` has 24 hours of each weekday, Monday first.
  package init(title: String, takeaway: String, cells: [Cell]) {
    precondition(cells.count == 7 * 24)
    self.title = title
    self.takeaway = takeaway
    self.cells = cells
  }

  private static let rowHeight = 18

  package func writeHTML(to buffer: inout ByteBuffer, context: inout RenderContext) {
    frame(zone: context.zone).writeHTML(
      to: &buffer, context: &context, height: 7 * HeatMap.rowHeight + 18
    ) { buffer, _ in
      drawCells(to: &buffer)
      drawLabels(to: &buffer)
    }
  }

  package func writeJSON(to buffer: inout ByteBuffer) {
    frame(zone: .utc).writeJSON(to: &buffer)
  }

  /// The steps of the colour scale, from nothing up.
  static let levels: [StaticString] = ["l0", "l1", "l2", "l3", "l4", "l5"]

  /// The step of a count: 0 for none, else 1 to 5 up to the highest.
  static func level(_ count: Int, of highest: Int) -> Int {
    highest <= 0 || count <= 0 ? 0 : min(5, 1 + (count - 1) * 5 / highest)
  }

  private func drawCells(to buffer: inout ByteBuffer) {
    let highest = cells.map(\.count).max() ?? 0
    var paths = Array(repeating: SVGPath(), count: HeatMap.levels.count)
    for (i, cell) in cells.enumerated() {
      paths[HeatMap.level(cell.count, of: highest)].box(
        x: i % 24 * 20 + 1, y: i / 24 * HeatMap.rowHeight, width: 18, height: HeatMap.rowHeight - 2)
    }
    buffer.openStretched(units: 480, y: 0, height: 7 * HeatMap.rowHeight)
    for (path, name) in zip(paths, HeatMap.levels) { buffer.path(path, class: name) }
    buffer.closeStretched()
  }

  private func drawLabels(to buffer: inout ByteBuffer) {
    for (day, name) in LocalDay.weekdayNames.enumerated() {
      buffer.label(
        name, x: Share(part: 0, whole: 1), dx: -6, y: day * HeatMap.rowHeight + 12, anchor: "end")
    }
    for hour in stride(from: 0, to: 24, by: 3) {
      buffer.label(
        HeatMap.clock(hour), x: Share(part: hour, whole: 24), dx: 1,
        y: 7 * HeatMap.rowHeight + 11, class: hour % 6 == 0 ? "" : "wide")
    }
  }

  /// `09:00`.
  static func clock(_ hour: Int) -> String { hour < 10 ? "0\(hour):00" : "\(hour):00" }

  private static let columns: [ChartTable.Column] =
    [.init(FieldInfo("hour", .word, "The hour's start."), heading: "From", isNumber: false)]
    + LocalDay.weekdayNames.map {
      .init(
        FieldInfo($0.lowercased(), .integer, "How many on that weekday.", rule: .atLeast(0)),
        heading: $0)
    }
    + [
      .init(
        FieldInfo("failed", .integer, "Failed, on any weekday.", rule: .atLeast(0)),
        heading: "Failed"),
      .init(
        FieldInfo("n", .integer, "All of the hour.", rule: .atLeast(0)), heading: "n"),
    ]

  package static var jsonShape: ShapeInfo? {
    ChartFrame.jsonShape("HeatMap", kind: "heat-map", columns)
  }

  private func frame(zone: ZoneTable) -> ChartFrame {
    let table = ChartTable(
      columns: HeatMap.columns,
      rows: (0..<24).map { hour in
        let all = (0..<7).map { cells[$0 * 24 + hour] }
        return [.word(HeatMap.clock(hour))] + all.map { .count($0.count) }
          + [
            .count(all.reduce(0) { $0 + $1.failed }), .count(all.reduce(0) { $0 + $1.count }),
          ]
      })
    return ChartFrame(
      kind: "heat-map", title: title, takeaway: takeaway,
      keys: [.init(style: "few", word: "few"), .init(style: "ok", word: "many")],
      note: "Hours in \(zone.name). An outline is none.", table: table)
  }
}
