import Metrics
import Model
import Testing

@Suite struct RateTests {
  private let date = ReportDate(today: LocalDay(number: 20_000))

  // MARK: - Jobs

  @Test func countsFailedErrorAndTimeoutAgainstSuccess() {
    var counts = JobCounts()
    let numbers: [(JobStatus, Int)] = [
      (.success, 10), (.failed, 3), (.error, 2), (.timeout, 1), (.cancelled, 4), (.skipped, 50),
      (.unknown, 60), (.pending, 70), (.queued, 80), (.running, 90),
    ]
    for (status, number) in numbers { counts[status] = number }
    let rate = JobFailureRate(counts)
    #expect(rate.rate == Proportion(k: 6, n: 16))
    #expect(rate.voidShare == Proportion(k: 4, n: 20))
    #expect(rate.notGreenRate == Proportion(k: 10, n: 20))
    #expect(rate.infraShare == Proportion(k: 2, n: 6))
    #expect(counts.total == 370)
    #expect(counts.open == 240)
    #expect(counts.uncounted == 110)
  }

  @Test func hasNoJobFailureRateWithoutDecidedJobs() {
    var counts = JobCounts()
    counts[.running] = 3
    counts[.skipped] = 1
    #expect(JobFailureRate(counts).rate.value == nil)
    #expect(JobFailureRate(counts).infraShare.value == nil)
  }

  @Test func talliesJobsUpToToday() {
    var tally = JobTally()
    var rollup = JobRollup()
    rollup.counts[.success] = 2
    rollup.runDurations = [30, 10]
    rollup.negativeRuns = 1
    let days = [date.today - 7, date.today - 1, date.today, date.today + 1]
    for day in days { tally.add(rollup, on: day, date: date) }
    tally.add(rollup, on: date.today - 1, date: date)
    #expect(tally.days == date.today - 7...date.today)
    #expect(tally.counts(in: nil).pass == 8)
    #expect(tally.counts(in: date.last(7).days).pass == 6)
    let runs = tally.runTimes(in: date.last(7).days)
    #expect(runs.sorted == [10, 10, 10, 30, 30, 30])
    #expect(runs.negative == 3)
  }

  @Test func leavesDurationsOfSkippedJobsAndNegativeOnesOutOfPercentiles() {
    var rollup = JobRollup()
    func add(_ status: JobStatus, queued: Int64?, started: Int64?, completed: Int64?, _ s: Double?)
    {
      func time(_ value: Int64?) -> Timestamp? { value.map { Timestamp(milliseconds: $0) } }
      rollup.add(
        JobTiming(
          status: status, created: nil, queued: time(queued), started: time(started),
          completed: time(completed), durationSeconds: s))
    }
    add(.success, queued: 0, started: 5, completed: 25, nil)
    add(.failed, queued: 9, started: 5, completed: 1, nil)
    add(.skipped, queued: 0, started: 5, completed: 25, nil)
    add(.unknown, queued: 0, started: 5, completed: 25, nil)
    add(.error, queued: nil, started: nil, completed: nil, 0)
    add(.success, queued: nil, started: 0, completed: 1000, 2.001)
    add(.success, queued: nil, started: 0, completed: 1000, 2)
    #expect(rollup.runDurations == [20, 0, 1000, 1000])
    #expect(rollup.queueDurations == [5])
    #expect(rollup.negativeRuns == 1)
    #expect(rollup.negativeQueues == 1)
    #expect(rollup.durationMismatches == 1)
    #expect(rollup.counts.total == 7)
  }

  // MARK: - Deployments

  private func fact(_ kind: DeploymentKind, _ failure: ChangeFailure? = nil) -> DeploymentFact {
    var fact = DeploymentFact(key: 1, kind: kind)
    fact.failure = failure
    return fact
  }

  /// A day with one deployment.
  private func day(
    _ fact: DeploymentFact, _ status: DeploymentStatus = .live
  ) -> DeploymentRollup {
    var rollup = DeploymentRollup()
    rollup.add(fact, status: status, offset: 0)
    return rollup
  }

  private var aRollback: DeploymentRollup {
    var rollup = DeploymentRollup()
    rollup.rollbacks = 1
    return rollup
  }

