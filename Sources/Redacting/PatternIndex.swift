/// Patterns by their first two bytes, so that one look-up per byte of text tells where to look
/// closer.
struct PatternIndex: Sendable {
  /// A pattern to try, with its third and fourth byte: most candidates end there.
  struct Entry: Sendable {
    let pattern: Int
    let third: UInt8
    let thirdMask: UInt8
    let fourth: UInt8
    let fourthMask: UInt8
  }

  let patterns: [SecretPattern]
  /// By first byte and second byte * 256: a bucket's number, 0 for none.
  let table: [UInt8]
  /// The entries of all buckets, the longest prefix first.
  let entries: [Entry]
  /// Where a bucket's entries begin; those of the next bucket follow. The first bucket is empty.
  let starts: [Int]
  /// The bucket's number that says: try an e-mail address.
  static let mail: UInt8 = 255

  init(_ patterns: [SecretPattern], findsMail: Bool) {
    self.patterns = patterns
    var table = [UInt8](repeating: 0, count: 65_536)
    var buckets: [[Entry]] = [[]]
    var order = Array(patterns.indices)
    order.sort { (patterns[$1].prefix.count, $0) < (patterns[$0].prefix.count, $1) }
    for index in order {
      for pair in PatternIndex.pairs(of: patterns[index]) {
        if table[pair] == 0 {
          // With very many rules the last bucket is shared: more to try there, the same findings.
          if buckets.count < Int(PatternIndex.mail) { buckets.append([]) }
          table[pair] = UInt8(buckets.count - 1)
        }
        buckets[Int(table[pair])].append(PatternIndex.entry(patterns[index], index))
      }
    }
    if findsMail {
      for second in 0..<256 { table[0x40 + second * 256] = PatternIndex.mail }
      for pair in [(0x25, 0x34), (0x26, 0x23), (0x5C, 0x75)] {
        table[pair.0 + pair.1 * 256] = PatternIndex.mail
      }
    }
    self.table = table
    var starts = [0]
    for bucket in buckets { starts.append((starts.last ?? 0) + bucket.count) }
    self.starts = starts
    entries = buckets.flatMap { $0 }
  }

  private static func entry(_ pattern: SecretPattern, _ index: Int) -> Entry {
    func check(_ place: Int) -> (byte: UInt8, mask: UInt8) {
      // A slash may be written as an escape, and moves what follows it.
      guard place < pattern.prefix.count, !pattern.prefix.prefix(place + 1).contains(0x2F) else {
        return (0xFF, 0xFF)
      }
      let byte = pattern.prefix[place]
      return pattern.ignoresCase && byte.isLetter ? (byte | 0x20, 0x20) : (byte, 0)
    }
    let (third, fourth) = (check(2), check(3))
    return Entry(
      pattern: index, third: third.byte, thirdMask: third.mask, fourth: fourth.byte,
      fourthMask: fourth.mask)
  }

  private static func pairs(of pattern: SecretPattern) -> [Int] {
    func forms(_ byte: UInt8) -> [Int] {
      pattern.ignoresCase && byte.isLetter ? [Int(byte), Int(byte ^ 0x20)] : [Int(byte)]
    }
    return forms(pattern.prefix[0]).flatMap { first in
      forms(pattern.prefix[1]).map { first + $0 * 256 }
    }
  }
}
