package import Model

/// Text from a record as one line that can do no harm where it is shown: cleaned as `Rendering` does
/// for HTML, and line ends, tabs and runs of spaces folded to one space, none at the ends.
package enum PlainLine {
  /// Bytes kept at most; what is longer is cut.
  static let longest = 65_536
  /// Combining marks kept in a row.
  static let longestMarkRun = 8

  /// Without terminal sequences; NUL as U+FFFD; control, direction and tag characters and
  /// non-characters visible, as `‹U+202E›`; at most 8 combining marks in a row; at most 64 KiB.
  package static func cleaned(_ text: Text) -> Text {
    var cleaner = LineCleaner(shownPart(of: text))
    cleaner.run()
    if text.byteCount > longest { cleaner.append(" … (cut; \(text.byteCount) bytes)") }
    return Text(cleaner.line)
  }

  /// The first 64 KiB, ended before a character that would be torn.
  private static func shownPart(of text: Text) -> [Unicode.Scalar] {
    let utf8 = text.string.utf8
    guard utf8.count > longest else { return Array(text.string.unicodeScalars) }
    var bytes = Array(utf8.prefix(longest + 1))
    while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
    return Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
  }
}

/// One pass over the scalars of a text.
private struct LineCleaner {
  private let source: [Unicode.Scalar]
  private var position = 0
  private var marks = 0
  private var hasSpace = false
  /// Before it, and from the position on, no control string ends.
  private var noTerminatorBefore = 0
  private var output = String.UnicodeScalarView()

  init(_ source: [Unicode.Scalar]) {
    self.source = source
  }

  var line: String { String(output) }

  mutating func run() {
    while position < source.count {
      if let length = terminalSequence() {
        position += length
      } else {
        clean(source[position])
        position += 1
      }
    }
  }

  mutating func append(_ text: String) {
    for scalar in text.unicodeScalars { clean(scalar) }
  }

  private mutating func clean(_ scalar: Unicode.Scalar) {
    if LineCleaner.isCombining(scalar) {
      marks += 1
      if marks <= PlainLine.longestMarkRun { write(scalar) }
      return
    }
    // Joiners hold letters together, and their marks too.
    if scalar.value != 0x200C && scalar.value != 0x200D { marks = 0 }
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20, 0x2028, 0x2029: hasSpace = true
    case 0x00: write("\u{FFFD}")
    case ..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069,
      0xFDD0...0xFDEF, 0xE0000...0xE007F:
      writeChip(scalar)
    case let value where value & 0xFFFE == 0xFFFE: writeChip(scalar)
    default: write(scalar)
    }
  }

  private mutating func write(_ scalar: Unicode.Scalar) {
    if hasSpace, !output.isEmpty { output.append(" ") }
    hasSpace = false
    output.append(scalar)
  }

  private mutating func writeChip(_ scalar: Unicode.Scalar) {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
    for sign in "‹U+\(zeros)\(digits)›".unicodeScalars { write(sign) }
  }

  private static func isCombining(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0x300, 0x2010...0x20CF, 0x3400...0x9FFF, 0xAC00...0xD7A3: return false
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: return true
    default: return false
    }
  }
}

extension LineCleaner {
  /// The length of the ECMA-48 sequence at the position: CSI up to its final byte, OSC up to its
  /// terminator. Nil if it is none or has no end.
  private mutating func terminalSequence() -> Int? {
    switch source[position].value {
    case 0x9B: return controlSequence(from: position + 1)
    case 0x9D: return controlString(from: position + 1)
    case 0x1B where position + 1 < source.count:
      switch source[position + 1].value {
      case 0x5B: return controlSequence(from: position + 2)
      case 0x5D: return controlString(from: position + 2)
      default: return nil
      }
    default: return nil
    }
  }

  private func controlSequence(from start: Int) -> Int? {
    var end = start
    while end < source.count, 0x30...0x3F ~= source[end].value { end += 1 }
    while end < source.count, 0x20...0x2F ~= source[end].value { end += 1 }
    guard end < source.count, 0x40...0x7E ~= source[end].value else { return nil }
    return end + 1 - position
  }

  /// Looked for in the next 4,096 characters, each of them once.
  private mutating func controlString(from start: Int) -> Int? {
    let limit = min(source.count, position + 4096)
    for end in max(start, noTerminatorBefore)..<max(start, noTerminatorBefore, limit) {
      switch source[end].value {
      case 0x07, 0x9C: return end + 1 - position
      case 0x1B where end + 1 < source.count && source[end + 1].value == 0x5C:
        return end + 2 - position
      default: continue
      }
    }
    noTerminatorBefore = max(noTerminatorBefore, limit)
    return nil
  }
}
