import Model
import Testing

@testable import Importing

/// Pipelines and jobs, as the API and webhooks tell them; commits.
@Suite struct GitLabJobTests {
  @Test func readsEveryFieldOfAPipeline() throws {
    let items = try records(ofObject: GitLabPayloads.pipeline)
    let job = try #require(items.jobs.first)
    #expect(items.count == 1)
    #expect(job.id == "gitlab-pipeline-46")
    #expect(job.type == "pipeline")
    #expect(job.status == .success)
    #expect(job.sourceStatus == "success")
    #expect(job.repo == "foo/sub/bar")
    #expect(job.ref == "main")
    #expect(job.commitSHA == "a91957a858320c0e17f3a0eca7cfacbff50ea29a")
    #expect(try job.createdAt == time("2016-08-11T11:28:34.085Z"))
    #expect(try job.queuedAt == time("2016-08-11T11:29:34.075Z"))
    #expect(try job.startedAt == time("2016-08-11T11:29:34.085Z"))
    #expect(try job.completedAt == time("2016-08-11T11:32:35.145Z"))
    #expect(try job.updatedAt == time("2016-08-11T11:32:35.169Z"))
    #expect(job.durationSeconds == nil, "leaves out waits between jobs")
    #expect(job.metadata.member("duration") == .other("123.65"))
    #expect(job.logsURL == "https://gitlab.example.com/foo/sub/bar/-/pipelines/46")
    #expect(job.metadata.text(of: "run_id") == "46")
    #expect(job.metadata.text(of: "workflow") == "Build pipeline")
    #expect(job.metadata.text(of: "trigger") == "push")
    #expect(job.metadata.text(of: "service") == "bar")
    #expect(job.metadata.text(of: "coverage") == "30.0")
    #expect(job.metadata.member("iid") == .other("11"))
  }

  @Test func takesTheLastChangeOfAListedPipelineForItsEnd() throws {
    let job = try #require(try records(ofObject: GitLabPayloads.listedPipeline).jobs.first)
    #expect(job.id == "gitlab-pipeline-47")
    #expect(job.status == .failed)
    #expect(job.repo == "foo/bar")
    #expect(job.startedAt == nil)
    #expect(try job.completedAt == time("2016-08-11T11:32:35.169Z"))
    let open = GitLabPayloads.listedPipeline.replacing("failed", with: "running")
    #expect(try records(ofObject: open).jobs.first?.completedAt == nil)
  }

  @Test func readsEveryFieldOfAJob() throws {
    let items = try records(of: "[\(GitLabPayloads.job)]")
    let job = try #require(items.jobs.first)
    #expect(items.count == 1)
    #expect(job.id == "gitlab-job-7")
    #expect(job.type == "test")
    #expect(job.status == .failed)
    #expect(job.sourceStatus == "failed")
    #expect(job.repo == "foo/bar")
    #expect(job.ref == "main")
    #expect(job.commitSHA == "0ff3ae198f8601a285adcf5c0fff204ee6fba5fd")
    #expect(job.commitMessage == "Test the CI integration.")
    #expect(job.commitAuthor == "Administrator")
    #expect(job.agentID == "runner-01")
    #expect(try job.createdAt == time("2015-12-24T15:51:21.802Z"))
    #expect(try job.queuedAt == time("2015-12-24T17:54:27.712Z"))
    #expect(try job.startedAt == time("2015-12-24T17:54:27.722Z"))
    #expect(try job.completedAt == time("2015-12-24T17:54:27.895Z"))
    #expect(job.queueMilliseconds == 10, "not the two hours since the pipeline began")
    #expect(job.durationSeconds == 0.173)
    #expect(job.logsURL == "https://example.com/foo/bar/-/jobs/7")
    #expect(job.errorMessage == "script_failure")
    #expect(job.tags == ["docker runner", "ubuntu18"])
    #expect(job.metadata.text(of: "run_id") == "6")
    #expect(job.metadata.text(of: "job_name") == "teaspoon")
    #expect(job.metadata.text(of: "trigger") == "web")
    #expect(job.metadata.text(of: "service") == "bar")
    #expect(job.metadata.member("allow_failure") == .other("false"))
    #expect(job.metadata.member("pipeline") != nil)
  }

