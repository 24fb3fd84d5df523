import Model
import Testing

@Suite struct StatusTests {
  @Test func judgesEveryJobStatus() {
    let table: [(JobStatus, String, UInt8, JobVerdict, isOpen: Bool, isTerminal: Bool)] = [
      (.pending, "pending", 1, .open, true, false), (.queued, "queued", 2, .open, true, false),
      (.running, "running", 3, .open, true, false), (.success, "success", 4, .pass, false, true),
      (.failed, "failed", 4, .fail, false, true),
      (.cancelled, "cancelled", 4, .void, false, true),
      (.timeout, "timeout", 4, .fail, false, true), (.error, "error", 4, .fail, false, true),
      (.skipped, "skipped", 4, .uncounted, false, true),
      (.unknown, "unknown", 0, .uncounted, false, false),
    ]
    #expect(table.map(\.0) == JobStatus.allCases)
    for (status, word, rank, verdict, isOpen, isTerminal) in table {
      #expect(status.word == word)
      #expect(JobStatus(word: word) == status)
      #expect(status.rank == rank)
      #expect(status.verdict == verdict)
      #expect(status.isOpen == isOpen)
      #expect(status.isTerminal == isTerminal)
    }
    for word in ["", "Success", "passed", "success "] { #expect(JobStatus(word: word) == nil) }
  }

  @Test func ranksEveryDeploymentStatus() {
    let table: [(DeploymentStatus, String, UInt8)] = [
      (.pending, "pending", 0), (.staging, "staging", 1), (.staged, "staged", 2),
      (.production, "production", 3), (.live, "live", 3), (.failed, "failed", 3),
      (.rolledBack, "rolled_back", 4),
    ]
    #expect(table.map(\.0) == DeploymentStatus.allCases)
    for (status, word, rank) in table {
      #expect(status.word == word)
      #expect(DeploymentStatus(word: word) == status)
      #expect(status.rank == rank)
    }
    #expect(DeploymentStatus(word: "rolledBack") == nil)
  }

  /// The archive keeps these numbers: they must never change.
  @Test func keepsItsNumbersForEver() {
    #expect(JobStatus.allCases.map(\.rawValue) == Array(0...9))
    #expect(DeploymentStatus.allCases.map(\.rawValue) == Array(0...6))
    #expect(JobRole.allCases.map(\.word) == ["build", "test", "staging", "deploy", "production"])
    let kinds: [DeploymentKind] = [
      .notReached, .failedAttempt, .forward, .redeploy, .rollbackRedeploy,
    ]
    #expect(kinds.map(\.rawValue) == Array(0...4))
    #expect(kinds.map(\.reached) == [false, false, true, true, true])
  }
}

@Suite struct RecordTests {
  private func time(_ value: Int64) -> Timestamp { Timestamp(milliseconds: value) }

  @Test func derivesWhetherAJobIsRunningAndComplete() {
    for status in JobStatus.allCases {
      var job = Job(id: "j", type: "build", status: status)
      #expect(job.isRunning == [.pending, .queued, .running].contains(status))
      #expect(!job.isComplete)
      job.completedAt = time(1)
      #expect(job.isComplete == job.isTerminal)
    }
  }

  @Test func putsAJobIntoTheDayOfItsCompletionElseStartElseCreation() {
    var job = Job(id: "j", type: "build", status: .running)
    job.updatedAt = time(9)
    job.queuedAt = time(8)
    #expect(job.bucketTime == nil)
    #expect(job.bucketBasis == .none)
    job.createdAt = time(1)
    #expect(job.bucketTime == time(1))
    #expect(job.bucketBasis == .created)
    job.startedAt = time(2)
    #expect(job.bucketTime == time(2))
    #expect(job.bucketBasis == .started)
    job.completedAt = time(3)
    #expect(job.bucketTime == time(3))
    #expect(job.bucketBasis == .completed)
    #expect(job.latestTime == time(9))
  }

  @Test func measuresRunAndQueueTimes() {
    var job = Job(id: "j", type: "build", status: .success)
    #expect(job.runMilliseconds == nil)
    #expect(job.queueMilliseconds == nil)
    job.durationSeconds = 0
    #expect(job.runMilliseconds == 0)
    job.durationSeconds = 1.2345
    #expect(job.runMilliseconds == 1235)
    job.durationSeconds = 1e300
    #expect(job.runMilliseconds == nil)
    job.createdAt = time(100)
    job.startedAt = time(500)
    #expect(job.queueMilliseconds == 400)
    job.queuedAt = time(600)
    #expect(job.queueMilliseconds == -100)
    job.completedAt = time(500)
    #expect(job.runMilliseconds == 0)
  }

  @Test func finishesAsTimingWhatTheJobItselfSays() {
    var dice = SplitMix64(seed: 11)
    for _ in 0..<2000 {
      var job = Job(id: "j", type: "build", status: .success)
      func some() -> Timestamp? {
        dice.chance(70) ? time(.random(in: 0..<5000, using: &dice)) : nil
      }
      job.createdAt = some()
      job.queuedAt = some()
      job.startedAt = some()
      job.completedAt = some()
      job.durationSeconds = dice.chance(50) ? Double.random(in: 0...5, using: &dice) : nil
      let timing = JobTiming(
        status: job.status, created: job.createdAt, queued: job.queuedAt, started: job.startedAt,
        completed: job.completedAt, durationSeconds: job.durationSeconds)
      #expect(timing.runMilliseconds == job.runMilliseconds)
      #expect(timing.queueMilliseconds == job.queueMilliseconds)
    }
  }

  @Test func isLiveOnlyWithStatusAndFlagAndNoRollback() {
    var d = Deployment(id: "d", service: "s", version: "1", status: .live)
    #expect(!d.isLiveInProduction)
    d.deployedToProduction = true
    #expect(d.isLiveInProduction)
    d.rolledBack = true
    #expect(!d.isLiveInProduction)
    d.rolledBack = false
    d.status = .rolledBack
    #expect(d.isRolledBack)
    #expect(!d.isLiveInProduction)
    d.status = .production
    #expect(!d.isLiveInProduction)
  }

  @Test func takesTheEnvironmentFromTheRecordElseFlagsElseTimesElseStatus() {
    func environment(_ change: (inout Deployment) -> Void) -> Text {
      var d = Deployment(id: "d", service: "s", version: "1", status: .pending)
      change(&d)
      return d.effectiveEnvironment
    }
    #expect(environment { _ in } == "unspecified")
    #expect(environment { $0.status = .staging } == "staging")
    #expect(environment { $0.status = .staged } == "staging")
    #expect(environment { $0.deployedToStaging = true } == "staging")
    #expect(environment { $0.deployedToStaging = false } == "unspecified")
    #expect(environment { $0.stagingDeployedAt = time(1) } == "staging")
    #expect(
      environment {
        $0.stagingDeployedAt = time(1)
        $0.productionDeployedAt = time(2)
      } == "production")
    #expect(environment { $0.deployedToProduction = true } == "production")
    #expect(
      environment {
        $0.deployedToProduction = true
        $0.environment = "eu"
      } == "eu")
  }

  @Test func namesJobsInTheOrderOfThePipeline() {
    var d = Deployment(id: "d", service: "s", version: "1", status: .live)
    #expect(d.jobReferences.isEmpty)
    d.productionJobID = "p"
    d.deployJobID = "d"
    d.stagingJobID = "s"
    d.testJobID = "t"
    d.buildJobID = "b"
    #expect(d.jobReferences.map(\.id) == ["b", "t", "s", "d", "p"])
    #expect(d.jobReferences.map(\.role) == JobRole.allCases)
  }
}
