import Archiving
import Metrics
import Model

/// What is gathered of single jobs in the one pass over all of them, month by month in order of time.
struct JobPass {
  /// Kinds of reasons told apart over all jobs.
  static let reasonLimit = 20_000

  private let date: ReportDate
  private let zone: ZoneTable
  private let recent: TimeWindow
  private(set) var stability: JobStability
  private(set) var evidence: JobEvidence
  private(set) var types: JobTypeRuns
  /// Of all time, to tell what is new.
  private(set) var reasons = ReasonTally(limit: JobPass.reasonLimit)
  /// The months' files, in their order.
  private(set) var files: [MonthFile.Facts] = []
  /// Of the last 90 complete days.
  private(set) var recentReasons = ReasonTally(limit: JobPass.reasonLimit)
  /// Of the last 7 complete days and today.
  private(set) var weekReasons = ReasonTally(limit: JobPass.reasonLimit)

  private(set) var agents: AgentTallies

  /// - Parameter agents: those to count.
  init(_ inputs: BuildInputs, _ options: SiteOptions, agents: [Text]) {
    self.agents = AgentTallies(agents, date: options.date)
    date = options.date
    zone = options.zone
    recent = options.date.last(90)
    stability = JobStability(inputs, zone: options.zone)
    evidence = JobEvidence(date: options.date, zone: options.zone)
    types = JobTypeRuns(inputs.index, date: options.date, zone: options.zone)
  }

  /// Takes in a job of `month`, no earlier than all before it.
  mutating func add(_ row: JobRow, of month: MonthInterest) {
    if month.matters, !row.isCorrected { stability.add(row) }
    if month.isEvidence { evidence.add(row) }
    guard !row.isCorrected, let day = row.job.bucketTime.map({ zone.day(of: $0) }),
      date.covers(day)
    else { return }
    var reason: FailureReason?
    if row.job.status.verdict == .fail {
      let known = FailureReason(message: row.job.errorMessage, status: row.job.status)
      reasons.add(known, row, on: day)
      if recent.contains(day) { recentReasons.add(known, row, on: day) }
      if day >= date.today - FreshReasons.days { weekReasons.add(known, row, on: day) }
      reason = known
    }
    types.add(row, day: day, reason: reason)
    agents.add(row, day: day)
  }

  mutating func add(_ file: MonthFile.Facts) { files.append(file) }

  /// What a month's jobs matter to.
  struct MonthInterest {
    fileprivate let matters: Bool
    fileprivate let isEvidence: Bool
  }

  func interest(in month: Month?) -> MonthInterest {
    MonthInterest(matters: stability.concerns(month), isEvidence: evidence.concerns(month))
  }
}
