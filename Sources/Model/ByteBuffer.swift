/// A growing run of UTF-8 bytes: what every writer in Rollbook writes into.
package struct ByteBuffer: Sendable {
  package var bytes: [UInt8] = []

  package init() {}

  package init(capacity: Int) {
    bytes.reserveCapacity(capacity)
  }

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  package var count: Int { bytes.count }

  /// The bytes as text. For bytes that are not UTF-8, the replacement character stands in.
  package var string: String { String(decoding: bytes, as: UTF8.self) }

  @inline(__always)
  package mutating func append(byte: UInt8) {
    bytes.append(byte)
  }

  package mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }

  package mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  package mutating func append(contentsOf other: some Sequence<UInt8>) {
    bytes.append(contentsOf: other)
  }

  package mutating func append(_ value: Int) {
    append(Int64(value))
  }

  package mutating func append(_ value: Int64) {
    if value < 0 { append(byte: 0x2D) }
    append(magnitude: value.magnitude, width: 1)
  }

  /// A non-negative number with at least `width` digits, zeros in front.
  package mutating func append(_ value: Int, width: Int) {
    precondition(value >= 0)
    append(magnitude: UInt64(value), width: width)
  }

  private mutating func append(magnitude: UInt64, width: Int) {
    var rest = magnitude
    let start = bytes.count
    repeat {
      bytes.append(UInt8(0x30 + rest % 10))
      rest /= 10
    } while rest > 0
    while bytes.count - start < width { bytes.append(0x30) }
    bytes[start...].reverse()
  }

  package mutating func truncate(to count: Int) {
    bytes.removeLast(bytes.count - count)
  }

  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
  }
}
