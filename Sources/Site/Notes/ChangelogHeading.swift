import Commits
import Model

/// The headings of keepachangelog.com 1.1.0, in its order.
enum ChangelogHeading: String, CaseIterable {
  case added = "Added"
  case changed = "Changed"
  case deprecated = "Deprecated"
  case removed = "Removed"
  case fixed = "Fixed"
  case security = "Security"

  private init(_ row: ChangeRow) {
    let message = row.entry.message
    if message.revert != nil {
      self = .removed
      return
    }
    switch message.conventional?.type.string {
    case "feat", "feature", "add": self = .added
    case "fix", "bugfix", "hotfix": self = .fixed
    case "security", "sec": self = .security
    case "deprecate", "deprecated": self = .deprecated
    case "remove", "removed": self = .removed
    default: self = .changed
    }
  }

  /// What is shown of the changes that came, and those that went as removed.
  static func sections(added: ChangeSections, removed: ChangeSections) -> [ChangeSectionRow] {
    var rows: [ChangelogHeading: [ChangeRow]] = [:]
    for change in changes(added.shown) {
      rows[ChangelogHeading(change), default: []].append(change)
    }
    rows[.removed, default: []] += changes(removed.shown)
    return allCases.compactMap { heading in
      guard let changes = rows[heading], !changes.isEmpty else { return nil }
      return ChangeSectionRow(
        title: heading.rawValue, isHidden: false,
        groups: [ChangeGroupRow(scope: nil, changes: changes)])
    }
  }

  private static func changes(_ sections: [ChangeSectionRow]) -> [ChangeRow] {
    sections.flatMap { $0.groups.flatMap(\.changes) }
  }
}
