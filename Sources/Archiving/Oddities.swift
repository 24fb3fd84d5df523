import GRDB
package import Model

/// Something odd that records can have; each is counted and shown with examples.
package enum Oddity: CaseIterable, Sendable {
  case undatedJobs, undatedDeployments
  /// A deployment names a job that no source has.
  case orphanReferences
  case stagingAfterProduction
  /// Rolled back to a version that no deployment of the service has.
  case danglingTargets
  /// Open since before the time given.
  case staleJobs
  case jobsAfterReport, deploymentsAfterReport
  /// Ended before they started; started before they were queued; recorded duration off by more than
  /// a second.
  case negativeRuns, negativeQueues, durationMismatches
  /// A time more than a second before one that must have come first.
  case skewedJobs, skewedDeployments
  /// Another version is as recent and as far as the one shown.
  case conflictingJobs, conflictingDeployments
}

/// How often an oddity occurs, and the first records with it.
package struct OddityCount: Sendable, Equatable {
  package var count = 0
  /// At most `ArchiveReader.oddityExamples`, by the bytes of their ids.
  package var examples: [OddRecord] = []

  package init() {}
}

/// A record shown as an example.
package enum OddRecord: Sendable, Equatable {
  case job(Text, day: LocalDay?)
  case deployment(Text)
}

extension ArchiveReader {
  /// How many examples an oddity has at most.
  package static let oddityExamples = 5

  /// Counts an oddity over the whole archive.
  ///
  /// - Parameters:
  ///   - end: the first day that the report does not cover.
  ///   - staleBefore: since when an open job is stale.
  package func count(
    _ oddity: Oddity, end: LocalDay, staleBefore: Timestamp
  ) throws -> OddityCount {
    let open = JobStatus.allCases.filter(\.isOpen).map { String($0.rawValue) }
      .joined(separator: ", ")
    switch oddity {
    case .undatedJobs: return try jobs("day IS NULL", 0)
    case .undatedDeployments: return try deployments("day IS NULL", 0)
    case .jobsAfterReport: return try jobs("day >= ?1", end.number)
    case .deploymentsAfterReport: return try deployments("day >= ?1", end.number)
    case .stagingAfterProduction:
      return try deployments("staging_deployed_at > production_deployed_at", 0)
    case .danglingTargets:
      return try deployments(
        """
        rolled_back_to IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deployment e
          WHERE \(layer.isSame("e.service", "deployment.service"))
            AND e.version = deployment.rolled_back_to)
        """, 0)
    case .orphanReferences:
      return try deployments(
        """
        EXISTS (SELECT 1 FROM (SELECT build_job_id AS id UNION SELECT test_job_id
          UNION SELECT deploy_job_id UNION SELECT staging_job_id UNION SELECT production_job_id)
          WHERE id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM job WHERE job.job_id = id))
        """, 0)
    case .staleJobs:
      return try jobs(
        "status IN (\(open)) AND coalesce(started_at, queued_at, created_at) < ?1",
        Int(staleBefore.milliseconds))
    case .negativeRuns, .negativeQueues, .durationMismatches: return try countTimings(oddity)
    case .skewedJobs: return try jobs(ClockSkew.job, 0)
    case .skewedDeployments: return try deployments(ClockSkew.deployment, 0)
    case .conflictingJobs:
      return try conflicts(
        JobRows.self, rank: ArchiveReader.rank(JobStatus.allCases, \.rank)
      ) { .job($0, day: $1) }
    case .conflictingDeployments:
      return try conflicts(
        DeploymentRows.self, rank: ArchiveReader.rank(DeploymentStatus.allCases, \.rank)
      ) { id, _ in .deployment(id) }
    }
  }

  /// Oddities of times: the rollups count them, and say on which days to look for examples.
  private func countTimings(_ oddity: Oddity) throws -> OddityCount {
    var result = OddityCount()
    var days: [LocalDay] = []
    try forEachJobDay(in: .ever, durations: false) { day, _, _, rollup in
      let count =
        switch oddity {
        case .negativeRuns: rollup.negativeRuns
        case .negativeQueues: rollup.negativeQueues
        default: rollup.durationMismatches
        }
      result.count += count
      if count > 0, days.last != day, days.count < ArchiveReader.oddityExamples {
        days.append(day)
      }
    }
    let condition =
      switch oddity {
      case .negativeRuns: "completed_at < started_at"
      case .negativeQueues: "started_at < coalesce(queued_at, created_at)"
      default: "abs(completed_at - started_at - duration_seconds * 1000) > 1000"
      }
    for day in days where result.examples.count < ArchiveReader.oddityExamples {
      // The rollups are without the jobs that corrections exclude.
      let isCounted = "job_id NOT IN (\(CorrectionTable.excludedJobs))"
      result.examples +=
        try jobs("day = ?1 AND \(condition) AND \(isCounted)", day.number).examples
    }
    result.examples = Array(result.examples.prefix(ArchiveReader.oddityExamples))
    return result
  }

  private func jobs(_ condition: String, _ argument: Int) throws -> OddityCount {
    try records("job", "job_id", condition, argument) { .job($0, day: $1) }
  }

  private func deployments(_ condition: String, _ argument: Int) throws -> OddityCount {
    try records("deployment", "deployment_id", condition, argument) { id, _ in .deployment(id) }
  }

  private func records(
    _ table: String, _ id: String, _ condition: String, _ argument: Int,
    _ make: (Text, LocalDay?) -> OddRecord
  ) throws -> OddityCount {
    var result = OddityCount()
    let count = try BoundStatement(database, "SELECT count(*), ?1 FROM \(table) WHERE \(condition)")
    count.bind(0, argument)
    if try count.step() { result.count = Int(count.int(0)) }
    count.reset()
    guard result.count > 0 else { return result }
    let select = try BoundStatement(
      database,
      """
      SELECT \(id), day, ?1 FROM \(table) WHERE \(condition) ORDER BY \(id)
      LIMIT \(ArchiveReader.oddityExamples)
      """)
    select.bind(0, argument)
    while try select.step() {
      let day = select.optionalInt(1).map { LocalDay(number: Int($0)) }
      result.examples.append(make(select.text(0) ?? "", day))
    }
    return result
  }
}

extension Range where Bound == LocalDay {
  /// Every day from `first` on.
  package static func ever(from first: LocalDay) -> Range<LocalDay> {
    first..<LocalDay(number: Int.max / 2)
  }

  /// Every day there can be.
  package static var ever: Range<LocalDay> {
    LocalDay(number: Int.min / 2)..<LocalDay(number: Int.max / 2)
  }
}
