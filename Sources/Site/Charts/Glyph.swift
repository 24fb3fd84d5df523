import Model

/// The shapes of the status marks, 12 units wide around their centre: a second code beside colour.
enum Glyph: Sendable {
  /// A square with a cross.
  case failed
  /// A diamond with a hooked arrow.
  case rolledBack
  /// A triangle with an exclamation mark.
  case someFailed

  private var style: StaticString {
    switch self {
    case .failed: "bad"
    case .rolledBack: "back"
    case .someFailed: "part"
    }
  }

  private var outline: StaticString {
    switch self {
    case .failed: "M-5-5h10v10h-10z"
    case .rolledBack: "M0-8l8 8-8 8-8-8z"
    case .someFailed: "M0-6l6 11h-12z"
    }
  }

  private var inside: StaticString {
    switch self {
    case .failed: "M-2.5-2.5l5 5m0-5l-5 5"
    case .rolledBack: "M-1-4l-3 3 3 3M-4-1h5a2 2 0 0 1 0 4h-1"
    case .someFailed: "M0-2v3M0 3v.6"
    }
  }

  /// Draws the glyph with its centre at `x`, `y`; `hint` shows on hover, if there is one.
  func write(to buffer: inout ByteBuffer, x: Share, y: Int, hint: String?) {
    buffer.append("<svg class=\"glyph\" x=\"")
    buffer.append(x)
    buffer.append("\" y=\"\(y)\" width=\"1\" height=\"1\" overflow=\"visible\">")
    if let hint {
      buffer.append("<title>")
      buffer.append(chartText: hint)
      buffer.append("</title>")
    }
    buffer.append("<path class=\"")
    buffer.append(style)
    buffer.append("\" d=\"")
    buffer.append(outline)
    buffer.append("\"/><path class=\"cut\" d=\"")
    buffer.append(inside)
    buffer.append("\"/></svg>\n")
  }
}
