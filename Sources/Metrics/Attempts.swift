package import Model

/// What makes jobs attempts of one another: the same job of one run, else of one commit and workflow.
/// Jobs with different triggers are no attempts.
package struct AttemptKey: Hashable, Sendable {
  enum Scope: Hashable {
    case run(Text)
    case commit(repo: Text, sha: Text, workflow: Text?)
  }

  let scope: Scope
  let type: Text
  let name: Text?
  let trigger: Text?

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

/// How one group of attempts went, or has gone so far.
struct AttemptCourse {
  let firstFailed: Bool
  var lastFailed: Bool
  /// At least one pass and one fail on one commit.
  var isFlaky: Bool
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
  /// Groups whose first attempt failed and whose last one passed / groups.
  package var rescuedShare: Proportion { Proportion(k: rescued, n: groups) }
  /// Flaky groups / groups.
  package var flakyShare: Proportion { Proportion(k: flaky, n: groups) }

  init() {}

  /// The order of the jobs does not matter: attempts are ordered by bucket time, those without one
  /// first, then by the bytes of their ids. Costs n log n.
  package init(_ jobs: [Job]) {
    var groups = AttemptGroups()
    for job in jobs.sorted(by: isEarlier) { groups.add(job) }
    self = groups.summary
  }

  /// Takes in what has become of a group; `before` is what was counted of it, nil for a new one.
  mutating func count(_ course: AttemptCourse, insteadOf before: AttemptCourse?) {
    if let before { add(before, times: -1) }
    add(course, times: 1)
  }

  private mutating func add(_ course: AttemptCourse, times sign: Int) {
    groups += sign
    if course.firstFailed { firstFailed += sign }
    if course.lastFailed { finalFailed += sign }
    if course.firstFailed, !course.lastFailed { rescued += sign }
    if course.isFlaky { flaky += sign }
  }
}

private func isEarlier(_ a: Job, _ b: Job) -> Bool {
  let (timeA, timeB) = (a.bucketTime?.milliseconds, b.bucketTime?.milliseconds)
  return (timeA ?? .min, a.id) < (timeB ?? .min, b.id)
}
