import Model

/// Bytes from a bag as text for people.
enum Quoting {
  /// The bytes as text: what is no UTF-8 as `\xff`, byte by byte, so that two names stay two.
  static func text(_ bytes: some Sequence<UInt8>) -> Text {
    let bytes = Array(bytes)
    if let string = String(validating: bytes, as: UTF8.self) { return Text(string) }
    var result = ""
    var rest = bytes[...]
    while let first = rest.first {
      let count = scalarLength(first)
      let part = rest.prefix(count)
      if let valid = String(validating: part, as: UTF8.self), part.count == count {
        result += valid
        rest = rest.dropFirst(count)
      } else {
        result += escaped(first)
        rest = rest.dropFirst()
      }
    }
    return Text(result)
  }

  /// In `'…'`, at most 80 characters, control characters as `\x1b`.
  static func quoted(_ bytes: some Sequence<UInt8>) -> String {
    quoted(text(bytes).string)
  }

  static func quoted(_ text: String) -> String {
    var result = "'"
    var count = 0
    for scalar in text.unicodeScalars {
      count += 1
      if count > 80 { return result + "…'" }
      let isControl = scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value
      result += isControl ? escaped(UInt8(scalar.value)) : String(scalar)
    }
    return result + "'"
  }

  private static func escaped(_ byte: UInt8) -> String {
    var buffer = ByteBuffer()
    buffer.append("\\x")
    buffer.append(hex: byte)
    return buffer.string
  }

  /// How many bytes the scalar that begins with the byte has; 1 for what begins none.
  private static func scalarLength(_ first: UInt8) -> Int {
    switch first {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }
}
