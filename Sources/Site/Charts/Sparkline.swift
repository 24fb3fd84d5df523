package import Model
package import Rendering

/// A line the size of a word with its last value in text, for cells of tables and key figures.
package struct Sparkline: Component {
  let title: String
  let takeaway: String
  let values: [Double?]
  let endText: String

  /// `values` are evenly spaced, none below 0; nil is a gap. `endText` prints the last of them.
  package init(title: String, takeaway: String, values: [Double?], endText: String) {
    self.title = title
    self.takeaway = takeaway
    self.values = values
    self.endText = endText
  }

  package func writeHTML(to buffer: inout ByteBuffer, context: inout RenderContext) {
    let prefix = "chart-\(context.nextID())"
    buffer.append("<span class=\"spark\"><svg width=\"120\" height=\"24\" viewBox=\"0 0 120 24\"")
    buffer.append(" role=\"img\" aria-labelledby=\"\(prefix)-t \(prefix)-d\">")
    buffer.append("<title id=\"\(prefix)-t\">")
    buffer.append(chartText: title)
    buffer.append("</title><desc id=\"\(prefix)-d\">")
    buffer.append(chartText: takeaway)
    buffer.append("</desc>")
    let drawing = paths
    buffer.path(drawing.line, class: "line")
    buffer.path(drawing.end, class: "dots")
    buffer.append("</svg> <span>")
    buffer.append(chartText: endText)
    buffer.append("</span></span>")
  }

  package func writeJSON(to buffer: inout ByteBuffer) {
    buffer.append("{\"chart\":\"sparkline\",\"title\":")
    buffer.append(jsonString: title)
    buffer.append(",\"takeaway\":")
    buffer.append(jsonString: takeaway)
    buffer.append(",\"values\":[")
    for (i, value) in values.enumerated() {
      if i > 0 { buffer.append(",") }
      if let value { buffer.append(decimal: value, digits: 6) } else { buffer.append("null") }
    }
    buffer.append("]}")
  }

  /// The line, with a short stroke for a value between two gaps, and the dot on the last value.
  private var paths: (line: SVGPath, end: SVGPath) {
    let highest = max(values.compactMap(\.self).max() ?? 0, .leastNormalMagnitude)
    var line = SVGPath()
    var end = SVGPath()
    var isOpen = false
    for (i, value) in values.enumerated() {
      guard let value else {
        isOpen = false
        continue
      }
      let x = values.count > 1 ? 4 + i * 112 / (values.count - 1) : 116
      let y = 20 - Int((max(value, 0) / highest * 16).rounded())
      let isAlone = !isOpen && (i + 1 == values.count || values[i + 1] == nil)
      if isAlone {
        line.dot(x, y)
      } else if isOpen {
        line.line(x, y)
      } else {
        line.move(x, y)
      }
      isOpen = true
      if i + 1 == values.count { end.dot(x, y) }
    }
    return (line, end)
  }
}
