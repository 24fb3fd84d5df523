import Metrics
import Model

/// The jobs behind the figures of services over the standard window, gathered while the jobs go by in
/// order of time. Of each service the newest are kept, the others are counted.
struct JobEvidence {
  /// Jobs of each kind kept of a service.
  static let limit = 200

  /// The jobs of one service.
  struct Jobs {
    private(set) var succeeded = 0
    private(set) var failed = Newest()
    private(set) var leftOut = Newest()
    private(set) var negative = Newest()

    fileprivate mutating func add(_ row: JobRow) {
      if row.isCorrected {
        leftOut.add(JobEvidenceRow(row, role: "left out: excluded by a correction"))
        return
      }
      switch row.job.status.verdict {
      case .pass: succeeded += 1
      case .fail: failed.add(JobEvidenceRow(row, role: "in numerator and denominator"))
      case .void: leftOut.add(JobEvidenceRow(row, role: "left out: cancelled"))
      case .open: leftOut.add(JobEvidenceRow(row, role: "left out: not finished"))
      case .uncounted:
        leftOut.add(JobEvidenceRow(row, role: "left out: \(row.job.status.word)"))
        return
      }
      for (name, duration) in [
        ("run time", row.job.runMilliseconds), ("queue time", row.job.queueMilliseconds),
      ] {
        guard let duration, duration < 0 else { continue }
        negative.add(JobEvidenceRow(row, role: "negative \(name), in no percentile"))
      }
    }
  }

  /// The last rows of many, and how many there were.
  struct Newest {
    private(set) var count = 0
    private var kept: [JobEvidenceRow] = []

    /// The newest first.
    var rows: [JobEvidenceRow] { kept.suffix(JobEvidence.limit).reversed() }

    fileprivate mutating func add(_ row: JobEvidenceRow) {
      count += 1
      kept.append(row)
      if kept.count >= 2 * JobEvidence.limit { kept.removeFirst(JobEvidence.limit) }
    }
  }

  let window: TimeWindow
  private let zone: ZoneTable
  private var services: [Text: Jobs] = [:]

  init(date: ReportDate, zone: ZoneTable) {
    window = date.last(Metric.jobFailureRate.standardDays)
    self.zone = zone
  }

  /// Whether jobs of a month may fall into the window.
  func concerns(_ month: Month?) -> Bool { month.map { window.days.overlaps($0.days) } ?? false }

  mutating func add(_ row: JobRow) {
    guard let service = row.service, let at = row.job.bucketTime,
      window.contains(zone.day(of: at))
    else { return }
    services[service, default: Jobs()].add(row)
  }

  func jobs(of service: Text) -> Jobs { services[service] ?? Jobs() }
}
