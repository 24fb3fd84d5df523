package import Model

/// A subject line after Conventional Commits 1.0.0: `type(scope)!: description`.
package struct ConventionalHeader: Sendable, Equatable {
  /// ASCII letters, digits, `-` and `_`, a letter first; in lower case, since types compare without
  /// regard to case.
  package let type: Text
  /// As it is written; nil if there is none, or an empty one.
  package let scope: Text?
  /// Never empty, without blanks at its ends.
  package let description: Text
  /// Whether `!` stands before the colon.
  package let hasBreakingMark: Bool
}

/// Reads a subject line once from left to right.
struct HeaderReader {
  private let line: ArraySlice<UInt8>
  private var position: Int
  private(set) var warnings: [CommitWarning] = []

  init(_ line: ArraySlice<UInt8>) {
    self.line = line
    position = line.startIndex
  }

  /// Nil if the line is no conventional header.
  mutating func read() -> ConventionalHeader? {
    guard let type = readType(), let scope = readScope() else { return nil }
    let hasMark = accept(0x21)
    guard accept(0x3A), let description = readDescription() else { return nil }
    let name = scope.trimmed
    return ConventionalHeader(
      type: ArraySlice(type.lowerCased).text, scope: name.isEmpty ? nil : name.text,
      description: description.text, hasBreakingMark: hasMark)
  }

  private var next: UInt8? { position < line.endIndex ? line[position] : nil }

  private mutating func accept(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func readType() -> ArraySlice<UInt8>? {
    guard let first = next, first.isLetter else { return nil }
    let type = line[position...].prefix { $0.isAlphanumeric || $0 == 0x2D || $0 == 0x5F }
    position = type.endIndex
    return type
  }

  /// What stands in parentheses, which do not nest; empty without any. Nil if they have no end.
  private mutating func readScope() -> ArraySlice<UInt8>? {
    guard accept(0x28) else { return [] }
    let scope = line[position...].prefix { $0 != 0x28 && $0 != 0x29 }
    position = scope.endIndex
    guard accept(0x29) else { return nil }
    if scope.isBlank { warnings.append(.emptyScope) }
    return scope
  }

  /// Nil if it is empty, or if the colon belongs to `https://` or `std::string`.
  private mutating func readDescription() -> ArraySlice<UInt8>? {
    let rest = line[position...]
    if rest.starts(with: "//") || rest.first == 0x3A { return nil }
    let description = rest.trimmed
    if description.isEmpty {
      warnings.append(.missingDescription)
      return nil
    }
    if rest.first != 0x20 { warnings.append(.missingSpaceAfterColon) }
    return description
  }
}
