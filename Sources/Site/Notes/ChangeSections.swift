import Commits
import Model
package import Rendering

/// Changes of one scope.
package struct ChangeGroupRow: Viewable {
  let scope: Text?
  let changes: [ChangeRow]

  package static let shape = Shape<ChangeGroupRow> {
    $0.text("scope", "What the changes are about; null where they do not say.") { $0.scope }
    $0.list("changes", "The newest first.") { $0.changes }
  }
}

/// A section of release notes.
package struct ChangeSectionRow: Viewable {
  let title: String
  let isHidden: Bool
  let groups: [ChangeGroupRow]
  /// What stands on a page that has not room for all.
  var shown: [ChangeGroupRow]

  var count: Int { groups.reduce(0) { $0 + $1.changes.count } }
  private var shownCount: Int { shown.reduce(0) { $0 + $1.changes.count } }

  init(title: String, isHidden: Bool, groups: [ChangeGroupRow]) {
    self.title = title
    self.isHidden = isHidden
    self.groups = groups
    shown = groups
  }

  package static let shape = Shape<ChangeSectionRow> { s in
    s.text("title", "The heading.") { Text($0.title) }
    s.flag("is_hidden", "Whether its changes are in JSON alone.") { $0.isHidden }
    s.integer("count", "How many changes it has.") { $0.count }
    s.list("groups", "Its changes, by scope; those without one first.") { $0.groups }
    s.list("shown_groups", "Those that stand on the page.", inJSON: false) { $0.shown }
    s.integer("not_shown", "How many do not, if any.", inJSON: false) {
      $0.count > $0.shownCount ? $0.count - $0.shownCount : nil
    }
  }

  /// Takes from `room` what it shows.
  mutating func limit(to room: inout Int) {
    var rest = room
    shown = groups.compactMap { group in
      let changes = Array(group.changes.prefix(rest))
      rest -= changes.count
      return changes.isEmpty ? nil : ChangeGroupRow(scope: group.scope, changes: changes)
    }
    room = rest
  }
}

/// By what the changes of release notes are sorted into sections.
package enum ChangeGrouping: String, CaseIterable, Sendable {
  /// By what kind of change they are, inside of that by scope.
  case type
  /// By scope.
  case scope
  /// Each service has notes of its own, by type.
  case service
}

/// The changes of commits, in sections.
struct ChangeSections {
  var sections: [ChangeSectionRow] = []
  var cancelled: [ChangeRow] = []

  var count: Int { sections.reduce(0) { $0 + $1.count } }
  var breakingCount: Int {
    sections.reduce(0) { sum, section in
      sum + section.groups.reduce(0) { $0 + $1.changes.count { $0.entry.message.isBreaking } }
    }
  }
  var shown: [ChangeSectionRow] { sections.filter { !$0.isHidden } }
  var hidden: [ChangeSectionRow] { sections.filter(\.isHidden) }

  /// Lets as many changes stand on a page as there is room for.
  mutating func limit(to room: inout Int) {
    for i in sections.indices where !sections[i].isHidden { sections[i].limit(to: &room) }
  }
}

/// Sorts commits into sections.
struct ChangeSorter {
  let options: NotesOptions

  /// The list of one service's commits.
  ///
  /// - Parameters:
  ///   - commits: the newest first.
  ///   - shippedBefore: by hash, the version that was rolled back.
  func sections(of commits: [Commit], shippedBefore: [Text: Text] = [:]) -> ChangeSections {
    let list = ChangeList(
      of: commits, rules: options.sections, projectKeys: options.links.projectKeys,
      isStrict: options.isStrict)
    let repositories = Dictionary(
      commits.map { ($0.sha, $0.repo.flatMap(NotesOptions.repository)) },
      uniquingKeysWith: { first, _ in first })
    func row(_ entry: CommitEntry) -> ChangeRow {
      ChangeRow(
        entry: entry, repository: repositories[entry.sha] ?? nil, links: options.links,
        shippedBefore: shippedBefore[entry.sha])
    }
    return ChangeSections(
      sections: list.sections.map { section in
        ChangeSectionRow(
          title: section.rule.title, isHidden: section.rule.isHidden,
          groups: section.groups.map {
            ChangeGroupRow(scope: $0.scope, changes: $0.entries.map(row))
          })
      },
      cancelled: list.cancelled.map { cancelled in
        var row = row(cancelled.entry)
        row.revertedBy = cancelled.revertedBy
        return row
      })
  }

  /// The sections of several services as one: a change that is in several of them stands once.
  func merged(_ parts: [(service: Text, sections: ChangeSections)]) -> ChangeSections {
    var result = ChangeSections()
    for rule in options.sections.sections {
      let all = parts.flatMap { part in
        part.sections.sections.filter { $0.title == rule.title }.flatMap { section in
          section.groups.flatMap { group in
            group.changes.map { (group.scope, part.service, $0) }
          }
        }
      }
      let groups = ChangeSorter.groups(of: all)
      guard !groups.isEmpty else { continue }
      result.sections.append(
        ChangeSectionRow(title: rule.title, isHidden: rule.isHidden, groups: groups))
    }
    result.cancelled = ChangeSorter.joined(
      parts.flatMap { part in part.sections.cancelled.map { (part.service, $0) } })
    return result
  }

  private static func groups(of rows: [(Text?, Text, ChangeRow)]) -> [ChangeGroupRow] {
    let byScope = Dictionary(grouping: rows) { $0.0.map { $0.string.lowercased() } ?? "" }
    return byScope.sorted { $0.key < $1.key }.map { _, rows in
      ChangeGroupRow(scope: rows.first?.0, changes: joined(rows.map { ($0.1, $0.2) }))
    }
  }

  /// The newest first; equal ones once, with all their services.
  private static func joined(_ rows: [(service: Text, row: ChangeRow)]) -> [ChangeRow] {
    struct Key: Hashable {
      let sha: Text
      let subject: Text
    }
    var places: [Key: Int] = [:]
    var result: [ChangeRow] = []
    for (service, row) in rows {
      let key = Key(sha: row.entry.sha, subject: row.entry.message.subject)
      if let place = places[key] {
        if !result[place].services.contains(service) { result[place].services.append(service) }
      } else {
        places[key] = result.count
        var row = row
        row.services = [service]
        result.append(row)
      }
    }
    return result.newestFirst(\.entry.time)
  }

  /// The same changes with a section for each scope. What is hidden stays so.
  static func byScope(_ sections: ChangeSections) -> ChangeSections {
    var result = sections
    let shown = sections.shown.flatMap { section in
      section.groups.flatMap { group in
        group.changes.map { change -> (Text?, ChangeRow) in
          var change = change
          change.isInScopeSection = true
          return (group.scope, change)
        }
      }
    }
    let byScope = Dictionary(grouping: shown) { $0.0.map { $0.string.lowercased() } }
    let keys = byScope.keys.sorted { a, b in
      guard let a, let b else { return a != nil && b == nil }
      return a < b
    }
    result.sections =
      keys.map { key in
        let rows = byScope[key] ?? []
        return ChangeSectionRow(
          title: rows.first?.0?.string ?? "No scope", isHidden: false,
          groups: [ChangeGroupRow(scope: nil, changes: rows.map(\.1))])
      } + sections.hidden
    return result
  }
}
