package import Model

/// HTML on a byte buffer: the one place that escapes.
extension ByteBuffer {
  /// Our own words as HTML text or attribute: `& < > " '` escaped, nothing cleaned.
  package mutating func append(htmlEscaped text: String) {
    var text = text
    text.withUTF8 { append(htmlEscaped: $0) }
  }

  /// Bytes of UTF-8 text with `& < > " '` escaped.
  package mutating func append(htmlEscaped source: UnsafeBufferPointer<UInt8>) {
    var start = 0
    for i in source.indices {
      guard let entity = htmlEntity(source[i]) else { continue }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[start..<i]))
      append(entity)
      start = i + 1
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[start...]))
  }

  /// Text from a record as HTML text: cleaned, escaped, what can't be shown as a visible chip.
  /// No `<bdi>`: `append(bidiIsolated:)` adds it.
  package mutating func append(htmlText text: Text) {
    append(cleaned: text, as: .html)
  }

  /// Text from a record inside `<bdi>`, so that its direction can't disturb what is around it.
  package mutating func append(bidiIsolated text: Text) {
    append("<bdi>" as StaticString)
    append(cleaned: text, as: .html)
    append("</bdi>" as StaticString)
  }

  /// Text from a record for a double-quoted attribute, `<title>` or SVG: cleaned and escaped, what
  /// can't be shown as `‹U+202E›`.
  package mutating func append(htmlAttribute text: Text) {
    append(cleaned: text, as: .attribute)
  }

  /// Text from a record, cleaned but not escaped: for what is escaped where it is used.
  package mutating func append(cleanedPlain text: Text) {
    append(cleaned: text, as: .bare)
  }
}

@inline(__always)
private func htmlEntity(_ byte: UInt8) -> StaticString? {
  switch byte {
  case 0x26: "&amp;"
  case 0x3C: "&lt;"
  case 0x3E: "&gt;"
  case 0x22: "&quot;"
  case 0x27: "&#39;"
  default: nil
  }
}
