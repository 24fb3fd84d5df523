import GRDB
import Model

/// The commits that the derivation of one service asked for, and that may get a record, or an earlier
/// job, later: then the service has to be derived anew.
final class AwaitedCommits {
  private let reader: ArchiveReader
  private var commits: Set<Text> = []
  private var jobs: Set<Text> = []

  init(_ reader: ArchiveReader) { self.reader = reader }

  /// Answers from the archive, and notes what was asked.
  var lookup: CommitLookup {
    CommitLookup(
      commit: { sha in
        let commit = try self.reader.commit(sha: sha)
        if commit == nil { self.commits.insert(sha) }
        return commit
      },
      firstJob: { sha in
        self.jobs.insert(AwaitedCommits.key(of: sha))
        return try self.reader.firstJob(ofCommit: sha)
      })
  }

  /// As in the index of jobs by their commits.
  private static func key(of sha: Text) -> Text {
    Text(String(sha.string.unicodeScalars.prefix(12)))
  }

  func save(for service: Int64) throws {
    try replace("awaited_commit", "sha", commits, service)
    try replace("awaited_job", "\"commit\"", jobs, service)
  }

  private func replace(
    _ table: String, _ column: String, _ keys: Set<Text>, _ service: Int64
  ) throws {
    try reader.database.execute(
      sql: "DELETE FROM \(table) WHERE service = ?", arguments: [service])
    let insert = try BoundStatement(
      reader.database, "INSERT INTO \(table)(\(column), service) VALUES (?, ?)")
    for key in keys.sorted() {
      insert.bind(0, key)
      insert.bind(1, service)
      try insert.run()
    }
  }
}
