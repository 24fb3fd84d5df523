import Model

/// A place along the width of a drawing, as a fraction; printed as a percentage.
///
/// Drawings have no viewBox: they fill whatever width there is, and text keeps its size. Only the
/// paths stand in a nested, stretched coordinate system.
struct Share: Sendable {
  let part: Int
  let whole: Int
}

/// The SVG elements charts are made of.
extension ByteBuffer {
  mutating func append(_ share: Share) {
    // Milliseconds of ten thousand years, times this, are more than 64 bits hold.
    let scaled = share.part.multipliedFullWidth(by: 100_000)
    let thousandths = share.whole == 0 ? 0 : share.whole.dividingFullWidth(scaled).quotient
    append(scaled: thousandths, digits: 3)
    append(byte: 0x25)
  }

  /// Opens a stretched coordinate system `units` wide; one unit is one pixel high.
  mutating func openStretched(units: Int, y: Int, height: Int) {
    append("<svg y=\"\(y)\" width=\"100%\" height=\"\(height)\" viewBox=\"0 0 \(units) \(height)\"")
    append(" preserveAspectRatio=\"none\" aria-hidden=\"true\">\n")
  }

  mutating func closeStretched() {
    append("</svg>\n")
  }

  /// Nothing if the path is empty.
  mutating func path(_ data: SVGPath, class name: StaticString) {
    if data.isEmpty { return }
    append("<path class=\"")
    append(name)
    append("\" d=\"")
    append(contentsOf: data.buffer.bytes)
    append("\"/>\n")
  }

  /// A horizontal line over the whole width.
  mutating func rule(y: Int, class name: StaticString) {
    append("<line class=\"")
    append(name)
    append("\" x2=\"100%\" y1=\"\(y)\" y2=\"\(y)\"/>\n")
  }

  /// A short vertical stroke below `y`.
  mutating func tick(x: Share, y: Int) {
    append("<line class=\"axis\" x1=\"")
    append(x)
    append("\" x2=\"")
    append(x)
    append("\" y1=\"\(y)\" y2=\"\(y + 5)\"/>\n")
  }

  mutating func rect(
    x: Share, width: Share, y: Int, height: Int, class name: StaticString, fill: String? = nil
  ) {
    append("<rect class=\"")
    append(name)
    append("\" x=\"")
    append(x)
    append("\" width=\"")
    append(width)
    append("\" y=\"\(y)\" height=\"\(height)\"")
    if let fill { append(" fill=\"url(#\(fill))\"") }
    append("/>\n")
  }

  /// Text at a share of the width. `anchor` nil is the start.
  mutating func label(
    _ text: String, x: Share, dx: Int = 0, y: Int, class name: String = "",
    anchor: StaticString? = nil
  ) {
    append("<text x=\"")
    append(x)
    append("\" y=\"\(y)\"")
    if dx != 0 { append(" dx=\"\(dx)\"") }
    if !name.isEmpty { append(" class=\"\(name)\"") }
    if let anchor {
      append(" text-anchor=\"")
      append(anchor)
      append("\"")
    }
    append(" aria-hidden=\"true\">")
    append(chartText: text)
    append("</text>\n")
  }

  /// A pattern of slanted lines under the id `id`.
  mutating func hatching(id: String, class name: StaticString = "hatch") {
    append("<defs><pattern id=\"\(id)\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\"")
    append(" patternTransform=\"rotate(45)\"><path class=\"")
    append(name)
    append("\" d=\"M2 0V5\"/></pattern></defs>\n")
  }
}

/// The data of one path, in whole units.
struct SVGPath: Sendable {
  private(set) var buffer = ByteBuffer()

  var isEmpty: Bool { buffer.count == 0 }

  mutating func move(_ x: Int, _ y: Int) { add("M", x, y) }
  mutating func line(_ x: Int, _ y: Int) { add("L", x, y) }

  mutating func close() { buffer.append("z") }

  /// A point: a line of no length, which a round cap makes a dot.
  mutating func dot(_ x: Int, _ y: Int) {
    move(x, y)
    buffer.append("h0")
  }

  mutating func box(x: Int, y: Int, width: Int, height: Int) {
    move(x, y)
    buffer.append("h\(width)v\(height)h\(-width)z")
  }

  private mutating func add(_ command: StaticString, _ x: Int, _ y: Int) {
    buffer.append(command)
    buffer.append(x)
    buffer.append(byte: 0x20)
    buffer.append(y)
  }
}
