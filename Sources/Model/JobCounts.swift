/// Numbers of jobs by status.
package struct JobCounts: Sendable, Equatable {
  /// By `JobStatus.rawValue`.
  package private(set) var byStatus: [Int]

  package init() {
    byStatus = Array(repeating: 0, count: JobStatus.allCases.count)
  }

  /// - Parameter numbers: by `JobStatus.rawValue`; missing ones are 0.
  package init(byStatus numbers: [Int]) {
    self.init()
    for (i, number) in zip(byStatus.indices, numbers) { byStatus[i] = number }
  }

  package subscript(status: JobStatus) -> Int {
    get { byStatus[Int(status.rawValue)] }
    set { byStatus[Int(status.rawValue)] = newValue }
  }

  package var pass: Int { self[.success] }
  package var fail: Int { self[.failed] + self[.error] + self[.timeout] }
  package var void: Int { self[.cancelled] }
  package var open: Int { self[.pending] + self[.queued] + self[.running] }
  package var uncounted: Int { self[.skipped] + self[.unknown] }
  package var total: Int { byStatus.reduce(0, +) }

  package static func += (a: inout JobCounts, b: JobCounts) {
    for i in a.byStatus.indices { a.byStatus[i] += b.byStatus[i] }
  }
}

/// What the archive keeps of the jobs of one local day and one group: counts and sorted durations,
/// so that percentiles over any window are exact.
package struct JobRollup: Sendable, Equatable {
  package var counts = JobCounts()
  /// Ascending milliseconds from start to completion, else the recorded duration.
  package var runDurations: [UInt32] = []
  /// Ascending milliseconds from queued, else created, to started.
  package var queueDurations: [UInt32] = []
  /// Ended before they started, or started before they were queued: in no percentile.
  package var negativeRuns = 0
  package var negativeQueues = 0
  /// The recorded duration is off from end - start by more than a second.
  package var durationMismatches = 0

  package init() {}

  /// Adds a job; durations are left unsorted until `sort`. Durations of skipped jobs and of those
  /// with an unknown status enter no percentile.
  package mutating func add(_ timing: JobTiming) {
    counts[timing.status] += 1
    guard timing.status.verdict != .uncounted else { return }
    if let run = timing.runMilliseconds {
      if run < 0 { negativeRuns += 1 } else { runDurations.append(UInt32(clamping: run)) }
    }
    if let queue = timing.queueMilliseconds {
      if queue < 0 { negativeQueues += 1 } else { queueDurations.append(UInt32(clamping: queue)) }
    }
    if timing.isDurationMismatched { durationMismatches += 1 }
  }

  package mutating func sort() {
    runDurations.sort()
    queueDurations.sort()
  }

  /// Takes in another day or group; durations are left unsorted until `sort`.
  package static func += (a: inout JobRollup, b: JobRollup) {
    a.counts += b.counts
    a.runDurations += b.runDurations
    a.queueDurations += b.queueDurations
    a.negativeRuns += b.negativeRuns
    a.negativeQueues += b.negativeQueues
    a.durationMismatches += b.durationMismatches
  }
}

/// What a rollup reads of one job.
package struct JobTiming: Sendable, Equatable {
  package var status: JobStatus
  package var runMilliseconds: Int64?
  package var queueMilliseconds: Int64?
  package var isDurationMismatched: Bool

  package init(
    status: JobStatus, created: Timestamp?, queued: Timestamp?, started: Timestamp?,
    completed: Timestamp?, durationSeconds: Double?
  ) {
    self.status = status
    let recorded = durationSeconds.flatMap { Int64(exactly: ($0 * 1000).rounded()) }
    var measured: Int64?
    if let started, let completed { measured = completed.milliseconds(since: started) }
    runMilliseconds = measured ?? recorded
    if let started, let from = queued ?? created {
      queueMilliseconds = started.milliseconds(since: from)
    }
    guard let measured, let recorded else {
      isDurationMismatched = false
      return
    }
    // A source may record any number: the difference may be too large for 64 bits.
    let (difference, overflow) = measured.subtractingReportingOverflow(recorded)
    isDurationMismatched = overflow || difference.magnitude > 1000
  }
}
