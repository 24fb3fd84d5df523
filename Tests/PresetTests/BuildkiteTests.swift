import Model
import Testing

@testable import Importing

enum BuildkitePayloads {
  static let script = #"""
    {"id": "b63254c0-3271", "graphql_id": "Sm9iLS0t", "type": "script", "name": ":package: Package",
     "step_key": "package", "priority": {"number": 0}, "agent_query_rules": ["*"], "state": "passed",
     "build_url": "https://api.buildkite.com/v2/organizations/acme/pipelines/api/builds/1",
     "web_url": "https://buildkite.com/acme/api/builds/1#b63254c0-3271",
     "log_url": "https://api.buildkite.com/v2/x/log", "command": "scripts/build.sh",
     "soft_failed": false, "exit_status": 0, "artifact_paths": "",
     "agent": {"id": "0b461f65", "graphql_id": "QWdlbnQ", "name": "agent-7", "hostname": "box"},
     "created_at": "2015-05-09T21:05:59.874Z", "scheduled_at": "2015-05-09T21:06:00.100Z",
     "runnable_at": "2015-05-09T21:06:05.000Z", "started_at": "2015-05-09T21:06:10.000Z",
     "finished_at": "2015-05-09T21:07:10.500Z", "retried": false, "retried_in_job_id": null,
     "retries_count": 1, "retry_type": "manual"}
    """#

  static let build = #"""
    {"id": "f62a1b4d-10f9", "graphql_id": "QnVpbGQ", "url": "https://api.buildkite.com/v2/x/builds/1",
     "web_url": "https://buildkite.com/acme/api/builds/1", "number": 1, "state": "passed",
     "cancel_reason": null, "blocked": false, "message": "Bumping to version 0.2-beta.6",
     "commit": "abcd0b72a1e580e90712cdd9eb26d3fb41cd09c8", "branch": "main", "env": {},
     "source": "webhook", "creator": {"id": "3d3c3bf0", "name": "Keith Pitt"},
     "jobs": [\#(script), {"id": "w-1", "type": "waiter", "state": "waiting"},
       {"id": "t-1", "type": "trigger", "state": "passed", "triggered_build": {"number": 3}}],
     "created_at": "2015-05-09T21:05:59.874Z", "scheduled_at": "2015-05-09T21:05:59.900Z",
     "started_at": "2015-05-09T21:06:10.000Z", "finished_at": "2015-05-09T21:07:11.000Z",
     "meta_data": {}, "pull_request": {},
     "pipeline": {"id": "849411f9", "name": "Api", "slug": "api",
       "repository": "git@github.com:acme/api-server.git", "provider": {"id": "github"}}}
    """#

  static let webhook = #"""
    {"event": "job.finished", "job": \#(script), "build": {"id": "f62a1b4d-10f9", "number": 1,
      "state": "running", "message": "m", "commit": "HEAD", "branch": "main", "source": "api",
      "scheduled_at": "2015-05-09T21:05:59Z"},
     "pipeline": {"id": "849411f9", "slug": "api", "repository": "https://github.com/acme/api"},
     "sender": {"id": "8a7693f8", "name": "Samantha"}}
    """#

  static let all = [script, build, webhook]

  static func job(_ state: String, _ more: String = "") -> String {
    #"""
    {"id": "j", "type": "script", "name": "test", "agent_query_rules": [], "state": "\#(state)"\#(more)}
    """#
  }
}

@Suite struct BuildkiteTests {
  @Test func readsABuildAndItsJobs() throws {
    let items = try records(of: "[\(BuildkitePayloads.build)]")
    #expect(items.count == 2)
    let jobs = items.jobs
    try #require(jobs.count == 2)
    let (build, job) = (jobs[0], jobs[1])
    #expect(build.id == "buildkite-build-f62a1b4d-10f9")
    #expect(build.type == "pipeline")
    #expect(build.status == .success)
    #expect(build.sourceStatus == "passed")
    #expect(build.logsURL == "https://buildkite.com/acme/api/builds/1")
    #expect(try build.createdAt == time("2015-05-09T21:05:59.874Z"))
    #expect(try build.queuedAt == time("2015-05-09T21:05:59.900Z"))
    #expect(try build.startedAt == time("2015-05-09T21:06:10Z"))
    #expect(try build.completedAt == time("2015-05-09T21:07:11Z"))
    #expect(build.exitCode == nil)
    #expect(build.metadata.member("number") == .other("1"))
    #expect(build.metadata.member("jobs") == nil)
    #expect(build.metadata.member("jobs.0") == nil)
    #expect(
      build.metadata.member("jobs.1") == .other(#"{"id":"w-1","state":"waiting","type":"waiter"}"#))
    #expect(build.metadata.member("jobs.2") != nil)
    #expect(job.id == "buildkite-job-b63254c0-3271")
    #expect(job.type == "package")
    #expect(job.status == .success)
    #expect(job.exitCode == 0)
    #expect(job.agentID == "agent-7")
    #expect(try job.createdAt == time("2015-05-09T21:05:59.874Z"))
    #expect(try job.queuedAt == time("2015-05-09T21:06:05Z"))
    #expect(try job.startedAt == time("2015-05-09T21:06:10Z"))
    #expect(try job.completedAt == time("2015-05-09T21:07:10.5Z"))
    #expect(job.logsURL == "https://buildkite.com/acme/api/builds/1#b63254c0-3271")
    #expect(job.metadata.text(of: "job_name") == ":package: Package")
    #expect(job.metadata.member("attempt") == .other("2"))
    #expect(job.metadata.text(of: "command") == "scripts/build.sh")
    for record in jobs {
      #expect(record.repo == "acme/api-server")
      #expect(record.ref == "main")
      #expect(record.commitSHA == "abcd0b72a1e580e90712cdd9eb26d3fb41cd09c8")
      #expect(record.commitMessage == "Bumping to version 0.2-beta.6")
      #expect(record.commitAuthor == "Keith Pitt")
      #expect(record.metadata.text(of: "run_id") == "buildkite-build-f62a1b4d-10f9")
      #expect(record.metadata.text(of: "workflow") == "api")
      #expect(record.metadata.text(of: "trigger") == "webhook")
      #expect(record.metadata.text(of: "service") == "api")
    }
  }

  @Test func takesHEADForNoCommit() throws {
    let items = try records(ofObject: BuildkitePayloads.webhook)
    let job = try #require(items.jobs.first)
    #expect(items.count == 1)
    #expect(job.id == "buildkite-job-b63254c0-3271")
    #expect(job.commitSHA == nil)
    #expect(job.repo == "acme/api")
    #expect(job.metadata.text(of: "webhook.event") == "job.finished")
    #expect(job.metadata.text(of: "service") == "api")
  }

  @Test func readsABuildOfAWebhook() throws {
    let json = BuildkitePayloads.webhook
      .replacing("job.finished", with: "build.running")
      .replacing(#""job": \#(BuildkitePayloads.script),"#, with: "")
    let job = try #require(try records(ofObject: json).jobs.first)
    #expect(job.id == "buildkite-build-f62a1b4d-10f9")
    #expect(job.status == .running)
    #expect(job.commitSHA == nil)
    #expect(job.metadata.text(of: "commit") == "HEAD")
    #expect(job.metadata.text(of: "webhook.event") == "build.running")
  }

  @Test func leavesOutStepsThatRunNothing() throws {
    let json = #"{"id":"w","type":"manual","state":"unblocked","graphql_id":"x","label":"Go"}"#
    let items = try records(ofObject: json)
    #expect(items.ignoredCount == 1)
    #expect(items.count == 1)
  }

  @Test func takesTheNameOrTheTypeForTheTypeOfAJob() throws {
    #expect(try records(ofObject: BuildkitePayloads.job("passed")).jobs.first?.type == "test")
    let nameless = BuildkitePayloads.job("passed").replacing(#""name": "test","#, with: "")
    #expect(try records(ofObject: nameless).jobs.first?.type == "script")
  }

  @Test(
    arguments: [
      ("pending", .pending), ("waiting", .pending), ("blocked", .pending), ("limited", .pending),
      ("scheduled", .queued), ("assigned", .queued), ("accepted", .queued),
      ("running", .running), ("canceling", .running), ("timing_out", .running),
      ("passed", .success), ("unblocked", .success), ("failed", .failed),
      ("waiting_failed", .failed), ("blocked_failed", .failed), ("canceled", .cancelled),
      ("timed_out", .timeout), ("broken", .error), ("expired", .error), ("skipped", .skipped),
      ("not_run", .skipped), ("FAILED", .failed),
    ] as [(String, JobStatus)])
  func mapsEachState(word: String, status: JobStatus) throws {
    let items = try records(ofObject: BuildkitePayloads.job(word))
    #expect(items.jobs.first?.status == status)
    #expect(items.jobs.first?.sourceStatus == Text(word))
    #expect(items.defects == [])
  }

  @Test(arguments: [#", "broken_reason": "conditional_failed""#, #", "conditional_failed": true"#])
  func takesAJobItsConditionLeftOutForSkipped(_ more: String) throws {
    let items = try records(ofObject: BuildkitePayloads.job("broken", more))
    #expect(items.jobs.first?.status == .skipped)
    #expect(items.jobs.first?.sourceStatus == "broken")
    #expect(
      try records(ofObject: BuildkitePayloads.job("failed", more)).jobs.first?.status == .failed)
  }

  @Test func notesSoftFailures() throws {
    let items = try records(ofObject: BuildkitePayloads.job("failed", #", "soft_failed": true"#))
    #expect(items.jobs.first?.status == .failed)
    #expect(items.codes == ["soft-failed"])
    #expect(items.jobs.first?.metadata.isSet("soft_failed") == true)
  }

  @Test func keepsAnUnknownStateAsUnknown() throws {
    let items = try records(ofObject: BuildkitePayloads.job("melted"))
    #expect(items.jobs.first?.status == .unknown)
    #expect(items.codes == ["unknown-status"])
  }
}
