package import Model
package import Rendering

/// Counts by weekday and hour of local time, in five steps of one colour.
package struct HourGrid: Component {
  let title: String
  let takeaway: String
  let counts: [[Int]]
  /// Bucketed by day and hour in the zone; what was counted.
  let what: String

  /// `counts[weekday][hour]`, Monday first: 7 rows of 24. Nil if they are not that. `what` names
  /// what is counted: `deployments`.
  package init?(title: String, takeaway: String, what: String, counts: [[Int]]) {
    guard counts.count == 7, counts.allSatisfy({ $0.count == 24 }) else { return nil }
    self.title = title
    self.takeaway = takeaway
    self.what = what
    self.counts = counts
  }

  private static let rowHeight = 18

  package func writeHTML(to buffer: inout ByteBuffer, context: inout RenderContext) {
    frame(zone: context.zone).writeHTML(
      to: &buffer, context: &context, height: 7 * HourGrid.rowHeight + 18
    ) { buffer, _ in
      drawCells(to: &buffer)
      drawLabels(to: &buffer)
    }
  }

  package func writeJSON(to buffer: inout ByteBuffer) {
    frame(zone: .utc).writeJSON(to: &buffer)
  }

  private func drawCells(to buffer: inout ByteBuffer) {
    let highest = counts.joined().max() ?? 0
    var paths: [SVGPath] = Array(repeating: SVGPath(), count: 6)
    for (day, row) in counts.enumerated() {
      for (hour, count) in row.enumerated() {
        let level = highest == 0 || count <= 0 ? 0 : 1 + (count - 1) * 5 / highest
        paths[min(level, 5)].box(
          x: hour * 20 + 1, y: day * HourGrid.rowHeight, width: 18, height: HourGrid.rowHeight - 2)
      }
    }
    buffer.openStretched(units: 480, y: 0, height: 7 * HourGrid.rowHeight)
    let names: [StaticString] = ["l0", "l1", "l2", "l3", "l4", "l5"]
    for (path, name) in zip(paths, names) { buffer.path(path, class: name) }
    buffer.closeStretched()
  }

  private func drawLabels(to buffer: inout ByteBuffer) {
    for (day, name) in LocalDay.weekdayNames.enumerated() {
      buffer.label(
        name, x: Share(part: 0, whole: 1), dx: -6, y: day * HourGrid.rowHeight + 12, anchor: "end")
    }
    for hour in stride(from: 0, to: 24, by: 3) {
      buffer.label(
        HourGrid.digits(hour) + ":00", x: Share(part: hour, whole: 24), dx: 1,
        y: 7 * HourGrid.rowHeight + 11, class: hour % 6 == 0 ? "" : "wide")
    }
  }

  /// `09`.
  private static func digits(_ hour: Int) -> String {
    hour < 10 ? "0\(hour)" : "\(hour)"
  }

  private func frame(zone: ZoneTable) -> ChartFrame {
    let table = ChartTable(
      columns: [.init(name: "weekday", heading: "Day", isNumber: false)]
        + (0..<24).map { .init(name: HourGrid.digits($0), heading: HourGrid.digits($0)) },
      rows: zip(LocalDay.weekdayNames, counts).map { name, row in
        [.word(name)] + row.map { .count($0) }
      })
    return ChartFrame(
      kind: "hour-grid", title: title, takeaway: takeaway,
      keys: [.init(style: "few", word: "few"), .init(style: "ok", word: "many")],
      note: "\(what) by hour, \(zone.name). An outline is none.", table: table)
  }
}
