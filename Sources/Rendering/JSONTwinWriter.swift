package import Model

/// Writes a page's value as JSON: the fields that JSON has, in the order of the shape, null for what
/// is not there.
package struct JSONTwinWriter {
  private var buffer: ByteBuffer

  /// The value as one JSON object on one line, without a line break after it.
  package static func bytes(of value: any Viewable) -> ByteBuffer {
    var writer = JSONTwinWriter(buffer: ByteBuffer(capacity: 1024))
    writer.write(value)
    return writer.buffer
  }

  /// Adds the object to a buffer.
  package static func write(_ value: any Viewable, to buffer: inout ByteBuffer) {
    var writer = JSONTwinWriter(buffer: ByteBuffer())
    swap(&writer.buffer, &buffer)
    writer.write(value)
    swap(&writer.buffer, &buffer)
  }

  private mutating func write(_ object: any Viewable) {
    buffer.append(byte: 0x7B)
    var isFirst = true
    for (index, field) in object.shapeInfo.fields.enumerated() where field.isInJSON {
      if !isFirst { buffer.append(byte: 0x2C) }
      isFirst = false
      buffer.append(byte: 0x22)
      buffer.append(field.name)
      buffer.append("\":" as StaticString)
      write(object.value(at: index))
    }
    buffer.append(byte: 0x7D)
  }

  private mutating func write(_ value: Value) {
    switch value {
    case .none: buffer.append("null" as StaticString)
    case .flag(let flag):
      if flag {
        buffer.append("true" as StaticString)
      } else {
        buffer.append("false" as StaticString)
      }
    case .integer(let number): buffer.append(number)
    case .fixed(let scaled, let digits):
      if scaled < 0 { buffer.append(byte: 0x2D) }
      buffer.append(unsignedFixed: scaled.magnitude, digits: digits)
    case .number(let number): buffer.append(number: number)
    case .text(let text), .id(let text): buffer.append(jsonText: text)
    case .word(let word), .link(let word): buffer.append(jsonText: Text(word))
    case .url(let text): buffer.append(jsonURL: text)
    case .time(let time):
      buffer.append(byte: 0x22)
      buffer.append(rfc3339: time)
      buffer.append(byte: 0x22)
    case .day(let day):
      buffer.append(byte: 0x22)
      buffer.append(isoDay: day)
      buffer.append(byte: 0x22)
    case .duration(let milliseconds): buffer.append(seconds: milliseconds)
    case .object(let object): write(object)
    case .list(let elements): writeArray(elements) { $0.write($1) }
    case .texts(let texts): writeArray(texts) { $0.buffer.append(jsonText: $1) }
    case .component(let component): component.writeJSON(to: &buffer)
    case .json(let text): buffer.bytes.append(contentsOf: text.string.utf8)
    }
  }

  private mutating func writeArray<Element>(
    _ elements: [Element], _ write: (inout JSONTwinWriter, Element) -> Void
  ) {
    buffer.append(byte: 0x5B)
    for (i, element) in elements.enumerated() {
      if i > 0 { buffer.append(byte: 0x2C) }
      write(&self, element)
    }
    buffer.append(byte: 0x5D)
  }
}

extension ByteBuffer {
  /// Text from a record as a JSON string of the same value; what can't be seen is escaped: control,
  /// direction and tag characters and non-characters.
  package mutating func append(jsonText text: Text) {
    guard text.string.unicodeScalars.contains(where: { $0.value >= 0x80 && isHidden($0.value) })
    else { return append(jsonString: text.string) }
    append(byte: 0x22)
    var run = ""
    for scalar in text.string.unicodeScalars {
      if scalar.value >= 0x80, isHidden(scalar.value) {
        append(jsonRun: run)
        run = ""
        for unit in String(scalar).utf16 {
          append("\\u" as StaticString)
          append(hex: UInt8(unit >> 8))
          append(hex: UInt8(unit & 0xFF))
        }
      } else {
        run.unicodeScalars.append(scalar)
      }
    }
    append(jsonRun: run)
    append(byte: 0x22)
  }

  /// A part of a JSON string, without quotation marks.
  private mutating func append(jsonRun text: String) {
    var quoted = ByteBuffer()
    quoted.append(jsonString: text)
    bytes.append(contentsOf: quoted.bytes.dropFirst().dropLast())
  }

  /// An address from a record: without the secrets in it if it may be a link, else as it is.
  fileprivate mutating func append(jsonURL text: Text) {
    append(jsonText: SafeURL.text(of: text) ?? text)
  }
}
