package import Model

/// What the old service kept jobs in: an event changes one, questions read them.
///
/// Safe to use from many tasks at once; a store over an archive also from many processes. What
/// an operation says is folded with everything known of its job, as `Folded` describes.
package protocol JobStore: Sendable {
  /// Lets an event about a job take effect and keeps it. Nil, and nothing is kept, if its id is
  /// unknown and it creates no job.
  func apply(_ event: LifecycleEvent) async throws -> Applied<Job>?

  func job(_ id: Text) async throws -> Job?

  /// The newest created first, of equal times the greater id first; those without a time last.
  /// - Parameter limit: nil for all.
  func jobs(status: JobStatus?, limit: Int?) async throws -> [Job]

  /// All that are pending, queued or running, in the same order.
  func runningJobs() async throws -> [Job]

  /// All of an agent, in the same order.
  func jobs(ofAgent agent: Text) async throws -> [Job]
}
