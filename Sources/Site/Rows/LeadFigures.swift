import Metrics
import Model
package import Rendering

/// How long commits take from stage to stage, and which have passed their tests and wait.
package struct LeadFigures: Viewable {
  let stages: [StageRow]
  let waiting: WaitingFigure

  package static let shape = Shape<LeadFigures> {
    $0.list("stages", "From commit to production, stage by stage.") { $0.stages }
    $0.object("waiting", "What has passed its tests and is not live yet.") { $0.waiting }
  }
}

/// One stage of the changes of a window.
package struct StageRow: Viewable {
  let stage: LeadStage
  let summary: DurationSummary
  /// Below 3 durations, those very ones in milliseconds.
  let few: [Int64]
  let missing: Int
  let negative: Int
  let window: TimeWindow
  /// Why the sources say nothing about the window, or what is missing of it.
  let gap: String?
  let evidence: String

  init(
    _ stage: LeadStage, _ tally: LeadStageTally, window: TimeWindow, coverage: Coverage,
    evidence: String
  ) {
    self.stage = stage
    let sorted = tally.sorted(stage)
    summary = DurationSummary(sorted: sorted)
    few = sorted.count < 3 ? sorted : []
    missing = tally.missing(stage)
    negative = tally.negative(stage)
    self.window = window
    gap = (coverage.absence(in: window) ?? coverage.shortfall(in: window))?.words
    self.evidence = evidence
  }

  private var note: String? {
    var notes: [String] = []
    if summary.count == 0 {
      notes.append(missing + negative > 0 ? "no change has both times" : "no changes")
    } else if !few.isEmpty {
      let all = few.map { DurationText.words(milliseconds: $0) }.joined(separator: ", ")
      notes.append("too few for a median: \(all)")
    } else if summary.count < 20 {
      notes.append("small sample")
    }
    if missing > 0 { notes.append("\(missing) without both times") }
    if negative > 0 { notes.append("\(negative) negative") }
    if let gap { notes.append(gap) }
    return notes.isEmpty ? nil : notes.joined(separator: ", ")
  }

  package static let shape = Shape<StageRow> {
    $0.word("stage", "Which stage.", rule: .leadStage) { $0.stage.rawValue }
    $0.word("title", "From what to what.", inJSON: false) { $0.stage.title }
    $0.integer("n", "Changes with both times.") { $0.summary.count }
    $0.duration("p50", "The median; from 3 changes on.", rule: .atLeast(0)) { $0.summary.p50 }
    $0.duration(
      "low", "Lower end of the median's 95 % interval; from 6 changes on.", rule: .atLeast(0)
    ) { $0.summary.medianInterval?.lowerBound }
    $0.duration(
      "high", "Upper end of the median's 95 % interval; from 6 changes on.", rule: .atLeast(0)
    ) { $0.summary.medianInterval?.upperBound }
    $0.duration("p90", "9 of 10 took at most this long; from 10 changes on.", rule: .atLeast(0)) {
      $0.summary.p90
    }
    $0.integer("missing", "Changes of which one of the times is not known: left out.") {
      $0.missing
    }
    $0.integer("negative", "Changes whose second time is before the first: left out.") {
      $0.negative
    }
    $0.day("first_day", "The first local day counted.") { $0.window.days.lowerBound }
    $0.day("last_day", "The last local day counted.") { $0.window.days.upperBound - 1 }
    $0.word("note", "Why there is no value, what was left out, or how far it carries.") {
      $0.note
    }
    $0.link("definition", "Where the stages are defined.") { _ in
      SitePaths.failures + "#lead-stages"
    }
    $0.link("evidence", "Where the records behind it are listed.") { $0.evidence }
  }
}

extension LeadStage {
  fileprivate var title: String {
    switch self {
    case .build: "Commit to build done"
    case .test: "Build done to test done"
    case .staging: "Test done to staged"
    case .production: "Staged to live"
    }
  }
}

/// Commits that passed their tests, are newer than what is live, and have not reached production.
package struct WaitingFigure: Viewable {
  /// The oldest green one first; nil if nothing is known to be live in production, so that nothing can
  /// be told to be newer.
  let commits: [WaitingRow]?

  static let limit = 20

  private var shown: [WaitingRow] { Array((commits ?? []).prefix(WaitingFigure.limit)) }

  package static let shape = Shape<WaitingFigure> {
    $0.integer("count", "How many; null if nothing is known to be live in production.") {
      $0.commits?.count
    }
    $0.integer("oldest_days", "Days since the oldest of them passed; null if there is none.") {
      $0.commits?.first?.days
    }
    $0.list("commits", "Those that wait for longest.") { $0.shown }
    $0.word("words", "The same in a sentence.", inJSON: false) { $0.words }
    $0.integer("hidden", "How many more there are.", inJSON: false) {
      let hidden = ($0.commits?.count ?? 0) - $0.shown.count
      return hidden > 0 ? hidden : nil
    }
    $0.link("definition", "Where this is defined.") { _ in SitePaths.failures + "#waiting" }
  }

  private var words: String {
    guard let commits else {
      return "Nothing is known to be live in production, so nothing can be told to be newer."
    }
    guard let oldest = commits.first else {
      return "No commit newer than what is live is known to have passed its tests."
    }
    let count = FigureText.count(commits.count, "commit")
    return "\(count) newer than what is live passed the tests and did not reach production; "
      + (commits.count == 1 ? "it waits \(oldest.age)." : "the oldest waits \(oldest.age).")
  }
}

/// A commit that waits.
package struct WaitingRow: Viewable {
  let deployment: Deployment
  /// When its tests passed, else when it was staged; nil if no record says.
  let greenSince: Timestamp?
  /// Whole days from then to the start of the report's day; nil if it passed on that day, or if no
  /// record says when.
  let days: Int?

  /// By time, those of which it is not known last, then by id.
  func isBefore(_ other: WaitingRow) -> Bool {
    switch (greenSince, other.greenSince) {
    case (let mine?, let theirs?):
      (mine, deployment.id) < (theirs, other.deployment.id)
    case (nil, nil): deployment.id < other.deployment.id
    case (let mine, _): mine != nil
    }
  }

  fileprivate var age: String {
    if greenSince == nil { return "since a time that is not recorded" }
    return days.map { "for \(FigureText.count($0, "day"))" } ?? "since today"
  }

  package static let shape = Shape<WaitingRow> {
    $0.id("deployment_id", "The deployment's id.") { $0.deployment.id }
    $0.id("version", "The version.") { $0.deployment.version }
    $0.id("commit_sha", "The commit, 12 characters of it.") {
      $0.deployment.commitSHA.map(\.shortHash)
    }
    $0.time("green_since", "When its tests passed, else when it was staged; null if unknown.") {
      $0.greenSince
    }
    $0.integer("days", "Whole days since then; null if it passed on the report's day.") {
      $0.days
    }
    $0.link("path", "The deployment's page.") { SitePaths.deployment($0.deployment.id) }
  }
}
