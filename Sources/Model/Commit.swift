/// One commit of a repository, as a commits source tells it.
package struct Commit: Sendable, Equatable {
  /// The full hash; identifies the commit.
  package var sha: Text
  package var repo: Text?
  /// Hashes of its parents, the first one first. Empty for a root commit, or if the source has none.
  package var parents: [Text]
  package var authoredAt: Timestamp?
  package var committedAt: Timestamp?
  package var author: Text?
  /// Kept in the archive to tell people apart; never published.
  package var authorEmail: Text?
  package var message: Text?
  package var metadata: Metadata

  package init(sha: Text) {
    self.sha = sha
    parents = []
    metadata = .empty
  }

  /// The latest of its times.
  package var latestTime: Timestamp? { [authoredAt, committedAt].compactMap { $0 }.max() }
}
