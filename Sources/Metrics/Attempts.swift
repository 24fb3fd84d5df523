package import Model

/// What makes jobs attempts of one another: the same job of one run, else of one commit and workflow.
/// Jobs with different triggers are no attempts.
package struct AttemptKey: Hashable, Sendable {
  private enum Scope: Hashable {
    case run(Text)
    case commit(repo: Text, sha: Text, workflow: Text?)
  }

  private let scope: Scope
  private let type: Text
  private let name: Text?
  private let trigger: Text?

  /// Nil for a job without `metadata.run_id` whose repo or commit is missing: a group of its own.
  package init?(_ job: Job) {
    if let run = job.metadata.text(of: "run_id") {
      scope = .run(run)
    } else if let repo = job.repo, let sha = job.commitSHA {
      scope = .commit(repo: repo, sha: sha, workflow: job.metadata.text(of: "workflow"))
    } else {
      return nil
    }
    type = job.type
    name = job.metadata.text(of: "job_name")
    trigger = job.metadata.text(of: "trigger")
  }
}

/// What became of jobs that were tried, over their groups of attempts. Only jobs that passed or failed
/// are attempts; a group without one is not counted. All 0 without jobs.
package struct AttemptSummary: Sendable, Equatable {
  package private(set) var groups = 0
  /// Groups whose first attempt failed.
  package private(set) var firstFailed = 0
  /// Groups whose last attempt failed.
  package private(set) var finalFailed = 0
  /// Groups whose first attempt failed and whose last one passed.
  package private(set) var rescued = 0
  /// Groups with at least one pass and one fail on one commit; attempts without a commit, of one
  /// run, are taken as of the same one.
  package private(set) var flaky = 0

  /// First attempts that failed / groups.
  package var firstFailure: Proportion { Proportion(k: firstFailed, n: groups) }
  /// Last attempts that failed / groups.
  package var finalFailure: Proportion { Proportion(k: finalFailed, n: groups) }

  /// The order of the jobs does not matter: attempts are ordered by bucket time, those without one
  /// first, then by the bytes of their ids. Costs n log n.
  package init(_ jobs: [Job]) {
    var attempts: [AttemptKey: [Job]] = [:]
    for job in jobs where job.status.verdict == .pass || job.status.verdict == .fail {
      if let key = AttemptKey(job) {
        attempts[key, default: []].append(job)
      } else {
        count([job])
      }
    }
    for group in attempts.values { count(group.sorted(by: isEarlier)) }
  }

  /// `attempts` are in order and not empty.
  private mutating func count(_ attempts: [Job]) {
    guard let first = attempts.first?.status.verdict, let last = attempts.last?.status.verdict
    else { return }
    groups += 1
    if first == .fail { firstFailed += 1 }
    if last == .fail { finalFailed += 1 }
    if first == .fail, last == .pass { rescued += 1 }
    let byCommit = Dictionary(grouping: attempts) { $0.commitSHA }.values
    let isFlaky = byCommit.contains { jobs in
      jobs.contains { $0.status.verdict == .pass } && jobs.contains { $0.status.verdict == .fail }
    }
    if isFlaky { flaky += 1 }
  }
}

private func isEarlier(_ a: Job, _ b: Job) -> Bool {
  let (timeA, timeB) = (a.bucketTime?.milliseconds, b.bucketTime?.milliseconds)
  return (timeA ?? .min, a.id) < (timeB ?? .min, b.id)
}
