/// How one kind of secret is recognised at a place where its first bytes stand.
struct SecretPattern: Sendable, Hashable {
  /// What follows the prefix.
  enum Body: Sendable, Hashable {
    /// A run of so many of these. One longer than that is no secret of this kind.
    case run(ByteSet, ClosedRange<Int>)
    /// A run as `run`, in which this text stands.
    case marked(ByteSet, ClosedRange<Int>, [UInt8])
    /// So many characters, a separator, a run of others.
    case pair(ByteSet, Int, UInt8, ByteSet, ClosedRange<Int>)
    /// `=` or `:`, quotation marks and spaces around it, one of the words if there are any, a run.
    case assigned(words: [[UInt8]], ByteSet, ClosedRange<Int>)
    /// Fixed numbers of characters stand before the prefix as well.
    case around(before: ByteSet, Int, after: ByteSet, ClosedRange<Int>)
    case jsonWebToken
    case privateKey
    case addressCredentials
  }

  let rule: String
  let prefix: [UInt8]
  let body: Body
  /// Bits per character that the body must have at least, against placeholders.
  let entropy: Double
  let ignoresCase: Bool
  /// Whether a letter or a digit may stand right before the prefix.
  let isFree: Bool

  init(
    _ rule: String, _ prefix: String, _ body: Body, entropy: Double = 3,
    ignoresCase: Bool = false, isFree: Bool = false
  ) {
    self.rule = rule
    self.prefix = Array(prefix.utf8)
    self.body = body
    self.entropy = entropy
    self.ignoresCase = ignoresCase
    self.isFree = isFree
  }

  init(_ rule: RedactionRule) {
    self.init(rule.name, rule.prefix, .run(rule.set, rule.length), entropy: 0)
  }
}

extension SecretPattern {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  /// The range of a secret whose prefix would begin at `start`; nil if there is none. `isCut` says
  /// that the text may end within a secret.
  func match(_ bytes: Bytes, at start: Int, isCut: Bool) -> Range<Int>? {
    guard isFree || SecretPattern.isBoundary(bytes, start),
      let bodyStart = endOfPrefix(bytes, start)
    else { return nil }
    switch body {
    case .run(let set, let length):
      return run(bytes, bodyStart, set, length, isCut).map { start..<$0 }
    case .marked(let set, let length, let mark):
      guard let end = run(bytes, bodyStart, set, length, isCut),
        bytes[bodyStart..<end].contains(mark) || SecretPattern.isCut(bytes, end, isCut)
      else { return nil }
      return start..<end
    case .pair(let first, let count, let separator, let set, let length):
      let middle = bodyStart + count
      guard middle < bytes.count, bytes[bodyStart..<middle].allSatisfy(first.contains),
        bytes[middle] == separator
      else { return nil }
      return run(bytes, middle + 1, set, length, isCut).map { start..<$0 }
    case .assigned(let words, let set, let length):
      return assigned(bytes, bodyStart, words, set, length, isCut)
    case .around(let before, let count, let after, let length):
      let first = start - count
      guard first >= 0, bytes[first..<start].allSatisfy(before.contains),
        let end = run(bytes, bodyStart, after, length, isCut)
      else { return nil }
      return first..<end
    case .jsonWebToken: return jsonWebToken(bytes, start)
    case .privateKey: return PrivateKeyBlock.match(bytes, at: start)
    case .addressCredentials: return AddressCredentials.match(bytes, after: bodyStart, isCut)
    }
  }

  /// Where the prefix ends that begins at `start`; nil if it does not stand there. JSON may write
  /// `/` as `\/`.
  private func endOfPrefix(_ bytes: Bytes, _ start: Int) -> Int? {
    var i = start
    for byte in prefix {
      if byte == 0x2F, i + 1 < bytes.count, bytes[i] == 0x5C { i += 1 }
      guard i < bytes.count, bytes[i] == byte || ignoresCase && bytes[i].lowercased == byte else {
        return nil
      }
      i += 1
    }
    return i
  }

  /// The end of the run of `set` at `start`, if it is one by length and entropy, or a cut one.
  private func run(
    _ bytes: Bytes, _ start: Int, _ set: ByteSet, _ length: ClosedRange<Int>, _ isCut: Bool
  ) -> Int? {
    let hasSlash = set.contains(0x2F)
    // One more than may be is enough to know that it is too long.
    let limit = min(bytes.count, start + length.upperBound + 1)
    var end = start
    while end < limit {
      if set.contains(bytes[end]) {
        end += 1
      } else if hasSlash, bytes[end] == 0x5C, end + 1 < bytes.count, bytes[end + 1] == 0x2F {
        end += 2
      } else {
        break
      }
    }
    let count = end - start
    if count < length.lowerBound {
      let isCutOff = count >= 4 && SecretPattern.isCut(bytes, end, isCut)
      return isCutOff && SecretPattern.entropy(of: bytes[start..<end]) > 1 ? end : nil
    }
    // A token of letters and digits does not go on with another letter or digit.
    if count > length.upperBound || (end < bytes.count && bytes[end].isLetterOrDigit) { return nil }
    guard entropy > 0 else { return end }
    let body = bytes[start..<end]
    let isLikely =
      SecretPattern.entropy(of: body) >= entropy && SecretPattern.looksRandom(body, of: set)
    return isLikely ? end : nil
  }

