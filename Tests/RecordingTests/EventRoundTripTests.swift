import Importing
import Model
import Testing

/// Events as JSON that the importer reads.
@Suite struct EventRoundTripTests {
  @Test(arguments: 0..<400)
  func readsBackWhatItWrote(seed: Int) throws {
    var random = RandomEvents(seed: UInt64(seed))
    for _ in 0..<25 {
      let event = random.event()
      let json = event.importableJSON
      #expect(try readEvent(json.bytes) == event, "seed \(seed): \(json.string)")
    }
  }

  @Test func writesTypeAndTimeFirst() throws {
    var job = Job(id: "j\"1", type: "", status: .pending)
    job.exitCode = 0
    let event = LifecycleEvent(
      type: .jobCompleted, at: Timestamp(milliseconds: 1_793_520_000_500), record: .job(job),
      hasStatus: false)
    #expect(
      event.importableJSON.string
        == #"{"type":"job.completed","at":"2026-11-01T08:00:00.500Z","exit_code":0,"job_id":"j\"1"}"#
    )
  }

  @Test(arguments: [
    ("", "syntax"), ("{", "syntax"), ("{} {}", "syntax"), ("[]", "not-an-object"), ("{}", "no-id"),
    (#"{"job_id":"j","job_type":"b"}"#, "no-event"),
    (#"{"type":"job.status","at":"2026-11-01T00:00:00Z","job_id":"j"}"#, "missing-field"),
    (#"{"type":"job.status","at":"soon","job_id":"j","status":"running"}"#, "bad-time"),
    (#"{"type":"job.ended","at":"2026-11-01T00:00:00Z","job_id":"j","job_type":"b"}"#, "no-event"),
  ])
  func saysWhatIsNoEvent(text: String, code: String) {
    let fault = #expect(throws: EventFault.self) { try readEvent(Array(text.utf8)) }
    #expect(fault?.code == code)
  }
}

/// Events as the importer may find them: every field there or not, hostile text, all statuses.
private struct RandomEvents {
  private var random: SplitMix64

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
  }

  private static let texts = [
    "a", "build-17", "\u{0}", "\u{7F}\u{80}\u{9B}31m", "\"\\/\n\r\t\u{8}\u{C}", "\u{2028}\u{202E}",
    "e\u{301}", "\u{E9}", "👩‍👩‍👧", "</script><!--", "{{name}}", "null", "0", "-1", " ", "\u{FEFF}x",
    "2026-11-01T00:00:00Z", String(repeating: "ä", count: 300), "$(rm -rf /)", "../../etc/passwd",
  ]

  private mutating func maybe<Value>(_ value: (inout RandomEvents) -> Value) -> Value? {
    Bool.random(using: &random) ? value(&self) : nil
  }

  private mutating func text() -> Text {
    let parts = (0..<Int.random(in: 1...3, using: &random)).map { _ in
      RandomEvents.texts.randomElement(using: &random) ?? "a"
    }
    return Text(parts.joined())
  }

  private mutating func time() -> Timestamp {
    let accepted = Timestamp.accepted
    return Timestamp(
      milliseconds: Int64.random(
        in: accepted.lowerBound.milliseconds..<accepted.upperBound.milliseconds, using: &random))
  }

  private mutating func number() -> Double {
    let choice: [Double] = [
      0, -0.5, 0.1, 1e300, .leastNonzeroMagnitude, -12.5, 9_007_199_254_740_994, 1.0 / 3,
    ]
    return choice.randomElement(using: &random) ?? 0
  }

  private mutating func integer() -> Int64 {
    [0, -9, 137, .max, .min].randomElement(using: &random) ?? 0
  }

  private mutating func tags() -> [Text] {
    (0..<Int.random(in: 0...2, using: &random)).map { _ in text() } + (maybe { _ in [""] } ?? [])
  }

  /// Canonical already, as the importer would write it.
  private mutating func metadata() -> Metadata {
    var w = ByteBuffer()
    append(object: &w, depth: 0)
    return Metadata(canonicalJSON: w.string)
  }

  private mutating func append(object w: inout ByteBuffer, depth: Int) {
    w.append(byte: 0x7B)
    for i in 0..<Int.random(in: 0...3, using: &random) {
      if i > 0 { w.append(byte: 0x2C) }
      w.append(jsonString: "key\(i)" + text().string)
      w.append(byte: 0x3A)
      switch Int.random(in: 0...(depth < 3 ? 5 : 3), using: &random) {
      case 0: w.append(jsonString: text())
      case 1: w.append(["1.0", "-0", "1e5", "123456789012345678901234567890"][i])
      case 2: w.append(["true", "false", "null", "0"][i])
      case 3: w.append("[]" as StaticString)
      default: append(object: &w, depth: depth + 1)
      }
    }
    w.append(byte: 0x7D)
  }

  mutating func event() -> LifecycleEvent {
    let type = EventType.allCases.randomElement(using: &random) ?? .jobStatus
    let needsStatus = type == .jobStatus || type == .deploymentStatus
    let hasStatus = needsStatus || Bool.random(using: &random)
    let record: Record =
      type.kind == .job
      ? .job(job(type, hasStatus)) : .deployment(deployment(type, hasStatus))
    return LifecycleEvent(type: type, at: time(), record: record, hasStatus: hasStatus)
  }

  private mutating func job(_ type: EventType, _ hasStatus: Bool) -> Job {
    let status = hasStatus ? JobStatus.allCases.randomElement(using: &random) : nil
    var job = Job(
      id: text(), type: type.isCreation ? text() : maybe { $0.text() } ?? "",
      status: status ?? .pending)
    job.sourceStatus = maybe { $0.text() }
    job.repo = maybe { $0.text() }
    job.ref = maybe { $0.text() }
    job.commitSHA = maybe { $0.text() }
    job.commitMessage = maybe { $0.text() }
    job.commitAuthor = maybe { $0.text() }
    job.agentID = maybe { $0.text() }
    job.createdAt = maybe { $0.time() }
    job.queuedAt = maybe { $0.time() }
    job.startedAt = maybe { $0.time() }
    job.completedAt = maybe { $0.time() }
    job.updatedAt = maybe { $0.time() }
    job.exitCode = maybe { $0.integer() }
    job.durationSeconds = maybe { $0.number() }
    job.logsURL = maybe { $0.text() }
    job.errorMessage = maybe { $0.text() }
    job.tags = tags()
    job.metadata = metadata()
    return job
  }

  private mutating func deployment(_ type: EventType, _ hasStatus: Bool) -> Deployment {
    let status = hasStatus ? DeploymentStatus.allCases.randomElement(using: &random) : nil
    var d = Deployment(
      id: text(), service: type.isCreation ? text() : maybe { $0.text() } ?? "",
      version: type.isCreation ? text() : maybe { $0.text() } ?? "", status: status ?? .pending)
    d.sourceStatus = maybe { $0.text() }
    d.environment = maybe { $0.text() }
    d.repo = maybe { $0.text() }
    d.ref = maybe { $0.text() }
    d.commitSHA = maybe { $0.text() }
    d.commitMessage = maybe { $0.text() }
    d.commitAuthor = maybe { $0.text() }
    d.buildJobID = maybe { $0.text() }
    d.testJobID = maybe { $0.text() }
    d.deployJobID = maybe { $0.text() }
    d.stagingJobID = maybe { $0.text() }
    d.productionJobID = maybe { $0.text() }
    fillCourse(of: &d)
    d.tags = tags()
    d.metadata = metadata()
    return d
  }

  private mutating func fillCourse(of d: inout Deployment) {
    d.createdAt = maybe { $0.time() }
    d.updatedAt = maybe { $0.time() }
    d.deployedToStaging = maybe { Bool.random(using: &$0.random) }
    d.deployedToProduction = maybe { Bool.random(using: &$0.random) }
    d.stagingDeployedAt = maybe { $0.time() }
    d.productionDeployedAt = maybe { $0.time() }
    d.rolledBack = maybe { Bool.random(using: &$0.random) }
    d.rolledBackAt = maybe { $0.time() }
    d.rolledBackTo = maybe { $0.text() }
    d.rollbackReason = maybe { $0.text() }
    d.errorRate = maybe { Double.random(in: 0...1, using: &$0.random) }
    d.latencyMilliseconds = maybe { $0.number() }
    d.requestsPerSecond = maybe { $0.number() }
  }
}
