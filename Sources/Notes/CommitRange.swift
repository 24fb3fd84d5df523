package import Model

/// The commits that one commit has and another has not.
package struct CommitRange: Sendable, Equatable {
  /// On what the list rests.
  package enum Basis: Sendable, Equatable {
    /// All parents are recorded: the list is the true range.
    case ancestry
    /// Some parents are missing: what they would bring is not in the list.
    case partial(missing: [Text])
    /// Nothing is known of the ancestry: the commits are those that deployments name.
    case heads
  }

  /// The newest first; a commit before its parents.
  package let commits: [Commit]
  package let basis: Basis
  /// Whether older commits of the range were left out, since there are too many.
  package let isCut: Bool

  package init(commits: [Commit], basis: Basis, isCut: Bool = false) {
    self.commits = commits
    self.basis = basis
    self.isCut = isCut
  }

  /// All that is reachable from `to` and not from `from`. Nil if no record describes one of the two.
  ///
  /// Commits are visited by time, the newest first, as Git's revision walk does (revision.c,
  /// limit_list), and a mark that comes late is handed on again. What is looked up are the commits of
  /// the range, those of the other side that are younger than it, and a few more, not all history; only
  /// clocks that went backwards by more than that among many commits could hide a mark.
  ///
  /// - Parameters:
  ///   - from: nil for the beginning of history.
  ///   - limit: at most so many commits, the newest.
  ///   - commit: the record of a hash; nil if there is none.
  package static func between(
    _ from: Text?, _ to: Text, limit: Int = .max, commit: (Text) throws -> Commit?
  ) rethrows -> CommitRange? {
    var walk = CommitWalk(limit: limit)
    guard let head = try commit(to) else { return nil }
    walk.push(head, isWanted: true)
    if let from {
      guard let base = try commit(from) else { return nil }
      walk.push(base, isWanted: false)
    }
    try walk.run(commit)
    return walk.range
  }
}

/// A walk over history from two sides.
private struct CommitWalk {
  private struct Mark {
    var commit: Commit
    /// Reachable from the side that is wanted.
    var isWanted = false
    /// Reachable from the other side.
    var isKnown = false
    var isVisited = false
  }

  private struct Place: Comparable {
    let time: Int64
    let sha: Text

    static func < (a: Place, b: Place) -> Bool {
      a.time != b.time ? a.time < b.time : a.sha < b.sha
    }
  }

  /// How many more commits are visited once all that is left seems known, as clocks differ.
  private static let slop = 32

  private let limit: Int
  private var found = 0
  private var isCut = false
  private var marks: [Text: Mark] = [:]
  private var queue = MaxHeap<Place>()
  private var wantedInQueue = 0
  private var oldestWanted = Int64.max
  private var missing: Set<Text> = []

  init(limit: Int) { self.limit = limit }

  private static func time(_ commit: Commit) -> Int64 {
    (commit.committedAt ?? commit.authoredAt)?.milliseconds ?? .min
  }

  mutating func push(_ commit: Commit, isWanted: Bool) {
    var mark = marks[commit.sha] ?? Mark(commit: commit)
    let before = (mark.isWanted, mark.isKnown)
    if isWanted { mark.isWanted = true } else { mark.isKnown = true }
    guard (mark.isWanted, mark.isKnown) != before else { return }
    let isQueued = before != (false, false) && !mark.isVisited
    let wasWanted = isQueued && before.0 && !before.1
    mark.isVisited = false
    marks[commit.sha] = mark
    let isWanted = mark.isWanted && !mark.isKnown
    wantedInQueue += (isWanted ? 1 : 0) - (wasWanted ? 1 : 0)
    if !isQueued { queue.push(Place(time: CommitWalk.time(commit), sha: commit.sha)) }
  }

  mutating func run(_ lookup: (Text) throws -> Commit?) rethrows {
    var rest = CommitWalk.slop
    while let place = queue.pop() {
      guard var mark = marks[place.sha] else { continue }
      let isWanted = mark.isWanted && !mark.isKnown
      if isWanted {
        guard found < limit else {
          isCut = true
          return
        }
        found += 1
      }
      mark.isVisited = true
      marks[place.sha] = mark
      if isWanted {
        wantedInQueue -= 1
        oldestWanted = min(oldestWanted, place.time)
      }
      let mayStillMatter = wantedInQueue > 0 || place.time >= oldestWanted
      for parent in mark.commit.parents {
        guard let commit = try marks[parent]?.commit ?? lookup(parent) else {
          // What stands behind it may be in the range, or be known and in the range all the same.
          if isWanted || mayStillMatter { missing.insert(parent) }
          continue
        }
        if mark.isWanted { push(commit, isWanted: true) }
        if mark.isKnown { push(commit, isWanted: false) }
      }
      rest = mayStillMatter ? CommitWalk.slop : rest - 1
      if rest == 0 { return }
    }
  }

  /// Sorted so that a commit stands before its parents, otherwise by time.
  var range: CommitRange {
    // Where it was cut, what was not reached is not in it.
    let wanted = marks.values.filter { $0.isWanted && !$0.isKnown && (!isCut || $0.isVisited) }
      .map(\.commit)
    var children: [Text: Int] = [:]
    let inside = Dictionary(wanted.map { ($0.sha, $0) }, uniquingKeysWith: { a, _ in a })
    for commit in wanted {
      for parent in Set(commit.parents) where inside[parent] != nil {
        children[parent, default: 0] += 1
      }
    }
    var ready = MaxHeap<Place>()
    for commit in wanted where children[commit.sha] == nil {
      ready.push(Place(time: CommitWalk.time(commit), sha: commit.sha))
    }
    var sorted: [Commit] = []
    while let place = ready.pop() {
      guard let commit = inside[place.sha] else { continue }
      sorted.append(commit)
      for parent in Set(commit.parents) {
        guard let left = children[parent] else { continue }
        children[parent] = left - 1
        if left == 1, let commit = inside[parent] {
          ready.push(Place(time: CommitWalk.time(commit), sha: parent))
        }
      }
    }
    return CommitRange(
      commits: sorted, basis: missing.isEmpty ? .ancestry : .partial(missing: missing.sorted()),
      isCut: isCut)
  }
}
