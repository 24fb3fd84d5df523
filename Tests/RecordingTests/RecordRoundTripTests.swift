import Importing
import Model
import Recording
import Testing

/// Records as dictionaries: JSON in, canonical JSON out, and the same record when it is read again.
@Suite struct RecordRoundTripTests {
  private func records(_ lines: [String]) throws -> [Record] {
    var result: [Record] = []
    _ = try readLines(lines) { item in
      if case .record(let record, _) = item { result.append(record) }
    }
    return result
  }

  private func survives(_ line: String) throws -> Record {
    let record = try #require(try records([line]).first)
    #expect(try records([record.canonicalJSON.string]) == [record])
    return record
  }

  @Test func readsNullsAsWhatIsAbsent() throws {
    let withNulls = """
      {"job_id": "j", "job_type": "build", "status": "pending", "repo": null, "ref": null, \
      "commit_sha": null, "commit_message": null, "commit_author": null, "agent_id": null, \
      "created_at": null, "queued_at": null, "started_at": null, "completed_at": null, \
      "updated_at": null, "exit_code": null, "duration_seconds": null, "logs_url": null, \
      "error_message": null, "tags": null, "metadata": null, "source_status": null}
      """
    let job = try survives(withNulls)
    #expect(job == .job(Job(id: "j", type: "build", status: .pending)))
    #expect(!job.canonicalJSON.string.contains("null"))
    let deployment = try survives(
      """
      {"deployment_id": "d", "service_name": "s", "version": "1", "status": "pending", \
      "environment": null, "build_job_id": null, "staging_job_id": null, "created_at": null, \
      "deployed_to_staging": null, "deployed_to_production": null, "staging_deployed_at": null, \
      "rolled_back": null, "rolled_back_at": null, "rolled_back_to": null, \
      "rollback_reason": null, "error_rate": null, "latency_ms": null, "requests_per_sec": null, \
      "tags": null, "metadata": null}
      """)
    #expect(
      deployment
        == .deployment(Deployment(id: "d", service: "s", version: "1", status: .pending)))
  }

  @Test func keepsZeroFalseAndEmptyTexts() throws {
    let job = try survives(
      #"{"job_id":"j","job_type":"t","status":"success","exit_code":0,"duration_seconds":0}"#)
    guard case .job(let job) = job else { throw Wrong() }
    #expect(job.exitCode == 0)
    #expect(job.durationSeconds == 0)
    let record = try survives(
      """
      {"deployment_id":"d","service_name":"s","version":"1","status":"live","error_rate":0.0,\
      "latency_ms":0,"requests_per_sec":0,"rolled_back":false,"deployed_to_staging":false}
      """)
    guard case .deployment(let deployment) = record else { throw Wrong() }
    #expect(deployment.errorRate == 0)
    #expect(deployment.rolledBack == false)
    #expect(deployment.deployedToStaging == false)
    #expect(deployment.deployedToProduction == nil)
  }

  private struct Wrong: Error {}

  @Test(arguments: StoreKind.allCases)
  func comesOutOfAStoreAsItWentIn(kind: StoreKind) async throws {
    let test = try kind.make()
    _ = try await test.store.createJob(type: "build", id: "j\u{0}é\n\"", at: minute(0)) {
      $0.commitMessage = "fix: \u{202E}</script>\r\n{{x}}"
      $0.durationSeconds = 0.1
      $0.exitCode = .min
      $0.tags = ["", "a,b", "null"]
      $0.metadata = Metadata(canonicalJSON: #"{"big":12345678901234567890.50,"é":[1,null]}"#)
    }
    let job = try #require(try await test.store.jobs().first)
    #expect(try records([Record.job(job).canonicalJSON.string]) == [.job(job)])
    _ = try await test.store.createDeployment(
      service: "s", version: "1", id: "d", at: minute(0)
    ) { $0.errorRate = 1.0 / 3 }
    let deployment = try #require(try await test.store.deployments().first)
    #expect(
      try records([Record.deployment(deployment).canonicalJSON.string])
        == [.deployment(deployment)])
  }
}
