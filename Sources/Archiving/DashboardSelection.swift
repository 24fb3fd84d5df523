package import Model

/// Which jobs are asked for; what is nil or empty narrows nothing down.
package struct JobSelection: Sendable, Equatable {
  /// Jobs of any of these; of every status if it is empty.
  package var statuses: [JobStatus]
  package var agent: Text?
  /// Named by the job itself, else by a deployment that names the job.
  package var service: Text?
  /// Local days of completion, else of the start, else of creation; a job without any time is on none.
  package var days: Range<LocalDay>?
  /// At most so many, the newest.
  package var limit: Int?

  package init(
    statuses: [JobStatus] = [], agent: Text? = nil, service: Text? = nil,
    days: Range<LocalDay>? = nil, limit: Int? = nil
  ) {
    self.statuses = statuses
    self.agent = agent
    self.service = service
    self.days = days
    self.limit = limit
  }

  /// Those that wait or run.
  package static let running = JobSelection(statuses: JobStatus.allCases.filter(\.isOpen))
}

/// Which deployments are asked for; what is nil narrows nothing down.
package struct DeploymentSelection: Sendable, Equatable {
  package var service: Text?
  package var status: DeploymentStatus?
  /// As recorded, else as the flags and the status say.
  package var environment: Text?
  /// Local days of production, else of staging, else of creation; a deployment without any time is on
  /// none.
  package var days: Range<LocalDay>?
  /// At most so many, the newest.
  package var limit: Int?

  package init(
    service: Text? = nil, status: DeploymentStatus? = nil, environment: Text? = nil,
    days: Range<LocalDay>? = nil, limit: Int? = nil
  ) {
    self.service = service
    self.status = status
    self.environment = environment
    self.days = days
    self.limit = limit
  }
}
