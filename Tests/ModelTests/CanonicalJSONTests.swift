import Foundation
import Model
import Testing

@Suite struct CanonicalJSONTests {
  private func parsed(_ buffer: ByteBuffer) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(buffer.bytes))
    return try #require(object as? [String: Any])
  }

  /// The names of the top-level members in the order written.
  private func names(_ buffer: ByteBuffer) throws -> [String] {
    // No member of these records but metadata is an object, and that holds no name of theirs.
    let all = try parsed(buffer).keys
    let text = buffer.string
    return all.sorted { a, b in
      let (x, y) = (text.range(of: "\"\(a)\":"), text.range(of: "\"\(b)\":"))
      guard let x, let y else { return false }
      return x.lowerBound < y.lowerBound
    }
  }

  @Test func writesAJobWithEveryField() throws {
    var job = Job(id: "j\"1\"", type: "build", status: .timeout)
    job.sourceStatus = "timed_out"
    job.repo = "a/b"
    job.ref = "main"
    job.commitSHA = "abc"
    job.commitMessage = "Zeile 1\nZeile 2 \u{1}\u{7f} \\ é 😀"
    job.commitAuthor = "e\u{301}"
    job.agentID = ""
    job.createdAt = Timestamp(seconds: 1_793_499_240)
    job.queuedAt = Timestamp(milliseconds: 1_793_499_240_001)
    job.startedAt = Timestamp(seconds: 1_793_499_241)
    job.completedAt = Timestamp(seconds: 1_793_499_242)
    job.updatedAt = Timestamp(seconds: 1_793_499_243)
    job.exitCode = 0
    job.durationSeconds = 0
    job.logsURL = "https://ci.example/1?a=b&c=d"
    job.errorMessage = "</script>"
    job.tags = ["b", "a", ""]
    job.metadata = Metadata(canonicalJSON: #"{"k":1.50}"#)
    let object = try parsed(Record.job(job).canonicalJSON)
    #expect(object.count == 21)
    let expected: [String: String] = [
      "job_id": "j\"1\"", "job_type": "build", "status": "timeout", "source_status": "timed_out",
      "repo": "a/b", "ref": "main", "commit_sha": "abc",
      "commit_message": "Zeile 1\nZeile 2 \u{1}\u{7f} \\ é 😀", "commit_author": "e\u{301}",
      "agent_id": "", "created_at": "2026-11-01T02:14:00Z",
      "queued_at": "2026-11-01T02:14:00.001Z", "started_at": "2026-11-01T02:14:01Z",
      "completed_at": "2026-11-01T02:14:02Z", "updated_at": "2026-11-01T02:14:03Z",
      "logs_url": "https://ci.example/1?a=b&c=d", "error_message": "</script>",
    ]
    for (name, value) in expected {
      let found = try #require(object[name] as? String)
      #expect(Text(found) == Text(value), "\(name)")
    }
    #expect(object["exit_code"] as? Int == 0)
    #expect(object["duration_seconds"] as? Double == 0)
    #expect(object["tags"] as? [String] == ["b", "a", ""])
    #expect(job.canonicalJSON.string.contains(#""metadata":{"k":1.50}"#))
    let order = try names(job.canonicalJSON)
    #expect(order == order.sorted { Text($0) < Text($1) })
  }

  @Test func writesADeploymentWithEveryField() throws {
    var d = Deployment(id: "d1", service: "shop", version: "1.2", status: .rolledBack)
    d.sourceStatus = "reverted"
    d.environment = "eu"
    d.repo = "a/b"
    d.ref = "main"
    d.commitSHA = "abc"
    d.commitMessage = "m"
    d.commitAuthor = "x"
    d.buildJobID = "b"
    d.testJobID = "t"
    d.deployJobID = "p"
    d.stagingJobID = "s"
    d.productionJobID = "q"
    d.createdAt = Timestamp(seconds: 1_000_000_000)
    d.updatedAt = Timestamp(seconds: 1_000_000_001)
    d.deployedToStaging = false
    d.deployedToProduction = true
    d.stagingDeployedAt = Timestamp(seconds: 1_000_000_002)
    d.productionDeployedAt = Timestamp(seconds: 1_000_000_003)
    d.rolledBack = true
    d.rolledBackAt = Timestamp(seconds: 1_000_000_004)
    d.rolledBackTo = "1.1"
    d.rollbackReason = "r"
    d.errorRate = 0
    d.latencyMilliseconds = 12.5
    d.requestsPerSecond = 1e21
    d.tags = ["hotfix"]
    d.metadata = Metadata(canonicalJSON: #"{"k":[1]}"#)
    let object = try parsed(Record.deployment(d).canonicalJSON)
    #expect(object.count == 31)
    #expect(object["status"] as? String == "rolled_back")
    #expect(object["service_name"] as? String == "shop")
    #expect(object["deployed_to_staging"] as? Bool == false)
    #expect(object["deployed_to_production"] as? Bool == true)
    #expect(object["rolled_back"] as? Bool == true)
    #expect(object["error_rate"] as? Double == 0)
    #expect(object["latency_ms"] as? Double == 12.5)
    #expect(object["requests_per_sec"] as? Double == 1e21)
    #expect(object["production_deployed_at"] as? String == "2001-09-09T01:46:43Z")
    let order = try names(d.canonicalJSON)
    #expect(order == order.sorted { Text($0) < Text($1) })
  }

  @Test func leavesOutWhatIsMissing() {
    #expect(
      Job(id: "j", type: "t", status: .unknown).canonicalJSON.string
        == #"{"job_id":"j","job_type":"t","status":"unknown"}"#)
    #expect(
      Deployment(id: "d", service: "s", version: "v", status: .live).canonicalJSON.string
        == #"{"deployment_id":"d","service_name":"s","status":"live","version":"v"}"#)
  }

  @Test(arguments: [
    (0, "0"), (-0.0, "0"), (1, "1"), (-1, "-1"), (12.5, "12.5"), (0.1, "0.1"), (-0.5, "-0.5"),
    (1e15, "1000000000000000"), (9_007_199_254_740_991, "9007199254740991"), (1e21, "1e+21"),
    (.leastNonzeroMagnitude, "5e-324"), (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
    (100, "100"),
    (1e-7, "1e-07"), (0.000123, "0.000123"), (123456.789, "123456.789"),
  ])
  func printsNumbersShort(value: Double, text: String) throws {
    var buffer = ByteBuffer()
    buffer.append(number: value)
    #expect(buffer.string == text)
    #expect(Double(buffer.string) == value)
  }

  @Test func printsNumbersThatFoundationReadsBack() throws {
    var dice = SplitMix64(seed: 9)
    for _ in 0..<20_000 {
      let value = Double(bitPattern: .random(in: .min ... .max, using: &dice))
      guard value.isFinite else { continue }
      var buffer = ByteBuffer()
      buffer.append(number: value)
      #expect(Double(buffer.string) == value)
      let first = try #require(buffer.bytes.first)
      #expect(first == 0x2D || 0x30...0x39 ~= first)
    }
  }

  @Test(arguments: [Int64.min, .min + 1, -1, 0, 9, 10, .max])
  func printsWholeNumbers(_ value: Int64) {
    var buffer = ByteBuffer()
    buffer.append(value)
    #expect(buffer.string == String(value))
  }

  @Test func padsWithZeros() {
    var buffer = ByteBuffer()
    for (value, width) in [(0, 1), (0, 3), (7, 2), (123, 2)] {
      buffer.append(value, width: width)
      buffer.append(byte: 0x20)
    }
    #expect(buffer.string == "0 000 07 123 ")
    buffer.truncate(to: 1)
    #expect(buffer.string == "0")
    buffer.removeAll()
    #expect(buffer.count == 0)
  }

  @Test func escapesEveryScalarSoThatFoundationReadsItBack() throws {
    var all = ""
    for value in UInt32(0)...0x3FF { all.unicodeScalars.append(try #require(.init(value))) }
    all += "\u{2028}\u{2029}\u{fffe}\u{ffff}\u{10ffff}"
    var buffer = ByteBuffer()
    buffer.append(jsonArray: [Text(all)])
    let array = try JSONSerialization.jsonObject(with: Data(buffer.bytes)) as? [String]
    #expect(try Text(#require(array?.first)) == Text(all))
    #expect(!buffer.bytes.contains { $0 < 0x20 || $0 == 0x7F })
  }

  @Test func readsBackArraysOfStrings() {
    var dice = SplitMix64(seed: 6)
    for _ in 0..<500 {
      let texts = (0..<Int.random(in: 0...5, using: &dice)).map { _ in
        Text(MetadataTests.string(&dice))
      }
      var buffer = ByteBuffer()
      buffer.append(jsonArray: texts)
      var read: [Text] = []
      Text(buffer.string).forEachArrayString { read.append($0) }
      #expect(read == texts)
    }
  }
}
