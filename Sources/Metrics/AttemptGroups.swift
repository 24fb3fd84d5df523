package import Model

/// Groups of attempts, grown job by job in the order of their times.
///
/// Of each group a few numbers are kept, of each distinct name one text: memory grows with the jobs'
/// groups, not with what their records hold.
package struct AttemptGroups {
  /// What one job is known by across commits.
  package struct Name: Hashable, Sendable {
    package let repo: Text?
    package let type: Text
    package let name: Text?

    package init(repo: Text?, type: Text, name: Text?) {
      self.repo = repo
      self.type = type
      self.name = name
    }
  }

  /// Over all groups so far.
  package private(set) var summary = AttemptSummary()
  private var groups: [Key: Group] = [:]
  private var numbers: [Text: Int32] = [:]
  private var nameNumbers: [Name: Int32] = [:]
  private var names: [(name: Name, groups: Int, flaky: Int, retried: Int)] = []

  package init() {}

  /// Takes in one job, later than all before it. True if it is the one that makes its group flaky: a
  /// pass and a fail on one commit.
  @discardableResult
  package mutating func add(_ job: Job) -> Bool {
    let verdict = job.status.verdict
    guard verdict == .pass || verdict == .fail else { return false }
    let failed = verdict == .fail
    guard let key = AttemptKey(job).map({ number($0) }) else {
      summary.count(
        AttemptCourse(firstFailed: failed, lastFailed: failed, isFlaky: false), insteadOf: nil)
      names[Int(nameNumber(of: job))].groups += 1
      return false
    }
    let commit = number(job.commitSHA)
    guard var group = groups[key] else {
      let group = Group(name: nameNumber(of: job), commit: commit, failed: failed)
      groups[key] = group
      names[Int(group.name)].groups += 1
      summary.count(group.course, insteadOf: nil)
      return false
    }
    let before = group.course
    if !group.isRetried { names[Int(group.name)].retried += 1 }
    group.add(commit: commit, failed: failed)
    groups[key] = group
    summary.count(group.course, insteadOf: before)
    guard group.course.isFlaky, !before.isFlaky else { return false }
    names[Int(group.name)].flaky += 1
    return true
  }

  /// Flaky groups / groups of each job with a flaky group, those that are most surely flaky first: by
  /// the lower end of the interval, then by repository, type and name. A group belongs to the job of
  /// its first attempt.
  package var flakiest: [(name: Name, share: Proportion)] {
    names.filter { $0.flaky > 0 }
      .map { (name: $0.name, share: Proportion(k: $0.flaky, n: $0.groups)) }
      .sorted { a, b in
        let (left, right) = (a.share.interval?.lowerBound ?? 0, b.share.interval?.lowerBound ?? 0)
        return left != right ? left > right : a.name < b.name
      }
  }

  /// Of the groups of each job type, how many have a second attempt and how many are flaky. A group
  /// belongs to the type of its jobs.
  package var sharesByType: [Text: (retried: Proportion, flaky: Proportion)] {
    var counts: [Text: (groups: Int, flaky: Int, retried: Int)] = [:]
    for each in names {
      let sum = counts[each.name.type] ?? (0, 0, 0)
      counts[each.name.type] = (
        sum.groups + each.groups, sum.flaky + each.flaky, sum.retried + each.retried
      )
    }
    return counts.mapValues {
      (Proportion(k: $0.retried, n: $0.groups), Proportion(k: $0.flaky, n: $0.groups))
    }
  }

  // MARK: - Numbers in place of texts

  private static let none: Int32 = -1

  private mutating func number(_ text: Text?) -> Int32 {
    guard let text else { return AttemptGroups.none }
    if let known = numbers[text] { return known }
    let new = Int32(numbers.count)
    numbers[text] = new
    return new
  }

  private mutating func number(_ key: AttemptKey) -> Key {
    let (isRun, scope): (Bool, [Text?]) =
      switch key.scope {
      case .run(let run): (true, [run, nil, nil])
      case .commit(let repo, let sha, let workflow): (false, [repo, sha, workflow])
      }
    return Key(
      isRun: isRun, a: number(scope[0]), b: number(scope[1]), c: number(scope[2]),
      type: number(key.type), name: number(key.name), trigger: number(key.trigger))
  }

  private mutating func nameNumber(of job: Job) -> Int32 {
    let name = Name(job)
    if let known = nameNumbers[name] { return known }
    let new = Int32(names.count)
    nameNumbers[name] = new
    names.append((name, groups: 0, flaky: 0, retried: 0))
    return new
  }

  /// An `AttemptKey` in numbers.
  private struct Key: Hashable {
    let isRun: Bool
    let a, b, c, type, name, trigger: Int32
  }

  private struct Group {
    /// Of its first attempt.
    let name: Int32
    private(set) var course: AttemptCourse
    /// Whether it has a second attempt.
    private(set) var isRetried = false
    /// The verdicts of the first commit, and of others if a run had several.
    private let commit: Int32
    private var verdicts: UInt8
    private var others: [Int32: UInt8]?

    init(name: Int32, commit: Int32, failed: Bool) {
      self.name = name
      self.commit = commit
      verdicts = Group.bit(failed)
      course = AttemptCourse(firstFailed: failed, lastFailed: failed, isFlaky: false)
    }

    mutating func add(commit: Int32, failed: Bool) {
      isRetried = true
      course.lastFailed = failed
      if commit == self.commit {
        verdicts |= Group.bit(failed)
        if verdicts == Group.both { course.isFlaky = true }
      } else {
        let seen = (others?[commit] ?? 0) | Group.bit(failed)
        others = others ?? [:]
        others?[commit] = seen
        if seen == Group.both { course.isFlaky = true }
      }
    }

    private static let both: UInt8 = 3
    private static func bit(_ failed: Bool) -> UInt8 { failed ? 1 : 2 }
  }
}

extension AttemptGroups.Name: Comparable {
  package init(_ job: Job) {
    self.init(repo: job.repo, type: job.type, name: job.metadata.text(of: "job_name"))
  }

  /// By repository, type and name; what is missing comes first.
  package static func < (a: AttemptGroups.Name, b: AttemptGroups.Name) -> Bool {
    if a.repo != b.repo { return isBefore(a.repo, b.repo) }
    return a.type != b.type ? a.type < b.type : isBefore(a.name, b.name)
  }

  private static func isBefore(_ a: Text?, _ b: Text?) -> Bool {
    guard let b else { return false }
    return a.map { $0 < b } ?? true
  }
}
