/// How many columns of a terminal text takes: none for combining marks and what joins characters, two
/// for the wide characters of East Asia and for emoji.
enum TerminalWidth {
  static func columns(_ text: String) -> Int {
    if text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) { return text.utf8.count }
    return text.reduce(0) { $0 + columns($1) }
  }

  /// The beginning of a text that takes at most `limit` columns, with `…` at its end if that is not
  /// all of it.
  static func cut(_ text: String, to limit: Int) -> String {
    guard columns(text) > limit else { return text }
    guard limit > 0 else { return "" }
    var result = ""
    var used = 1
    for character in text {
      used += columns(character)
      if used > limit { break }
      result.append(character)
    }
    return result + "…"
  }

  private static func columns(_ character: Character) -> Int {
    var width = 0
    for scalar in character.unicodeScalars {
      // A picture by the wish of what follows it.
      if scalar.value == 0xFE0F, width == 1 { return 2 }
      width = max(width, columns(scalar))
    }
    return width
  }

  private static func columns(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    // Vowels and final consonants that join a syllable before them.
    if 0x1160...0x11FF ~= scalar.value { return 0 }
    return wide.contains { $0 ~= scalar.value } ? 2 : 1
  }

  /// The blocks that Unicode's East Asian Width (UAX #11) calls wide or full-width.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF,
    0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60,
    0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265,
    0x20000...0x3FFFD,
  ]
}
