package import Model

/// Escaping for charts: text that is both HTML text and XML 1.0 character data, and attributes.
///
/// Characters that XML forbids or that would reorder or hide what is drawn (control characters,
/// direction controls, tag characters, non-characters) show as `‹U+202E›`.
extension ByteBuffer {
  /// Escaped for element content and for double-quoted attributes alike.
  package mutating func append(chartText text: String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": append("&amp;" as StaticString)
      case "<": append("&lt;" as StaticString)
      case ">": append("&gt;" as StaticString)
      case "\"": append("&quot;" as StaticString)
      case "'": append("&#39;" as StaticString)
      case "\t", "\n", "\r": append(byte: 0x20)
      default:
        if scalar.mustBeNamed {
          append("‹U+" as StaticString)
          append(hexScalar: scalar.value)
          append("›" as StaticString)
        } else {
          append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
      }
    }
  }

  package mutating func append(chartText text: Text) {
    append(chartText: text.string)
  }

  private mutating func append(hexScalar value: UInt32) {
    let digits = String(value, radix: 16, uppercase: true)
    for _ in 0..<max(0, 4 - digits.utf8.count) { append(byte: 0x30) }
    append(digits)
  }
}

extension Unicode.Scalar {
  fileprivate var mustBeNamed: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0: true
    case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    case 0xFDD0...0xFDEF, 0xE0000...0xE007F: true
    default: value & 0xFFFE == 0xFFFE
    }
  }
}

extension String {
  /// At most `count` characters; an ellipsis stands for what is cut off.
  func cut(to count: Int) -> String {
    self.count <= count ? self : String(prefix(count - 1)) + "…"
  }
}
