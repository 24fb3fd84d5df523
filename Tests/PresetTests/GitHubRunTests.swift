import Model
import Testing

@testable import Importing

@Suite struct GitHubRunTests {
  @Test func readsEveryFieldOfARun() throws {
    let items = try records(of: GitHubPayloads.run)
    let job = try #require(items.jobs.first)
    #expect(items.count == 1)
    #expect(job.id == "github-run-30433642-2")
    #expect(job.type == "Build")
    #expect(job.status == .failed)
    #expect(job.sourceStatus == "failure")
    #expect(job.repo == "octo-org/octo-repo")
    #expect(job.ref == "main")
    #expect(job.commitSHA == "acb5820ced9479c074f688cc328bf03f341a511d")
    #expect(job.commitMessage == "Create linter.yaml")
    #expect(job.commitAuthor == "Octo Cat")
    #expect(try job.startedAt == time("2024-01-22T20:01:00Z"))
    #expect(try job.completedAt == time("2024-01-22T20:11:30Z"))
    #expect(try job.updatedAt == time("2024-01-22T20:11:30Z"))
    #expect(job.logsURL == "https://github.com/octo-org/octo-repo/actions/runs/30433642")
    #expect(job.metadata.text(of: "run_id") == "30433642")
    #expect(job.metadata.member("attempt") == .other("2"))
    #expect(job.metadata.text(of: "workflow") == "Build")
    #expect(job.metadata.text(of: "trigger") == "push")
    #expect(job.metadata.text(of: "service") == "octo-repo")
    #expect(job.exitCode == nil && job.agentID == nil && job.durationSeconds == nil)
  }

  @Test func keepsWhatItDoesNotMap() throws {
    let job = try #require(try records(of: GitHubPayloads.run).jobs.first)
    #expect(job.metadata.text(of: "display_title") == "Update README.md")
    #expect(job.metadata.member("workflow_id") == .other("159038"))
    #expect(job.metadata.member("head_repository") != nil)
    #expect(job.metadata.member("head_commit") != nil)
    #expect(job.metadata.member("id") == nil, "stands in run_id")
  }

  @Test func doesNotTakeTheFirstAttemptsCreationForALaterOne() throws {
    let second = try #require(try records(of: GitHubPayloads.run).jobs.first)
    #expect(second.createdAt == nil && second.queuedAt == nil)
    #expect(second.queueMilliseconds == nil)
    #expect(second.metadata.text(of: "created_at") == "2024-01-21T19:33:08Z")
    let first = GitHubPayloads.run.replacing(#""run_attempt": 2"#, with: #""run_attempt": 1"#)
    let job = try #require(try records(of: first).jobs.first)
    #expect(job.id == "github-run-30433642-1")
    #expect(try job.createdAt == time("2024-01-21T19:33:08Z"))
  }

  @Test(arguments: [
    ("waiting", "null", JobStatus.pending), ("pending", "null", .pending),
    ("queued", "null", .queued), ("requested", "null", .queued),
    ("in_progress", "null", .running), ("completed", #""success""#, .success),
    ("completed", #""failure""#, .failed), ("completed", #""cancelled""#, .cancelled),
    ("completed", #""stale""#, .cancelled), ("completed", #""timed_out""#, .timeout),
    ("completed", #""startup_failure""#, .error), ("completed", #""skipped""#, .skipped),
    ("completed", #""neutral""#, .skipped), ("completed", #""action_required""#, .pending),
    ("Completed", #""SUCCESS""#, .success),
  ])
  func readsTheStatus(_ status: String, _ conclusion: String, _ expected: JobStatus) throws {
    let run = GitHubPayloads.run
      .replacing(#""status": "completed""#, with: #""status": "\#(status)""#)
      .replacing(#""conclusion": "failure""#, with: #""conclusion": \#(conclusion)"#)
    let items = try records(of: run)
    let job = try #require(items.jobs.first)
    #expect(job.status == expected)
    #expect(items.codes.isEmpty)
    let word = conclusion == "null" ? status : String(conclusion.dropFirst().dropLast())
    #expect(job.sourceStatus?.string == word)
    #expect((job.completedAt != nil) == expected.isTerminal)
    #expect((job.startedAt != nil) == (expected == .running || conclusion != "null"))
  }

  @Test func doesNotGuessAnUnknownConclusion() throws {
    let run = GitHubPayloads.run.replacing(#""failure""#, with: #""exploded""#)
    let items = try records(of: run)
    let job = try #require(items.jobs.first)
    #expect(job.status == .unknown)
    #expect(job.sourceStatus == "exploded")
    #expect(items.codes == ["unknown-status"])
    #expect(job.status.verdict == .uncounted)
  }

  @Test func endsWithTheLastOfItsJobsIfTheyAreTold() throws {
    let early = GitHubPayloads.job.replacing("17:44:39Z", with: "17:43:00Z")
      .replacing("399444496", with: "399444497")
    let run =
      GitHubPayloads.run.dropLast()
      + #", "jobs": [\#(GitHubPayloads.job), \#(early)]}"#
    let jobs = try records(of: String(run)).jobs
    #expect(
      jobs.map(\.id) == ["github-run-30433642-2", "github-job-399444496", "github-job-399444497"])
    #expect(try jobs[0].completedAt == time("2024-01-20T17:44:39Z"))
    #expect(try jobs[0].updatedAt == time("2024-01-22T20:11:30Z"))
    #expect(jobs[0].metadata.member("jobs") == nil)
    #expect(jobs[1].metadata.text(of: "trigger") == "push")
    #expect(jobs[1].metadata.text(of: "workflow") == "CI")
  }

  @Test func doesNotTakeAChangeMonthsLaterForTheEnd() throws {
    let run = GitHubPayloads.run.replacing("2024-01-22T20:11:30Z", with: "2024-04-22T20:11:30Z")
    let items = try records(of: run)
    let job = try #require(items.jobs.first)
    #expect(job.completedAt == nil)
    #expect(job.status == .failed)
    #expect(items.codes == ["unknown-end"])
  }

  @Test func readsZeroDatesAsNone() throws {
    let run = GitHubPayloads.run.replacing("2024-01-22T20:01:00Z", with: "0001-01-01T00:00:00Z")
    #expect(try records(of: run).jobs.first?.startedAt == nil)
  }

  @Test func takesTheRepositoryOfTheURLIfNoneIsNamed() throws {
    let run = GitHubPayloads.run.replacing("full_name", with: "other_name")
    #expect(try records(of: run).jobs.first?.repo == "octo-org/octo-repo")
  }

  @Test func letsTheUserNameTheService() throws {
    let job = try #require(
      try records(of: GitHubPayloads.run, options: .with(service: "shop")).jobs.first)
    #expect(job.metadata.text(of: "service") == "shop")
    #expect(job.repo == "octo-org/octo-repo")
  }

  @Test func readsPagesOneAfterAnother() throws {
    let page = #"{"total_count": 2, "workflow_runs": [\#(GitHubPayloads.run)]}"#
    let other = page.replacing(#""id": 30433642"#, with: #""id": 30433643"#)
    #expect(
      try records(of: page + other).jobs.map(\.id)
        == ["github-run-30433642-2", "github-run-30433643-2"])
  }
}
