import Foundation
import Model
import Recording
import Testing

/// What holds for jobs in every store.
@Suite struct JobStoreTests {
  // MARK: - Creating

  @Test(arguments: StoreKind.allCases)
  func createsAJobWithAGeneratedIDAndTheDefaultStatus(kind: StoreKind) async throws {
    let test = try kind.make()
    let job = try #require(try await test.store.createJob(type: "build", at: minute(0)))
    #expect(UUID(uuidString: job.id.string) != nil)
    #expect(job.status == .pending)
    #expect(job.type == "build")
    #expect(job.createdAt == minute(0))
    #expect(job.updatedAt == minute(0))
    #expect(job.exitCode == nil)
    #expect(try await test.store.job(job.id) == job)
    let other = try await test.store.createJob(type: "build", at: minute(0))
    #expect(other?.id != job.id)
  }

  @Test(arguments: StoreKind.allCases)
  func createsAJobWithAllThatIsKnown(kind: StoreKind) async throws {
    let test = try kind.make()
    var expected = Job(id: "j", type: "deploy", status: .queued)
    expected.repo = "acme/api"
    expected.ref = "main"
    expected.commitSHA = "4be1"
    expected.commitMessage = "fix: a"
    expected.commitAuthor = "Ada"
    expected.agentID = "a1"
    expected.createdAt = minute(-5)
    expected.queuedAt = minute(-4)
    expected.updatedAt = minute(0)
    expected.durationSeconds = 0
    expected.logsURL = "https://ci.example/1"
    expected.tags = ["x", ""]
    expected.metadata = Metadata(canonicalJSON: #"{"n":1.50}"#)
    let job = try await test.store.createJob(
      type: "deploy", id: "j", status: .queued, at: minute(0)
    ) {
      $0.repo = expected.repo
      $0.ref = expected.ref
      $0.commitSHA = expected.commitSHA
      $0.commitMessage = expected.commitMessage
      $0.commitAuthor = expected.commitAuthor
      $0.agentID = expected.agentID
      $0.createdAt = expected.createdAt
      $0.queuedAt = expected.queuedAt
      $0.durationSeconds = 0
      $0.logsURL = expected.logsURL
      $0.tags = expected.tags
      $0.metadata = expected.metadata
    }
    #expect(job == expected)
    #expect(try await test.store.job("j") == expected)
  }

  @Test(arguments: StoreKind.allCases)
  func keepsWhatIsKnownOfAJobCreatedTwice(kind: StoreKind) async throws {
    let test = try kind.make()
    _ = try await test.store.createJob(type: "build", id: "j", at: minute(0))
    _ = try await test.store.updateStatus(ofJob: "j", to: .running, at: minute(1))
    let again = try await test.store.createJob(type: "test", id: "j", at: minute(2)) {
      $0.repo = "a/b"
    }
    #expect(again?.status == .running)
    #expect(again?.type == "build")
    #expect(again?.repo == "a/b")
    #expect(again?.createdAt == minute(0))
    #expect(try await test.store.jobs().count == 1)
  }

  // MARK: - Its life

  @Test(arguments: StoreKind.allCases)
  func tellsTheLifeOfAJob(kind: StoreKind) async throws {
    let test = try kind.make()
    var expected = Job(id: "j", type: "build", status: .pending)
    expected.createdAt = minute(0)
    expected.updatedAt = minute(0)
    #expect(try await test.store.createJob(type: "build", id: "j", at: minute(0)) == expected)
    expected.status = .queued
    expected.queuedAt = minute(1)
    expected.updatedAt = minute(1)
    #expect(try await test.store.updateStatus(ofJob: "j", to: .queued, at: minute(1)) == expected)
    expected.status = .running
    expected.startedAt = minute(2)
    expected.updatedAt = minute(2)
    expected.agentID = "a1"
    #expect(
      try await test.store.updateStatus(ofJob: "j", to: .running, agent: "a1", at: minute(2))
        == expected)
    expected.status = .success
    expected.completedAt = minute(5)
    expected.updatedAt = minute(5)
    expected.agentID = "a2"
    expected.exitCode = 0
    expected.durationSeconds = 0
    expected.logsURL = "https://ci.example/1"
    let result = JobResult(
      agentID: "a2", exitCode: 0, durationSeconds: 0, logsURL: "https://ci.example/1")
    #expect(try await test.store.complete(job: "j", result, at: minute(5)) == expected)
    #expect(try await test.store.job("j") == expected)
    #expect(expected.isComplete && expected.isTerminal && !expected.isRunning)
  }

