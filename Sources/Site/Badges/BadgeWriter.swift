import Model
import Rendering

/// Writes a badge as SVG: two fields side by side, 20 high. Nothing in it comes from elsewhere, so that it
/// works in an `<img>`.
///
/// The width of text is estimated from classes of characters, and each text is told to keep to it: what
/// a browser's font makes of it does not matter.
enum BadgeWriter {
  private static let height = 20
  private static let margin = 6
  /// For the shape before a message.
  private static let shapeWidth = 16

  /// - Parameter service: cleaned, for the title.
  static func bytes(_ badge: Badge, service: String) -> [UInt8] {
    let labelWidth = TextWidth.of(badge.label)
    let messageWidth = TextWidth.of(badge.message)
    let inset = inset(of: badge)
    let (left, right) = fields(of: badge)
    var svg = ByteBuffer()
    svg.append(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(left + right)\" height=\"\(height)\" "
        + "viewBox=\"0 0 \(left + right) \(height)\" role=\"img\"><title>")
    svg.append(htmlEscaped: "\(service), \(badge.words)")
    svg.append("</title><path fill=\"#2f353a\" d=\"M0 0h\(left)v\(height)H0z\"/><path fill=\"")
    svg.append(badge.tone.colour)
    svg.append("\" d=\"M\(left) 0h\(right)v\(height)h-\(right)z\"/>")
    if let shape = badge.tone.shape {
      svg.append("<path fill=\"none\" stroke=\"#fff\" stroke-width=\"2\" transform=\"translate(")
      svg.append("\(left + margin + 5) \(height / 2))\" d=\"")
      svg.append(shape)
      svg.append("\"/>" as StaticString)
    }
    svg.append("<g fill=\"#fff\" font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\">")
    write(badge.label, at: margin, labelWidth, to: &svg)
    write(badge.message, at: left + margin + inset, messageWidth, to: &svg)
    svg.append("</g></svg>\n" as StaticString)
    return svg.bytes
  }

  /// In pixels.
  static func width(of badge: Badge) -> Int {
    let (left, right) = fields(of: badge)
    return left + right
  }

  /// The widths of both fields.
  private static func fields(of badge: Badge) -> (left: Int, right: Int) {
    (
      TextWidth.of(badge.label) + 2 * margin,
      TextWidth.of(badge.message) + 2 * margin + inset(of: badge)
    )
  }

  private static func inset(of badge: Badge) -> Int { badge.tone.shape == nil ? 0 : shapeWidth }

  private static func write(_ text: String, at x: Int, _ width: Int, to svg: inout ByteBuffer) {
    svg.append("<text x=\"\(x)\" y=\"14\" textLength=\"\(width)\">")
    svg.append(htmlEscaped: text)
    svg.append("</text>" as StaticString)
  }
}
