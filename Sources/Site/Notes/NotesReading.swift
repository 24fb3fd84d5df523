import Archiving
import Commits
import Model
import Notes

/// Makes release notes from the archive, as it is published.
struct NotesReading {
  private let reader: PublicReader
  private let options: SiteOptions
  private let sorter: ChangeSorter
  private let limit: Int
  private var zone: ZoneTable { options.zone }

  /// - Parameter limit: of the commits in what is made into views.
  init(_ reader: PublicReader, _ options: SiteOptions, limit: Int) {
    self.limit = limit
    self.reader = reader
    self.options = options
    sorter = ChangeSorter(options: options.notes)
  }

  /// The notes of one service.
  func view(_ notes: ReleaseNotes, grouping: ChangeGrouping = .service) throws -> NotesView {
    try view([notes], grouping: grouping)
  }

  /// The notes of several services as one.
  ///
  /// - Parameter parts: at least one.
  func view(_ parts: [ReleaseNotes], grouping: ChangeGrouping) throws -> NotesView {
    let added = sections(parts, grouping) { ($0.added.commits, $0.shippedBefore) }
    let removed = sections(parts, grouping) { ($0.removed.commits, [:]) }
    let all = parts.flatMap { part in part.versions.map { (line: $0, service: part.service) } }
    let lines = all.newestFirst(\.line.entry.at)
    return NotesView(
      parts: parts,
      versions: lines.map {
        VersionRow(
          line: $0.line, service: parts.count > 1 ? $0.service : nil, base: options.baseAddress)
      },
      rollback: parts.count == 1 ? try parts.first.flatMap(rollback) : nil,
      added: added, removed: removed, contributors: try contributors(added),
      compareURL: parts.count == 1 ? parts.first.flatMap(compareURL) : nil,
      base: options.baseAddress, zone: zone, limit: limit)
  }

  private func sections(
    _ parts: [ReleaseNotes], _ grouping: ChangeGrouping,
    _ commits: (ReleaseNotes) -> ([Commit], [Text: Text])
  ) -> ChangeSections {
    let all = parts.map { part in
      let (commits, shippedBefore) = commits(part)
      return (part.service, sorter.sections(of: commits, shippedBefore: shippedBefore))
    }
    let sections = all.count == 1 ? all[0].1 : sorter.merged(all)
    return grouping == .scope ? ChangeSorter.byScope(sections) : sections
  }

  /// The rollback that ended what was live before.
  private func rollback(_ notes: ReleaseNotes) throws -> RollbackRow? {
    guard notes.range.kind == .rollback, let base = notes.range.base else { return nil }
    let ledger = try reader.rollbacks(of: notes.service)
    let rollback = ledger.last {
      $0.environment == notes.environment && $0.at == base.until
        && ($0.blamed == base.deployment || base.deployment.map($0.withdrawn.contains) ?? false)
    }
    return try rollback.flatMap { try RollbackReading(reader).row($0) }
  }

  private func compareURL(_ notes: ReleaseNotes) -> Text? {
    guard let from = notes.base?.deployment.commitSHA, let to = notes.target?.deployment.commitSHA,
      from != to
    else { return nil }
    let repo = notes.target?.deployment.repo ?? notes.base?.deployment.repo
    return options.notes.links.link(
      comparing: from, with: to, in: repo.flatMap(NotesOptions.repository))?.text
  }

  // MARK: - People

  /// Those of what is listed, hidden sections too, by the number of changes, then by name.
  private func contributors(_ added: ChangeSections) throws -> [ContributorRow] {
    var rows: [Text: ContributorRow] = [:]
    for entry in added.sections.flatMap(\.groups).flatMap(\.changes).map(\.entry) {
      for name in Set([entry.author].compactMap(\.self) + entry.coAuthors.map(\.name)) {
        rows[name, default: ContributorRow(name: name)].changes += 1
      }
      if let author = entry.author, try reader.isFirstOfAuthor(entry.sha) {
        rows[author]?.isFirstTime = true
      }
    }
    return rows.values.sorted {
      $0.changes != $1.changes ? $0.changes > $1.changes : $0.name < $1.name
    }
  }
}
