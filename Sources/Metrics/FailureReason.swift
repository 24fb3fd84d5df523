package import Model

/// Why a job failed, as far as its record says: what messages of one kind have in common.
package enum FailureReason: Hashable, Comparable, Sendable {
  /// The message without what differs from case to case.
  case message(Text)
  /// The record has no message; how it ended.
  case none(JobStatus)

  package init(message: Text?, status: JobStatus) {
    guard let message else {
      self = .none(status)
      return
    }
    let shape = FailureReason.shape(of: message)
    self = shape.isEmpty ? .none(status) : .message(shape)
  }

  /// In order of the bytes of the messages; those without one come first.
  package static func < (a: FailureReason, b: FailureReason) -> Bool {
    switch (a, b) {
    case (.none(let left), .none(let right)): left.rawValue < right.rawValue
    case (.none, .message): true
    case (.message, .none): false
    case (.message(let left), .message(let right)): left < right
    }
  }

  /// At most so many characters of a message are kept.
  package static let lengthLimit = 160

  /// The first line of a message that is not empty, of a trace that Python writes the last one, without
  /// the sequences that colour terminals, white space made single, and in place of what
  /// differs from case to case `<url>`, `<path>`, `<id>`, `<hex>` or `<n>`; cut to 160 characters.
  ///
  /// In each word: an address with `://` is a URL; what begins with `/`, `./`, `../`, `~/` or a drive, or
  /// has two slashes or a slash and a dot, is a path; 8-4-4-4-12 hexadecimal digits are an id, and so
  /// are 16 or more letters and digits mixed; 6 or more hexadecimal digits with both letters and digits,
  /// or anything after `0x`, are hex; other digits are numbers, several joined by `.`, `:`, `,` or `-`
  /// one.
  package static func shape(of message: Text) -> Text {
    guard let line = firstLine(of: message) else { return "" }
    let words = plain(line).split(whereSeparator: isSpace).map { shape(ofWord: Array($0)) }
    let joined = String(decoding: Array(words.joined(separator: [0x20])), as: UTF8.self)
    return Text(String(joined.prefix(lengthLimit)))
  }

  /// The beginning of the line that tells, as long as can matter; nil if all lines are empty.
  private static func firstLine(of message: Text) -> [UInt8]? {
    let isBreak = { (byte: UInt8) in byte == 0x0A || byte == 0x0D }
    var rest = message.string.utf8[...]
    while !rest.isEmpty {
      let line = rest.prefix { !isBreak($0) }
      if line.contains(where: { !isSpace($0) }) {
        guard line.starts(with: "Traceback (most recent call last)".utf8) else {
          return Array(line.prefix(4 * lengthLimit))
        }
        let lines = message.string.utf8.split(whereSeparator: isBreak)
        let last = lines.last { $0.contains { !isSpace($0) } } ?? line
        return Array(last.prefix(4 * lengthLimit))
      }
      rest = rest[line.endIndex...].dropFirst()
    }
    return nil
  }

  /// Without escape sequences: ESC, `[`, parameters and a letter; ECMA-48 section 5.4.
  private static func plain(_ line: [UInt8]) -> [UInt8] {
    guard line.contains(0x1B) else { return line }
    var result: [UInt8] = []
    var rest = line[...]
    while let escape = rest.firstIndex(of: 0x1B) {
      result += rest[..<escape]
      rest = rest[(escape + 1)...]
      guard rest.first == 0x5B else { continue }
      rest = rest.dropFirst().drop { 0x20...0x3F ~= $0 }.dropFirst()
    }
    return result + rest
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == 0x7F }

  // MARK: - Words

  /// Brackets, quotes and the like around a word stay as they are.
  private static func shape(ofWord word: [UInt8]) -> [UInt8] {
    var bounds = word.indices
    while let first = bounds.first, isOpening(word[first]) { bounds = bounds.dropFirst() }
    while let last = bounds.last, isClosing(word[last]) { bounds = bounds.dropLast() }
    // `key=value`, `key:"value"`: the value is a word of its own.
    if let sign = word[bounds].firstIndex(of: 0x3D), sign + 1 < bounds.upperBound,
      !hasScheme(word[bounds])
    {
      let key = Array(word[..<sign])
      return shape(ofWord: key) + [0x3D] + shape(ofWord: Array(word[(sign + 1)...]))
    }
    return word[..<bounds.lowerBound] + shape(ofCore: word[bounds]) + word[bounds.upperBound...]
  }

  private static func isOpening(_ byte: UInt8) -> Bool { "'\"`([{<".utf8.contains(byte) }

  private static func isClosing(_ byte: UInt8) -> Bool { "'\"`)]}>,.;:!?".utf8.contains(byte) }

  private static func shape(ofCore word: ArraySlice<UInt8>) -> [UInt8] {
    if hasScheme(word) { return Array("<url>".utf8) }
    if isPath(word) { return Array("<path>".utf8) }
    return merged(pieces(of: word))
  }

  private static func hasScheme(_ word: ArraySlice<UInt8>) -> Bool {
    guard let colon = word.firstIndex(of: 0x3A), colon > word.startIndex else { return false }
    return word[colon...].starts(with: "://".utf8)
      && word[..<colon].allSatisfy { isLetter($0) || isDigit($0) || $0 == 0x2B }
  }

  private static func isPath(_ word: ArraySlice<UInt8>) -> Bool {
    guard word.count > 1, let slash = word.firstIndex(where: { $0 == 0x2F || $0 == 0x5C }) else {
      return false
    }
    let head = word[..<slash]
    if head.isEmpty || head.elementsEqual(".".utf8) || head.elementsEqual("..".utf8)
      || head.elementsEqual("~".utf8)
    {
      return true
    }
    if head.count == 2, head.last == 0x3A, head.first.map(isLetter) == true { return true }
    let rest = word[(slash + 1)...]
    return rest.contains { $0 == 0x2F || $0 == 0x5C } || rest.contains(0x2E)
  }

  // MARK: - Letters, digits and what is between them

  /// What a stretch of letters and digits is replaced by, or a separator.
  private enum Piece: Equatable {
    case number
    case bytes([UInt8])
  }

  private static func pieces(of word: ArraySlice<UInt8>) -> [Piece] {
    if let id = pieceOfUUID(word) { return [id] }
    var pieces: [Piece] = []
    var rest = word
    while let first = rest.first {
      let isAlphanumeric = isLetter(first) || isDigit(first)
      let run = rest.prefix { (isLetter($0) || isDigit($0)) == isAlphanumeric }
      pieces += isAlphanumeric ? shapes(ofRun: run) : [.bytes(Array(run))]
      rest = rest[run.endIndex...]
    }
    return pieces
  }

  private static func pieceOfUUID(_ word: ArraySlice<UInt8>) -> Piece? {
    let parts = word.split(separator: 0x2D, omittingEmptySubsequences: false)
    guard parts.map(\.count) == [8, 4, 4, 4, 12], parts.joined().allSatisfy(isHexadecimal) else {
      return nil
    }
    return .bytes(Array("<id>".utf8))
  }

  private static func shapes(ofRun run: ArraySlice<UInt8>) -> [Piece] {
    guard run.contains(where: isDigit) else { return [.bytes(Array(run))] }
    if run.allSatisfy(isDigit) { return [.number] }
    let isPrefixed = run.starts(with: "0x".utf8) || run.starts(with: "0X".utf8)
    if isPrefixed || (run.count >= 6 && run.allSatisfy(isHexadecimal)) {
      return [.bytes(Array("<hex>".utf8))]
    }
    if run.count >= 16 { return [.bytes(Array("<id>".utf8))] }
    var pieces: [Piece] = []
    var rest = run
    while let first = rest.first {
      let part = rest.prefix { isDigit($0) == isDigit(first) }
      pieces.append(isDigit(first) ? .number : .bytes(Array(part)))
      rest = rest[part.endIndex...]
    }
    return pieces
  }

  /// The pieces one after another, numbers joined by a single sign made one.
  private static func merged(_ pieces: [Piece]) -> [UInt8] {
    var result: [UInt8] = []
    var i = 0
    while i < pieces.count {
      switch pieces[i] {
      case .bytes(let bytes): result += bytes
      case .number:
        result += Array("<n>".utf8)
        while i + 2 < pieces.count, pieces[i + 2] == .number, isJoint(pieces[i + 1]) { i += 2 }
      }
      i += 1
    }
    return result
  }

  private static func isJoint(_ piece: Piece) -> Bool {
    guard case .bytes(let bytes) = piece, bytes.count == 1 else { return false }
    return ".:,-".utf8.contains(bytes[0])
  }

  private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }

  /// Bytes of other alphabets count as letters.
  private static func isLetter(_ byte: UInt8) -> Bool {
    0x41...0x5A ~= byte || 0x61...0x7A ~= byte || byte >= 0x80
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    isDigit(byte) || 0x41...0x46 ~= byte || 0x61...0x66 ~= byte
  }
}
