package import Model

/// From what to what notes are: what was live before, and what was live in the end.
package struct NotesRange: Sendable, Equatable {
  package enum Kind: String, CaseIterable, Sendable {
    /// Something new is live.
    case release
    /// An older version is live again.
    case rollback
    /// What has not reached the environment.
    case unreleased
  }

  package let kind: Kind
  /// What was live just before the range; nil if nothing was.
  package let base: LiveSpan?
  /// What was live at its end; nil for what is unreleased.
  package let target: LiveSpan?
  /// The place in the ledger's spans where the base went live, before all that was rolled back to it:
  /// what follows it belongs to the range. Nil for the beginning.
  let start: Int?
  /// The place of the target; nil for what is unreleased.
  let end: Int?
}

/// How a user names an end of a range.
package enum NotesPoint: Sendable, Equatable {
  /// The id of a deployment, a version, or a commit: the whole hash or its first 7 characters or more.
  case name(Text)
  /// What was live at that time.
  case time(Timestamp)
}

extension EnvironmentLedger {
  /// The range that made a span: from what was live just before.
  package func range(ending place: Int) -> NotesRange {
    let before = self.place(before: place)
    return NotesRange(
      kind: isReturn(place) ? .rollback : .release, base: before.map { spans[$0] },
      target: spans[place], start: start(before), end: place)
  }

  /// The range between two spans; what was live at the first one's time is its base.
  package func range(from base: Int?, to place: Int) -> NotesRange {
    NotesRange(
      kind: place == base.map { $0 + 1 } ? range(ending: place).kind : .release,
      base: base.map { spans[$0] }, target: spans[place], start: start(base),
      end: place)
  }

  /// What is not in the environment yet; its base is what is live.
  package var unreleased: NotesRange {
    let live = spans.indices.last.flatMap { spans[$0].end == .stillLive ? $0 : nil }
    return NotesRange(
      kind: .unreleased, base: live.map { spans[$0] }, target: nil, start: start(live), end: nil)
  }

  /// Whether a span is the way back after the one before it.
  func isReturn(_ place: Int) -> Bool {
    guard place > 0, place < spans.count else { return false }
    let (base, span) = (spans[place - 1], spans[place])
    guard base.end == .rolledBack, base.until == span.from else { return false }
    if span.isRestored { return true }
    return span.deployment.flatMap { entry($0) }?.fact.kind == .rollbackRedeploy
  }

  /// Where what is live at a place went live before anything was rolled back to it.
  private func start(_ place: Int?) -> Int? {
    guard var place else { return nil }
    while true {
      if isRepeat(place) {
        place -= 1
      } else if isReturn(place),
        let earlier = spans[..<place].lastIndex(where: { $0.version == spans[place].version })
      {
        place = earlier
      } else {
        return place
      }
    }
  }

  /// The place of the last span that a name or a time means, before another place if one is given.
  /// Nil if there is none.
  package func place(of point: NotesPoint, before end: Int? = nil) -> Int? {
    let limit = end ?? spans.count
    switch point {
    case .time(let time):
      guard let place = place(at: time) ?? spans.lastIndex(where: { $0.from <= time }) else {
        return nil
      }
      return place < limit ? place : nil
    case .name(let name):
      return spans[..<limit].lastIndex { span in
        if span.version == name { return true }
        guard let entry = span.deployment.flatMap({ entry($0) }) else { return false }
        return entry.deployment.id == name || EnvironmentLedger.isHash(name, of: entry)
      }
    }
  }

  private static func isHash(_ name: Text, of entry: LedgerEntry) -> Bool {
    guard let sha = entry.deployment.commitSHA else { return false }
    return sha == name
      || (name.string.utf8.count >= 7 && sha.string.utf8.starts(with: name.string.utf8))
  }
}
