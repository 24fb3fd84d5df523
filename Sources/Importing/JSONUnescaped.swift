/// The bytes a JSON string stands for.
struct JSONUnescaped {
  var bytes: [UInt8]
  /// Whether `\uD800`...`\uDFFF` without its other half became U+FFFD.
  var hasLoneSurrogate = false

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Decodes the content of a string that the parser has accepted.
  init(decoding source: UnsafeBufferPointer<UInt8>) {
    bytes = []
    bytes.reserveCapacity(source.count)
    var i = 0
    while true {
      let escape = source.firstIndex(of: 0x5C, from: i) ?? source.count
      bytes.append(contentsOf: source[i..<escape])
      if escape == source.count { return }
      i = escape + 2
      switch source[i - 1] {
      case 0x62: bytes.append(0x08)
      case 0x66: bytes.append(0x0C)
      case 0x6E: bytes.append(0x0A)
      case 0x72: bytes.append(0x0D)
      case 0x74: bytes.append(0x09)
      case 0x75: appendUnit(of: source, at: &i)
      case let other: bytes.append(other)
      }
    }
  }

  /// `i` is at the four digits behind `\u` and moves behind what was used.
  private mutating func appendUnit(of source: UnsafeBufferPointer<UInt8>, at i: inout Int) {
    let unit = JSONUnescaped.unit(source, i)
    i += 4
    if unit & 0xF800 != 0xD800 {
      append(scalar: unit)
      return
    }
    if unit < 0xDC00, i + 6 <= source.count, source[i] == 0x5C, source[i + 1] == 0x75 {
      let low = JSONUnescaped.unit(source, i + 2)
      if low & 0xFC00 == 0xDC00 {
        i += 6
        append(scalar: 0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF)
        return
      }
    }
    hasLoneSurrogate = true
    append(scalar: 0xFFFD)
  }

  private mutating func append(scalar: UInt32) {
    // Surrogates are handled before; what is left is a scalar.
    guard let scalar = Unicode.Scalar(scalar) else { return }
    bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  private static func unit(_ source: UnsafeBufferPointer<UInt8>, _ start: Int) -> UInt32 {
    var value: UInt32 = 0
    for i in start..<start + 4 {
      let byte = UInt32(source[i])
      value = value << 4 | (byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57)
    }
    return value
  }
}
