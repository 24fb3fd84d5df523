package import Model

/// One footer of a commit message: `token: value` or `token #value`.
package struct Footer: Sendable, Equatable {
  /// What stands between token and value.
  package enum Separator: Sendable {
    /// `: `
    case colon
    /// ` #`
    case number
  }

  /// As it is written; compares without regard to case.
  package let token: Text
  package let separator: Separator
  /// Without the separator; lines joined by LF. Empty for a `BREAKING CHANGE:` alone.
  package let value: Text

  /// Whether it tells of a breaking change: `BREAKING CHANGE: ` or `BREAKING-CHANGE: `, in upper
  /// case (Conventional Commits 1.0.0, rules 12, 15 and 16).
  package var isBreaking: Bool {
    separator == .colon && (token == "BREAKING CHANGE" || token == "BREAKING-CHANGE")
  }

  /// Whether the token is a given word in lower case.
  package func has(token word: Text) -> Bool { token.lowerCased == word }
}

/// A line that begins a footer.
struct FooterLine {
  let token: ArraySlice<UInt8>
  let separator: Footer.Separator
  /// Without blanks at its ends.
  let value: ArraySlice<UInt8>
  let isBreaking: Bool
  /// Whether a space follows the colon, or nothing at all.
  let isSpaced: Bool

  /// Nil if the line begins none. A token is ASCII letters, digits and `-`, a letter first, or
  /// `BREAKING CHANGE`; only after the latter the space or the value may be missing. `https://` is
  /// none, as the colon has no space after it.
  init?(_ line: ArraySlice<UInt8>) {
    let hasBreakingToken = line.starts(with: "BREAKING CHANGE")
    token =
      hasBreakingToken
      ? line.prefix(15) : line.prefix { $0.isAlphanumeric || $0 == 0x2D }
    guard let first = token.first, first.isLetter else { return nil }
    let rest = line[token.endIndex...]
    if rest.first == 0x3A {
      separator = .colon
      value = rest.dropFirst().trimmed
      isBreaking = hasBreakingToken || token.equals("BREAKING-CHANGE")
      isSpaced = rest.count == 1 || rest.dropFirst().first == 0x20
      guard isBreaking || (isSpaced && !value.isEmpty) else { return nil }
    } else if rest.starts(with: " #") {
      separator = .number
      value = rest.dropFirst(2)
      (isBreaking, isSpaced) = (false, true)
      guard let first = value.first, !first.isBlank else { return nil }
    } else {
      return nil
    }
  }
}
