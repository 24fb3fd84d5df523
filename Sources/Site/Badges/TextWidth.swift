/// How wide text is, about: in pixels at 11 pixels of a wide sans-serif font.
enum TextWidth {
  static func of(_ text: String) -> Int {
    max(1, text.unicodeScalars.reduce(0) { $0 + of($1) } / 10 + 1)
  }

  /// In tenths of a pixel.
  private static func of(_ scalar: Unicode.Scalar) -> Int {
    switch scalar {
    case "i", "j", "l", "'", "|": 34
    case "I", " ", ".", ",", ":", ";", "!", "f", "t", "r", "(", ")", "[", "]", "-", "/": 44
    case "m", "w", "M", "W", "@", "%": 105
    case "A"..."Z", "+", "=", "<", ">", "#", "~", "&": 82
    case "\0"..."\u{2FF}": 68
    default: ofOther(scalar)
    }
  }

  private static func ofOther(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60, 0x1F000...0x3FFFF:
      return 115
    default: return 75
    }
  }
}
