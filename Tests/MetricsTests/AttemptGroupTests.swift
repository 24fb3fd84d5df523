import Metrics
import Model
import Testing

@Suite struct AttemptGroupTests {
  private func job(
    _ id: Int, _ status: JobStatus, _ metadata: String = "{}", repo: Text? = "shop",
    sha: Text? = "abc", type: Text = "test"
  ) -> Job {
    var job = Job(id: Text("\(id)"), type: type, status: status)
    job.completedAt = Timestamp(milliseconds: Int64(id))
    job.metadata = Metadata(canonicalJSON: metadata)
    job.repo = repo
    job.commitSHA = sha
    return job
  }

  private func randomJobs(_ random: inout SplitMix64) -> [Job] {
    let statuses: [JobStatus] = [.success, .success, .failed, .timeout, .cancelled]
    return (0..<60).map { i in
      let run = random.chance(40) ? #""run_id":"\#(Int.random(in: 0..<4, using: &random))","# : ""
      return job(
        i, statuses.randomElement(using: &random) ?? .success,
        "{\(run)\"job_name\":\"\(random.chance(50) ? "a" : "b")\"}",
        repo: random.chance(10) ? nil : random.chance(50) ? "shop" : "pay",
        sha: random.chance(10) ? nil : random.chance(50) ? "abc" : "def",
        type: random.chance(50) ? "test" : "lint")
    }
  }

  /// Groups, first failed, finally failed, rescued, flaky: of whole groups, looked at afterwards.
  private func naive(_ jobs: [Job]) -> [Int] {
    var groups: [[Job]] = []
    var places: [AttemptKey: Int] = [:]
    for job in jobs where [.pass, .fail].contains(job.status.verdict) {
      if let key = AttemptKey(job), let place = places[key] {
        groups[place].append(job)
      } else {
        if let key = AttemptKey(job) { places[key] = groups.count }
        groups.append([job])
      }
    }
    let failed = groups.map { $0.map { $0.status.verdict == .fail } }
    let flaky = groups.count { group in
      group.contains { a in
        group.contains {
          $0.commitSHA == a.commitSHA && $0.status.verdict == .pass && a.status.verdict == .fail
        }
      }
    }
    return [
      groups.count, failed.count { $0.first == true }, failed.count { $0.last == true },
      failed.count { $0.first == true && $0.last == false }, flaky,
    ]
  }

  @Test func countsJobByJobWhatWholeGroupsSay() {
    var random = SplitMix64(seed: 7)
    var flaky = 0
    for round in 0..<200 {
      let jobs = randomJobs(&random)
      var groups = AttemptGroups()
      for job in jobs { groups.add(job) }
      let s = groups.summary
      let counts = [s.groups, s.firstFailed, s.finalFailed, s.rescued, s.flaky]
      #expect(counts == naive(jobs), "seed 7, round \(round)")
      #expect(groups.flakiest.reduce(0) { $0 + $1.share.k } == s.flaky)
      flaky += s.flaky
    }
    #expect(flaky > 200)
  }

  @Test func tellsOnceWhichJobMadeAGroupFlaky() {
    var groups = AttemptGroups()
    let statuses: [JobStatus] = [.failed, .failed, .success, .failed, .success]
    let told = statuses.enumerated().map { groups.add(job($0, $1)) }
    #expect(told == [false, false, true, false, false])
  }

  @Test func callsNoRunFlakyWhoseCommitsDiffer() {
    var groups = AttemptGroups()
    let first = groups.add(job(1, .failed, #"{"run_id":"7"}"#, sha: "abc"))
    let second = groups.add(job(2, .success, #"{"run_id":"7"}"#, sha: "def"))
    #expect(!first && !second)
    #expect(groups.summary.rescued == 1)
    #expect(groups.summary.flaky == 0)
    let third = groups.add(job(3, .failed, #"{"run_id":"7"}"#, sha: "def"))
    #expect(third)
  }

  @Test func putsTheSurelyFlakiestFirst() {
    var groups = AttemptGroups()
    // 1 of 1 is less sure than 6 of 8; of equal ones the name decides.
    for commit in 0..<8 {
      for repo: Text in ["b", "a"] {
        groups.add(job(commit * 4, .success, repo: repo, sha: Text("\(commit)")))
        if commit < 6 {
          groups.add(job(commit * 4 + 1, .failed, repo: repo, sha: Text("\(commit)")))
        }
      }
    }
    groups.add(job(90, .success, repo: "c"))
    groups.add(job(91, .failed, repo: "c"))
    groups.add(job(92, .success, repo: "d"))
    #expect(groups.flakiest.map(\.name.repo) == ["a", "b", "c"])
    #expect(groups.flakiest.first?.share == Proportion(k: 6, n: 8))
  }
}
