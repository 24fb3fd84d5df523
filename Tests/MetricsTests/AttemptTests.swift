import Metrics
import Model
import Testing

@Suite struct AttemptTests {
  private func job(
    _ id: String, _ status: JobStatus, at time: Int64?, _ metadata: String = "{}",
    repo: Text? = "shop", sha: Text? = "abc"
  ) -> Job {
    var job = Job(id: Text(id), type: "test", status: status)
    job.completedAt = time.map { Timestamp(milliseconds: $0) }
    job.metadata = Metadata(canonicalJSON: metadata)
    job.repo = repo
    job.commitSHA = sha
    return job
  }

  /// Groups, first failed, finally failed, rescued, flaky.
  private func counts(_ jobs: [Job]) -> [Int] {
    let found = AttemptSummary(jobs)
    return [found.groups, found.firstFailed, found.finalFailed, found.rescued, found.flaky]
  }

  @Test func callsAGroupRescuedThatFailedFirstAndPassedLast() {
    #expect(
      counts([job("1", .failed, at: 1), job("2", .timeout, at: 2), job("3", .success, at: 3)])
        == [1, 1, 0, 1, 1])
  }

  @Test func countsAGroupThatPassedFirstAndFailedLastAsFlakyAlone() {
    #expect(counts([job("1", .success, at: 1), job("2", .error, at: 2)]) == [1, 0, 1, 0, 1])
  }

  @Test func ordersAttemptsOfOneInstantById() {
    #expect(counts([job("2", .success, at: 1), job("1", .failed, at: 1)]) == [1, 1, 0, 1, 1])
  }

  @Test func countsNoJobWithoutAVerdict() {
    #expect(counts([job("1", .cancelled, at: 1), job("2", .running, at: 2)]) == [0, 0, 0, 0, 0])
    #expect(counts([job("1", .skipped, at: 1), job("2", .failed, at: 2)]) == [1, 1, 1, 0, 0])
  }

  @Test func neverGroupsWithoutARepoOrACommit() {
    let jobs = [
      job("1", .failed, at: 1, sha: nil), job("2", .success, at: 2, sha: nil),
      job("3", .failed, at: 3, repo: nil), job("4", .success, at: 4, repo: nil),
    ]
    #expect(counts(jobs) == [4, 2, 2, 0, 0])
    #expect(jobs.allSatisfy { AttemptKey($0) == nil })
  }

  @Test(arguments: ["job_name", "trigger", "workflow", "run_id"])
  func keepsGroupsApart(by name: String) {
    let jobs = [
      job("1", .failed, at: 1, "{\"\(name)\":\"a\"}"),
      job("2", .success, at: 2, "{\"\(name)\":\"b\"}"),
    ]
    #expect(counts(jobs) == [2, 1, 1, 0, 0])
  }

  @Test func groupsByTheRunThoughNoCommitIsKnown() {
    let jobs = [
      job("1", .failed, at: 1, #"{"run_id":"7"}"#, sha: nil),
      job("2", .success, at: 2, #"{"run_id":"7"}"#, sha: nil),
    ]
    #expect(counts(jobs) == [1, 1, 0, 1, 1])
  }

  @Test func doesNotDependOnTheOrderOfTheInput() {
    var random = SplitMix64(seed: 41)
    let statuses: [JobStatus] = [.success, .failed, .error, .cancelled, .running]
    for _ in 0..<100 {
      let jobs = (0..<30).map { i in
        job(
          "\(i)", statuses.randomElement(using: &random) ?? .success,
          at: random.chance(10) ? nil : .random(in: 0..<9, using: &random),
          random.chance(30) ? #"{"run_id":"7"}"# : "{}",
          sha: random.chance(10) ? nil : random.chance(50) ? "abc" : "def")
      }
      #expect(AttemptSummary(jobs) == AttemptSummary(jobs.shuffled(using: &random)))
    }
  }
}
