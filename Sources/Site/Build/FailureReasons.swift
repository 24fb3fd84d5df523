import Metrics
import Model

/// How often jobs failed for one reason, and when.
struct ReasonCount {
  private(set) var count = 0
  private(set) var first: Timestamp?
  private(set) var last: Timestamp?
  private(set) var days: ClosedRange<LocalDay>?
  /// The newest of these jobs that has a page, else the newest.
  private(set) var example: JobMention?

  /// Takes in a job no earlier than all before it.
  mutating func add(_ row: JobRow, on day: LocalDay) {
    count += 1
    days = (days?.lowerBound ?? day)...day
    first = first ?? row.job.bucketTime
    last = row.job.bucketTime
    if row.hasPage || example?.path == nil { example = JobMention(row) }
  }
}

/// Why jobs failed, counted while they go by in order of time. Of reasons beyond a limit only the number
/// of their jobs is kept.
struct ReasonTally {
  private(set) var counts: [FailureReason: ReasonCount] = [:]
  /// Failed jobs of reasons that came after the limit was reached.
  private(set) var others = 0
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  mutating func add(_ reason: FailureReason, _ row: JobRow, on day: LocalDay) {
    if counts[reason] == nil, counts.count >= limit {
      others += 1
    } else {
      counts[reason, default: ReasonCount()].add(row, on: day)
    }
  }

  var total: Int { counts.values.reduce(others) { $0 + $1.count } }

  /// Those with the most jobs first, of equal ones the one last seen, then by the reason.
  var sorted: [(reason: FailureReason, count: ReasonCount)] {
    counts.map { (reason: $0, count: $1) }.sorted { a, b in
      if a.count.count != b.count.count { return a.count.count > b.count.count }
      let (left, right) = (a.count.last?.milliseconds ?? 0, b.count.last?.milliseconds ?? 0)
      return left != right ? left > right : a.reason < b.reason
    }
  }
}
