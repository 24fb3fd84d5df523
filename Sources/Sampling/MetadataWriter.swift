import Model

/// Writes a metadata object as canonical JSON; members come in the order of their names' bytes.
struct MetadataWriter {
  private var buffer = ByteBuffer(capacity: 192)
  private var lastName = ""

  init() {
    buffer.append(byte: 0x7B)
  }

  mutating func add(_ name: StaticString, text: String) {
    begin(name)
    buffer.append(jsonString: text)
  }

  /// A number, kept as its source text: `0.10`, `1e3`, or more digits than a Double has.
  mutating func add(_ name: StaticString, number: String) {
    begin(name)
    buffer.append(number)
  }

  mutating func add(_ name: StaticString, _ value: Int) {
    begin(name)
    buffer.append(value)
  }

  mutating func add(_ name: StaticString, _ value: Bool) {
    begin(name)
    buffer.append(value ? "true" as StaticString : "false")
  }

  private mutating func begin(_ name: StaticString) {
    let text = name.description
    precondition(text > lastName, "metadata member \(text) after \(lastName)")
    if !lastName.isEmpty { buffer.append(byte: 0x2C) }
    lastName = text
    buffer.append(byte: 0x22)
    buffer.append(name)
    buffer.append("\":" as StaticString)
  }

  /// The finished object.
  func metadata() -> Metadata {
    var whole = buffer
    whole.append(byte: 0x7D)
    return Metadata(canonicalJSON: whole.string)
  }
}
