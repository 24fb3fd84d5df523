package import Model

/// Text cut where it names issues that have an address.
package struct LinkedText: Sendable, Equatable {
  /// Text that is linked as a whole, or not at all.
  package struct Piece: Sendable, Equatable {
    /// Never empty.
    package let text: Text
    /// Nil for plain text.
    package let link: WebLink?
  }

  /// In the order of the text, of which they are all the bytes; none is empty.
  package let pieces: [Piece]

  /// - Parameter repository: `owner/repo` of the commit that the text is from.
  package init(_ text: Text, rules: LinkRules, in repository: Text? = nil) {
    let bytes = text.bytes
    var pieces: [Piece] = []
    var start = bytes.startIndex
    let found = IssueScanner.occurrences(in: bytes, projectKeys: rules.projectKeys)
    for occurrence in found {
      guard let link = rules.link(to: occurrence.reference, in: repository) else { continue }
      let before = bytes[start..<occurrence.range.lowerBound]
      if !before.isEmpty { pieces.append(Piece(text: before.text, link: nil)) }
      pieces.append(Piece(text: bytes[occurrence.range].text, link: link))
      start = occurrence.range.upperBound
    }
    let rest = bytes[start...]
    if !rest.isEmpty { pieces.append(Piece(text: rest.text, link: nil)) }
    self.pieces = pieces
  }
}
