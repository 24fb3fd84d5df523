import Metrics
import Model
package import Rendering

/// What became of jobs that were tried, over their groups of attempts.
package struct AttemptFigures: Viewable {
  let firstFailure: RateFigure
  let finalFailure: RateFigure
  let rescued: RateFigure
  let flaky: RateFigure

  package static let shape = Shape<AttemptFigures> {
    $0.object("first_failure_rate", "Groups whose first attempt failed / groups.") {
      $0.firstFailure
    }
    $0.object("final_failure_rate", "Groups whose last attempt failed / groups.") {
      $0.finalFailure
    }
    $0.object("rescued", "Groups whose first attempt failed and whose last passed / groups.") {
      $0.rescued
    }
    $0.object("flaky", "Groups with a pass and a fail on one commit / groups.") { $0.flaky }
  }
}

/// One job that is now green, now red on the same commit.
package struct FlakyJobRow: Viewable {
  let name: AttemptGroups.Name
  let flaky: RateFigure
  let example: JobMention?
  /// The page of the type, if it has one.
  let path: String?

  package static let shape = Shape<FlakyJobRow> {
    $0.text("job_type", "The type.") { $0.name.type }
    $0.link("path", "The type's page, if it has one.") { $0.path }
    $0.text("repo", "The repository.") { $0.name.repo }
    $0.text("job_name", "The name within the workflow, if it has one.") { $0.name.name }
    $0.object("flaky", "Its flaky groups / its groups.") { $0.flaky }
    $0.object("example", "The newest job that made a group flaky.") { $0.example }
  }
}

/// How often the verdict of one type of job in one repository changes.
package struct FlipRow: Viewable {
  let key: JobTypeKey
  /// The page of the type, if it has one.
  let path: String?
  let rate: RateFigure

  package static let shape = Shape<FlipRow> {
    $0.text("job_type", "The type.") { $0.key.type }
    $0.link("path", "The type's page, if it has one.") { $0.path }
    $0.text("repo", "The repository.") { $0.key.repo }
    $0.object("flip_rate", "Verdicts unlike the one before / verdicts with one before.") {
      $0.rate
    }
  }
}

/// A type of job in one repository whose last verdict is a fail.
package struct BrokenTypeRow: Viewable {
  let key: JobTypeKey
  /// The page of the type, if it has one.
  let path: String?
  let since: BrokenSince
  /// Local days from the first fail to the report.
  var days: Int
  let job: JobMention?

  var time: Timestamp {
    switch since {
    case .since(let time), .atLeastSince(let time): time
    }
  }

  private var isAtLeast: Bool {
    if case .atLeastSince = since { true } else { false }
  }

  package static let shape = Shape<BrokenTypeRow> {
    $0.text("job_type", "The type.") { $0.key.type }
    $0.link("path", "The type's page, if it has one.") { $0.path }
    $0.text("repo", "The repository.") { $0.key.repo }
    $0.time("since", "The first fail after the last pass; with no pass known, the first fail.") {
      $0.time
    }
    $0.flag("is_at_least", "No pass is known: broken for at least that long.") { $0.isAtLeast }
    $0.integer("days", "Local days from then to the report.") { $0.days }
    $0.word("days_words", "The days in words.", inJSON: false) {
      ($0.isAtLeast ? "at least " : "") + FigureText.count($0.days, "day")
    }
    $0.object("job", "The job that failed then.") { $0.job }
  }
}

/// A job by its id, as a way to it.
package struct JobMention: Viewable {
  let id: Text
  let at: Timestamp?
  let path: String?

  init(_ row: JobRow) {
    id = row.job.id
    at = row.job.bucketTime
    path = row.hasPage ? SitePaths.job(row.job.id) : nil
  }

  package static let shape = Shape<JobMention> {
    $0.id("job_id", "The job's id.") { $0.id }
    $0.time("at", "Completed, else started, else created.") { $0.at }
    $0.link("path", "The job's page, if it has one.") { $0.path }
  }
}