  @Test func countsForwardDeploymentsAloneInTheChangeFailureRate() {
    var tally = DeploymentTally()
    let someDay = date.today - 10
    func add(_ fact: DeploymentFact, _ status: DeploymentStatus = .live) {
      tally.add(day(fact, status), on: someDay, date: date)
    }
    add(fact(.forward))
    for failure in [
      ChangeFailure.rolledBack, .blamedByRollback, .failedInProduction, .fixedByRework,
    ] {
      add(fact(.forward, failure))
    }
    add(fact(.redeploy))
    add(fact(.redeploy), .failed)
    add(fact(.rollbackRedeploy))
    add(fact(.failedAttempt), .failed)
    add(fact(.notReached), .pending)
    var withdrawn = fact(.forward)
    withdrawn.isWithdrawn = true
    withdrawn.isRework = true
    add(withdrawn)
    let all = ChangeFailureRate(tally, days: nil, date: date)
    #expect(all.rate == Proportion(k: 4, n: 6))
    #expect(tally.kinds.forward == 6)
    #expect(tally.kinds.failedForward == 4)
    #expect(tally.kinds.redeploys == 2)
    #expect(tally.kinds.rollbackRedeploys == 1)
    #expect(tally.kinds.failedAttempts == 1)
    #expect(tally.kinds.notReached == 1)
    #expect(tally.rollups[someDay]?[.failedAttempt] == 1)
    #expect(tally.rollups[someDay]?.outcome == DayOutcome(ok: 4, failed: 3, rolledBack: 2))
  }

  @Test func endsTheWindowOfTheChangeFailureRateAtMaturity() {
    var tally = DeploymentTally()
    for age in [-1, 0, 1, 7, 8, 37, 38] {
      tally.add(
        day(fact(.forward, age % 2 == 0 ? .rolledBack : nil)), on: date.today - age, date: date)
    }
    let rate = ChangeFailureRate(tally, days: 30, date: date)
    #expect(rate.window == TimeWindow(days: date.today - 37..<date.today - 7))
    #expect(rate.rate == Proportion(k: 1, n: 2))  // 8 and 37 days old
    #expect(ChangeFailureRate(tally, days: nil, date: date).rate == Proportion(k: 2, n: 3))
    let younger = ChangeFailureRate.younger(tally, date: date)
    #expect(younger.window.days == date.today - 7..<date.today + 1)
    #expect(younger.rate == Proportion(k: 1, n: 3))  // today, 1 and 7 days old
  }

  @Test func countsADeploymentWithoutATimeByItsKindOnly() {
    var tally = DeploymentTally()
    tally.add(day(fact(.notReached), .pending), on: nil, date: date)
    tally.add(aRollback, on: date.today + 1, date: date)
    tally.add(aRollback, on: date.today, date: date)
    #expect(tally.kinds.notReached == 1)
    // Nothing was deployed on the day of a rollback in place.
    #expect(tally.days == nil)
    #expect(tally.rollbacks(in: nil) == 1)
    #expect(tally.rollbacks(in: date.last(30).days) == 0)
  }

  @Test func addsTalliesAsIfTheirDeploymentsWereOne() {
    var dice = SplitMix64(seed: 3)
    var parts = Array(repeating: DeploymentTally(), count: 3)
    var whole = DeploymentTally()
    let kinds: [DeploymentKind] = [
      .notReached, .failedAttempt, .forward, .redeploy, .rollbackRedeploy,
    ]
    for _ in 0..<500 {
      let kind = kinds[Int.random(in: 0..<kinds.count, using: &dice)]
      var one = day(fact(kind, kind == .forward && dice.chance(30) ? .rolledBack : nil))
      one.rollbacks = Int.random(in: 0...1, using: &dice)
      let when = dice.chance(5) ? nil : date.today - Int.random(in: -3...50, using: &dice)
      let part = Int.random(in: 0..<3, using: &dice)
      parts[part].add(one, on: when, date: date)
      whole.add(one, on: when, date: date)
    }
    var sum = DeploymentTally()
    for part in parts { sum.add(part) }
    #expect(sum.kinds == whole.kinds)
    #expect(sum.rollups == whole.rollups)
    #expect(sum.days == whole.days)
  }

  @Test func sumsOutcomesOfAllTimes() {
    var tally = DeploymentTally()
    tally.add(day(fact(.forward)), on: date.today - 5, date: date)
    #expect(tally.outcome(in: .ever(before: date.today)) == DayOutcome(ok: 1))
    #expect(tally.outcome(in: date.last(4).days) == DayOutcome())
  }

  /// No text a source may write stops the run.
  @Test(arguments: [9.2233720368547e15, -9.2233720368547e15, 1e300, -1e300, 1e18])
  func standsRecordedDurationsOfAnySize(_ seconds: Double) {
    for (started, completed) in [(631_152_000_000, 4_133_980_799_999), (4_133_980_799_999, 0)] {
      let timing = JobTiming(
        status: .success, created: nil, queued: nil,
        started: Timestamp(milliseconds: Int64(started)),
        completed: Timestamp(milliseconds: Int64(completed)), durationSeconds: seconds)
      let isWhole = abs(seconds) < 9.3e15
      #expect(timing.isDurationMismatched == isWhole)
    }
  }
}
