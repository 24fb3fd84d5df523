/// A strict JSON parser on bytes: RFC 8259 and UTF-8, nothing else.
///
/// One pass checks the text and leaves a tape of tokens with offsets into it; nothing is copied and
/// nothing is allocated once the tape has its size. Recursion is bounded by `maximumDepth`.
struct JSONParser: ~Copyable {
  static let maximumDepth = 64
  static let maximumKeys = 10_000
  static let maximumRecordSize = 16 << 20

  private(set) var tape = JSONTape()
  private var fault = JSONFault(reason: .unexpectedEnd, offset: 0)
  private var base: UnsafePointer<UInt8>
  private var count = 0
  private var isFinal = true

  init() {
    // Replaced before it is read: parsing an empty text returns at once.
    base = JSONParser.nothing
  }

  private static var nothing: UnsafePointer<UInt8> {
    let empty: StaticString = ""
    return empty.utf8Start
  }

  /// Parses the value at the start of `text`, white space before it allowed, and returns the offset
  /// behind it. If `isFinal` is false, more text may follow: a number at the very end is then
  /// `unexpectedEnd`, too. The tape is of use after a fault: it has what came before it.
  mutating func parse(
    _ text: UnsafeBufferPointer<UInt8>, isFinal: Bool
  ) throws(JSONFault) -> Int {
    tape.removeAll()
    guard let start = text.baseAddress else {
      throw JSONFault(reason: .unexpectedEnd, offset: 0)
    }
    base = start
    count = text.count
    self.isFinal = isFinal
    let end = value(skipWhitespace(0), depth: 0)
    if end < 0 { throw fault }
    return end
  }

  /// Parses `text` as exactly one value with nothing but white space around it.
  mutating func parseWhole(_ text: UnsafeBufferPointer<UInt8>) throws(JSONFault) {
    let end = skipWhitespace(try parse(text, isFinal: true))
    if end < count { throw JSONFault(reason: .trailingContent, offset: end) }
  }

  /// What was parsed last. Valid until the next parse and as long as the text stays.
  var view: JSONView {
    JSONView(base: base, tokens: tape.tokens, tokenCount: tape.count)
  }

  private mutating func fail(_ reason: JSONFault.Reason, _ offset: Int) -> Int {
    let isPastEnd = offset >= count
    fault = JSONFault(
      reason: isPastEnd ? .unexpectedEnd : reason, offset: min(offset, count))
    return -1
  }

  @inline(__always)
  private func skipWhitespace(_ start: Int) -> Int {
    var i = start
    while i < count, base[i] <= 0x20, base[i].isJSONWhitespace { i += 1 }
    return i
  }

  private mutating func value(_ i: Int, depth: Int) -> Int {
    guard i < count else { return fail(.unexpectedEnd, i) }
    switch base[i] {
    case 0x22:
      return string(i + 1)
    case 0x7B:
      return object(i, depth: depth + 1)
    case 0x5B:
      return array(i, depth: depth + 1)
    case 0x2D, 0x30...0x39:
      return number(i)
    case 0x74:
      return literal(i, "true", .yes)
    case 0x66:
      return literal(i, "false", .no)
    case 0x6E:
      return literal(i, "null", .null)
    default:
      return failAtValue(i)
    }
  }

  private mutating func failAtValue(_ i: Int) -> Int {
    switch base[i] {
    case 0x2F, 0x23: fail(.comment, i)
    case 0x4E, 0x49: fail(.notANumber, i)
    case 0xEF where i + 2 < count && base[i + 1] == 0xBB && base[i + 2] == 0xBF:
      fail(.leadingMark, i)
    case 0xEF where !isFinal && JSONBytes.multibyteIsCutOff(base, i, count):
      fail(.unexpectedEnd, count)
    case 0x2B, 0x2E: fail(.badNumber, i)
    case 0x41...0x5A, 0x61...0x7A, 0x27: fail(.badLiteral, i)
    default: fail(.expectedValue, i)
    }
  }

  private mutating func object(_ start: Int, depth: Int) -> Int {
    if depth > JSONParser.maximumDepth { return fail(.tooDeep, start) }
    let token = tape.count
    tape.append(.object, start: start, end: 0)
    var i = skipWhitespace(start + 1)
    if i < count, base[i] == 0x7D {
      tape.close(token, end: i + 1)
      return i + 1
    }
    var keys = 0
    while true {
      guard i < count, base[i] == 0x22 else {
        return fail(keys > 0 && i < count && base[i] == 0x7D ? .trailingComma : .expectedKey, i)
      }
      keys += 1
      if keys > JSONParser.maximumKeys { return fail(.tooManyKeys, i) }
      i = string(i + 1)
      if i < 0 { return i }
      if i >= count || base[i] != 0x3A { i = skipWhitespace(i) }
      guard i < count, base[i] == 0x3A else { return fail(.expectedColon, i) }
      i = value(skipWhitespace(i + 1), depth: depth)
      if i < 0 { return i }
      i = skipWhitespace(i)
      guard i < count else { return fail(.unexpectedEnd, i) }
      if base[i] == 0x2C {
        i = skipWhitespace(i + 1)
      } else if base[i] == 0x7D {
        tape.close(token, end: i + 1)
        return i + 1
      } else {
        return fail(.expectedComma, i)
      }
    }
  }

