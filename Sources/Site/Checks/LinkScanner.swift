import Glibc

/// Finds the ids and the links of a page in one pass over its HTML.
///
/// Links are the values of `href` and `src`. Comments and the insides of `script` and `style` have none.
struct LinkScanner {
  enum Finding {
    case id, link
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  /// Calls `found` with each value as it stands in the page, entities and all, in the order of the page.
  static func scan(_ page: [UInt8], _ found: (Finding, UnsafeBufferPointer<UInt8>) -> Void) {
    page.withUnsafeBufferPointer { bytes in
      var scanner = LinkScanner(bytes: bytes)
      while scanner.skip(past: 0x3C) { scanner.readMarkup(found) }
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// Goes on behind the next such byte; false if there is none.
  private mutating func skip(past byte: UInt8) -> Bool {
    guard let start = bytes.baseAddress, position < bytes.count,
      let found = memchr(start + position, Int32(byte), bytes.count - position)
    else {
      position = bytes.count
      return false
    }
    position = UnsafeRawPointer(start).distance(to: found) + 1
    return true
  }

  private mutating func skip(past text: StaticString) {
    while skip(past: text.utf8Start[0]) {
      let end = position - 1 + text.utf8CodeUnitCount
      guard end <= bytes.count else { return }
      if (0..<text.utf8CodeUnitCount).allSatisfy({
        bytes[position - 1 + $0] | 0x20 == text.utf8Start[$0] | 0x20
      }) {
        position = end
        return
      }
    }
  }

  /// What follows a `<`.
  private mutating func readMarkup(_ found: (Finding, UnsafeBufferPointer<UInt8>) -> Void) {
    guard position < bytes.count else { return }
    guard bytes[position] != 0x21 else {
      let isComment = position + 2 < bytes.count && bytes[position + 1] == 0x2D
      return isComment ? skip(past: "-->") : ()
    }
    let name = readName()
    guard !name.isEmpty else { return }
    while readAttribute(found) {}
    if equals(name, "script") { skip(past: "</script") }
    if equals(name, "style") { skip(past: "</style") }
  }

  /// Letters, digits and what else no space, `/`, `>` or `=` ends.
  private mutating func readName() -> Range<Int> {
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D, 0x0C, 0x2F, 0x3E, 0x3D: return start..<position
      default: position += 1
      }
    }
    return start..<position
  }

  private func equals(_ range: Range<Int>, _ name: StaticString) -> Bool {
    guard range.count == name.utf8CodeUnitCount else { return false }
    for i in 0..<range.count where bytes[range.lowerBound + i] | 0x20 != name.utf8Start[i] {
      return false
    }
    return true
  }

  private mutating func skipSpaces() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D, 0x0C: position += 1
      default: return
      }
    }
  }

  /// The next attribute of a tag; false behind the tag's end.
  private mutating func readAttribute(
    _ found: (Finding, UnsafeBufferPointer<UInt8>) -> Void
  ) -> Bool {
    skipSpaces()
    guard position < bytes.count else { return false }
    switch bytes[position] {
    case 0x3E:
      position += 1
      return false
    case 0x2F, 0x3D:
      position += 1
      return true
    default: break
    }
    let name = readName()
    skipSpaces()
    guard position < bytes.count, bytes[position] == 0x3D else { return true }
    position += 1
    skipSpaces()
    let value = readValue()
    if equals(name, "href") || equals(name, "src") {
      found(.link, UnsafeBufferPointer(rebasing: bytes[value]))
    } else if equals(name, "id") {
      found(.id, UnsafeBufferPointer(rebasing: bytes[value]))
    }
    return true
  }

  private mutating func readValue() -> Range<Int> {
    guard position < bytes.count else { return position..<position }
    let quote = bytes[position]
    guard quote == 0x22 || quote == 0x27 else {
      let start = position
      while position < bytes.count, bytes[position] > 0x20, bytes[position] != 0x3E {
        position += 1
      }
      return start..<position
    }
    position += 1
    let start = position
    return skip(past: quote) ? start..<position - 1 : start..<position
  }
}
