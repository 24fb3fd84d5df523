import Model

/// One pass over a cleaned line.
struct MarkdownEscaper {
  static let joiner: StaticString = "\u{2060}"

  private let line: [UInt8]
  private var position = 0
  /// Whether nothing but letters and digits came before: `1.` and `a)` would begin a list.
  private var isMarker: Bool
  /// Whether `:` and then only signs of an emoji's name came before.
  private var isEmojiName = false
  private(set) var output: ByteBuffer

  init(_ text: Text, isInLine: Bool) {
    isMarker = !isInLine
    line = Array(text.string.utf8)
    output = ByteBuffer(capacity: line.count + line.count / 4)
  }

  mutating func run() {
    while position < line.count {
      let byte = line[position]
      if byte >= 0x80 || byte == 0x20 || byte.isASCIIAlphanumeric {
        output.append(byte: byte)
      } else {
        escape(byte)
      }
      if !byte.isASCIIAlphanumeric { isMarker = false }
      isEmojiName = byte == 0x3A || (isEmojiName && MarkdownEscaper.isEmojiByte(byte))
      position += 1
    }
  }

  private static func isEmojiByte(_ byte: UInt8) -> Bool {
    byte.isASCIIAlphanumeric || byte == 0x2B || byte == 0x2D || byte == 0x5F
  }

  /// The bytes beside the position; 0 beyond the line.
  private func neighbour(_ offset: Int) -> UInt8 {
    let place = position + offset
    return line.indices.contains(place) ? line[place] : 0
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case 0x2D, 0x2B: if isInsideWord { output.append(byte: byte) } else { backslash(byte) }
    case 0x2E: escapeDot()
    case 0x28 where position > 0: output.append(byte: byte)
    case 0x28, 0x29: if isMarker { backslash(byte) } else { output.append(byte: byte) }
    case 0x3A: escapeColon()
    case 0x23, 0x21:
      backslash(byte)
      if neighbour(1).isASCIIDigit { output.append(MarkdownEscaper.joiner) }
    case 0x2A, 0x5B, 0x5C, 0x5D, 0x5F, 0x60: backslash(byte)
    case 0x40:
      entity(byte)
      output.append(MarkdownEscaper.joiner)
    case 0x24, 0x26, 0x3C, 0x3E, 0x5E, 0x7B...0x7E: entity(byte)
    case 0x3D where neighbour(-1) == byte || neighbour(1) == byte: entity(byte)
    case 0x25 where position == 0, 0x2F where position == 0, 0x3D where position == 0: entity(byte)
    default: output.append(byte: byte)
    }
  }

  private var isInsideWord: Bool {
    let (before, after) = (neighbour(-1), neighbour(1))
    return (before.isASCIIAlphanumeric || before >= 0x80)
      && (after.isASCIIAlphanumeric || after >= 0x80)
  }

  private mutating func escapeDot() {
    let isWWW = (1...3).allSatisfy { neighbour(-$0) | 0x20 == 0x77 }
    if isWWW { output.append(MarkdownEscaper.joiner) }
    if isMarker || neighbour(-1) == 0x2E || neighbour(1) == 0x2E {
      backslash(0x2E)
    } else {
      output.append(byte: 0x2E)
    }
  }

  private mutating func escapeColon() {
    if isEmojiName, neighbour(-1) != 0x3A { output.append(MarkdownEscaper.joiner) }
    if position == 0 { entity(0x3A) } else { output.append(byte: 0x3A) }
    if neighbour(1) == 0x2F, neighbour(2) == 0x2F { output.append(MarkdownEscaper.joiner) }
  }

  private mutating func backslash(_ byte: UInt8) {
    output.append(byte: 0x5C)
    output.append(byte: byte)
  }

  private mutating func entity(_ byte: UInt8) {
    switch byte {
    case 0x26: output.append("&amp;" as StaticString)
    case 0x3C: output.append("&lt;" as StaticString)
    case 0x3E: output.append("&gt;" as StaticString)
    default:
      output.append("&#" as StaticString)
      output.append(Int(byte))
      output.append(byte: 0x3B)
    }
  }
}
