import Metrics
import Model

/// How the jobs of one type in one repository have done.
struct JobTypeTally: Sendable {
  let repo: Text?
  let type: Text
  var recent = JobCounts()
  var ever = JobCounts()
  var runs: [UInt32] = []
  var negativeRuns = 0
  var queues: [UInt32] = []
  var negativeQueues = 0
  /// Jobs of the last 365 complete days.
  var lastYear = 0
  /// First and last local day with a job.
  var days: ClosedRange<LocalDay>?
  /// Up to the day of the report.
  var verdicts = VerdictDays()
}

/// Jobs by repository and type.
struct JobTypeTallies {
  private let date: ReportDate
  private let recent: Range<LocalDay>
  private let year: Range<LocalDay>
  private var tallies: [JobTypeKey: JobTypeTally] = [:]

  init(date: ReportDate) {
    self.date = date
    recent = date.last(90).days
    year = date.last(365).days
  }

  /// Takes in one rollup; their days come in order.
  mutating func add(_ rollup: JobRollup, repo: Text?, type: Text, on day: LocalDay) {
    guard date.covers(day) else { return }
    let key = JobTypeKey(repo: repo, type: type)
    var tally = tallies.removeValue(forKey: key) ?? JobTypeTally(repo: repo, type: type)
    tally.ever += rollup.counts
    tally.verdicts.add(rollup.counts, on: day)
    tally.days = (tally.days?.lowerBound ?? day)...day
    if year.contains(day) { tally.lastYear += rollup.counts.total }
    if recent.contains(day) {
      tally.recent += rollup.counts
      tally.runs += rollup.runDurations
      tally.negativeRuns += rollup.negativeRuns
      tally.queues += rollup.queueDurations
      tally.negativeQueues += rollup.negativeQueues
    }
    tallies[key] = tally
  }

  /// By type, then repository.
  var sorted: [JobTypeTally] {
    tallies.sorted { $0.key < $1.key }.map(\.value)
  }
}

/// One type of job in one repository.
struct JobTypeKey: Hashable, Comparable {
  let repo: Text?
  let type: Text

  /// By type, then repository, a missing one first.
  static func < (a: JobTypeKey, b: JobTypeKey) -> Bool {
    if a.type != b.type { return a.type < b.type }
    guard let left = a.repo else { return b.repo != nil }
    guard let right = b.repo else { return false }
    return left < right
  }
}
