import Model

/// Finds what reverts of a list take back in the same list.
///
/// An entry stands unless a later revert that stands itself takes it back; so a revert of a revert
/// puts back what the first one took. A revert all of whose commits are in the list has done its
/// work there, and is cancelled together with them.
struct RevertPairing {
  /// For each entry, whether it drops out of the notes.
  private(set) var isCancelled: [Bool]
  /// For each entry, the nearest later revert that takes it back.
  private(set) var revertedBy: [Int?]

  /// - Parameter entries: newest first, those of one commit side by side.
  init(_ entries: [CommitEntry]) {
    let index = RevertIndex(entries)
    isCancelled = entries.map { _ in false }
    revertedBy = entries.map { _ in nil }
    var taken: Set<Range<Int>> = []
    for (place, entry) in entries.enumerated() {
      guard let revert = entry.message.revert else { continue }
      let isTakenBack = isCancelled[place]
      let targets = index.targets(of: revert, before: place)
      if !targets.contains(nil) { isCancelled[place] = true }
      if isTakenBack { continue }
      for target in targets.compactMap(\.self) where taken.insert(target).inserted {
        takeBack(target, by: place)
      }
    }
  }

  private mutating func takeBack(_ target: Range<Int>, by place: Int) {
    for entry in target {
      isCancelled[entry] = true
      if revertedBy[entry] == nil { revertedBy[entry] = place }
    }
  }
}

/// Entries by hash and by subject.
private struct RevertIndex {
  /// The entries of each commit.
  private var ofCommit: [Text: Range<Int>] = [:]
  /// The hashes, sorted.
  private let shas: [Text]
  /// The entries that a subject names, in the order of the list.
  private var ofSubject: [Text: [Range<Int>]] = [:]
  /// The same without the number of a pull request.
  private var ofBareSubject: [Text: [Range<Int>]] = [:]

  init(_ entries: [CommitEntry]) {
    for (place, entry) in entries.enumerated() {
      let sha = entry.sha.lowerCased
      let known = ofCommit[sha] ?? place..<place
      if known.upperBound == place { ofCommit[sha] = known.lowerBound..<(place + 1) }
    }
    shas = ofCommit.keys.sorted()
    for (place, entry) in entries.enumerated() {
      let isTitle = entry.message.subject == entry.squashSubject
      if !isTitle { add(entry.message.subject, place..<(place + 1)) }
      if let subject = entry.squashSubject, let group = ofCommit[entry.sha.lowerCased],
        group.lowerBound == place
      {
        add(subject, group)
      }
    }
  }

  private mutating func add(_ subject: Text, _ group: Range<Int>) {
    ofSubject[subject, default: []].append(group)
    ofBareSubject[PullRequestSuffix.removed(from: subject), default: []].append(group)
  }

  /// The older entries that a revert takes back; nil for each commit that is not among them. By hash
  /// if the message has any, else the newest with the subject, the number of the pull request left
  /// out if need be.
  func targets(of revert: Revert, before place: Int) -> [Range<Int>?] {
    if !revert.shas.isEmpty {
      return revert.shas.map { sha in
        group(ofSHA: sha).flatMap { $0.lowerBound > place ? $0 : nil }
      }
    }
    let bare = PullRequestSuffix.removed(from: revert.header)
    return [
      newest(ofSubject[revert.header], before: place)
        ?? newest(ofBareSubject[bare], before: place)
    ]
  }

  private func newest(_ groups: [Range<Int>]?, before place: Int) -> Range<Int>? {
    guard let groups else { return nil }
    let next = lowerBound(groups.count) { groups[$0].lowerBound > place }
    return next < groups.count ? groups[next] : nil
  }

  /// The commit with the hash, or the only one whose hash begins so.
  private func group(ofSHA sha: Text) -> Range<Int>? {
    if let exact = ofCommit[sha] { return exact }
    let first = lowerBound(shas.count) { !(shas[$0] < sha) }
    func begins(_ index: Int) -> Bool {
      index < shas.count && shas[index].string.utf8.starts(with: sha.string.utf8)
    }
    return begins(first) && !begins(first + 1) ? ofCommit[shas[first]] : nil
  }
}

/// The first index of 0..<`count` for which a condition holds that, once true, stays true; `count`
/// if there is none. O(log count).
private func lowerBound(_ count: Int, where holds: (Int) -> Bool) -> Int {
  var range = 0..<count
  while !range.isEmpty {
    let middle = range.lowerBound + range.count / 2
    range =
      holds(middle) ? range.lowerBound..<middle : (middle + 1)..<range.upperBound
  }
  return range.lowerBound
}
