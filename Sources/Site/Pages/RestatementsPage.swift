import Metrics
import Model
package import Rendering

/// Published figures of past months that came out differently later.
package struct RestatementsPage: Page {
  /// The newest first.
  let restatements: [RestatementRow]
  let total: Int

  private var lead: String {
    switch total {
    case 0: "No figure of a month that was over has changed since it was published."
    case 1: "One month of a service came out differently after it was published."
    default:
      "\(ChartNumbers.grouped(total)) months of services came out differently after they were published."
    }
  }

  package static var template: String { "restatements" }
  package var path: String { SitePaths.restatements }
  package var section: SiteSection { .dataQuality }
  package var breadcrumbs: [Crumb] { [Crumb(.dataQuality)] }
  package var tables: [TableFile] {
    [
      TableFile(
        "Restated figures as CSV", SitePaths.table(of: path),
        restatements.flatMap { row in
          row.figures.map { RestatementTableRow(row: row, figure: $0) }
        })
    ]
  }

  package static let shape = Shape<RestatementsPage> {
    $0.word("lead", "How many, in a sentence.") { $0.lead }
    $0.integer("total", "How many there are.") { $0.total }
    $0.integer("shown", "How many of them are shown, if not all.") {
      $0.restatements.count < $0.total ? $0.restatements.count : nil
    }
    $0.list("restatements", "The newest, newest first, then by service and month.") {
      $0.restatements
    }
  }
}

/// One month of one service, with what it said and what it says.
struct RestatementRow: Viewable {
  let restatement: Restatement

  /// In the order of `Metric`.
  var figures: [RestatedFigureRow] {
    let byMetric = Dictionary(restatement.figures.map { ($0.metric, $0) }) { first, _ in first }
    return Metric.allCases.compactMap { metric in
      byMetric[metric.rawValue].map { RestatedFigureRow(metric: metric, figure: $0) }
    }
  }

  private var why: String {
    switch restatement.reason {
    case .records:
      FigureText.count(restatement.recordCount, "record") + " came or changed afterwards"
    case .removal: "an import was taken back, or records were removed"
    case .corrections: "corrections came or went"
    case .zone: "days are counted in another time zone"
    case .rules: "this version of Rollbook derives figures by other rules"
    }
  }

  static let shape = Shape<RestatementRow> {
    $0.day("as_of", "The date of the report that said it first.") { $0.restatement.asOf }
    $0.text("service_name", "The service.") { $0.restatement.service }
    $0.link("path", "Its page.") { SitePaths.service($0.restatement.service) }
    $0.word("month", "The month.", rule: .month) { $0.restatement.month.iso }
    $0.list("figures", "What changed.") { $0.figures }
    $0.word("reason", "Why, for programs.", rule: .restatementReason) {
      $0.restatement.reason.word
    }
    $0.word("why", "Why, in words.") { $0.why }
    $0.integer("record_count", "How many records came or changed.") { $0.restatement.recordCount }
    $0.list("records", "The first of them.") { row in
      row.restatement.causes.map(RestatingRecordRow.init)
    }
  }
}

/// One figure of one month that came out differently.
struct RestatementTableRow: Viewable {
  let row: RestatementRow
  let figure: RestatedFigureRow

  static let shape = Shape<RestatementTableRow> {
    $0.fields(of: RestatementRow.shape) { $0.row }
    $0.fields(of: RestatedFigureRow.shape) { $0.figure }
  }
}

/// A figure before and after.
struct RestatedFigureRow: Viewable {
  let metric: Metric
  let figure: Restatement.Figure

  static let shape = Shape<RestatedFigureRow> {
    $0.word("metric", "The figure.", rule: .metric) { $0.metric.rawValue }
    $0.word("title", "Its name in words.", inJSON: false) { $0.metric.title }
    $0.integer("old_k", "The numerator as it was published.") { $0.figure.oldK }
    $0.integer("old_n", "The denominator; for a frequency the days of the month.") {
      $0.figure.oldN
    }
    $0.integer("new_k", "The numerator now.") { $0.figure.newK }
    $0.integer("new_n", "The denominator now.") { $0.figure.newN }
    $0.word("old_words", "The old value in words.", inJSON: false) {
      words($0.metric, $0.figure.oldK, $0.figure.oldN)
    }
    $0.word("new_words", "The new value in words.", inJSON: false) {
      words($0.metric, $0.figure.newK, $0.figure.newN)
    }
  }

  private static func words(_ metric: Metric, _ k: Int, _ n: Int) -> String {
    if metric == .deploymentFrequency { return FigureText.count(k, "change") }
    return n == 0 ? "no data" : FigureText.share(k, of: n)
  }
}

/// A record that came or changed.
struct RestatingRecordRow: Viewable {
  let cause: Restatement.Cause

  static let shape = Shape<RestatingRecordRow> {
    $0.word("kind", "Job or deployment.", rule: .words(["job", "deployment"])) {
      $0.cause.kind == .job ? "job" : "deployment"
    }
    $0.id("id", "The record's id.") { $0.cause.id }
    $0.link("path", "A deployment's page.") {
      $0.cause.kind == .deployment ? SitePaths.deployment($0.cause.id) : nil
    }
    $0.text("source", "The source that brought it; null if a recording did.") {
      $0.cause.source.map { Text($0) }
    }
  }
}

extension Restatement.Reason {
  var word: String {
    switch self {
    case .records: "records"
    case .removal: "removal"
    case .corrections: "corrections"
    case .zone: "time_zone"
    case .rules: "rules"
    }
  }
}
