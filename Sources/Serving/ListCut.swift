import Model

/// Shortens a published list to its first items, without touching how anything in them is written.
///
/// The list is `{"schema_version": 1, "count": n, "jobs": [...]}`, or `deployments` likewise: one
/// array at most, and a count that says how long it is.
struct ListCut {
  private let bytes: [UInt8]
  private var i = 0

  /// Nil if `bytes` is no such list. Linear in the bytes.
  static func first(_ limit: Int, of bytes: [UInt8]) -> [UInt8]? {
    var cut = ListCut(bytes: bytes)
    return cut.shorten(to: limit)
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private mutating func shorten(to limit: Int) -> [UInt8]? {
    guard skip(0x7B) else { return nil }
    var count: Range<Int>?
    var items: (kept: Int, rest: Range<Int>)?
    while !skip(0x7D) {
      if i >= bytes.count { return nil }
      _ = skip(0x2C)
      guard let name = string(), skip(0x3A) else { return nil }
      skipSpace()
      if i < bytes.count, bytes[i] == 0x5B {
        guard items == nil, let cut = array(limit) else { return nil }
        items = cut
      } else {
        guard let value = value() else { return nil }
        if bytes[name].elementsEqual("\"count\"".utf8) { count = value }
      }
    }
    guard let items else { return nil }
    return replaced(items.rest, items.kept, count)
  }

  /// The bytes without `rest`, and with `kept` for the count, which stands before or after it.
  private func replaced(_ rest: Range<Int>, _ kept: Int, _ count: Range<Int>?) -> [UInt8] {
    let number = Array("\(kept)".utf8)
    guard let count else { return Array(bytes[..<rest.lowerBound] + bytes[rest.upperBound...]) }
    if count.lowerBound < rest.lowerBound {
      return Array(
        bytes[..<count.lowerBound] + number + bytes[count.upperBound..<rest.lowerBound]
          + bytes[rest.upperBound...])
    }
    return Array(
      bytes[..<rest.lowerBound] + bytes[rest.upperBound..<count.lowerBound] + number
        + bytes[count.upperBound...])
  }

  /// How many items stay, and the bytes of the others with the comma before them.
  private mutating func array(_ limit: Int) -> (kept: Int, rest: Range<Int>)? {
    i += 1
    var kept = 0
    var end = i
    while true {
      skipSpace()
      guard i < bytes.count else { return nil }
      if bytes[i] == 0x5D { break }
      _ = skip(0x2C)
      guard value() != nil else { return nil }
      if kept < limit {
        kept += 1
        end = i
      }
    }
    let rest = end..<i
    i += 1
    return (kept, rest)
  }

  private mutating func string() -> Range<Int>? {
    skipSpace()
    let start = i
    guard i < bytes.count, bytes[i] == 0x22 else { return nil }
    i += 1
    while i < bytes.count, bytes[i] != 0x22 { i += bytes[i] == 0x5C ? 2 : 1 }
    i += 1
    return i <= bytes.count ? start..<i : nil
  }

  /// Any value: to the comma or bracket that ends it.
  private mutating func value() -> Range<Int>? {
    skipSpace()
    let start = i
    var depth = 0
    while i < bytes.count {
      switch bytes[i] {
      case 0x22:
        guard string() != nil else { return nil }
        continue
      case 0x7B, 0x5B: depth += 1
      case 0x7D, 0x5D:
        if depth == 0 { return start < i ? start..<i : nil }
        depth -= 1
      case 0x2C where depth == 0: return start < i ? start..<i : nil
      default: break
      }
      i += 1
    }
    return nil
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    skipSpace()
    guard i < bytes.count, bytes[i] == byte else { return false }
    i += 1
    return true
  }

  private mutating func skipSpace() {
    while i < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[i]) { i += 1 }
  }
}
