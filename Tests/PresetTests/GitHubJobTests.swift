import Model
import Testing

@testable import Importing

@Suite struct GitHubJobTests {
  @Test func readsEveryFieldOfAJob() throws {
    let items = try records(of: GitHubPayloads.job)
    let job = try #require(items.jobs.first)
    #expect(items.count == 1)
    #expect(job.id == "github-job-399444496")
    #expect(job.type == "test (linux)")
    #expect(job.status == .failed)
    #expect(job.sourceStatus == "failure")
    #expect(job.repo == "octo-org/octo-repo")
    #expect(job.ref == "main")
    #expect(job.commitSHA == "f83a356604ae3c5d03e1b46ef4d1ca77d64a90b0")
    #expect(job.agentID == "my runner")
    #expect(try job.createdAt == time("2024-01-20T17:41:57Z"))
    #expect(try job.startedAt == time("2024-01-20T17:42:40Z"))
    #expect(try job.completedAt == time("2024-01-20T17:44:39Z"))
    #expect(job.queueMilliseconds == 43_000 && job.runMilliseconds == 119_000)
    #expect(
      job.logsURL == "https://github.com/octo-org/octo-repo/actions/runs/29679449/job/399444496")
    #expect(job.errorMessage == "step 'Run tests': failure")
    #expect(job.tags == ["self-hosted", "linux"])
    #expect(job.metadata.text(of: "run_id") == "29679449")
    #expect(job.metadata.text(of: "job_name") == "test (linux)")
    #expect(job.metadata.text(of: "workflow") == "CI")
    #expect(job.metadata.member("attempt") == .other("1"))
    #expect(job.metadata.text(of: "service") == "octo-repo")
    #expect(job.metadata.member("steps") != nil)
    #expect(job.metadata.text(of: "runner_group_name") == "my runner group")
  }

  @Test(arguments: [
    ("queued", "null", JobStatus.queued), ("waiting", "null", .pending),
    ("pending", "null", .pending), ("requested", "null", .queued),
    ("in_progress", "null", .running), ("completed", #""success""#, .success),
    ("completed", #""failure""#, .failed), ("completed", #""cancelled""#, .cancelled),
    ("completed", #""timed_out""#, .timeout), ("completed", #""skipped""#, .skipped),
    ("completed", #""neutral""#, .skipped), ("completed", #""melted""#, .unknown),
    ("frozen", "null", .unknown),
  ])
  func readsTheStatus(_ status: String, _ conclusion: String, _ expected: JobStatus) throws {
    let text = GitHubPayloads.job
      .replacing(
        #""status": "completed", "conclusion": "failure", "cr"#,
        with: #""status": "\#(status)", "conclusion": \#(conclusion), "cr"#)
    let items = try records(of: text)
    #expect(items.jobs.first?.status == expected)
    #expect(items.codes == (expected == .unknown ? ["unknown-status"] : []))
  }

  @Test func doesNotTakeTheStartOfAWaitingJob() throws {
    let text = GitHubPayloads.job
      .replacing(
        #""status": "completed", "conclusion": "failure", "cr"#,
        with: #""status": "queued", "conclusion": null, "cr"#)
    let job = try #require(try records(of: text).jobs.first)
    #expect(job.startedAt == nil && job.completedAt == nil)
    #expect(job.createdAt != nil)
    #expect(job.metadata.text(of: "started_at") == "2024-01-20T17:42:40Z")
  }

  @Test func leavesOutTheCreationOfAJobThatALaterAttemptTookOver() throws {
    let text = GitHubPayloads.job.replacing(#""run_attempt": 1"#, with: #""run_attempt": 2"#)
    #expect(try records(of: text).jobs.first?.createdAt != nil)
    let late = text.replacing("2024-01-20T17:41:57Z", with: "2024-01-21T08:00:00Z")
    let job = try #require(try records(of: late).jobs.first)
    #expect(job.createdAt == nil && job.queueMilliseconds == nil)
    #expect(job.metadata.text(of: "created_at") == "2024-01-21T08:00:00Z")
  }

  @Test func readsAListOfJobs() throws {
    let page = #"{"total_count": 1, "jobs": [\#(GitHubPayloads.job)]}"#
    #expect(try records(of: page).jobs.map(\.id) == ["github-job-399444496"])
  }
}
