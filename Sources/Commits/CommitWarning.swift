/// What is odd about a commit message. Each is told at most once for a message.
package enum CommitWarning: Sendable, Hashable, CaseIterable {
  // Each case is explained by its `words`.
  case spaceBeforeType
  case emptyScope
  case missingSpaceAfterColon
  case missingDescription
  case bodyWithoutBlankLine
  case breakingWithoutBlankLine
  case breakingWithoutSpace
  case breakingWithoutText
  case breakingWithoutColon
  case breakingNotUpperCase

  /// Whether the message was read although Conventional Commits 1.0.0 does not allow its form. The
  /// others are hints: the message was read as the specification says, and its author may have meant
  /// something else.
  package var isLeniency: Bool {
    switch self {
    case .missingDescription, .breakingWithoutColon, .breakingNotUpperCase: false
    default: true
    }
  }

  /// One sentence for a person.
  package var words: String {
    switch self {
    case .spaceBeforeType: "Spaces stand before the type."
    case .emptyScope: "The parentheses of the scope are empty; read as no scope."
    case .missingSpaceAfterColon: "No space follows the colon of the header."
    case .missingDescription: "The header has a type but no description; read as plain text."
    case .bodyWithoutBlankLine: "No blank line separates the subject from the body."
    case .breakingWithoutBlankLine: "No blank line stands before 'BREAKING CHANGE'."
    case .breakingWithoutSpace: "No space follows the colon of 'BREAKING CHANGE'."
    case .breakingWithoutText: "'BREAKING CHANGE' says nothing; the subject stands for it."
    case .breakingWithoutColon:
      "'BREAKING CHANGE' is followed by '#' instead of a colon; not read as a breaking change."
    case .breakingNotUpperCase:
      "'BREAKING CHANGE' is not written exactly so, in upper case; not read as a breaking change."
    }
  }
}
