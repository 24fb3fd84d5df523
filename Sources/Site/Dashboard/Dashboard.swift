package import Archiving
import Metrics
package import Model

/// The questions of the dashboard, answered from the archive as the site shows it.
package struct Dashboard {
  static let schemaVersion = 1
  /// How many jobs or deployments a list has unless it is said to have all.
  package static let listLimit = 100
  /// The same for the deployments of one service.
  package static let serviceListLimit = 50
  private static let recentLimit = 5

  let reader: PublicReader
  private let options: SiteOptions
  let policy: JobPagePolicy

  init(_ reader: PublicReader, _ options: SiteOptions) {
    self.reader = reader
    self.options = options
    policy = JobPagePolicy(pages: options.jobPages, today: options.date.today)
  }

  package init(_ reader: ArchiveReader, _ options: SiteOptions) throws {
    self.init(try PublicReader(reader, options), options)
  }

  // MARK: - Jobs

  package func jobs(_ selection: JobSelection) throws -> JobList {
    JobList(jobs: try summaries(selection))
  }

  /// `selection` names an agent, and days that have no end, if any.
  package func jobsOfAgent(_ selection: JobSelection) throws -> AgentJobList {
    AgentJobList(since: selection.days?.lowerBound, jobs: try summaries(selection))
  }

  /// Calls `body` with each job selected, as the site shows it, without what no list shows.
  package func forEachJob(_ selection: JobSelection, _ body: (Job) throws -> Void) throws {
    try reader.forEachJob(in: selection, body)
  }

  /// The agents with jobs, those with the most first.
  package func agents(limit: Int) throws -> [Text] { try reader.agents(since: nil, limit: limit) }

  /// The services with deployments or jobs, by the bytes of their names.
  package func services() throws -> [Text] { try reader.services() }

  private func summaries(_ selection: JobSelection) throws -> [JobSummary] {
    var jobs: [JobSummary] = []
    try reader.forEachJob(in: selection) { job in
      jobs.append(JobSummary(job, hasPage: try hasPage(job)))
    }
    return jobs
  }

  private func hasPage(_ job: Job) throws -> Bool {
    let month = job.bucketTime.map { options.zone.day(of: $0).month }
    return try policy.covers(month) || !reader.deployments(naming: job.id).isEmpty
  }

  // MARK: - Deployments

  package func deployments(_ selection: DeploymentSelection) throws -> DeploymentList {
    var deployments: [DeploymentSummary] = []
    try reader.forEachDeployment(in: selection) { deployments.append(DeploymentSummary($0)) }
    return DeploymentList(deployments: deployments)
  }

  /// Calls `body` with each deployment selected, as the site shows it, without what no list shows.
  package func forEachDeployment(
    _ selection: DeploymentSelection, _ body: (Deployment) throws -> Void
  ) throws {
    try reader.forEachDeployment(in: selection, body)
  }

  // MARK: - Summary

  package func summary() throws -> DashboardSummary {
    let (zone, today) = (options.zone, options.date.today)
    let range = zone.start(of: today)..<zone.start(of: today + 1)
    func created(_ status: JobStatus) throws -> Int {
      try reader.jobCount([status], created: range)
    }
    var running = JobSelection.running
    running.limit = Dashboard.recentLimit
    return DashboardSummary(
      running: try reader.runningJobCount(),
      stale: try reader.count(
        .staleJobs, end: today + 1, staleBefore: ReportRanges(date: options.date).staleBefore(zone)
      ).count,
      failedToday: try created(.failed), errorToday: try created(.error),
      timeoutToday: try created(.timeout),
      deploymentsToday: try reader.deploymentCount(created: range),
      recentJobs: try summaries(running),
      recentDeployments: try deployments(DeploymentSelection(limit: Dashboard.recentLimit))
        .deployments,
      asOf: today, timeZone: zone.name)
  }
}
