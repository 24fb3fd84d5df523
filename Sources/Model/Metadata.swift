/// Whatever else a record says: one JSON object, kept as canonical JSON text.
///
/// Canonical means: members sorted by the bytes of their names, no white space, strings with the
/// shortest escapes, numbers as their source text. So equal metadata are equal bytes, whatever the
/// source's format.
package struct Metadata: Sendable, Hashable {
  /// Canonical JSON of the object; `{}` if there is nothing.
  package let json: Text

  package static let empty = Metadata(canonicalJSON: "{}")

  /// `json` must be canonical already, as the importer's reader writes it.
  package init(canonicalJSON json: String) {
    self.json = Text(json)
  }

  package var isEmpty: Bool { json == "{}" }
}
