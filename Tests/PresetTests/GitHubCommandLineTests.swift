import Model
import Testing

@testable import Importing

/// Output of `gh run list --json` and `gh run view --json`.
@Suite struct GitHubCommandLineTests {
  @Test func readsEveryFieldOfARun() throws {
    let items = try records(of: "[\(GitHubPayloads.commandLineRun)]")
    let job = try #require(items.jobs.first)
    #expect(items.count == 1)
    #expect(job.id == "github-run-8912345678-1")
    #expect(job.type == "CI")
    #expect(job.status == .success)
    #expect(job.sourceStatus == "success")
    #expect(job.repo == "octo-org/octo-repo")
    #expect(job.ref == "fix-parser")
    #expect(job.commitSHA == "0d1a26e67d8f5eaf1f6ba5c57fc3c7d91ac0fd1c")
    #expect(job.commitMessage == nil)
    #expect(try job.createdAt == time("2024-05-02T10:00:00Z"))
    #expect(try job.startedAt == time("2024-05-02T10:00:00Z"))
    #expect(try job.completedAt == time("2024-05-02T10:07:30Z"))
    #expect(job.logsURL == "https://github.com/octo-org/octo-repo/actions/runs/8912345678")
    #expect(job.metadata.text(of: "run_id") == "8912345678")
    #expect(job.metadata.member("attempt") == .other("1"))
    #expect(job.metadata.text(of: "workflow") == "CI")
    #expect(job.metadata.text(of: "trigger") == "pull_request")
    #expect(job.metadata.text(of: "service") == "octo-repo")
    #expect(job.metadata.text(of: "displayTitle") == "Fix the parser")
    #expect(job.metadata.member("number") == .other("81"))
  }

  @Test func isTheSameRunAsThatOfTheAPI() throws {
    let rest = GitHubPayloads.run.replacing("30433642", with: "8912345678")
      .replacing(#""run_attempt": 2"#, with: #""run_attempt": 1"#)
    #expect(
      try records(of: rest).jobs.first?.id
        == records(ofObject: GitHubPayloads.commandLineRun).jobs.first?.id)
  }

  @Test func keysLaterAttemptsApart() throws {
    let text = GitHubPayloads.commandLineRun.replacing(#""attempt": 1"#, with: #""attempt": 3"#)
    let job = try #require(try records(ofObject: text).jobs.first)
    #expect(job.id == "github-run-8912345678-3")
    #expect(job.createdAt == nil)
    #expect(job.metadata.text(of: "createdAt") == "2024-05-02T10:00:00Z")
  }

  @Test func readsTheAttemptOfTheURL() throws {
    let text = GitHubPayloads.commandLineRun.replacing(#""attempt": 1, "#, with: "")
      .replacing("8912345678\"", with: "8912345678/attempts/2\"")
    #expect(try records(ofObject: text).jobs.first?.id == "github-run-8912345678-2")
  }

  @Test(arguments: [
    #"{"databaseId": 7, "headSha": "abc", "status": "queued", "conclusion": ""}"#,
    #"{"conclusion": "success", "status": "completed", "workflowName": "CI", "url": "https://github.com/a/b/actions/runs/7"}"#,
    #"{"conclusion": "success", "databaseId": 7, "displayTitle": "x"}"#,
    #"{"conclusion": "success", "databaseId": 7, "updatedAt": "2024-05-02T10:00:00Z"}"#,
  ])
  func readsARunOfFewFields(_ text: String) throws {
    let job = try #require(try records(ofObject: text).jobs.first)
    #expect(job.id == "github-run-7-1")
    #expect(try recognisers(of: text) == ["GitHub workflow run (gh run)"])
  }

  @Test func leavesOutZeroDatesAndEmptyConclusions() throws {
    let text = #"""
      {"databaseId": 7, "headSha": "abc", "status": "in_progress", "conclusion": "",
       "createdAt": "2024-05-02T10:00:00Z", "startedAt": "0001-01-01T00:00:00Z",
       "updatedAt": "0001-01-01T00:00:00Z"}
      """#
    let job = try #require(try records(ofObject: text).jobs.first)
    #expect(job.status == .running)
    #expect(job.startedAt == nil && job.updatedAt == nil && job.completedAt == nil)
    #expect(job.type == "workflow")
  }

  @Test func readsARunWithItsJobs() throws {
    let view =
      GitHubPayloads.commandLineRun.dropLast() + #", "jobs": [\#(GitHubPayloads.commandLineJob)]}"#
    let items = try records(ofObject: String(view))
    let jobs = items.jobs
    #expect(jobs.map(\.id) == ["github-run-8912345678-1", "github-job-24479012345"])
    #expect(try jobs[0].completedAt == time("2024-05-02T10:05:00Z"))
    let job = jobs[1]
    #expect(job.type == "unit")
    #expect(job.status == .success)
    #expect(job.ref == "fix-parser")
    #expect(job.commitSHA == "0d1a26e67d8f5eaf1f6ba5c57fc3c7d91ac0fd1c")
    #expect(job.repo == "octo-org/octo-repo")
    #expect(try job.startedAt == time("2024-05-02T10:01:00Z"))
    #expect(try job.completedAt == time("2024-05-02T10:05:00Z"))
    #expect(job.logsURL?.string.hasSuffix("/job/24479012345") == true)
    #expect(job.metadata.text(of: "run_id") == "8912345678")
    #expect(job.metadata.text(of: "job_name") == "unit")
    #expect(job.metadata.text(of: "workflow") == "CI")
    #expect(job.metadata.text(of: "trigger") == "pull_request")
    #expect(job.metadata.member("attempt") == .other("1"))
    #expect(job.metadata.text(of: "service") == "octo-repo")
  }

  @Test func readsWhatTheCommandsWriteAsTheyWriteIt() throws {
    let view = String(
      GitHubPayloads.commandLineRun.dropLast()
        + #", "jobs": [\#(GitHubPayloads.commandLineJob)]}"#)
    #expect(try records(of: view).jobs.count == 2)
    #expect(
      try records(of: #"{"jobs": [\#(GitHubPayloads.commandLineJob)]}"#).jobs.map(\.id)
        == ["github-job-24479012345"])
    let page = #"{"total_count": 1, "workflow_runs": [\#(GitHubPayloads.run)]}"#
    let lines = [page, page].map { $0.replacing("\n", with: "") }.joined(separator: "\n")
    #expect(try records(ofLines: lines + "\n").jobs.count == 2)
    #expect(try records(of: "[[\(GitHubPayloads.run)], [\(GitHubPayloads.job)]]").jobs.count == 2)
  }

  @Test func readsJobsWithoutTheirRun() throws {
    let job = try #require(try records(ofObject: GitHubPayloads.commandLineJob).jobs.first)
    #expect(job.id == "github-job-24479012345")
    #expect(job.metadata.text(of: "run_id") == "8912345678")
    #expect(job.repo == "octo-org/octo-repo")
    #expect(job.commitSHA == nil)
  }
}
