import Model

/// Rewrites canonical JSON string by string; numbers, structure and order stay.
struct MetadataRewriter {
  private let source: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var output = ByteBuffer()
  /// Nil leaves people alone.
  private let people: PeoplePolicy?
  /// A string's new value, of a member's name if `isKey`.
  private let rewrite: (_ text: Text, _ isKey: Bool) -> Text

  /// The JSON of an object with its strings rewritten and people as the policy wants them.
  static func rewrite(
    _ metadata: Metadata, people: PeoplePolicy?,
    _ rewrite: @escaping (_ text: Text, _ isKey: Bool) -> Text
  ) -> Metadata {
    var json = metadata.json.string
    return json.withUTF8 { bytes in
      var rewriter = MetadataRewriter(source: bytes, people: people, rewrite: rewrite)
      rewriter.value()
      return Metadata(canonicalJSON: rewriter.output.string)
    }
  }

  /// Calls `body` with every string, names of members too.
  static func forEachString(in metadata: Metadata, _ body: @escaping (Text) -> Void) {
    _ = rewrite(metadata, people: nil) { text, _ in
      body(text)
      return text
    }
  }

  private init(
    source: UnsafeBufferPointer<UInt8>, people: PeoplePolicy?,
    rewrite: @escaping (Text, Bool) -> Text
  ) {
    self.source = source
    self.people = people
    self.rewrite = rewrite
  }

  private var byte: UInt8 { position < source.count ? source[position] : 0 }

  private mutating func value() {
    switch byte {
    case 0x7B: object()
    case 0x5B: array()
    case 0x22: output.append(jsonString: rewrite(string(), false))
    default: copyLiteral()
    }
  }

  private mutating func copyLiteral() {
    let start = position
    while position < source.count, ![0x2C, 0x7D, 0x5D].contains(source[position]) { position += 1 }
    output.append(contentsOf: source[start..<position])
  }

  private mutating func array() {
    elements(close: 0x5D) { rewriter in
      rewriter.value()
      return true
    }
  }

  private mutating func object() {
    elements(close: 0x7D) { rewriter in
      let key = rewriter.string()
      rewriter.position += 1
      let start = rewriter.output.count
      rewriter.output.append(jsonString: rewriter.rewrite(key, true))
      rewriter.output.append(byte: 0x3A)
      if let people = rewriter.people, people != .names || rewriter.byte == 0x22,
        PersonKeys.isPerson(key.string)
      {
        guard rewriter.person(people) else {
          rewriter.output.truncate(to: start)
          return false
        }
      } else {
        rewriter.value()
      }
      return true
    }
  }

  /// Copies a list in brackets; `body` writes an element and says whether it wrote one.
  private mutating func elements(close: UInt8, _ body: (inout MetadataRewriter) -> Bool) {
    output.append(byte: source[position])
    position += 1
    var isFirst = true
    while position < source.count, byte != close {
      if byte == 0x2C { position += 1 }
      let start = output.count
      if !isFirst { output.append(byte: 0x2C) }
      if body(&self) { isFirst = false } else { output.truncate(to: start) }
    }
    position += 1
    output.append(byte: close)
  }

  // MARK: - People

  /// Writes the value of a person's member as the policy wants it; false if nothing is left.
  private mutating func person(_ people: PeoplePolicy) -> Bool {
    switch byte {
    case 0x22: return write(name: string(), people)
    case 0x5B:
      let start = output.count
      var count = 0
      elements(close: 0x5D) { rewriter in
        let isWritten = rewriter.person(people)
        if isWritten { count += 1 }
        return isWritten
      }
      if count == 0 { output.truncate(to: start) }
      return count > 0
    case 0x7B: return personObject(people)
    default:
      // A number would be somebody's id; true and null tell nothing.
      let start = output.count
      copyLiteral()
      let isNumber = output.bytes[start...].first.map { $0.isDigit || $0 == 0x2D } ?? false
      if isNumber { output.truncate(to: start) }
      return !isNumber
    }
  }

  private mutating func write(name: Text, _ people: PeoplePolicy) -> Bool {
    let person = PersonName(name.string)
    // An address alone under a person's key is an address, not a name.
    if name.isEmpty || (people == .names && person.name == nil) {
      output.append(jsonString: rewrite(name, false))
      return true
    }
    guard let shown = person.shown(people) else { return false }
    output.append(jsonString: rewrite(Text(shown), false))
    return true
  }

  /// Of an object about a person only the name is left, as a text.
  private mutating func personObject(_ people: PeoplePolicy) -> Bool {
    var found: [String: Text] = [:]
    let start = output.count
    elements(close: 0x7D) { rewriter in
      let key = rewriter.string()
      rewriter.position += 1
      if rewriter.byte == 0x22 {
        found[PersonKeys.normal(key.string)] = rewriter.string()
      } else {
        rewriter.copyValue()
      }
      return false
    }
    output.truncate(to: start)
    guard
      let name = PersonKeys.nameMembers.lazy.compactMap({ found[$0] }).first(where: { !$0.isEmpty })
    else { return false }
    return write(name: name, people)
  }

  /// Moves behind a value; what is written of it is taken back by the caller.
  private mutating func copyValue() {
    switch byte {
    case 0x7B, 0x5B:
      elements(close: byte + 2) { rewriter in
        if rewriter.byte == 0x22 {
          _ = rewriter.string()
          if rewriter.byte == 0x3A {
            rewriter.position += 1
            rewriter.copyValue()
          }
        } else {
          rewriter.copyValue()
        }
        return false
      }
    case 0x22: _ = string()
    default: copyLiteral()
    }
  }

  // MARK: - Strings

  /// Reads the string that starts here and moves behind it.
  private mutating func string() -> Text {
    position += 1
    let start = position
    while position < source.count, source[position] != 0x22, source[position] != 0x5C {
      position += 1
    }
    if byte == 0x22 {
      position += 1
      return Text(String(decoding: source[start..<(position - 1)], as: UTF8.self))
    }
    return Text(escapedString(from: start))
  }

  private mutating func escapedString(from start: Int) -> String {
    var bytes = Array(source[start..<position])
    while position < source.count, source[position] != 0x22 {
      guard source[position] == 0x5C, position + 1 < source.count else {
        bytes.append(source[position])
        position += 1
        continue
      }
      let escape = source[position + 1]
      position += 2
      switch escape {
      case 0x62: bytes.append(0x08)
      case 0x66: bytes.append(0x0C)
      case 0x6E: bytes.append(0x0A)
      case 0x72: bytes.append(0x0D)
      case 0x74: bytes.append(0x09)
      case 0x75 where position + 4 <= source.count:
        // Canonical text escapes control characters alone.
        let digits = String(decoding: source[position..<(position + 4)], as: UTF8.self)
        let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
        bytes.append(contentsOf: Array(String(Character(scalar)).utf8))
        position += 4
      default: bytes.append(escape)
      }
    }
    position += 1
    return String(decoding: bytes, as: UTF8.self)
  }
}
