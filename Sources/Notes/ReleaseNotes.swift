package import Model

/// What changed in one environment of one service, by what was really live there.
package struct ReleaseNotes: Sendable, Equatable {
  package let service: Text
  package let environment: Text
  package let range: NotesRange
  /// What was live before and in the end; nil where no record describes it.
  package let base: LedgerEntry?
  package let target: LedgerEntry?
  /// Every deployment of the range, the newest first.
  package let versions: [VersionLine]
  /// What came: for a rollback, what came back with the older version and was not there before it.
  package let added: CommitRange
  /// What went: in the base and not in the target.
  package let removed: CommitRange
  /// By hash, the version with which a commit was live before, and was rolled back.
  package let shippedBefore: [Text: Text]
}

/// A deployment in notes.
package struct VersionLine: Sendable, Equatable {
  package let entry: LedgerEntry
  package let verdict: Verdict
}

/// Makes notes from the ledger and the commits.
package struct NotesMaker {
  private let ledger: EnvironmentLedger
  private let commit: (Text) throws -> Commit?
  private let reason: (Rollback) throws -> Text?

  /// - Parameters:
  ///   - reason: the reason of a rollback as corrected; nil for as recorded.
  ///   - commit: the record of a hash; nil if there is none.
  package init(
    _ ledger: EnvironmentLedger, reason: @escaping (Rollback) throws -> Text? = { _ in nil },
    commit: @escaping (Text) throws -> Commit?
  ) {
    self.ledger = ledger
    self.reason = reason
    self.commit = commit
  }

  package func notes(for range: NotesRange) throws -> ReleaseNotes {
    let base = entry(of: range.base)
    let target = range.kind == .unreleased ? newestWaiting(after: range) : entry(of: range.target)
    let lines = try entries(in: range).reversed().map { entry in
      VersionLine(
        entry: entry,
        verdict: try ledger.verdict(of: entry, upTo: range.target?.from, reason: reason))
    }
    let added = try commits(base, target) ?? heads(lines.filter { isAdded($0, range) })
    let removed = try base.flatMap { try commits(target, $0) } ?? heads(try removed(range))
    return ReleaseNotes(
      service: ledger.service, environment: ledger.environment, range: range, base: base,
      target: target, versions: lines, added: added, removed: removed,
      shippedBefore: try shippedBefore(lines, base, added))
  }

  private func entry(of span: LiveSpan?) -> LedgerEntry? {
    span?.deployment.flatMap { ledger.entry($0) }
  }

  /// The newest deployment on its way that has a commit: what would come next.
  private func newestWaiting(after range: NotesRange) -> LedgerEntry? {
    entries(in: range).last { $0.fact.kind == .notReached && $0.deployment.commitSHA != nil }
  }

  /// The deployments after the base up to the target, by time.
  private func entries(in range: NotesRange) -> [LedgerEntry] {
    let first = range.base?.from
    let last = range.target?.from
    return ledger.entries.filter { entry in
      guard let at = entry.at else { return false }
      if entry.key == range.target?.deployment, range.target?.isRestored == false { return true }
      if entry.key == range.base?.deployment, range.base?.isRestored == false { return false }
      if let first, at < first { return false }
      return last.map { at <= $0 } ?? true
    }
  }

  // MARK: - Commits

  /// By ancestry; nil if no record describes one of the two heads.
  private func commits(_ from: LedgerEntry?, _ to: LedgerEntry?) throws -> CommitRange? {
    guard let head = to?.deployment.commitSHA else { return nil }
    guard let from else { return try CommitRange.between(nil, head, commit: commit) }
    guard let base = from.deployment.commitSHA else { return nil }
    return try CommitRange.between(base, head, commit: commit)
  }

  /// Without ancestry, the commit that each of the deployments names, each once, the newest first.
  private func heads(_ lines: [VersionLine]) -> CommitRange {
    var seen: Set<Text> = []
    let commits = lines.compactMap { line -> Commit? in
      guard let sha = line.entry.deployment.commitSHA, seen.insert(sha).inserted else { return nil }
      return NotesMaker.commit(sha, of: line.entry.deployment)
    }
    return CommitRange(commits: commits, basis: .heads)
  }

  /// What a deployment tells of its commit.
  private static func commit(_ sha: Text, of deployment: Deployment) -> Commit {
    var commit = Commit(sha: sha)
    commit.repo = deployment.repo
    commit.message = deployment.commitMessage
    commit.author = deployment.commitAuthor
    commit.committedAt = deployment.commitTime
    return commit
  }

  private func isAdded(_ line: VersionLine, _ range: NotesRange) -> Bool {
    switch range.kind {
    case .release: line.verdict.remains && line.entry.fact.kind == .forward
    case .unreleased:
      switch line.verdict {
      case .stagedOnly, .waiting: true
      default: false
      }
    case .rollback: false
    }
  }

  /// What a rollback took away, as far as deployments tell.
  private func removed(_ range: NotesRange) throws -> [VersionLine] {
    guard range.kind == .rollback, let base = range.base,
      let rollback = ledger.rollback(ending: base)
    else { return [] }
    return try (rollback.withdrawn + [rollback.blamed]).compactMap { ledger.entry($0) }.map {
      VersionLine(entry: $0, verdict: try ledger.verdict(of: $0, reason: reason))
    }
  }

  /// Of the commits added, those that a version of the range had brought before it was taken out.
  private func shippedBefore(
    _ lines: [VersionLine], _ base: LedgerEntry?, _ added: CommitRange
  ) throws -> [Text: Text] {
    let wanted = Set(added.commits.map(\.sha))
    var versions: [Text: Text] = [:]
    // The oldest last, so that it is the one named.
    for line in lines {
      switch line.verdict {
      case .rolledBack, .reshipped: break
      default: continue
      }
      let brought = try commits(base, line.entry) ?? heads([line])
      for commit in brought.commits where wanted.contains(commit.sha) {
        versions[commit.sha] = line.entry.version
      }
    }
    return versions
  }
}
