import Metrics
import Model
package import Rendering

/// The machines that jobs ran on, the busiest of the last 90 complete days.
package struct AgentsPage: Page {
  /// The busiest first.
  let list: ListPart<AgentRow>
  /// All agents with jobs of these days.
  let total: Int

  /// At most so many stand on one page.
  static let rowLimit = 100

  package static var template: String { "agents" }
  package var path: String { SitePaths.part(list.number, of: SitePaths.agents) }
  package var section: SiteSection { .jobs }
  package var breadcrumbs: [Crumb] {
    list.isFirst ? [Crumb(.jobs)] : [Crumb(.jobs), Crumb("Agents", SitePaths.agents)]
  }
  package var searchKind: SearchKind? { list.isFirst ? .page : nil }
  package var tables: [TableFile] {
    let path = SitePaths.table(of: SitePaths.agents)
    return [
      list.isFirst
        ? TableFile("Agents as CSV", path, list.rows) : TableFile("Agents as CSV", path)
    ]
  }

  private var lead: String {
    let all = FigureText.count(total, "agent") + " with jobs in the last 90 days"
    guard total > list.total else { return all + "." }
    return "\(all); the busiest \(ChartNumbers.grouped(list.total)) are listed."
  }

  package static let shape = Shape<AgentsPage> {
    $0.word("lead", "How many agents, and which are listed.") { $0.lead }
    $0.integer("total", "Agents with jobs of the last 90 complete days.") { $0.total }
    $0.part(
      "agents", "The busiest of them, at most 5,000, the busiest first.",
      path: { SitePaths.part($1, of: SitePaths.agents) }
    ) { $0.list }
  }
}

/// How jobs did on one machine.
package struct AgentRow: Viewable {
  let agent: Text
  let listPath: String?
  let jobs: Int
  let rate: RateFigure
  let voids: Int
  let newest: JobMention?
  let newestStatus: JobStatus

  package static let shape = Shape<AgentRow> {
    $0.id("agent_id", "The machine.") { $0.agent }
    $0.link("list_path", "Its jobs as JSON; null if there is no such list.") { $0.listPath }
    $0.integer("jobs", "Its jobs of the last 90 complete days.") { $0.jobs }
    $0.object("job_failure_rate", "Its failure rate in these days.") { $0.rate }
    $0.integer("void", "Cancelled, in neither k nor n.") { $0.voids }
    $0.object("newest", "Its newest job of these days.") { $0.newest }
    $0.word("newest_status", "How that one ended.", rule: .jobStatus) { $0.newestStatus.word }
  }
}
