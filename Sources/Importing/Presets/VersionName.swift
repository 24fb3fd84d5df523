/// Tells names of released versions from names of branches.
enum VersionName {
  /// First words of branches that carry a version: `bump-parser-4.1.0`.
  private static let branchWords: Set<Substring> = [
    "bugfix", "bump", "dependabot", "feat", "feature", "fix", "hotfix", "merge", "release",
    "releases", "renovate", "revert", "support", "update", "upgrade",
  ]

  /// The tag a ref names, if it is one: `refs/tags/...`, or a name that looks like a version of three
  /// numbers, of two after a `v`, by itself or after the name of what it is a version of
  /// (`app-1.2.3`, `app@1.2.3`, `app/v1.2.3`). A version under `release/` is a branch.
  static func tag(_ ref: String) -> String? {
    if ref.hasPrefix("refs/tags/") { return String(ref.dropFirst(10)) }
    guard !ref.hasPrefix("refs/") else { return nil }
    return isVersion(Array(ref.utf8)) && !isBranch(ref) ? ref : nil
  }

  private static func isBranch(_ ref: String) -> Bool {
    if ref.asciiLowercased.hasPrefix("release-") { return false }
    guard let end = ref.firstIndex(where: { $0 == "/" || $0 == "-" || $0 == "_" }) else {
      return false
    }
    return branchWords.contains(ref.asciiLowercased[..<end])
  }

  /// Whether a version begins after the last slash, there at once or after `@`; in a name without
  /// slashes also after `-` or `_`.
  private static func isVersion(_ name: [UInt8]) -> Bool {
    let slash = name.lastIndex(of: 0x2F)
    let start = slash.map { $0 + 1 } ?? 0
    var place = start
    let separators: [UInt8] = slash == nil ? [0x2D, 0x5F, 0x40] : [0x40]
    while place < name.count {
      let isBeginning = place == start || separators.contains(name[place - 1])
      if isBeginning, isVersion(name[place...]) { return true }
      place += 1
    }
    return false
  }

  private static func isVersion(_ text: ArraySlice<UInt8>) -> Bool {
    let hasV = text.first == 0x76 || text.first == 0x56
    var rest = hasV ? text.dropFirst() : text
    var numbers = 0
    while let first = rest.first, isDigit(first) {
      numbers += 1
      rest = rest.drop(while: isDigit)
      guard rest.first == 0x2E else { break }
      rest = rest.dropFirst()
    }
    guard numbers >= (hasV ? 2 : 3) else { return false }
    return rest.allSatisfy {
      isDigit($0) || ($0 | 0x20) &- 0x61 < 26 || [0x2B, 0x2D, 0x2E, 0x5F].contains($0)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
