/// Sets of keys as bytes: each run of consecutive keys as its distance from the one before and, if
/// it is longer than one key, its length; both as base-128 numbers, the low seven bits first.
///
/// A thousand keys in a row take a few bytes, scattered ones one or two bytes each.
enum KeyRuns {
  /// `keys` are not negative, in any order; repeated ones are kept once.
  static func encode(_ keys: [Int64]) -> [UInt8] {
    let sorted = keys.sorted()
    var bytes: [UInt8] = []
    var end: Int64 = 0
    var i = 0
    while i < sorted.count {
      let first = sorted[i]
      var last = first
      while i < sorted.count, sorted[i] - last <= 1 {
        last = sorted[i]
        i += 1
      }
      let gap = UInt64(first - end)
      append(gap << 1 | (last > first ? 1 : 0), to: &bytes)
      if last > first { append(UInt64(last - first), to: &bytes) }
      end = last
    }
    return bytes
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    var rest = number
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Calls `body` with each run of keys, in rising order. Bytes cut short give what is whole.
  static func decode(_ bytes: [UInt8], _ body: (ClosedRange<Int64>) throws -> Void) rethrows {
    var position = 0
    func number() -> Int64? {
      var result: UInt64 = 0
      var shift: UInt64 = 0
      while position < bytes.count {
        let byte = bytes[position]
        position += 1
        result |= UInt64(byte & 0x7F) << shift
        if byte < 0x80 { return Int64(exactly: result) }
        shift += 7
      }
      return nil
    }
    var end: Int64 = 0
    while let head = number() {
      let first = end + head >> 1
      guard let length = head & 1 == 1 ? number() : 0 else { return }
      end = first + length
      try body(first...end)
    }
  }
}
