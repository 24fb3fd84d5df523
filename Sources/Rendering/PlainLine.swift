package import Model

/// Text from a record as one line of plain text that can do no harm where it is shown.
package enum PlainLine {
  /// Cleaned as for HTML (`ByteBuffer.append(cleaned:as:)`), not escaped; line ends, tabs and runs of
  /// spaces folded to one space, none at the ends.
  package static func cleaned(_ text: Text) -> Text {
    var buffer = ByteBuffer(capacity: text.byteCount)
    buffer.append(cleaned: text, as: .bare)
    var line = ByteBuffer(capacity: buffer.count)
    var isAfterBlank = false
    var position = 0
    while position < buffer.count {
      let length = lengthOfBlank(in: buffer.bytes, at: position)
      if length == 0 {
        if isAfterBlank, line.count > 0 { line.append(byte: 0x20) }
        line.append(byte: buffer.bytes[position])
      }
      isAfterBlank = length > 0
      position += max(length, 1)
    }
    return Text(line.string)
  }

  /// Of a space, a tab, a line end, U+2028 or U+2029; 0 for anything else.
  private static func lengthOfBlank(in bytes: [UInt8], at position: Int) -> Int {
    switch bytes[position] {
    case 0x09, 0x0A, 0x20: return 1
    case 0xE2:
      let isSeparator =
        position + 2 < bytes.count && bytes[position + 1] == 0x80
        && (bytes[position + 2] == 0xA8 || bytes[position + 2] == 0xA9)
      return isSeparator ? 3 : 0
    default: return 0
    }
  }
}
