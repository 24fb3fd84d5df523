package import Model

/// Writes the JSON Schema (2020-12) of a page's JSON twin from its shape.
package struct JSONSchemaWriter {
  /// Objects within objects that are described; deeper ones are any object, so that a shape that
  /// contains itself has an end.
  private static let deepest = 8

  private var buffer = ByteBuffer()

  package static func schema(of shape: ShapeInfo, id: String, title: String) -> ByteBuffer {
    var writer = JSONSchemaWriter()
    writer.buffer.append(#"{"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"#)
    writer.buffer.append(jsonString: id)
    writer.buffer.append(#","title":"#)
    writer.buffer.append(jsonString: title)
    writer.buffer.append(byte: 0x2C)
    writer.writeObject(shape, isNullable: false, depth: 0)
    writer.buffer.append(byte: 0x7D)
    return writer.buffer
  }

  private mutating func writeObject(_ shape: ShapeInfo, isNullable: Bool, depth: Int) {
    writeType("object", isNullable: isNullable)
    guard depth < JSONSchemaWriter.deepest else { return }
    let fields = shape.fields.filter(\.isInJSON)
    buffer.append(#","properties":{"#)
    for (i, field) in fields.enumerated() {
      if i > 0 { buffer.append(byte: 0x2C) }
      buffer.append(jsonString: field.name)
      buffer.append(#":{"description":"#)
      buffer.append(jsonString: field.summary)
      writeKind(field.kind, depth: depth)
      buffer.append(byte: 0x7D)
    }
    buffer.append(#"},"required":"#)
    buffer.append(jsonArray: fields.map { Text($0.name) })
    buffer.append(#","additionalProperties":false"#)
  }

  private mutating func writeType(_ type: String, isNullable: Bool, format: String? = nil) {
    buffer.append(isNullable ? "\"type\":[\"\(type)\",\"null\"]" : "\"type\":\"\(type)\"")
    if let format { buffer.append(",\"format\":\"\(format)\"") }
  }

  private mutating func writeKind(_ kind: FieldKind, depth: Int) {
    if case .component = kind { return }
    if case .json = kind { return }
    buffer.append(byte: 0x2C)
    switch kind {
    case .flag: writeType("boolean", isNullable: true)
    case .integer: writeType("integer", isNullable: true)
    case .fixed, .number, .duration: writeType("number", isNullable: true)
    case .text, .id, .word, .url: writeType("string", isNullable: true)
    case .link: writeType("string", isNullable: true, format: "uri-reference")
    case .time: writeType("string", isNullable: true, format: "date-time")
    case .day: writeType("string", isNullable: true, format: "date")
    case .texts: buffer.append(#""type":"array","items":{"type":"string"}"#)
    case .object(let shape): writeObject(shape(), isNullable: true, depth: depth + 1)
    case .list(let shape):
      buffer.append(#""type":"array","items":{"#)
      writeObject(shape(), isNullable: false, depth: depth + 1)
      buffer.append(byte: 0x7D)
    case .component, .json: break
    }
  }
}
