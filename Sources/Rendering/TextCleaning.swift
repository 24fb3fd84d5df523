package import Model

/// How cleaned text is written.
package enum CleanedForm: Sendable {
  /// Escaped; what can't be shown as `<span class="chip">‹U+202E›</span>`.
  case html
  /// Escaped; what can't be shown as `‹U+202E›`.
  case attribute
  /// Not escaped; what can't be shown as `‹U+202E›`.
  case bare
}

/// Bytes of text shown at most; what is longer is cut.
package let longestShownText = 65_536

/// Combining marks kept in a row.
private let longestMarkRun = 8

extension ByteBuffer {
  /// Writes text from a record so that it can be shown and can't do harm: without terminal sequences,
  /// line ends as `\n`, NUL as U+FFFD, control, direction and tag characters and non-characters
  /// visible, at most 8 combining marks in a row, at most 64 KiB.
  package mutating func append(cleaned text: Text, as form: CleanedForm) {
    var string = text.string
    string.withUTF8 { bytes in
      var cleaner = TextCleaner(source: shownPart(of: bytes), form: form, output: ByteBuffer())
      swap(&cleaner.output, &self)
      cleaner.run()
      swap(&cleaner.output, &self)
    }
    if text.byteCount > longestShownText {
      append(" … (cut; \(text.byteCount) bytes)")
    }
  }
}

/// The first 64 KiB, ended before a character that would be torn.
private func shownPart(of bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
  guard bytes.count > longestShownText else { return bytes }
  var end = longestShownText
  while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
  return UnsafeBufferPointer(rebasing: bytes[..<end])
}

/// One pass over UTF-8 that copies runs of harmless bytes and treats the rest one by one.
private struct TextCleaner {
  let source: UnsafeBufferPointer<UInt8>
  let form: CleanedForm
  var output: ByteBuffer
  private var position = 0
  private var start = 0
  private var marks = 0
  /// Before it, and from the position on, no control string ends.
  private var noTerminatorBefore = 0

  init(source: UnsafeBufferPointer<UInt8>, form: CleanedForm, output: ByteBuffer) {
    self.source = source
    self.form = form
    self.output = output
  }

  mutating func run() {
    while position < source.count {
      let byte = source[position]
      if byte >= 0x80 {
        cleanScalar()
      } else {
        marks = 0
        if TextCleaner.isHarmless(byte) { position += 1 } else { cleanASCII(byte) }
      }
    }
    copyRun()
  }

  private static func isHarmless(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09, 0x0A: true
    case 0x22, 0x26, 0x27, 0x3C, 0x3E, 0x7F: false
    default: byte >= 0x20
    }
  }

  /// Copies what was passed over since the last special place.
  private mutating func copyRun() {
    if start < position {
      output.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[start..<position]))
    }
    start = position
  }

  private mutating func skip(_ count: Int) {
    copyRun()
    position += count
    start = position
  }

  private mutating func cleanASCII(_ byte: UInt8) {
    switch byte {
    case 0x00:
      skip(1)
      output.append("\u{FFFD}" as StaticString)
    case 0x0D:
      let isPair = position + 1 < source.count && source[position + 1] == 0x0A
      skip(isPair ? 2 : 1)
      output.append(byte: 0x0A)
    case 0x1B:
      if let length = terminalSequence(introducer: 1) {
        skip(length)
      } else {
        chip(0x1B, 1)
      }
    case 0x22, 0x26, 0x27, 0x3C, 0x3E:
      guard form != .bare else {
        position += 1
        return
      }
      let from = position
      skip(1)
      output.append(htmlEscaped: UnsafeBufferPointer(rebasing: source[from..<from + 1]))
    default: chip(UInt32(byte), 1)
    }
  }

  private mutating func cleanScalar() {
    let (scalar, length) = decode()
    if scalar == 0x9B || scalar == 0x9D, let sequence = terminalSequence(introducer: 0) {
      skip(sequence)
    } else if isHidden(scalar) {
      marks = 0
      chip(scalar, length)
    } else if isCombining(scalar) {
      marks += 1
      if marks > longestMarkRun { skip(length) } else { position += length }
    } else {
      if scalar != 0x200C && scalar != 0x200D { marks = 0 }
      position += length
    }
  }

  /// The scalar at the position. Swift's strings are always well-formed UTF-8.
  private func decode() -> (scalar: UInt32, length: Int) {
    let first = UInt32(source[position])
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard position + length <= source.count else { return (0xFFFD, source.count - position) }
    var scalar = first & (0xFF >> UInt32(length + 1))
    for i in 1..<length { scalar = scalar << 6 | UInt32(source[position + i] & 0x3F) }
    return (scalar, length)
  }

  private mutating func chip(_ scalar: UInt32, _ length: Int) {
    skip(length)
    if form == .html { output.append(#"<span class="chip">"# as StaticString) }
    output.append("‹U+" as StaticString)
    let digits = String(scalar, radix: 16, uppercase: true)
    for _ in 0..<max(0, 4 - digits.utf8.count) { output.append(byte: 0x30) }
    output.append(digits)
    output.append("›" as StaticString)
    if form == .html { output.append("</span>" as StaticString) }
  }
}

extension TextCleaner {
  /// The length of the ECMA-48 sequence at the position: CSI up to its final byte, OSC up to its
  /// terminator. Nil if it is none or has no end. `introducer`: 1 for ESC, 0 for a C1 character.
  private mutating func terminalSequence(introducer: Int) -> Int? {
    let isControlString: Bool
    if introducer == 1 {
      guard position + 1 < source.count else { return nil }
      switch source[position + 1] {
      case 0x5B: isControlString = false
      case 0x5D: isControlString = true
      default: return nil
      }
    } else {
      isControlString = source[position + 1] == 0x9D
    }
    return isControlString ? controlString() : controlSequence()
  }

  private func controlSequence() -> Int? {
    var i = position + 2
    while i < source.count, 0x30...0x3F ~= source[i] { i += 1 }
    while i < source.count, 0x20...0x2F ~= source[i] { i += 1 }
    guard i < source.count, 0x40...0x7E ~= source[i] else { return nil }
    return i + 1 - position
  }

  /// Looked for in the next 4 KiB, each of them once, so that many without an end stay cheap.
  private mutating func controlString() -> Int? {
    let limit = min(source.count, position + 4096)
    for i in stride(from: max(position + 2, noTerminatorBefore), to: limit, by: 1) {
      if source[i] == 0x07 { return i + 1 - position }
      if source[i] == 0x1B, i + 1 < source.count, source[i + 1] == 0x5C { return i + 2 - position }
      if source[i] == 0x9C, source[i - 1] == 0xC2 { return i + 1 - position }
    }
    noTerminatorBefore = max(noTerminatorBefore, limit)
    return nil
  }
}

/// Characters that show nothing and change how others look, or mean nothing at all: C1 controls, the
/// twelve direction controls, tag characters, non-characters.
package func isHidden(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x80...0x9F, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
  case 0xFDD0...0xFDEF, 0xE0000...0xE007F: true
  default: scalar & 0xFFFE == 0xFFFE
  }
}

private func isCombining(_ scalar: UInt32) -> Bool {
  switch scalar {
  case ..<0x300, 0x2010...0x20CF, 0x3400...0x9FFF, 0xAC00...0xD7A3: return false
  default: break
  }
  guard let scalar = Unicode.Scalar(scalar) else { return false }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .spacingMark: return true
  default: return false
  }
}