  @Test(arguments: [
    ("created", JobStatus.pending), ("manual", .pending), ("scheduled", .pending),
    ("waiting_for_resource", .pending), ("waiting_for_callback", .pending), ("pending", .queued),
    ("preparing", .queued), ("running", .running), ("canceling", .running), ("success", .success),
    ("failed", .failed), ("canceled", .cancelled), ("skipped", .skipped), ("Success", .success),
    ("completed", .unknown),
  ])
  func readsTheStatus(_ word: String, _ expected: JobStatus) throws {
    for payload in [
      GitLabPayloads.pipeline.replacing(#""status": "success""#, with: #""status": "\#(word)""#),
      GitLabPayloads.job.replacing(#""status": "failed""#, with: #""status": "\#(word)""#),
      GitLabPayloads.jobHook.replacing(
        #""build_status": "failed""#, with: #""build_status": "\#(word)""#),
    ] {
      let items = try records(ofObject: payload)
      #expect(items.jobs.first?.status == expected)
      #expect(items.jobs.first?.sourceStatus?.string == word)
      #expect(items.codes == (expected == .unknown ? ["unknown-status"] : []))
    }
  }

  @Test(arguments: [
    ("job_execution_timeout", JobStatus.timeout), ("runner_system_failure", .error),
    ("script_failure", .failed), ("stuck_or_timeout_failure", .failed),
  ])
  func readsWhyAJobFailed(_ reason: String, _ expected: JobStatus) throws {
    let text = GitLabPayloads.job.replacing("script_failure", with: reason)
    let job = try #require(try records(ofObject: text).jobs.first)
    #expect(job.status == expected)
    #expect(job.sourceStatus == "failed")
    #expect(job.errorMessage?.string == reason)
    let passed = text.replacing(#""status": "failed""#, with: #""status": "success""#)
    #expect(try records(ofObject: passed).jobs.first?.status == .success)
  }

  @Test func readsAPipelineAndItsJobsOfAWebhook() throws {
    let jobs = try records(ofObject: GitLabPayloads.pipelineHook).jobs
    #expect(jobs.map(\.id) == ["gitlab-pipeline-31", "gitlab-job-380", "gitlab-job-377"])
    let pipeline = jobs[0]
    #expect(pipeline.status == .success)
    #expect(pipeline.repo == "gitlab-org/gitlab-test")
    #expect(pipeline.commitMessage == "test\n")
    #expect(pipeline.commitAuthor == "User")
    #expect(try pipeline.createdAt == time("2016-08-12T15:23:28Z"))
    #expect(try pipeline.completedAt == time("2016-08-12T15:26:29Z"))
    #expect(pipeline.durationSeconds == 63)
    #expect(pipeline.metadata.text(of: "workflow") == "Nightly")
    #expect(pipeline.metadata.member("webhook.user") != nil)
    #expect(pipeline.metadata.member("webhook.builds") == nil)
    #expect(jobs[1].status == .skipped)
    #expect(jobs[1].startedAt == nil && jobs[1].durationSeconds == nil)
    let job = jobs[2]
    #expect(job.type == "test")
    #expect(job.status == .success)
    #expect(job.ref == "master")
    #expect(job.commitSHA == "bcbb5ec396a2c0f828686f14fac9b80b780504f2")
    #expect(job.agentID == "shared-runners-manager-6.gitlab.com")
    #expect(try job.queuedAt == time("2016-08-12T15:26:06Z"))
    #expect(try job.startedAt == time("2016-08-12T15:26:12Z"))
    #expect(job.durationSeconds == 17)
    #expect(job.logsURL == "http://192.168.64.1:3005/gitlab-org/gitlab-test/-/jobs/377")
    #expect(job.metadata.text(of: "run_id") == "31")
    #expect(job.metadata.text(of: "trigger") == "merge_request_event")
    #expect(job.metadata.text(of: "job_name") == "test-image")
    #expect(job.metadata.text(of: "service") == "gitlab-test")
  }

  @Test func readsEveryFieldOfAJobsWebhook() throws {
    let items = try records(ofObject: GitLabPayloads.jobHook)
    let job = try #require(items.jobs.first)
    #expect(items.count == 1)
    #expect(job.id == "gitlab-job-1977")
    #expect(job.type == "test")
    #expect(job.status == .failed)
    #expect(job.repo == "gitlab-org/gitlab-test")
    #expect(job.ref == "gitlab-script-trigger")
    #expect(
      job.commitSHA == "2293ada6b400935a1378653304eaf6221e0fdb8f", "commit.id is the pipeline's")
    #expect(job.commitMessage == "test\n")
    #expect(job.commitAuthor == "User")
    #expect(job.agentID == "runner-6")
    #expect(try job.createdAt == time("2021-02-23T02:41:37.886Z"))
    #expect(try job.queuedAt == time("2021-02-23T02:44:47.500Z"))
    #expect(try job.startedAt == time("2021-02-23T02:45:00Z"))
    #expect(try job.completedAt == time("2021-02-23T02:46:00Z"))
    #expect(job.durationSeconds == 60.5)
    #expect(job.errorMessage == "script_failure")
    #expect(job.logsURL == "http://192.168.64.1:3005/gitlab-org/gitlab-test/-/jobs/1977")
    #expect(job.metadata.text(of: "run_id") == "2366")
    #expect(job.metadata.text(of: "job_name") == "unit")
    #expect(job.metadata.text(of: "workflow") == "Build pipeline")
    #expect(job.metadata.member("attempt") == .other("3"))
    #expect(job.metadata.text(of: "service") == "gitlab-test")
    #expect(job.metadata.text(of: "project_name") == "Gitlab Org / Gitlab Test")
  }

  @Test func passesOverMessagesAboutOtherThings() throws {
    let items = try records(
      ofObject: #"{"object_kind": "push", \#(GitLabPayloads.project), "commits": []}"#)
    #expect(items.ignoredCount == 1 && items.count == 1)
  }

  @Test func readsEveryFieldOfACommit() throws {
    let items = try records(of: "[\(GitLabPayloads.commit)]")
    let commit = try #require(items.commits.first)
    #expect(items.count == 1)
    #expect(commit.sha == "6104942438c14ec7bd21c6cd5bd995272b3faff6")
    #expect(commit.repo == "janedoe/gitlab-foss")
    #expect(commit.parents == ["ae1d9fb46aa2b07ee9836d49862ec4e2c46fbbba"])
    #expect(try commit.authoredAt == time("2021-09-20T09:00:00Z"))
    #expect(try commit.committedAt == time("2021-09-20T09:06:12Z"))
    #expect(commit.author == "randx")
    #expect(commit.authorEmail == "user@example.com")
    #expect(commit.message == "Sanitize for network graph\n\nCc: Mona")
    #expect(commit.metadata.text(of: "committer_name") == "ExampleName")
  }
}
