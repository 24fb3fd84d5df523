/// One run of one job: what a CI system or a worker recorded about it.
///
/// Nil means that the source did not say. Zero is a value: exit code 0, duration 0.
package struct Job: Sendable, Equatable {
  package var id: Text
  /// build, test, deploy, ...
  package var type: Text
  package var status: JobStatus
  /// The word the source used, when it was mapped to `status`.
  package var sourceStatus: Text?
  package var repo: Text?
  package var ref: Text?
  package var commitSHA: Text?
  package var commitMessage: Text?
  package var commitAuthor: Text?
  /// The machine or runner.
  package var agentID: Text?
  package var createdAt: Timestamp?
  package var queuedAt: Timestamp?
  package var startedAt: Timestamp?
  package var completedAt: Timestamp?
  package var updatedAt: Timestamp?
  package var exitCode: Int64?
  package var durationSeconds: Double?
  package var logsURL: Text?
  package var errorMessage: Text?
  package var tags: [Text]
  package var metadata: Metadata

  package init(id: Text, type: Text, status: JobStatus) {
    self.id = id
    self.type = type
    self.status = status
    tags = []
    metadata = .empty
  }

  package var isRunning: Bool { status.isOpen }
  package var isTerminal: Bool { status.isTerminal }
  /// Reached an end, and the record says when.
  package var isComplete: Bool { status.isTerminal && completedAt != nil }

  /// The time that puts the job into a day: completed, else started, else created.
  package var bucketTime: Timestamp? { completedAt ?? startedAt ?? createdAt }

  /// The time that puts the job into its place in a list: created, else the first known of queued,
  /// started and completed.
  package var creationTime: Timestamp? { createdAt ?? queuedAt ?? startedAt ?? completedAt }

  /// Which field `bucketTime` is.
  package var bucketBasis: JobTimeBasis {
    if completedAt != nil { return .completed }
    if startedAt != nil { return .started }
    return createdAt != nil ? .created : .none
  }

  /// Milliseconds from start to completion; nil without both. May be negative in bad data.
  package var measuredRunMilliseconds: Int64? {
    guard let startedAt, let completedAt else { return nil }
    return completedAt.milliseconds(since: startedAt)
  }

  /// Run time in milliseconds: completed - started, else the recorded duration.
  package var runMilliseconds: Int64? {
    measuredRunMilliseconds ?? durationSeconds.flatMap { Int64(exactly: ($0 * 1000).rounded()) }
  }

  /// Milliseconds from queued, else created, to started. May be negative in bad data.
  package var queueMilliseconds: Int64? {
    guard let startedAt, let from = queuedAt ?? createdAt else { return nil }
    return startedAt.milliseconds(since: from)
  }

  /// The latest of all its times; the first thing that decides between versions of one id.
  package var latestTime: Timestamp? {
    [createdAt, queuedAt, startedAt, completedAt, updatedAt].compactMap { $0 }.max()
  }
}

/// The field a job's bucket time was taken from.
package enum JobTimeBasis: String, CaseIterable, Sendable {
  case completed, started, created, none
}
