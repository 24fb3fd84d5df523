package import Commits
package import Model

/// How release notes sort and link what they tell of.
package struct NotesOptions: Sendable {
  /// Which section each change belongs to.
  package var sections = SectionRules.standard
  /// Where issues, commits and comparisons are on the web; nothing is linked without.
  package var links = LinkRules()

  /// Whether commits count as conventional only if they are exactly so.
  package var isStrict = false

  package init() {}

  /// `owner/repo` of a repository as records name it: an address, or the name itself. Nil if it is neither.
  package static func repository(_ name: Text) -> Text? {
    var rest = name.string[...]
    if let scheme = rest.firstRange(of: "://") {
      rest = rest[scheme.upperBound...].drop { $0 != "/" }.dropFirst()
    } else if let at = rest.firstRange(of: "@"),
      let colon = rest[at.upperBound...].firstIndex(of: ":")
    {
      rest = rest[rest.index(after: colon)...]
    }
    if rest.hasSuffix("/") { rest = rest.dropLast() }
    if rest.hasSuffix(".git") { rest = rest.dropLast(4) }
    let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count >= 2 && parts.allSatisfy { !$0.isEmpty } ? Text(String(rest)) : nil
  }
}
