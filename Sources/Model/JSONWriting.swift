/// JSON on a byte buffer: the one place that escapes strings and prints numbers.
extension ByteBuffer {
  /// A quoted JSON string with the shortest escapes. Control characters are escaped; everything else
  /// stands as UTF-8.
  package mutating func append(jsonString text: String) {
    append(byte: 0x22)
    var text = text
    text.withUTF8 { append(jsonEscaping: $0) }
    append(byte: 0x22)
  }

  package mutating func append(jsonString text: Text) {
    append(jsonString: text.string)
  }

  private mutating func append(jsonEscaping source: UnsafeBufferPointer<UInt8>) {
    var start = 0
    for i in source.indices {
      let byte = source[i]
      if byte >= 0x20 && byte != 0x22 && byte != 0x5C && byte != 0x7F { continue }
      append(contentsOf: source[start..<i])
      start = i + 1
      switch byte {
      case 0x22: append("\\\"")
      case 0x5C: append("\\\\")
      case 0x08: append("\\b")
      case 0x09: append("\\t")
      case 0x0A: append("\\n")
      case 0x0C: append("\\f")
      case 0x0D: append("\\r")
      default:
        append("\\u00")
        append(hex: byte)
      }
    }
    append(contentsOf: source[start...])
  }

  /// Two lower-case hexadecimal digits.
  package mutating func append(hex byte: UInt8) {
    let digits: StaticString = "0123456789abcdef"
    digits.withUTF8Buffer {
      append(byte: $0[Int(byte >> 4)])
      append(byte: $0[Int(byte & 15)])
    }
  }

  /// The shortest decimal text that reads back as the same number; whole numbers without a fraction.
  /// `value` is finite: the importer refuses anything else.
  package mutating func append(number value: Double) {
    if let whole = Int64(exactly: value), whole.magnitude < 1 << 53 {
      append(whole)
    } else {
      append(value.description)
    }
  }
}

/// Writes the members of one JSON object in the order given, leaving out what is nil.
package struct JSONObjectWriter: ~Copyable {
  package var buffer: ByteBuffer
  private var isFirst = true

  package init(into buffer: consuming ByteBuffer) {
    self.buffer = buffer
    self.buffer.append(byte: 0x7B)
  }

  package mutating func name(_ name: StaticString) {
    if !isFirst { buffer.append(byte: 0x2C) }
    isFirst = false
    buffer.append(byte: 0x22)
    buffer.append(name)
    buffer.append("\":" as StaticString)
  }

  /// The same for a name known only at run time.
  package mutating func name(named name: String) {
    if !isFirst { buffer.append(byte: 0x2C) }
    isFirst = false
    buffer.append(jsonString: name)
    buffer.append(byte: 0x3A)
  }

  package mutating func member(_ name: StaticString, _ value: Text?) {
    guard let value else { return }
    self.name(name)
    buffer.append(jsonString: value)
  }

  package mutating func member(_ name: StaticString, word value: String) {
    self.name(name)
    buffer.append(jsonString: value)
  }

  package mutating func member(_ name: StaticString, _ value: Timestamp?) {
    guard let value else { return }
    self.name(name)
    buffer.append(byte: 0x22)
    buffer.append(rfc3339: value)
    buffer.append(byte: 0x22)
  }

  package mutating func member(_ name: StaticString, _ value: Int64?) {
    guard let value else { return }
    self.name(name)
    buffer.append(value)
  }

  package mutating func member(_ name: StaticString, _ value: Double?) {
    guard let value else { return }
    self.name(name)
    buffer.append(number: value)
  }

  package mutating func member(_ name: StaticString, _ value: Bool?) {
    guard let value else { return }
    self.name(name)
    buffer.append(value ? "true" as StaticString : "false")
  }

  package mutating func member(_ name: StaticString, tags: [Text]) {
    guard !tags.isEmpty else { return }
    self.name(name)
    buffer.append(jsonArray: tags)
  }

  package mutating func member(_ name: StaticString, _ metadata: Metadata) {
    guard !metadata.isEmpty else { return }
    self.name(name)
    buffer.append(metadata.json.string)
  }

  package consuming func finish() -> ByteBuffer {
    buffer.append(byte: 0x7D)
    return buffer
  }
}

extension ByteBuffer {
  package mutating func append(jsonArray texts: [Text]) {
    append(byte: 0x5B)
    for (i, text) in texts.enumerated() {
      if i > 0 { append(byte: 0x2C) }
      append(jsonString: text)
    }
    append(byte: 0x5D)
  }
}

extension ByteBuffer {
  /// An array of objects, each written by `body`.
  package mutating func append<Item>(
    jsonObjects items: [Item], _ body: (Item, inout JSONObjectWriter) -> Void
  ) {
    append(byte: 0x5B)
    for (i, item) in items.enumerated() {
      if i > 0 { append(byte: 0x2C) }
      var writer = JSONObjectWriter(into: ByteBuffer())
      body(item, &writer)
      append(contentsOf: writer.finish().bytes)
    }
    append(byte: 0x5D)
  }
}
