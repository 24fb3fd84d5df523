package import Model

/// The number of a pull or merge request at the end of a subject: `feat: a (#12)`.
package struct PullRequestSuffix: Sendable, Equatable {
  /// The subject without it.
  package let subject: Text
  /// What the number names.
  package let reference: IssueReference

  /// Nil if the subject does not end with one, or consists of nothing else.
  package init?(_ subject: Text) {
    let bytes = subject.bytes
    guard bytes.last == 0x29, let open = bytes.suffix(16).lastIndex(of: 0x28) else { return nil }
    let inner = bytes[(open + 1)..<(bytes.endIndex - 1)]
    let found = IssueScanner.occurrences(in: inner, projectKeys: [])
    let rest = bytes[..<open].trimmedAtEnd
    guard let only = found.first, only.range == inner.startIndex..<inner.endIndex, !rest.isEmpty
    else { return nil }
    self.subject = rest.text
    reference = only.reference
  }

  /// A subject without the number at its end, or as it is.
  static func removed(from subject: Text) -> Text {
    PullRequestSuffix(subject)?.subject ?? subject
  }
}
