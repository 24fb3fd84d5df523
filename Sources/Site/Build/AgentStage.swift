import Metrics
import Model

/// Writes the list of agents.
struct AgentStage {
  private let builder: SiteBuilder
  private let inputs: BuildInputs

  init(_ builder: SiteBuilder, _ inputs: BuildInputs) {
    self.builder = builder
    self.inputs = inputs
  }

  func run(_ agents: AgentTallies) throws {
    let window = inputs.ranges.date.last(AgentTallies.days)
    let listed = try listed()
    let rows = agents.sorted.map { agent, tally in
      AgentRow(
        agent: agent, listPath: listed.contains(agent) ? SitePaths.agentJobList(agent) : nil,
        jobs: tally.counts.total,
        rate: RateFigure(
          JobFailureRate(tally.counts).rate, window: window, coverage: inputs.jobCoverage,
          noun: "finished jobs", definition: SitePaths.failures + "#job-failure-rate",
          evidence: SitePaths.jobs + "#months"),
        voids: tally.counts.void, newest: tally.newest, newestStatus: tally.newestStatus)
    }
    let total = try builder.reader.agentCount(in: window.days)
    for part in ListPart.parts(of: rows, limit: AgentsPage.rowLimit) {
      try builder.writer.write(AgentsPage(list: part, total: total))
    }
  }

  /// The agents with a list of their jobs.
  private func listed() throws -> Set<Text> {
    let options = builder.options
    let policy = JobPagePolicy(pages: options.jobPages, today: options.date.today)
    guard policy.pages != .none else { return [] }
    return Set(try builder.reader.agents(since: policy.firstDay, limit: options.agentLimit))
  }
}
