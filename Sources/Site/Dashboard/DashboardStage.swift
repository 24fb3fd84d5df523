import Archiving
import Model
import Rendering

/// Writes the lists and the summary of the static API.
struct DashboardStage {
  private let writer: PageWriter
  private let dashboard: Dashboard
  private let agentLimit: Int

  init(_ builder: SiteBuilder) {
    writer = builder.writer
    dashboard = Dashboard(builder.reader, builder.options)
    agentLimit = builder.options.agentLimit
  }

  func run() throws {
    try write(SitePaths.dashboardSummary, dashboard.summary())
    try writeJobs()
    try writeAgents()
    try writeDeployments()
  }

  private func writeJobs() throws {
    let limit = Dashboard.listLimit
    try write(SitePaths.jobList, dashboard.jobs(JobSelection(limit: limit)))
    for status in JobStatus.allCases {
      try write(
        SitePaths.jobList(status),
        dashboard.jobs(JobSelection(statuses: [status], limit: limit)))
    }
    try write(SitePaths.runningJobList, dashboard.jobs(.running))
  }

  /// One agent after the other: each has all of its jobs that have pages by their day.
  private func writeAgents() throws {
    guard dashboard.policy.pages != .none else { return }
    let firstDay = dashboard.policy.firstDay
    for agent in try dashboard.reader.agents(since: firstDay, limit: agentLimit) {
      let selection = JobSelection(agent: agent, days: firstDay.map { .ever(from: $0) })
      try write(SitePaths.agentJobList(agent), dashboard.jobsOfAgent(selection, since: firstDay))
    }
  }

  private func writeDeployments() throws {
    try write(
      SitePaths.deploymentList,
      dashboard.deployments(DeploymentSelection(limit: Dashboard.listLimit)))
    for service in try dashboard.reader.services() {
      try write(
        SitePaths.serviceDeploymentList(service),
        dashboard.deployments(
          DeploymentSelection(service: service, limit: Dashboard.serviceListLimit)))
    }
    try writeAliases()
  }

  /// Whoever asks for a service by its former name gets what counts as it now.
  private func writeAliases() throws {
    let services = try Set(dashboard.reader.services())
    for correction in dashboard.reader.corrections.all {
      guard let target = correction.aliasOf, services.contains(target),
        !services.contains(correction.subject)
      else { continue }
      try write(
        SitePaths.serviceDeploymentList(correction.subject),
        dashboard.deployments(
          DeploymentSelection(service: target, limit: Dashboard.serviceListLimit)))
    }
  }

  private func write(_ path: String, _ value: any Viewable) throws {
    try writer.write(file: path, JSONTwinWriter.bytes(of: value).bytes)
  }
}
