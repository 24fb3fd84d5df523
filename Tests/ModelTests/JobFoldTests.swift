import Model
import Testing

@Suite struct JobFoldTests {
  private static func time(_ minute: Int64) -> Timestamp {
    Timestamp(seconds: 1_793_499_240 + minute * 60)
  }

  private func event(
    _ type: EventType, _ minute: Int64, _ status: JobStatus? = nil,
    _ change: (inout Job) -> Void = { _ in }
  ) -> LifecycleEvent {
    var said = Job(id: "j", type: type == .jobCreated ? "build" : "", status: status ?? .pending)
    change(&said)
    return LifecycleEvent(
      type: type, at: JobFoldTests.time(minute), record: .job(said), hasStatus: status != nil)
  }

  private func fold(_ base: Job? = nil, _ events: LifecycleEvent...) -> Folded<Job> {
    Folded(base: base, events: events)
  }

  private func base(_ status: JobStatus, updated minute: Int64) -> Job {
    var job = Job(id: "j", type: "build", status: status)
    job.updatedAt = JobFoldTests.time(minute)
    return job
  }

  @Test func tellsTheLifeOfAJob() {
    let folded = fold(
      nil, event(.jobCreated, 0), event(.jobStatus, 1, .queued),
      event(.jobStatus, 2, .running) { $0.agentID = "a" },
      event(.jobCompleted, 5) {
        $0.exitCode = 0
        $0.durationSeconds = 0
        $0.logsURL = "https://ci.example/1"
      })
    var expected = Job(id: "j", type: "build", status: .success)
    expected.createdAt = JobFoldTests.time(0)
    expected.queuedAt = JobFoldTests.time(1)
    expected.startedAt = JobFoldTests.time(2)
    expected.completedAt = JobFoldTests.time(5)
    expected.updatedAt = JobFoldTests.time(5)
    expected.agentID = "a"
    expected.exitCode = 0
    expected.durationSeconds = 0
    expected.logsURL = "https://ci.example/1"
    #expect(folded.value == expected)
    #expect(folded.effects == [.created, .changed, .changed, .changed])
  }

  @Test func waitsForARecord() {
    let folded = fold(nil, event(.jobStatus, 1, .running), event(.jobCompleted, 2))
    #expect(folded.value == nil)
    #expect(folded.effects == [.waiting, .waiting])
  }

  @Test func takesWhatTheCreatedEventSaysBeforeTheDefaults() {
    let job = fold(
      nil,
      event(.jobCreated, 3, .queued) {
        $0.createdAt = JobFoldTests.time(1)
        $0.sourceStatus = "scheduled"
      }
    ).value
    #expect(job?.status == .queued)
    #expect(job?.sourceStatus == "scheduled")
    #expect(job?.createdAt == JobFoldTests.time(1))
    #expect(job?.updatedAt == JobFoldTests.time(3))
    #expect(fold(nil, event(.jobCreated, 3)).value?.status == .pending)
  }

  @Test(
    arguments: [
      (0, nil, .success), (1, nil, .failed), (-1, nil, .failed), (nil, nil, .failed),
      (1, .timeout, .timeout), (nil, .error, .error), (0, .cancelled, .cancelled),
      (nil, .skipped, .skipped), (1, .success, .success), (0, .running, .success),
      (nil, .running, .failed), (nil, .unknown, .unknown), (0, .unknown, .success),
    ] as [(Int64?, JobStatus?, JobStatus)])
  func endsAsTheExitCodeOrTheStatusSays(
    exitCode: Int64?, status: JobStatus?, expected: JobStatus
  ) {
    let folded = fold(
      nil, event(.jobCreated, 0), event(.jobCompleted, 1, status) { $0.exitCode = exitCode })
    #expect(folded.value?.status == expected)
    #expect(folded.value?.exitCode == exitCode)
    #expect(folded.value?.completedAt == JobFoldTests.time(1))
  }

  @Test func keepsTimesThatAreThere() {
    let folded = fold(
      nil, event(.jobCreated, 0), event(.jobStatus, 1, .running), event(.jobStatus, 2, .running),
      event(.jobCompleted, 4) { $0.completedAt = JobFoldTests.time(3) })
    #expect(folded.value?.startedAt == JobFoldTests.time(1))
    #expect(folded.value?.completedAt == JobFoldTests.time(3))
    #expect(folded.value?.updatedAt == JobFoldTests.time(4))
  }

  @Test func takesNoSourceStatusOverFromTheStatusBefore() {
    var running = base(.running, updated: 0)
    running.sourceStatus = "in_progress"
    let folded = fold(running, event(.jobCompleted, 1) { $0.exitCode = 0 })
    #expect(folded.value?.status == .success)
    #expect(folded.value?.sourceStatus == nil)
  }

  // MARK: - A base that knows better

  @Test func onlyFillsFromEventsOlderThanTheBase() {
    let finished = base(.success, updated: 10)
    let folded = fold(
      finished, event(.jobStatus, 2, .running) { $0.agentID = "a" },
      event(.jobCompleted, 3, .failed) { $0.exitCode = 7 }, event(.jobStatus, 4, .cancelled))
    var expected = finished
    expected.startedAt = JobFoldTests.time(2)
    expected.completedAt = JobFoldTests.time(3)
    expected.agentID = "a"
    expected.exitCode = 7
    #expect(folded.value == expected)
    #expect(folded.effects == [.changed, .changed, .unchanged])
  }