  @Test(
    arguments: StoreKind.allCases,
    [
      (JobResult(exitCode: 0), JobStatus.success), (JobResult(exitCode: 1), .failed),
      (JobResult(exitCode: -9), .failed), (JobResult(exitCode: .max), .failed),
      (JobResult(), .failed), (JobResult(exitCode: 124, status: .timeout), .timeout),
      (JobResult(exitCode: 0, status: .cancelled), .cancelled),
      (JobResult(status: .error, errorMessage: "no disk"), .error),
    ])
  func completesAJob(kind: StoreKind, _ result: (given: JobResult, status: JobStatus)) async throws
  {
    let test = try kind.make()
    _ = try await test.store.createJob(type: "build", id: "j", at: minute(0))
    let job = try await test.store.complete(job: "j", result.given, at: minute(3))
    #expect(job?.status == result.status)
    #expect(job?.exitCode == result.given.exitCode)
    #expect(job?.errorMessage == result.given.errorMessage)
    #expect(job?.completedAt == minute(3))
    #expect(job?.updatedAt == minute(3))
    #expect(try await test.store.job("j") == job)
  }

  @Test(arguments: StoreKind.allCases)
  func setsStartAndQueueTimesOnlyOnce(kind: StoreKind) async throws {
    let test = try kind.make()
    _ = try await test.store.createJob(type: "build", id: "j", at: minute(0))
    for (status, at) in [(JobStatus.running, 2), (.queued, 3), (.running, 4)] {
      _ = try await test.store.updateStatus(ofJob: "j", to: status, at: minute(Int64(at)))
    }
    let job = try await test.store.job("j")
    #expect(job?.startedAt == minute(2))
    #expect(job?.queuedAt == minute(3))
    #expect(job?.updatedAt == minute(4))
  }

  /// Every pair of statuses: an end is followed by nothing else.
  @Test(arguments: StoreKind.allCases, JobStatus.allCases)
  func obeysEveryTransitionThatHappens(kind: StoreKind, from: JobStatus) async throws {
    let test = try kind.make()
    for to in JobStatus.allCases {
      let id = Text("j-\(to.word)")
      let before = try await test.store.createJob(
        type: "build", id: id, status: from, at: minute(0))
      var said = Job(id: id, type: "", status: to)
      said.agentID = "a1"
      let applied = try await test.store.apply(
        jobEvent: LifecycleEvent(
          type: .jobStatus, at: minute(1), record: .job(said), hasStatus: true))
      if from.isTerminal, from != to {
        #expect(applied == Applied(record: try #require(before), effect: .unusual), "\(to)")
      } else {
        #expect(applied?.effect == .changed, "\(to)")
        #expect(applied?.record.status == to)
        #expect(applied?.record.updatedAt == minute(1))
        #expect(applied?.record.agentID == "a1")
      }
      #expect(try await test.store.job(id) == applied?.record)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func doesNotObeyASecondResult(kind: StoreKind) async throws {
    let test = try kind.make()
    _ = try await test.store.createJob(type: "build", id: "j", at: minute(0))
    let first = try await test.store.complete(job: "j", JobResult(exitCode: 0), at: minute(1))
    let second = try await test.store.complete(job: "j", JobResult(exitCode: 1), at: minute(2))
    #expect(first == second)
  }

  @Test(arguments: StoreKind.allCases)
  func takesWhatComesLateInItsPlace(kind: StoreKind) async throws {
    let test = try kind.make()
    _ = try await test.store.createJob(type: "build", id: "j", at: minute(0))
    _ = try await test.store.complete(job: "j", JobResult(exitCode: 0), at: minute(9))
    let job = try await test.store.updateStatus(ofJob: "j", to: .running, at: minute(3))
    #expect(job?.status == .success)
    #expect(job?.startedAt == minute(3))
    #expect(job?.updatedAt == minute(9))
  }

  @Test(arguments: StoreKind.allCases)
  func countsARepeatedEventOnce(kind: StoreKind) async throws {
    let test = try kind.make()
    let created = LifecycleEvent(
      type: .jobCreated, at: minute(0),
      record: .job(Job(id: "j", type: "build", status: .unknown)), hasStatus: false)
    #expect(try await test.store.apply(jobEvent: created)?.effect == .created)
    // What the status of an event without one is does not matter.
    var same = created
    same.record = .job(Job(id: "j", type: "build", status: .failed))
    let again = try await test.store.apply(jobEvent: same)
    #expect(again?.effect == .unchanged)
    #expect(again?.record.status == .pending)
    #expect(try await test.store.jobs() == [try #require(again?.record)])
  }

  // MARK: - Unknown ids

  @Test(arguments: StoreKind.allCases)
  func knowsNothingOfUnknownIDs(kind: StoreKind) async throws {
    let test = try kind.make()
    let store = test.store
    #expect(try await store.job("j") == nil)
    #expect(try await store.updateStatus(ofJob: "j", to: .running, at: minute(1)) == nil)
    #expect(try await store.complete(job: "j", JobResult(exitCode: 0), at: minute(2)) == nil)
    #expect(try await store.jobs() == [])
    // A deployment of the same id is another record.
    _ = try await store.createDeployment(service: "s", version: "1", id: "j", at: minute(0))
    #expect(try await store.updateStatus(ofJob: "j", to: .running, at: minute(1)) == nil)
    // Nothing of it was kept.
    let job = try await store.createJob(type: "build", id: "j", at: minute(0))
    #expect(job?.status == .pending)
    #expect(job?.startedAt == nil)
  }

  @Test(arguments: StoreKind.allCases)
  func takesNoEventOfAnotherKind(kind: StoreKind) async throws {
    let test = try kind.make()
    let event = LifecycleEvent(
      type: .deploymentCreated, at: minute(0),
      record: .deployment(Deployment(id: "d", service: "s", version: "1", status: .pending)),
      hasStatus: false)
    #expect(try await test.store.apply(jobEvent: event) == nil)
    #expect(try await test.store.deployment("d") == nil)
  }

  // MARK: - Lists

  @Test(arguments: StoreKind.allCases)
  func listsTheNewestHundredFirst(kind: StoreKind) async throws {
    let test = try kind.make()
    for i in 0..<105 {
      let status: JobStatus = i % 3 == 0 ? .failed : i % 3 == 1 ? .running : .success
      _ = try await test.store.createJob(
        type: "build", id: Text("j\(1000 + i)"), status: status, at: minute(Int64(i)))
    }
    func ids(_ jobs: [Job]) -> [String] { jobs.map(\.id.string) }
    let newest = (0..<105).reversed()
    #expect(ids(try await test.store.jobs()) == newest.prefix(100).map { "j\(1000 + $0)" })
    #expect(
      ids(try await test.store.jobs(status: .failed))
        == newest.filter { $0 % 3 == 0 }.map { "j\(1000 + $0)" })
    #expect(try await test.store.jobs(status: .cancelled) == [])
    #expect(ids(try await test.store.jobs(status: .running, limit: 2)) == ["j1103", "j1100"])
    #expect(try await test.store.jobs(status: nil, limit: nil).count == 105)
    #expect(try await test.store.jobs(status: nil, limit: 0) == [])
    #expect(try await test.store.jobs(status: nil, limit: -1) == [])
  }