  private mutating func array(_ start: Int, depth: Int) -> Int {
    if depth > JSONParser.maximumDepth { return fail(.tooDeep, start) }
    let token = tape.count
    tape.append(.array, start: start, end: 0)
    var i = skipWhitespace(start + 1)
    if i < count, base[i] == 0x5D {
      tape.close(token, end: i + 1)
      return i + 1
    }
    while true {
      i = value(i, depth: depth)
      if i < 0 { return i }
      i = skipWhitespace(i)
      guard i < count else { return fail(.unexpectedEnd, i) }
      if base[i] == 0x5D {
        tape.close(token, end: i + 1)
        return i + 1
      }
      guard base[i] == 0x2C else { return fail(.expectedComma, i) }
      i = skipWhitespace(i + 1)
      if i < count, base[i] == 0x5D { return fail(.trailingComma, i) }
    }
  }

  private mutating func literal(_ start: Int, _ word: StaticString, _ kind: JSONToken.Kind) -> Int {
    let end = start + word.utf8CodeUnitCount
    for i in start..<end {
      guard i < count else { return fail(.unexpectedEnd, i) }
      if base[i] != word.utf8Start[i - start] { return fail(.badLiteral, start) }
    }
    tape.append(kind, start: start, end: end)
    return end
  }

  private mutating func number(_ start: Int) -> Int {
    var i = start
    if base[i] == 0x2D { i += 1 }
    guard i < count, isDigit(i) else { return failAtNumber(start, i) }
    let hasLeadingZero = base[i] == 0x30
    let firstDigit = i
    i = skipDigits(i)
    if hasLeadingZero, i - firstDigit > 1 { return fail(.badNumber, start) }
    var isComplex = false
    if i < count, base[i] == 0x2E {
      isComplex = true
      guard i + 1 < count, isDigit(i + 1) else { return failAtNumber(start, i + 1) }
      i = skipDigits(i + 1)
    }
    if i < count, base[i] | 0x20 == 0x65 {
      isComplex = true
      i += 1
      if i < count, base[i] == 0x2B || base[i] == 0x2D { i += 1 }
      guard i < count, isDigit(i) else { return failAtNumber(start, i) }
      i = skipDigits(i)
    }
    if i == count, !isFinal { return fail(.unexpectedEnd, i) }
    tape.append(.number, start: start, end: i, isComplex: isComplex)
    return i
  }

  private mutating func failAtNumber(_ start: Int, _ i: Int) -> Int {
    if i >= count { return fail(.unexpectedEnd, i) }
    return fail(base[i] == 0x49 || base[i] == 0x4E ? .notANumber : .badNumber, start)
  }

  @inline(__always)
  private func isDigit(_ i: Int) -> Bool {
    base[i] &- 0x30 < 10
  }

  @inline(__always)
  private func skipDigits(_ start: Int) -> Int {
    var i = start
    while i < count, isDigit(i) { i += 1 }
    return i
  }

  /// `start` is behind the opening quote; returns the offset behind the closing one.
  @inline(__always)
  private mutating func string(_ start: Int) -> Int {
    var i = start
    var isComplex = false
    while true {
      i = JSONBytes.skipPlain(base, i, count)
      guard i < count else { return fail(.unexpectedEnd, i) }
      let byte = base[i]
      if byte == 0x22 {
        tape.append(.string, start: start, end: i, isComplex: isComplex)
        return i + 1
      }
      if byte == 0x5C {
        isComplex = true
        let next = JSONBytes.skipEscape(base, i, count)
        if next < 0 { return failAtEscape(i) }
        i = next
      } else if byte >= 0x80 {
        let next = JSONBytes.skipMultibyte(base, i, count)
        if next < 0 { return failAtMultibyte(i) }
        i = next
      } else {
        return fail(.controlCharacter, i)
      }
    }
  }

  private mutating func failAtEscape(_ i: Int) -> Int {
    JSONBytes.escapeIsCutOff(base, i, count) ? fail(.unexpectedEnd, count) : fail(.badEscape, i)
  }

  private mutating func failAtMultibyte(_ i: Int) -> Int {
    JSONBytes.multibyteIsCutOff(base, i, count) ? fail(.unexpectedEnd, count) : fail(.badUTF8, i)
  }
}