  @Test func goesOnFromTheBase() {
    let folded = fold(
      base(.running, updated: 10), event(.jobCreated, 0) { $0.repo = "a/b" },
      event(.jobCompleted, 10) { $0.exitCode = 1 })
    #expect(folded.value?.status == .failed)
    #expect(folded.value?.repo == "a/b")
    #expect(folded.value?.createdAt == JobFoldTests.time(0))
    #expect(folded.effects == [.changed, .changed])
  }

  // MARK: - What does not happen

  @Test(arguments: [JobStatus.pending, .queued, .running, .failed, .unknown])
  func doesNotObeyAStatusAfterTheEnd(_ status: JobStatus) {
    let folded = fold(
      nil, event(.jobCreated, 0), event(.jobCompleted, 1, .success),
      event(.jobStatus, 2, status) { $0.repo = "a/b" })
    #expect(folded.value?.status == .success)
    #expect(folded.value?.repo == nil)
    #expect(folded.value?.updatedAt == JobFoldTests.time(1))
    #expect(folded.effects.last == .unusual)
  }

  @Test func doesNotObeyASecondEndWithAnotherResult() {
    let first = event(.jobCompleted, 1) { $0.exitCode = 0 }
    let other = event(.jobCompleted, 2) { $0.exitCode = 1 }
    let same = event(.jobCompleted, 3) {
      $0.exitCode = 0
      $0.logsURL = "https://ci.example/1"
    }
    let silent = event(.jobCompleted, 4) { $0.errorMessage = "e" }
    let folded = fold(nil, event(.jobCreated, 0), first, other, same, silent)
    #expect(folded.effects == [.created, .changed, .unusual, .changed, .changed])
    #expect(folded.value?.completedAt == JobFoldTests.time(1))
    #expect(folded.value?.exitCode == 0)
    #expect(folded.value?.logsURL == "https://ci.example/1")
    #expect(folded.value?.errorMessage == "e")
  }

  // MARK: - Order

  @Test func ordersEventsOfOneInstantByTypeThenBytes() {
    let events = [
      event(.jobCompleted, 0) { $0.exitCode = 0 }, event(.jobStatus, 0, .running),
      event(.jobCreated, 0) { $0.repo = "b" }, event(.jobCreated, 0) { $0.repo = "a" },
    ]
    let folded = Folded<Job>(base: nil, events: events)
    #expect(folded.value?.status == .success)
    #expect(folded.value?.repo == "a")
    #expect(folded.effects == [.changed, .changed, .unchanged, .created])
  }

  @Test func givesTheSameForEveryOrderAndRepetition() {
    var dice = SplitMix64(seed: 91)
    for _ in 0..<300 {
      let events = (0..<Int.random(in: 1...9, using: &dice)).map { _ in random(&dice) }
      let start = dice.chance(50) ? base(.running, updated: 3) : nil
      let folded = Folded(base: start, events: events)
      var shuffled = events + events.prefix(2)
      shuffled.shuffle(using: &dice)
      let again = Folded(base: start, events: shuffled)
      #expect(again.value == folded.value)
      for (event, effect) in zip(events, folded.effects) where effect != .unchanged {
        // Of equal events one has the effect.
        let effects = zip(shuffled, again.effects).filter { $0.0 == event }.map(\.1)
        #expect(effects.contains(effect))
      }
      // Time only goes on, and an end stays an end.
      if let value = folded.value, let latest = start?.latestTime {
        #expect(value.latestTime.map { $0 >= latest } == true)
      }
    }
  }

  private func random(_ dice: inout SplitMix64) -> LifecycleEvent {
    let type = [EventType.jobCreated, .jobStatus, .jobCompleted][
      Int.random(in: 0..<3, using: &dice)]
    let status = JobStatus.allCases[Int.random(in: 0..<10, using: &dice)]
    let exitCode = dice.chance(50) ? Int64.random(in: 0...1, using: &dice) : nil
    let agent: Text? = dice.chance(30) ? Text("a\(Int.random(in: 0..<3, using: &dice))") : nil
    return event(type, Int64.random(in: 0..<6, using: &dice), dice.chance(60) ? status : nil) {
      $0.exitCode = exitCode
      $0.agentID = agent
    }
  }

  // MARK: - The bytes of an event

  @Test func writesEventsCanonically() {
    let event = event(.jobStatus, 0, .running) { $0.agentID = "a" }
    #expect(
      event.canonicalJSON.string
        == #"{"at":"2026-11-01T02:14:00Z","has_status":true,"record":{"agent_id":"a","job_id":"j","#
        + #""job_type":"","status":"running"},"type":"job.status"}"#)
    var silent = event
    silent.hasStatus = false
    var other = silent
    other.record = .job(Job(id: "j", type: "", status: .failed))
    silent.record = .job(Job(id: "j", type: "", status: .success))
    #expect(silent.canonicalJSON.bytes == other.canonicalJSON.bytes)
    #expect(event.canonicalJSON.bytes != other.canonicalJSON.bytes)
  }
}
