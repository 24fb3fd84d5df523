package import Model

/// The entries of a section that have the same scope.
package struct ScopeGroup: Sendable, Equatable {
  /// As the first entry writes it; scopes compare without regard to case. Nil for no scope.
  package let scope: Text?
  /// Newest first.
  package let entries: [CommitEntry]
}

/// One section of a list of changes that has entries.
package struct ChangeSection: Sendable, Equatable {
  /// Its title, and whether it is hidden.
  package let rule: SectionRule
  /// By scope: none first, then by the bytes of the scope in lower case.
  package let groups: [ScopeGroup]

  /// Those of all groups; at least 1.
  package var entryCount: Int { groups.reduce(0) { $0 + $1.entries.count } }
}

/// An entry that left the notes because it and its revert are in the same list.
package struct CancelledEntry: Sendable, Equatable {
  /// A revert, or what one takes back.
  package let entry: CommitEntry
  /// The commit that takes it back; nil for a revert that nothing takes back.
  package let revertedBy: Text?
}

/// Commits as release notes list them. Each entry is in exactly one place: a section or `cancelled`.
package struct ChangeList: Sendable, Equatable {
  /// In the order of the rules, hidden ones too; sections without entries are left out.
  package let sections: [ChangeSection]
  /// Newest first.
  package let cancelled: [CancelledEntry]

  /// - Parameters:
  ///   - commits: newest first, as `git log` lists them, each once; the order decides what a revert
  ///     can take back.
  ///   - projectKeys: the keys of issues that are written `ABC-12`.
  ///   - isStrict: whether nothing beyond Conventional Commits 1.0.0 is read.
  package init(
    of commits: [Commit], rules: SectionRules = .standard, projectKeys: Set<Text> = [],
    isStrict: Bool = false
  ) {
    let entries = commits.flatMap {
      CommitEntry.entries(of: $0, projectKeys: projectKeys, isStrict: isStrict)
    }
    let pairing = RevertPairing(entries)
    var standing = rules.sections.map { _ in [CommitEntry]() }
    var cancelled: [CancelledEntry] = []
    for (place, entry) in entries.enumerated() {
      if pairing.isCancelled[place] {
        let sha = pairing.revertedBy[place].map { entries[$0].sha }
        cancelled.append(CancelledEntry(entry: entry, revertedBy: sha))
      } else {
        standing[rules.section(of: entry.message)].append(entry)
      }
    }
    self.cancelled = cancelled
    sections = zip(rules.sections, standing).compactMap { rule, entries in
      entries.isEmpty
        ? nil : ChangeSection(rule: rule, groups: ChangeList.groups(of: entries))
    }
  }

  /// Those that are shown.
  package var shownSections: [ChangeSection] { sections.filter { !$0.rule.isHidden } }

  private static func groups(of entries: [CommitEntry]) -> [ScopeGroup] {
    let byScope = Dictionary(grouping: entries) { $0.scope?.lowerCased }
    let keys = byScope.keys.sorted { a, b in
      guard let a, let b else { return a == nil && b != nil }
      return a < b
    }
    return keys.map { key in
      let entries = byScope[key] ?? []
      return ScopeGroup(scope: entries.first?.scope, entries: entries)
    }
  }
}
