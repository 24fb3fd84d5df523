import Archiving
import Metrics
import Model

/// Figures of jobs.
extension ExplanationMaker {
  mutating func explainJobs() throws {
    var durations: [Int64] = []
    for month in try months() {
      try reading.reader.forEachJob(in: month) { stored in
        if let service = request.service, stored.service != service { return }
        guard let time = stored.job.bucketTime else {
          return leaveOut(stored.job.id, "has no time")
        }
        guard contains(time) else { return }
        if stored.isExcluded {
          return leaveOut(stored.job.id, DeploymentKind.excluded.absence)
        }
        if request.metric == .jobFailureRate {
          take(stored.job)
        } else {
          take(durationOf: stored.job, into: &durations)
        }
      }
    }
    if request.metric == .jobFailureRate {
      finishShare("finished jobs")
    } else {
      finishDurations(durations, "durations")
    }
  }

  /// The months with jobs that the window touches, and that of the jobs without a time.
  private func months() throws -> [Month?] {
    try reading.reader.jobMonths().filter { month in
      guard let month, let window else { return true }
      return month.days.overlaps(window.days)
    }
  }

  private mutating func take(_ job: Job) {
    switch job.status.verdict {
    case .pass: count(job.id, isHit: false)
    case .fail: count(job.id, isHit: true)
    case .void: leaveOut(job.id, "cancelled")
    case .open: leaveOut(job.id, "not finished")
    case .uncounted: leaveOut(job.id, "\(job.status.word)")
    }
  }

  private mutating func take(durationOf job: Job, into durations: inout [Int64]) {
    if job.status.verdict == .uncounted { return leaveOut(job.id, "\(job.status.word)") }
    let value =
      request.metric == .runTime ? job.runMilliseconds : job.queueMilliseconds
    guard let value else { return leaveOut(job.id, "has no duration") }
    guard value >= 0 else { return leaveOut(job.id, "negative duration") }
    durations.append(value)
    count(job.id, isHit: false)
  }
}
