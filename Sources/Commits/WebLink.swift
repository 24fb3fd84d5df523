package import Model

/// An address that may stand in published notes: http or https, printable ASCII, percent-encoded, at
/// most 2,048 bytes. Only a `LinkTemplate` makes one.
package struct WebLink: Sendable, Hashable, CustomStringConvertible {
  /// Bytes of the longest address.
  package static let longest = 2048

  /// The address.
  package let text: Text

  /// The address.
  package var description: String { text.string }

  /// Nil if it is too long.
  init?(encoded bytes: [UInt8]) {
    guard bytes.count <= WebLink.longest else { return nil }
    text = ArraySlice(bytes).text
  }
}
