package import Model

/// A person named by a `Co-authored-by` footer.
package struct CoAuthor: Sendable, Hashable {
  /// Never empty: the address if there is no name.
  package let name: Text
  /// What stands in `<…>`; nil if nothing does. To tell people apart; never published.
  package let email: Text?

  /// Nil for a blank value. Reads the first line alone.
  package init?(_ value: Text) {
    let line = value.bytes.prefix { $0 != 0x0A }.trimmed
    let open = line.lastIndex(of: 0x3C) ?? line.endIndex
    let address = line[open...].dropFirst().prefix { $0 != 0x3E }.trimmed
    let name = line[..<open].trimmed
    guard !name.isEmpty || !address.isEmpty else { return nil }
    self.name = name.isEmpty ? address.text : name.text
    email = address.isEmpty ? nil : address.text
  }
}
