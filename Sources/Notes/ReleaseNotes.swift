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
  private let limit: Int

  /// - Parameters:
  ///   - limit: at most so many commits came, and so many went: the newest of each.
  ///   - reason: the reason of a rollback as corrected; nil for as recorded.
  ///   - commit: the record of a hash; nil if there is none.
  package init(
    _ ledger: EnvironmentLedger, limit: Int = .max,
    reason: @escaping (Rollback) throws -> Text? = { _ in nil },
    commit: @escaping (Text) throws -> Commit?
  ) {
    self.ledger = ledger
    self.limit = limit
    self.reason = reason
    self.commit = commit
  }

  /// - Parameters:
  ///   - includesStaged: whether what did not reach the environment is listed too. For what is
  ///     unreleased it is in any case.
  ///   - isFinal: whether verdicts are those of now, instead of those at the end of the range.
  package func notes(
    for range: NotesRange, includesStaged: Bool = false, isFinal: Bool = false
  ) throws -> ReleaseNotes {
    let base = entry(of: range.base)
    let isUnreleased = range.kind == .unreleased
    let entries = entries(in: range, withOthers: isUnreleased || includesStaged)
    let all = try entries.reversed().map { entry in
      VersionLine(
        entry: entry,
        verdict: try ledger.verdict(
          of: entry, upTo: isFinal ? nil : range.end, reason: reason))
    }
    let lines = all.filter { line in
      if isUnreleased { return line.verdict.isUnderWay || line.verdict == .failed }
      return includesStaged || !line.verdict.isUnderWay
    }
    let target = isUnreleased ? newestWaiting(lines) : entry(of: range.target)
    let added = try commits(base, target) ?? heads(lines.filter { isAdded($0, range) })
    let removed = try removed(range, base, target)
    return ReleaseNotes(
      service: ledger.service, environment: ledger.environment, range: range, base: base,
      target: target, versions: lines, added: added, removed: removed,
      shippedBefore: try shippedBefore(lines, added, to: target))
  }

  private func entry(of span: LiveSpan?) -> LedgerEntry? {
    span?.deployment.flatMap { ledger.entry($0) }
  }

  /// The newest deployment on its way that has a commit: what would come next.
  private func newestWaiting(_ lines: [VersionLine]) -> LedgerEntry? {
    lines.first { $0.verdict.isUnderWay && $0.entry.deployment.commitSHA != nil }?.entry
  }

  /// The deployments after the base up to the target, by time.
  ///
  /// - Parameter withOthers: with those that stayed in other environments.
  private func entries(in range: NotesRange, withOthers: Bool) -> [LedgerEntry] {
    let own = slice(ledger.entries, range).filter { isInside($0, range) }
    let target = range.target.flatMap { $0.isRestored ? nil : entry(of: $0) }
    // Its own time may be another than that of the span it made.
    let isMissing = target.map { wanted in !own.contains { $0.key == wanted.key } } ?? false
    let all = own + (isMissing ? [target].compactMap(\.self) : [])
    let others = withOthers ? slice(ledger.elsewhere, range) : []
    return (all + others).sorted {
      ($0.at?.milliseconds ?? .max) < ($1.at?.milliseconds ?? .max)
    }
  }

  /// Whether a deployment with a time in the range belongs to it: neither to what the base came by, at
  /// first and again, nor, of what went live in the same second, to what stands outside.
  private func isInside(_ entry: LedgerEntry, _ range: NotesRange) -> Bool {
    if let place = ledger.firstPlace(of: entry) {
      if let start = range.start, place <= start { return false }
      if let end = range.end, place > end { return false }
    }
    guard let base = range.base, entry.version == base.version else { return true }
    return entry.at.map { $0 > base.from } ?? true
  }

  /// Those with a time in the range.
  private func slice(_ entries: [LedgerEntry], _ range: NotesRange) -> [LedgerEntry] {
    let first = range.start.map { ledger.spans[$0].from }
    let last = range.target?.from
    let start = entries.partition { entry in
      guard let at = entry.at else { return false }
      return first.map { at >= $0 } ?? true
    }
    let end = entries.partition { entry in
      guard let at = entry.at, let last else { return false }
      return at > last
    }
    return start < end ? Array(entries[start..<end]) : []
  }

  // MARK: - Commits

  /// By ancestry; nil if no record describes one of the two heads.
  private func commits(_ from: LedgerEntry?, _ to: LedgerEntry?) throws -> CommitRange? {
    guard let head = to?.deployment.commitSHA else { return nil }
    guard let from else { return try CommitRange.between(nil, head, limit: limit, commit: commit) }
    guard let base = from.deployment.commitSHA else { return nil }
    return try CommitRange.between(base, head, limit: limit, commit: commit)
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
    case .unreleased: line.verdict.isUnderWay
    case .rollback: false
    }
  }

  /// What is in the base and not in the target.
  private func removed(
    _ range: NotesRange, _ base: LedgerEntry?, _ target: LedgerEntry?
  ) throws -> CommitRange {
    guard let base else { return CommitRange(commits: [], basis: .ancestry) }
    return try commits(target, base) ?? heads(try takenAway(range))
  }

  /// What a rollback took away, as far as deployments tell.
  private func takenAway(_ range: NotesRange) throws -> [VersionLine] {
    guard range.kind == .rollback, let base = range.base,
      let rollback = ledger.rollback(ending: base)
    else { return [] }
    return try (rollback.withdrawn + [rollback.blamed]).compactMap { ledger.entry($0) }.map {
      VersionLine(entry: $0, verdict: try ledger.verdict(of: $0, reason: reason))
    }
  }

  /// Of the commits added, those that a version of the range had brought before it was taken out.
  private func shippedBefore(
    _ lines: [VersionLine], _ added: CommitRange, to target: LedgerEntry?
  ) throws -> [Text: Text] {
    let wanted = Set(added.commits.map(\.sha))
    var versions: [Text: Text] = [:]
    // The oldest last, so that it is the one named.
    for line in lines where line.entry.key != target?.key {
      switch line.verdict {
      case .rolledBack, .reshipped: break
      default: continue
      }
      let before = entry(
        of: ledger.firstPlace(of: line.entry).flatMap { ledger.range(ending: $0).base })
      let brought = try commits(before, line.entry) ?? heads([line])
      for commit in brought.commits where wanted.contains(commit.sha) {
        versions[commit.sha] = line.entry.version
      }
    }
    return versions
  }
}
