package import Model

/// Writes the JSON Schema (2020-12) of a JSON file from its shape. Each shape within it is described
/// once, under `$defs`.
package struct JSONSchemaWriter {
  private var buffer = ByteBuffer()
  /// The shapes to be described under `$defs`, in the order they were first named.
  private var parts: [ShapeInfo] = []

  /// - Parameter id: the schema's file name; it resolves against where it is read from.
  package static func schema(of shape: ShapeInfo, id: String, title: String) -> ByteBuffer {
    var writer = JSONSchemaWriter()
    writer.buffer.append(#"{"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"#)
    writer.buffer.append(jsonString: id)
    writer.buffer.append(#","title":"#)
    writer.buffer.append(jsonString: title)
    writer.buffer.append(",")
    writer.writeObject(shape)
    writer.writeParts()
    writer.buffer.append("}\n")
    return writer.buffer
  }

  /// The parts may name further ones.
  private mutating func writeParts() {
    var written = 0
    while written < parts.count {
      let part = parts[written]
      buffer.append(written == 0 ? #","$defs":{"# : ",")
      buffer.append(jsonString: part.name)
      buffer.append(":{")
      writeObject(part)
      buffer.append("}")
      written += 1
    }
    if written > 0 { buffer.append("}") }
  }

  private mutating func writeObject(_ shape: ShapeInfo) {
    let fields = shape.fields.filter(\.isInJSON)
    buffer.append(#""type":"object","properties":{"#)
    for (i, field) in fields.enumerated() {
      if i > 0 { buffer.append(",") }
      buffer.append(jsonString: field.name)
      buffer.append(#":{"description":"#)
      buffer.append(jsonString: field.summary)
      buffer.append(",")
      write(field)
      buffer.append("}")
    }
    buffer.append(#"},"required":"#)
    buffer.append(jsonArray: fields.map { Text($0.name) })
    buffer.append(#","additionalProperties":false"#)
  }

  private mutating func write(_ field: FieldInfo) {
    switch field.kind {
    case .flag: writeType("boolean", of: field)
    case .integer: writeType("integer", of: field)
    case .fixed, .number, .duration: writeType("number", of: field)
    case .text, .id, .word, .url: writeType("string", of: field)
    case .link: writeType("string", of: field, format: "uri-reference")
    case .time: writeType("string", of: field, format: "date-time")
    case .day: writeType("string", of: field, format: "date")
    case .json: writeType("object", of: field)
    case .texts: buffer.append(#""type":"array","items":{"type":"string"}"#)
    case .object(let shape): writeReference(to: shape(), isNullable: field.isNullable)
    case .component(let shape):
      guard let shape = shape() else {
        preconditionFailure("\(field.name) is a component in JSON without a shape")
      }
      writeReference(to: shape, isNullable: field.isNullable)
    case .list(let shape):
      buffer.append(#""type":"array","items":{"#)
      writeReference(to: shape(), isNullable: false)
      buffer.append("}")
    }
  }

  private mutating func writeReference(to shape: ShapeInfo, isNullable: Bool) {
    if let known = parts.first(where: { $0.name == shape.name }) {
      precondition(known.fields.map(\.name) == shape.fields.map(\.name), "two \(shape.name)")
    } else {
      parts.append(shape)
    }
    if isNullable { buffer.append(#""anyOf":[{"#) }
    buffer.append("\"$ref\":\"#/$defs/\(shape.name)\"")
    if isNullable { buffer.append(#"},{"type":"null"}]"#) }
  }

  private mutating func writeType(_ type: String, of field: FieldInfo, format: String? = nil) {
    buffer.append(field.isNullable ? "\"type\":[\"\(type)\",\"null\"]" : "\"type\":\"\(type)\"")
    if let format { buffer.append(",\"format\":\"\(format)\"") }
    switch field.rule {
    case .any: break
    case .words(let words):
      buffer.append(#","enum":"#)
      buffer.append(jsonArray: words.map { Text($0) })
      guard field.isNullable else { break }
      buffer.bytes.removeLast()
      buffer.append(",null]")
    case .pattern(let pattern):
      buffer.append(#","pattern":"#)
      buffer.append(jsonString: pattern)
    case .atLeast(let least): buffer.append(",\"minimum\":\(least)")
    case .share: buffer.append(#","minimum":0,"maximum":1"#)
    case .exactly(let number): buffer.append(",\"const\":\(number)")
    }
  }
}
