import Model

/// Writes `bag-info.txt`: one line an entry, never folded.
enum BagInfoText {
  /// `payloadOxum`: bytes and files of the payload, as in `279164.12`.
  static func bytes(
    _ entries: [BagInfo.Entry], payloadOxum: String
  ) throws(BagError) -> [UInt8] {
    var buffer = ByteBuffer()
    var hasOxum = false
    for entry in entries {
      try check(entry.label)
      let isOxum = BagInfo.isSame(entry.label, BagInfo.oxumLabel)
      if isOxum, hasOxum || entry != .payloadOxum {
        throw BagError(.badLabel, at: entry.label.string)
      }
      hasOxum = hasOxum || isOxum
      append(entry.label.string, isOxum ? payloadOxum : oneLine(entry.value), to: &buffer)
    }
    if !hasOxum { append(BagInfo.oxumLabel.string, payloadOxum, to: &buffer) }
    return buffer.bytes
  }

  private static func append(_ label: String, _ value: String, to buffer: inout ByteBuffer) {
    buffer.append(label)
    buffer.append(": ")
    buffer.append(value)
    buffer.append(byte: ASCII.lineFeed)
  }

  private static func check(_ label: Text) throws(BagError) {
    let scalars = label.string.unicodeScalars
    let isPlain = scalars.allSatisfy { $0 != ":" && !endsLine($0) }
    guard isPlain, let first = scalars.first, let last = scalars.last, first != " ", last != " "
    else { throw BagError(.badLabel, at: label.string) }
  }

  /// The value with every run of line breaks, control characters and spaces as one space, and none
  /// at its ends: what some reader might take for the end of a line is in no value.
  private static func oneLine(_ value: Text) -> String {
    var result = ""
    var isGap = false
    for scalar in value.string.unicodeScalars {
      if scalar == " " || endsLine(scalar) {
        isGap = true
        continue
      }
      if isGap, !result.isEmpty { result += " " }
      isGap = false
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  /// Control characters, and the two line breaks beside them.
  private static func endsLine(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1F, 0x7F...0x9F, 0x2028, 0x2029: true
    default: false
    }
  }
}
