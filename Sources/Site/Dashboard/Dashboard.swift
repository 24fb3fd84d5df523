package import Archiving
import Metrics
package import Model
import Rendering

/// The questions of the dashboard, answered from the archive as the site shows it.
package struct Dashboard {
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

  /// The first field of each file: the version of its form.
  static func addVersion<Root>(_ shape: inout Shape<Root>) {
    shape.integer("schema_version", "The version of this form.", rule: .exactly(1)) { _ in 1 }
  }

  // MARK: - Jobs

  package func jobs(_ selection: JobSelection) throws -> JobList {
    JobList(jobs: try summaries(selection))
  }

  /// - Parameters:
  ///   - selection: names an agent.
  ///   - since: the first of its days; nil if they have no beginning.
  package func jobsOfAgent(
    _ selection: JobSelection, since: LocalDay?
  ) throws -> AgentJobList {
    AgentJobList(since: since, jobs: try summaries(selection))
  }

  /// Calls `body` with each job selected, as the site shows it, without what no list shows.
  package func forEachJob(_ selection: JobSelection, _ body: (Job) throws -> Void) throws {
    try reader.forEachJob(in: selection, body)
  }

  /// Whether any job ran on an agent, named as in the archive or as the site shows it.
  package func knows(agent: Text) throws -> Bool {
    try hasJob(JobSelection(agent: agent, limit: 1))
  }

  private func hasJob(_ selection: JobSelection) throws -> Bool {
    var isThere = false
    try reader.forEachJob(in: selection) { _ in isThere = true }
    return isThere
  }

  /// The agents with the most jobs, as the site shows them; those with more first.
  package func agents(limit: Int) throws -> [Text] { try reader.agents(since: nil, limit: limit) }

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

  /// Whether any deployment or job belongs to a service, named as in the archive or as the site shows
  /// it.
  package func knows(service: Text) throws -> Bool {
    var isThere = false
    try reader.forEachDeployment(in: DeploymentSelection(service: service, limit: 1)) { _ in
      isThere = true
    }
    if try isThere || reader.services().contains(service) { return true }
    return try hasJob(JobSelection(service: service, limit: 1))
  }

  /// The services, by the bytes of their names as the site shows them.
  package func services() throws -> [Text] { try reader.services() }

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
      stale: try reader.findings.count(
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
