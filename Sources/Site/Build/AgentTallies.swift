import Metrics
import Model

/// The jobs of the busiest agents over the last 90 complete days, counted while all go by in order of time.
struct AgentTallies {
  /// At most so many agents are counted.
  static let limit = 5000
  static let days = 90

  struct Tally {
    private(set) var counts = JobCounts()
    private(set) var newest: JobMention?
    private(set) var newestStatus = JobStatus.unknown

    fileprivate mutating func add(_ row: JobRow) {
      counts[row.job.status] += 1
      newest = JobMention(row)
      newestStatus = row.job.status
    }
  }

  private let window: TimeWindow
  private var tallies: [Text: Tally]

  /// - Parameter agents: those to count.
  init(_ agents: [Text], date: ReportDate) {
    window = date.last(AgentTallies.days)
    tallies = Dictionary(agents.map { ($0, Tally()) }) { first, _ in first }
  }

  /// Takes in a job that counts, no earlier than all before it.
  mutating func add(_ row: JobRow, day: LocalDay) {
    guard let agent = row.job.agentID, window.contains(day) else { return }
    tallies[agent]?.add(row)
  }

  /// Those with jobs, the busiest first, of equal ones by name.
  var sorted: [(agent: Text, tally: Tally)] {
    tallies.filter { $0.value.counts.total > 0 }.map { (agent: $0.key, tally: $0.value) }
      .sorted { a, b in
        let (left, right) = (a.tally.counts.total, b.tally.counts.total)
        return left != right ? left > right : a.agent < b.agent
      }
  }
}
