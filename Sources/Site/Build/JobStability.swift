import Metrics
import Model

/// Attempts, flaky jobs, changing verdicts and broken job types, gathered while the jobs go by, month
/// by month and in order of time. Of jobs outside of the window only those are looked at that decide
/// since when a job type is broken; the rollups tell on which days.
struct JobStability {
  static let days = 30
  /// Job types without a verdict for so many days are not called broken: they are gone.
  static let brokenReach = 90
  static let limit = 20
  static let brokenLimit = 50

  private let inputs: BuildInputs
  private let zone: ZoneTable
  private let window: TimeWindow
  private var groups = AttemptGroups()
  /// The verdicts within the window, true for a pass.
  private var passes: [JobTypeKey: [Bool]] = [:]
  /// By what the flaky job is called, the newest that made a group flaky.
  private var examples: [AttemptGroups.Name: JobMention] = [:]
  /// The job types to look at on a day.
  private var decisive: [LocalDay: Set<JobTypeKey>] = [:]
  private var runs: [JobTypeKey: (run: FailingRun, job: JobMention?)] = [:]

  init(_ inputs: BuildInputs, zone: ZoneTable) {
    self.inputs = inputs
    self.zone = zone
    let date = inputs.ranges.date
    window = date.last(JobStability.days)
    for tally in inputs.types {
      guard let last = tally.verdicts.last, last >= date.today - JobStability.brokenReach else {
        continue
      }
      let key = JobTypeKey(repo: tally.repo, type: tally.type)
      for day in tally.verdicts.decisive { decisive[day, default: []].insert(key) }
      runs[key] = (FailingRun(hasPassed: tally.verdicts.lastPass != nil), nil)
    }
  }

  /// Whether any job of the month matters.
  func concerns(_ month: Month?) -> Bool {
    guard let month else { return false }
    return window.days.overlaps(month.days) || decisive.keys.contains { month.days.contains($0) }
  }

  /// Takes in a job of a month that matters, no earlier than all before it.
  mutating func add(_ row: JobRow) {
    let verdict = row.job.status.verdict
    guard verdict == .pass || verdict == .fail, let at = row.job.bucketTime else { return }
    let day = zone.day(of: at)
    let key = JobTypeKey(repo: row.job.repo, type: row.job.type)
    if decisive[day]?.contains(key) == true {
      if runs[key]?.run.add(at, isPass: verdict == .pass) == true {
        runs[key]?.job = JobMention(row)
      }
    }
    guard window.contains(day) else { return }
    passes[key, default: []].append(verdict == .pass)
    if groups.add(row.job) { examples[AttemptGroups.Name(row.job)] = JobMention(row) }
  }

  // MARK: - Rows

  var attempts: AttemptFigures {
    let summary = groups.summary
    return AttemptFigures(
      firstFailure: figure(summary.firstFailure, "attempts"),
      finalFailure: figure(summary.finalFailure, "attempts"),
      rescued: figure(summary.rescuedShare, "attempts"),
      flaky: figure(summary.flakyShare, "attempts"))
  }

  /// Retried and flaky groups of each job type.
  var sharesByType: [Text: (retried: RateFigure, flaky: RateFigure)] {
    groups.sharesByType.mapValues {
      (figure($0.retried, "attempts"), figure($0.flaky, "attempts"))
    }
  }

  /// The same figure for a type without a group.
  var noShare: RateFigure { figure(Proportion(k: 0, n: 0), "attempts") }

  private func figure(_ share: Proportion, _ anchor: String) -> RateFigure {
    RateFigure(
      share, window: window, coverage: inputs.jobCoverage, noun: "finished jobs",
      definition: SitePaths.failures + "#" + anchor, evidence: SitePaths.jobs + "#months")
  }

  /// Those most surely flaky.
  var flakiest: [FlakyJobRow] {
    groups.flakiest.prefix(JobStability.limit).map {
      FlakyJobRow(
        name: $0.name, flaky: figure($0.share, "attempts"), example: examples[$0.name],
        path: inputs.index.path(of: $0.name.type))
    }
  }

  /// Those whose verdict most surely changes often: by the lower end of the interval, then by name.
  var flips: [FlipRow] {
    let rated = passes.map { (key: $0, rate: flipRate($1)) }.filter { $0.rate.k > 0 }
    let sorted = rated.sorted { a, b in
      let (left, right) = (a.rate.interval?.lowerBound ?? 0, b.rate.interval?.lowerBound ?? 0)
      return left != right ? left > right : a.key < b.key
    }
    return sorted.prefix(JobStability.limit).map {
      FlipRow(
        key: $0.key, path: inputs.index.path(of: $0.key.type), rate: figure($0.rate, "flip-rate"))
    }
  }

  /// All broken job types, those broken for longest first.
  var broken: [BrokenTypeRow] {
    let today = inputs.ranges.today
    let rows = runs.compactMap { key, state in
      state.run.since.map { since in (key: key, since: since, job: state.job) }
    }.map { key, since, job in
      var row = BrokenTypeRow(
        key: key, path: inputs.index.path(of: key.type), since: since, days: 0, job: job)
      row.days = today.number - zone.day(of: row.time).number
      return row
    }
    return rows.sorted { ($0.time, $0.key) < ($1.time, $1.key) }
  }
}
