import Metrics
import Model

/// What the pages of job types show of single runs, gathered while the jobs go by in order of time. Of
/// each type a bounded number of runs and reasons is held.
struct JobTypeRuns {
  /// Runs in the strip.
  static let stripCount = 100
  static let slowestCount = 10
  /// Kinds of reasons told apart in one type.
  static let reasonLimit = 200

  /// What is known of one type.
  struct Runs {
    private var newest: [RunStrip.Run] = []
    /// The slowest first.
    private(set) var slowest: [RunStrip.Run] = []
    /// By weekday and hour in which they started, over the last 90 complete days.
    private(set) var hours = Array(repeating: HeatMap.Cell(), count: 7 * 24)
    /// How long the failed runs of these days ran, in milliseconds.
    private var failureTimes: [UInt32] = []
    private var negativeFailureTimes = 0
    private(set) var reasons = ReasonTally(limit: JobTypeRuns.reasonLimit)

    /// The last runs, the oldest first.
    var last: ArraySlice<RunStrip.Run> { newest.suffix(JobTypeRuns.stripCount) }

    fileprivate mutating func add(_ run: RunStrip.Run) {
      newest.append(run)
      if newest.count >= JobTypeRuns.stripCount + 32 { newest.removeFirst(32) }
    }

    fileprivate mutating func add(_ reason: FailureReason, _ row: JobRow, on day: LocalDay) {
      reasons.add(reason, row, on: day)
    }

    fileprivate mutating func count(_ cell: Int, failed: Bool) {
      hours[cell].count += 1
      if failed { hours[cell].failed += 1 }
    }

    var failureTime: DurationFigure {
      DurationFigure(sorted: failureTimes.sorted(), leftOut: negativeFailureTimes)
    }

    fileprivate mutating func addFailure(_ milliseconds: Int64?) {
      guard let milliseconds else { return }
      if milliseconds < 0 {
        negativeFailureTimes += 1
      } else {
        failureTimes.append(UInt32(clamping: milliseconds))
      }
    }

    /// Of equally slow ones the earlier.
    fileprivate mutating func rank(_ run: RunStrip.Run) {
      guard let time = run.runMilliseconds, time >= 0 else { return }
      let isFull = slowest.count == JobTypeRuns.slowestCount
      if isFull, let last = slowest.last?.runMilliseconds, last >= time { return }
      let place = slowest.firstIndex { $0.runMilliseconds ?? 0 < time } ?? slowest.endIndex
      slowest.insert(run, at: place)
      if slowest.count > JobTypeRuns.slowestCount { slowest.removeLast() }
    }
  }

  private let index: JobTypeIndex
  private let zone: ZoneTable
  private let date: ReportDate
  private let recent: TimeWindow
  private var types: [Runs?]

  init(_ index: JobTypeIndex, date: ReportDate, zone: ZoneTable) {
    self.index = index
    self.date = date
    self.zone = zone
    recent = date.last(90)
    types = Array(repeating: nil, count: index.withPages.count)
  }

  /// Takes in a job that counts, no earlier than all before it; `reason` if it failed.
  mutating func add(_ row: JobRow, day: LocalDay, reason: FailureReason?) {
    guard let number = index.number(of: row.job.type) else { return }
    let job = row.job
    let run = RunStrip.Run(
      job.id, at: job.bucketTime, status: job.status, runMilliseconds: job.runMilliseconds,
      link: row.hasPage ? SitePaths.job(job.id) : nil)
    var runs = types[number] ?? Runs()
    types[number] = nil
    runs.add(run)
    if let reason { runs.add(reason, row, on: day) }
    if recent.contains(day), job.status.verdict != .uncounted {
      runs.rank(run)
      if job.status.verdict == .fail { runs.addFailure(job.runMilliseconds) }
      if let time = job.startedAt ?? job.bucketTime {
        let started = zone.day(of: time)
        runs.count(
          started.weekday * 24 + zone.timeOfDay(time).hour, failed: job.status.verdict == .fail)
      }
    }
    types[number] = runs
  }

  /// - Parameter number: a place among the types with pages.
  func runs(_ number: Int) -> Runs { types[number] ?? Runs() }
}
