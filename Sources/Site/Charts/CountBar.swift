import Model
import Rendering

/// A count as a bar the height of a word, beside the number that it draws.
struct CountBar: Component {
  let count: Int
  /// What a whole bar stands for.
  let highest: Int

  func writeHTML(to buffer: inout ByteBuffer, context: inout RenderContext) {
    var path = SVGPath()
    if count > 0, highest > 0 {
      path.box(x: 0, y: 0, width: max(1, count * 100 / highest), height: 8)
    }
    buffer.append("<svg class=\"strip\" width=\"100%\" height=\"8\" viewBox=\"0 0 100 8\"")
    buffer.append(" preserveAspectRatio=\"none\" aria-hidden=\"true\">")
    buffer.path(path, class: "ok")
    buffer.append("</svg>")
  }

  func writeJSON(to buffer: inout ByteBuffer) { buffer.append(count) }
}
