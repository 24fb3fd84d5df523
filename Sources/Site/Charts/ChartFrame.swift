import Model
import Rendering

/// What every chart has around its drawing: caption, accessible name, legend, data table, JSON.
struct ChartFrame: Sendable {
  /// One entry of the legend: a swatch (by class) and its word.
  struct Key: Sendable {
    let style: StaticString
    let word: String
  }

  /// The kind of chart, as JSON and the style sheet name it.
  let kind: StaticString
  let title: String
  let takeaway: String
  var keys: [Key] = []
  /// A remark behind the legend: the zone of the days, what a bucket is.
  var note: String?
  let table: ChartTable

  /// Writes the figure. `draw` writes the inside of the `<svg>`, `height` pixels high; its argument
  /// is the prefix for ids within it.
  func writeHTML(
    to buffer: inout ByteBuffer, context: inout RenderContext, height: Int, hasLinks: Bool = false,
    draw: (inout ByteBuffer, String) -> Void
  ) {
    let prefix = "chart-\(context.nextID())"
    buffer.append("<figure class=\"chart ")
    buffer.append(kind)
    buffer.append("\">\n<figcaption><b>")
    buffer.append(chartText: title)
    buffer.append("</b> <span>")
    buffer.append(chartText: takeaway)
    buffer.append("</span></figcaption>\n")
    openSVG(to: &buffer, prefix: prefix, height: height, hasLinks: hasLinks)
    draw(&buffer, prefix)
    buffer.append("</svg>\n")
    writeLegend(to: &buffer)
    buffer.append("<details><summary>Data table</summary>\n")
    table.writeHTML(to: &buffer, label: title, context: context)
    buffer.append("</details>\n</figure>\n")
  }

  /// A drawing with links is a group: what is inside an image cannot be reached.
  private func openSVG(
    to buffer: inout ByteBuffer, prefix: String, height: Int, hasLinks: Bool
  ) {
    buffer.append("<svg class=\"plot\" width=\"100%\" height=\"")
    buffer.append(height)
    buffer.append(hasLinks ? "\" role=\"group\"" : "\" role=\"img\"" as StaticString)
    buffer.append(" aria-labelledby=\"\(prefix)-t \(prefix)-d\"><title id=\"\(prefix)-t\">")
    buffer.append(chartText: title)
    buffer.append("</title><desc id=\"\(prefix)-d\">")
    buffer.append(chartText: takeaway)
    buffer.append("</desc>\n")
  }

  private func writeLegend(to buffer: inout ByteBuffer) {
    if keys.isEmpty && note == nil { return }
    buffer.append("<p class=\"legend\">")
    for key in keys {
      buffer.append("<span class=\"key key-")
      buffer.append(key.style)
      buffer.append("\">")
      buffer.append(chartText: key.word)
      buffer.append("</span> ")
    }
    if let note {
      buffer.append("<span class=\"note\">")
      buffer.append(chartText: note)
      buffer.append("</span>")
    }
    buffer.append("</p>\n")
  }

  /// The shape of what `writeJSON` writes.
  static func jsonShape(_ name: String, kind: StaticString, _ columns: [ChartTable.Column])
    -> ShapeInfo
  {
    let row = ShapeInfo(name: name + "Row", fields: columns.map(\.field))
    return ShapeInfo(
      name: name,
      fields: [
        FieldInfo("chart", .word, "The kind of chart.", rule: .words([kind.description])),
        FieldInfo("title", .word, "What it shows."),
        FieldInfo("takeaway", .word, "What can be seen in it, in a sentence."),
        FieldInfo("rows", .list { row }, "Its numbers."),
      ])
  }

  func writeJSON(to buffer: inout ByteBuffer) {
    buffer.append("{\"chart\":\"")
    buffer.append(kind)
    buffer.append("\",\"title\":")
    buffer.append(jsonString: title)
    buffer.append(",\"takeaway\":")
    buffer.append(jsonString: takeaway)
    buffer.append(",\"rows\":")
    table.writeJSON(to: &buffer)
    buffer.append("}")
  }
}
