import Archiving
import Model

/// The first recorded commit of each author, found in one pass over all commits when first asked.
final class FirstCommits {
  private var shas: Set<Text>?

  /// Whether a commit is the first of its author, who is known by the name, as it is shown: addresses
  /// are never published, and what a bag restores has none.
  ///
  /// - Parameters:
  ///   - sha: as in the archive.
  ///   - shown: a name as it is shown; nil for none.
  func contains(
    _ sha: Text, in reader: ArchiveReader, shown: (Text) -> Text?
  ) throws -> Bool {
    if let shas { return shas.contains(sha) }
    var first: [Text: (time: Int64, sha: Text)] = [:]
    try reader.forEachRecord(.commit) { record in
      guard case .commit(let commit) = record, let author = commit.author.flatMap(shown) else {
        return
      }
      let time = (commit.committedAt ?? commit.authoredAt)?.milliseconds ?? .max
      let key = Text(author.string.lowercased())
      guard let known = first[key], known <= (time, commit.sha) else {
        first[key] = (time, commit.sha)
        return
      }
    }
    let found = Set(first.values.map(\.sha))
    shas = found
    return found.contains(sha)
  }
}

/// Records of commits that were looked up of late, since the notes of one version after another ask
/// for the same ones.
final class CommitMemory {
  private static let limit = 20_000
  private var known: [Text: Commit?] = [:]

  func commit(_ sha: Text, _ lookup: (Text) throws -> Commit?) rethrows -> Commit? {
    if let commit = known[sha] { return commit }
    let commit = try lookup(sha)
    if known.count >= CommitMemory.limit { known.removeAll(keepingCapacity: true) }
    known[sha] = .some(commit)
    return commit
  }
}
