package import Model

/// One line of release notes: a commit, or one of the commits that a squash merge lists.
package struct CommitEntry: Sendable, Equatable {
  /// Of the commit; entries of one squash merge share it.
  package let sha: Text
  /// As the source names it; nil if it does not. A squash merge's author stands for all its entries.
  package let author: Text?
  /// When it was committed, or else authored.
  package let time: Timestamp?
  /// Empty for a root commit, or if the source has none.
  package let parents: [Text]
  /// Of a squash merge's entry, the part of the message that is about it.
  package let message: CommitMessage
  /// The subject of the squash merge that it comes from; nil for a commit of its own.
  package let squashSubject: Text?
  /// Those of the message, and of the squash merge's subject and shared footers.
  package let references: [IssueReference]
  /// Those of the message and of the squash merge's shared footers.
  package let coAuthors: [CoAuthor]

  /// The lower-case type; nil if the message is not conventional.
  package var type: Text? { message.conventional?.type }

  /// As it is written; nil without one.
  package var scope: Text? { message.conventional?.scope }

  /// What the notes say: the description, or the subject of a message that is not conventional.
  package var description: Text { message.conventional?.description ?? message.subject }

  /// Whether it has two parents or more, as far as the source tells parents.
  package var isMerge: Bool { parents.count > 1 }

  /// The entries of a commit, newest first: one, or those of its squash list, of which the last
  /// is the newest; the squash merge itself comes first if it has a title of its own.
  ///
  /// - Parameter isStrict: whether nothing beyond the specification is read.
  package static func entries(
    of commit: Commit, projectKeys: Set<Text> = [], isStrict: Bool = false
  ) -> [CommitEntry] {
    let text = commit.message ?? ""
    func read(_ message: CommitMessage) -> CommitMessage { isStrict ? message.strict : message }
    guard let squash = SquashList(text, projectKeys: projectKeys) else {
      return [CommitEntry(commit, read(CommitMessage(text, projectKeys: projectKeys)))]
    }
    let title =
      squash.hasTitleOfItsOwn ? [CommitEntry(commit, read(squash.title), of: squash)] : []
    return title + squash.messages.reversed().map { CommitEntry(commit, read($0), of: squash) }
  }

  private init(_ commit: Commit, _ message: CommitMessage, of squash: SquashList? = nil) {
    sha = commit.sha
    author = commit.author
    time = commit.committedAt ?? commit.authoredAt
    parents = commit.parents
    self.message = message
    squashSubject = squash?.title.subject
    references = IssueReference.merged(
      message.references + (squash?.title.references ?? []))
    coAuthors = unique(message.coAuthors + (squash?.title.coAuthors ?? []))
  }
}
