/// What strings are made of, byte by byte. `i` and `count` are offsets from `base`.
enum JSONBytes {
  /// The first offset from `i` on with a quote, a backslash, a control character or a byte from 0x80
  /// on; `count` if there is none. Eight bytes at a time.
  @inline(__always)
  static func skipPlain(_ base: UnsafePointer<UInt8>, _ i: Int, _ count: Int) -> Int {
    var i = i
    while i + 8 <= count {
      let word = UnsafeRawPointer(base + i).loadUnaligned(as: UInt64.self).littleEndian
      let quotes = (word ^ 0x2222_2222_2222_2222) &- 0x0101_0101_0101_0101
      let slashes = (word ^ 0x5C5C_5C5C_5C5C_5C5C) &- 0x0101_0101_0101_0101
      let controls = word &- 0x2020_2020_2020_2020
      // A borrow can only disturb bytes behind the first hit, which are not looked at.
      let hits = (quotes | slashes | controls | word) & 0x8080_8080_8080_8080
      if hits != 0 { return i + hits.trailingZeroBitCount >> 3 }
      i += 8
    }
    while i < count {
      let byte = base[i]
      if byte < 0x20 || byte == 0x22 || byte == 0x5C || byte >= 0x80 { return i }
      i += 1
    }
    return i
  }

  /// The offset behind the escape at `i`, or -1.
  static func skipEscape(_ base: UnsafePointer<UInt8>, _ i: Int, _ count: Int) -> Int {
    guard i + 1 < count else { return -1 }
    switch base[i + 1] {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74:
      return i + 2
    case 0x75:
      guard i + 6 <= count else { return -1 }
      for k in i + 2..<i + 6 where !isHexDigit(base[k]) { return -1 }
      return i + 6
    default:
      return -1
    }
  }

  /// Whether the escape at `i` is fine as far as it goes, but the text ends within it.
  static func escapeIsCutOff(_ base: UnsafePointer<UInt8>, _ i: Int, _ count: Int) -> Bool {
    if i + 1 >= count { return true }
    guard base[i + 1] == 0x75, i + 6 > count else { return false }
    return (i + 2..<count).allSatisfy { isHexDigit(base[$0]) }
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6
  }

  /// The offset behind the well-formed multi-byte sequence at `i`, or -1: The Unicode Standard, table
  /// 3-7.
  static func skipMultibyte(_ base: UnsafePointer<UInt8>, _ i: Int, _ count: Int) -> Int {
    guard let shape = multibyteShape(base[i]), i + shape.length <= count,
      shape.second.contains(base[i + 1])
    else { return -1 }
    for k in i + 2..<max(i + 2, i + shape.length) where base[k] & 0xC0 != 0x80 { return -1 }
    return i + shape.length
  }

  /// Whether the sequence at `i` is fine as far as it goes, but the text ends within it.
  static func multibyteIsCutOff(_ base: UnsafePointer<UInt8>, _ i: Int, _ count: Int) -> Bool {
    guard let shape = multibyteShape(base[i]), i + shape.length > count else { return false }
    if i + 1 < count, !shape.second.contains(base[i + 1]) { return false }
    return (i + 2..<max(i + 2, count)).allSatisfy { base[$0] & 0xC0 == 0x80 }
  }

  @inline(__always)
  private static func multibyteShape(
    _ lead: UInt8
  ) -> (length: Int, second: ClosedRange<UInt8>)? {
    switch lead {
    case 0xC2...0xDF: (2, 0x80...0xBF)
    case 0xE0: (3, 0xA0...0xBF)
    case 0xE1...0xEC, 0xEE, 0xEF: (3, 0x80...0xBF)
    case 0xED: (3, 0x80...0x9F)
    case 0xF0: (4, 0x90...0xBF)
    case 0xF1...0xF3: (4, 0x80...0xBF)
    case 0xF4: (4, 0x80...0x8F)
    default: nil
    }
  }
}
