package import Model

/// What the old service kept jobs in: an event changes one, questions read them.
///
/// Safe to use from many tasks at once; a store over an archive also from many processes. What
/// an operation says is folded with everything known of its job, as `Folded` describes.
package protocol JobStore: Sendable {
  /// Lets an event about a job take effect and keeps it. Nil, and nothing is kept, if its id is
  /// unknown and it creates no job.
  func apply(jobEvent event: LifecycleEvent) async throws -> Applied<Job>?

  func job(_ id: Text) async throws -> Job?

  /// The newest first by `Job.creationTime`, of equal times the greater id first; those without a
  /// time last.
  /// - Parameters:
  ///   - status: nil for all.
  ///   - limit: nil for all; none if it is not positive.
  func jobs(status: JobStatus?, limit: Int?) async throws -> [Job]

  /// All that are pending, queued or running, in the same order.
  func runningJobs() async throws -> [Job]

  /// All of an agent, in the same order.
  func jobs(ofAgent agent: Text) async throws -> [Job]
}

/// The old service's operations. Each takes the time it happened at, and returns the job after it; one
/// that changes a job nothing if there is none of that id.
extension JobStore {
  /// The newest 100.
  package func jobs(status: JobStatus? = nil) async throws -> [Job] {
    try await jobs(status: status, limit: 100)
  }

  /// - Parameters:
  ///   - id: nil for a new one.
  ///   - status: nil for `pending`, unless the job is known already.
  ///   - details: sets what else is known.
  package func createJob(
    type: Text, id: Text? = nil, status: JobStatus? = nil, at time: Timestamp,
    details: (inout Job) -> Void = { _ in }
  ) async throws -> Job? {
    try await change(
      id ?? Text("\(UUIDv7())"), .jobCreated, at: time, status: status
    ) {
      $0.type = type
      details(&$0)
    }
  }

  /// - Parameter agent: that says so; nil if it is not known.
  package func updateStatus(
    ofJob id: Text, to status: JobStatus, agent: Text? = nil, at time: Timestamp
  ) async throws -> Job? {
    try await change(id, .jobStatus, at: time, status: status) { $0.agentID = agent }
  }

  package func complete(
    job id: Text, _ result: JobResult, at time: Timestamp
  ) async throws -> Job? {
    try await change(id, .jobCompleted, at: time, status: result.status) {
      $0.agentID = result.agentID
      $0.exitCode = result.exitCode
      $0.durationSeconds = result.durationSeconds
      $0.logsURL = result.logsURL
      $0.errorMessage = result.errorMessage
    }
  }

  private func change(
    _ id: Text, _ type: EventType, at time: Timestamp, status: JobStatus?,
    _ say: (inout Job) -> Void
  ) async throws -> Job? {
    var said = Job(id: id, type: "", status: status ?? .pending)
    say(&said)
    let event = LifecycleEvent(
      type: type, at: time, record: .job(said), hasStatus: status != nil)
    return try await apply(jobEvent: event)?.record
  }
}

/// How a job ended.
package struct JobResult: Sendable, Equatable {
  package var agentID: Text?
  package var exitCode: Int64?
  package var durationSeconds: Double?
  package var logsURL: Text?
  /// Nil: success if the exit code is 0, else failed.
  package var status: JobStatus?
  package var errorMessage: Text?

  package init(
    agentID: Text? = nil, exitCode: Int64? = nil, durationSeconds: Double? = nil,
    logsURL: Text? = nil, status: JobStatus? = nil, errorMessage: Text? = nil
  ) {
    self.agentID = agentID
    self.exitCode = exitCode
    self.durationSeconds = durationSeconds
    self.logsURL = logsURL
    self.status = status
    self.errorMessage = errorMessage
  }
}
