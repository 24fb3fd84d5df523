/// `-----BEGIN … PRIVATE KEY-----` and all that belongs to it, with line ends as they are or
/// escaped as `\n`.
enum PrivateKeyBlock {
  static let opening = "-----BEGIN "
  private static let name = Array("PRIVATE KEY".utf8)
  private static let dashes = Array("-----".utf8)
  private static let closing = Array("-----END ".utf8)
  /// Base64 without a break that a key has at least; a mere mention of the header has none.
  private static let leastRun = 16

  /// The whole block, to its closing line if that follows, else as far as it looks like a key.
  static func match(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Range<Int>? {
    let headerStart = start + opening.utf8.count
    let headerLimit = min(bytes.count, headerStart + 60)
    guard headerStart < headerLimit,
      let dashes = find(dashes, in: bytes, headerStart..<headerLimit),
      find(name, in: bytes, headerStart..<dashes) != nil
    else { return nil }
    let body = dashes + 5
    let end = endOfBody(bytes, body)
    guard end > body else { return nil }
    let limit = min(bytes.count, body + 16_384)
    // The next dashes decide: those of a closing line, or of something else.
    if let close = find(self.dashes, in: bytes, body..<limit),
      bytes[close...].starts(with: closing)
    {
      let lineEnd = find(self.dashes, in: bytes, (close + 9)..<min(bytes.count, close + 70))
      return start..<(lineEnd.map { $0 + 5 } ?? max(end, close))
    }
    return start..<end
  }

  /// Where what looks like the inside of a key ends: lines of base64 and headers such as
  /// `Proc-Type: 4,ENCRYPTED`. `start` itself if there is no such thing.
  static func endOfBody(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var end = start
    var i = start
    var headers = 0
    while i < bytes.count {
      let from = skipBreaks(bytes, i)
      var to = from
      while to < bytes.count, ByteSet.base64.contains(bytes[to]) { to += 1 }
      if to - from >= leastRun || (end > start && to > from && isBreak(bytes, to)) {
        end = to
        i = to
      } else if end == start, headers < 4, let next = endOfHeader(bytes, from) {
        headers += 1
        i = next
      } else {
        break
      }
    }
    return end
  }

  private static func skipBreaks(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var i = start
    while i < bytes.count {
      if bytes[i] == 0x20 || bytes[i] == 0x0A || bytes[i] == 0x0D || bytes[i] == 0x09 {
        i += 1
      } else if bytes[i] == 0x5C {
        while i < bytes.count, bytes[i] == 0x5C { i += 1 }
        if i < bytes.count, bytes[i] == 0x6E || bytes[i] == 0x72 { i += 1 }
        if i + 3 < bytes.count, bytes[i] == 0x75, bytes[i + 1] == 0x7B {
          while i < bytes.count, bytes[i] != 0x7D { i += 1 }
          i += 1
        }
      } else {
        break
      }
    }
    return i
  }

  private static func isBreak(_ bytes: UnsafeBufferPointer<UInt8>, _ i: Int) -> Bool {
    i >= bytes.count || bytes[i] < 0x20 || bytes[i] == 0x5C || bytes[i] == 0x2D
  }

  /// The end of a line `Name: value` of at most 100 bytes.
  private static func endOfHeader(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    let limit = min(bytes.count, start + 100)
    guard start < limit, let colon = bytes[start..<limit].firstIndex(of: 0x3A),
      bytes[start..<colon].allSatisfy({ $0.isLetter || $0 == 0x2D })
    else { return nil }
    return bytes[colon..<limit].firstIndex { $0 == 0x0A || $0 == 0x5C }
  }

  private static func find(
    _ needle: [UInt8], in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
  ) -> Int? {
    guard range.count >= needle.count else { return nil }
    var i = range.lowerBound
    while i + needle.count <= range.upperBound {
      if bytes[i] == needle[0], zip(bytes[i...], needle).allSatisfy({ $0 == $1 }) { return i }
      i += 1
    }
    return nil
  }
}

extension PrivateKeyBlock {
  /// Whether a line may stand within a key: base64 or a header, nothing else.
  static func isInside(_ line: [UInt8]) -> Bool {
    line.allSatisfy { ByteSet.base64.contains($0) || $0 <= 0x20 }
      || (line.contains(0x3A) && !line.contains(0x22) && line.count <= 100)
  }
}