  @Test(arguments: StoreKind.allCases)
  func listsRunningJobsAndThoseOfAnAgent(kind: StoreKind) async throws {
    let test = try kind.make()
    for (i, status) in JobStatus.allCases.enumerated() {
      _ = try await test.store.createJob(
        type: "build", id: Text(status.word), status: status, at: minute(Int64(i))
      ) { $0.agentID = i % 2 == 0 ? "even" : "odd" }
    }
    #expect(try await test.store.runningJobs().map(\.id) == ["running", "queued", "pending"])
    #expect(
      try await test.store.jobs(ofAgent: "even").map(\.id)
        == ["skipped", "timeout", "failed", "running", "pending"])
    #expect(try await test.store.jobs(ofAgent: "Even") == [])
    #expect(try await test.store.jobs(ofAgent: "") == [])
  }

  @Test(arguments: StoreKind.allCases)
  func sortsJobsOfOneTimeByTheGreaterID(kind: StoreKind) async throws {
    let test = try kind.make()
    for id in ["b", "A", "é", "a", "e\u{301}", "Z"] as [Text] {
      _ = try await test.store.createJob(type: "t", id: id, at: minute(0))
    }
    #expect(
      try await test.store.jobs().map(\.id) == ["é", "e\u{301}", "b", "a", "Z", "A"])
  }

  // MARK: - Ids

  @Test(arguments: StoreKind.allCases)
  func tellsIDsApartByTheirBytes(kind: StoreKind) async throws {
    let test = try kind.make()
    let ids: [Text] = [
      "Job", "job", "é", "e\u{301}", " job", "job ", "../../etc/passwd", "a/b", "a\u{0}b", "a",
      "'; DROP TABLE job; --", "%", "_", "\u{202E}x", "😀", "x\ny", "NULL", "0",
      Text(String(repeating: "i", count: 300)), Text(String(repeating: "i", count: 299)),
    ]
    for (i, id) in ids.enumerated() {
      let job = try await test.store.createJob(type: "t", id: id, at: minute(Int64(i)))
      #expect(job?.id == id)
    }
    #expect(try await test.store.jobs().map(\.id) == ids.reversed())
    for (i, id) in ids.enumerated() {
      let job = try await test.store.complete(
        job: id, JobResult(exitCode: Int64(i)), at: minute(100))
      #expect(job?.id == id)
    }
    for (i, id) in ids.enumerated() {
      #expect(try await test.store.job(id)?.exitCode == Int64(i))
    }
  }
}
