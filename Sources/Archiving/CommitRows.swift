import GRDB
import Model

/// Commits to and from rows of `vcs_commit` and `vcs_commit_version`.
struct CommitRows: RecordRows {
  static let kind = RecordKind.commit
  static let table = "vcs_commit"
  static let idColumn = "sha"
  static let columns = """
    sha, repo, parents, authored_at, committed_at, author, author_email, message, metadata
    """
  static let columnCount = 9
  static let timeExpression = "coalesce(committed_at, authored_at)"
  static let timeColumns = ["authored_at", "committed_at"]

  private let names: NameTable

  init(_ names: NameTable) {
    self.names = names
  }

  func id(of commit: Commit) -> Text { commit.sha }

  func record(_ commit: Commit) -> Model.Record { .commit(commit) }

  func value(in record: Model.Record) -> Commit? {
    if case .commit(let commit) = record { commit } else { nil }
  }

  func time(of commit: Commit) -> Timestamp? { commit.committedAt ?? commit.authoredAt }

  func bind(_ commit: Commit, to s: BoundStatement) throws {
    s.bind(0, commit.sha)
    s.bind(1, try names.number(ofOptional: commit.repo))
    s.bind(2, commit.parents.isEmpty ? nil : Text(TagText.json(commit.parents)))
    s.bind(3, commit.authoredAt)
    s.bind(4, commit.committedAt)
    s.bind(5, try names.number(ofOptional: commit.author))
    s.bind(6, try names.number(ofOptional: commit.authorEmail))
    s.bind(7, commit.message)
    s.bind(8, commit.metadata.isEmpty ? nil : commit.metadata.json)
  }

  func read(_ s: BoundStatement, from start: Int = 0) throws -> Commit {
    var commit = Commit(sha: s.text(start) ?? "")
    commit.repo = try names.text(of: s.optionalInt(start + 1))
    commit.parents = s.text(start + 2).map { TagText.texts($0) } ?? []
    commit.authoredAt = s.time(start + 3)
    commit.committedAt = s.time(start + 4)
    commit.author = try names.text(of: s.optionalInt(start + 5))
    commit.authorEmail = try names.text(of: s.optionalInt(start + 6))
    commit.message = s.text(start + 7)
    commit.metadata = s.text(start + 8).map { Metadata(canonicalJSON: $0.string) } ?? .empty
    return commit
  }

  func stands(_ commit: Commit, in s: BoundStatement) throws -> Bool {
    try s.time(3) == commit.authoredAt && s.time(4) == commit.committedAt && s.holds(0, commit.sha)
      && s.holds(2, tags: commit.parents) && s.holds(7, commit.message)
      && names.text(of: s.optionalInt(1)) == commit.repo
      && names.text(of: s.optionalInt(5)) == commit.author
      && names.text(of: s.optionalInt(6)) == commit.authorEmail && s.holds(8, commit.metadata)
  }

  func enters(_ commit: Commit, key: Int64, day: LocalDay?, _ marks: ChangeMarks) throws {
    try marks.mark(commit: commit.sha)
  }

  func leaves(_ commit: Commit, key: Int64, day: LocalDay?, _ marks: ChangeMarks) throws {
    marks.markCommitGone()
  }
}
