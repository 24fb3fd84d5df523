/// One tag of raw HTML, cut into its parts by HTML's own rules.
struct HTMLTag {
  struct Attribute {
    let name: String
    /// From the white space before it to its end, quotation mark included.
    let range: Range<Int>
    /// What is between the quotation marks.
    let value: Range<Int>
    let isDoubleQuoted: Bool
  }

  /// In lower case.
  let name: String
  let isEnd: Bool
  let isSelfClosing: Bool
  let range: Range<Int>
  let attributes: [Attribute]

  /// Reads the tag whose `<` is at `start`; nil if it does not end.
  init?(_ bytes: [UInt8], from start: Int) {
    var reader = HTMLTagReader(bytes: bytes, position: start + 1)
    isEnd = reader.skip(0x2F)
    name = reader.name()
    var attributes: [Attribute] = []
    while true {
      let before = reader.position
      reader.skipBlanks()
      guard let byte = reader.current else { return nil }
      if byte == 0x3E { break }
      guard let attribute = reader.attribute(from: before) else { return nil }
      attributes.append(attribute)
    }
    self.attributes = attributes
    isSelfClosing = bytes[reader.position - 1] == 0x2F
    range = start..<reader.position + 1
  }
}

extension HTMLTag.Attribute {
  /// Attributes that run code or hold several URLs: no value may stand there.
  var isForbidden: Bool {
    name.hasPrefix("on") || ["style", "srcset", "srcdoc", "ping", "imagesrcset"].contains(name)
  }

  var isURL: Bool {
    [
      "href", "src", "action", "formaction", "poster", "cite", "data", "background", "xlink:href",
      "longdesc", "manifest", "icon", "codebase", "usemap",
    ].contains(name)
  }

  /// Attributes that programs read.
  var isMachine: Bool {
    name.hasPrefix("data-")
      || [
        "datetime", "value", "id", "for", "min", "max", "low", "high", "optimum", "width", "height",
      ]
      .contains(name)
  }
}

private struct HTMLTagReader {
  let bytes: [UInt8]
  var position: Int

  var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    position += 1
    return true
  }

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0C || byte == 0x0D
  }

  /// Skips white space and the `/` of `<br />`.
  mutating func skipBlanks() {
    while let byte = current, HTMLTagReader.isBlank(byte) || byte == 0x2F { position += 1 }
  }

  mutating func name() -> String {
    let start = position
    while let byte = current, !HTMLTagReader.isBlank(byte), byte != 0x2F, byte != 0x3E {
      position += 1
    }
    return lowercased(start..<position)
  }

  private func lowercased(_ range: Range<Int>) -> String {
    String(decoding: bytes[range].map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  mutating func attribute(from start: Int) -> HTMLTag.Attribute? {
    let nameStart = position
    position += 1
    while let byte = current, !HTMLTagReader.isBlank(byte), byte != 0x2F, byte != 0x3E, byte != 0x3D
    {
      position += 1
    }
    let name = lowercased(nameStart..<position)
    let nameEnd = position
    while let byte = current, HTMLTagReader.isBlank(byte) { position += 1 }
    guard skip(0x3D) else {
      position = nameEnd
      return .init(
        name: name, range: start..<nameEnd, value: nameEnd..<nameEnd, isDoubleQuoted: false)
    }
    while let byte = current, HTMLTagReader.isBlank(byte) { position += 1 }
    guard let quote = current else { return nil }
    guard quote == 0x22 || quote == 0x27 else {
      let valueStart = position
      while let byte = current, !HTMLTagReader.isBlank(byte), byte != 0x3E { position += 1 }
      return .init(
        name: name, range: start..<position, value: valueStart..<position, isDoubleQuoted: false)
    }
    position += 1
    let valueStart = position
    while let byte = current, byte != quote { position += 1 }
    guard current != nil else { return nil }
    position += 1
    return .init(
      name: name, range: start..<position, value: valueStart..<position - 1,
      isDoubleQuoted: quote == 0x22)
  }
}
