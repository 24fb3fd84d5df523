/// Text from a record: an id, a name, a message.
///
/// Compares and hashes as its UTF-8 bytes. Swift's `String` compares by canonical equivalence, which
/// would merge two ids that differ only in Unicode normalisation.
package struct Text: Hashable, Comparable, Sendable {
  package let string: String

  package init(_ string: String) {
    self.string = string
  }

  package var isEmpty: Bool { string.isEmpty }

  /// Number of UTF-8 bytes.
  package var byteCount: Int { string.utf8.count }

  package static func == (a: Text, b: Text) -> Bool {
    a.string.utf8.elementsEqual(b.string.utf8)
  }

  package static func < (a: Text, b: Text) -> Bool {
    a.string.utf8.lexicographicallyPrecedes(b.string.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    var copy = string
    copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(0xFF as UInt8)
  }
}

extension Text: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) {
    self.init(value)
  }
}

extension Text: CustomStringConvertible {
  package var description: String { string }
}