  private func assigned(
    _ bytes: Bytes, _ start: Int, _ words: [[UInt8]], _ set: ByteSet,
    _ length: ClosedRange<Int>, _ isCut: Bool
  ) -> Range<Int>? {
    var i = start
    var isAssigned = false
    let limit = min(bytes.count, start + 12)
    while i < limit {
      switch bytes[i] {
      case 0x3A, 0x3D: isAssigned = true
      case 0x20, 0x09, 0x22, 0x27, 0x5C, 0x60, 0x5B, 0x3E: break
      default:
        guard isAssigned else { return nil }
        return assignedValue(bytes, i, words, set, length, isCut)
      }
      i += 1
    }
    return nil
  }

  private func assignedValue(
    _ bytes: Bytes, _ start: Int, _ words: [[UInt8]], _ set: ByteSet,
    _ length: ClosedRange<Int>, _ isCut: Bool
  ) -> Range<Int>? {
    var i = start
    if !words.isEmpty {
      let word = words.first { word in
        i + word.count < bytes.count && bytes[i + word.count] == 0x20
          && zip(bytes[i...], word).allSatisfy { $0.lowercased == $1 }
      }
      guard let word else { return nil }
      i += word.count + 1
      while i < bytes.count, bytes[i] == 0x20 { i += 1 }
    }
    return run(bytes, i, set, length, isCut).map { i..<$0 }
  }

  private static let longestPart = 16_384

  /// `eyJ….eyJ….…`, the signature being whatever follows.
  private func jsonWebToken(_ bytes: Bytes, _ start: Int) -> Range<Int>? {
    func part(_ from: Int, _ longest: Int = SecretPattern.longestPart) -> Int {
      var end = from
      let limit = min(bytes.count, from + longest)
      while end < limit, ByteSet.token.contains(bytes[end]) { end += 1 }
      return end
    }
    let header = part(start, 1024)
    guard header - start >= 12, header + 3 < bytes.count, bytes[header] == 0x2E,
      bytes[header + 1] == 0x65, bytes[header + 2] == 0x79
    else { return nil }
    var end = part(header + 1)
    guard end - header >= 10, SecretPattern.entropy(of: bytes[start..<end]) >= entropy else {
      return nil
    }
    // Encrypted ones have five parts.
    for _ in 0..<3 where end + 1 < bytes.count && bytes[end] == 0x2E {
      let next = part(end + 1)
      if next == end + 1 { break }
      end = next
    }
    return start..<end
  }
}

extension SecretPattern {
  /// Whether a word may begin at `start`: no letter or digit right before it, unless that is the
  /// end of an escape such as `\n`, `\u000a` or `%20`.
  static func isBoundary(_ bytes: Bytes, _ start: Int) -> Bool {
    guard start > 0, bytes[start - 1].isLetterOrDigit else { return true }
    if start >= 2, bytes[start - 2] == 0x5C { return true }
    if start >= 3, bytes[start - 3] == 0x25 {
      return bytes[(start - 2)..<start].allSatisfy(ByteSet.anyHex.contains)
    }
    return start >= 6 && bytes[start - 6] == 0x5C && bytes[start - 5] == 0x75
      && bytes[(start - 4)..<start].allSatisfy(ByteSet.anyHex.contains)
  }

  /// Whether a text was cut at `end`: there it ends, or an ellipsis and a quotation mark stand
  /// there, as in messages that quote.
  static func isCut(_ bytes: Bytes, _ end: Int, _ isCut: Bool) -> Bool {
    if end >= bytes.count { return isCut }
    return end + 3 < bytes.count && bytes[end] == 0x2E && bytes[end + 1] == 0x2E
      && bytes[end + 2] == 0x2E && bytes[end + 3] == 0x27
  }

  /// Whether the text is no words: it has a digit, or switches between upper and lower case again
  /// and again. Random text of capitals alone is not told from words.
  static func looksRandom(_ bytes: Slice<Bytes>, of set: ByteSet) -> Bool {
    guard set.contains(0x61) else { return true }
    var switches = 0
    var wasUpper: Bool?
    for byte in bytes {
      if byte.isDigit { return true }
      guard byte.isLetter else { continue }
      let isUpper = byte & 0x20 == 0
      if let before = wasUpper, before != isUpper { switches += 1 }
      wasUpper = isUpper
    }
    return switches > 2
  }

  /// Shannon entropy in bits per byte.
  static func entropy(of bytes: Slice<Bytes>) -> Double {
    guard !bytes.isEmpty else { return 0 }
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 256) { counts in
      counts.initialize(repeating: 0)
      for byte in bytes { counts[Int(byte)] += 1 }
      let total = Double(bytes.count)
      // Sum of -p log2 p, from a table of logarithms of small integers.
      var sum = 0.0
      for count in counts where count > 1 { sum += Double(count) * Logarithms.log2(Int(count)) }
      return Logarithms.log2(bytes.count) - sum / total
    }
  }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
  /// Whether these bytes stand somewhere in it.
  func contains(_ needle: [UInt8]) -> Bool {
    guard let first = needle.first, count >= needle.count else { return false }
    for i in startIndex...(endIndex - needle.count) where self[i] == first {
      if zip(self[i...], needle).allSatisfy({ $0 == $1 }) { return true }
    }
    return false
  }
}
