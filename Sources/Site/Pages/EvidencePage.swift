import Metrics
import Model
package import Rendering

/// The records behind a service's figures of delivery.
package struct EvidencePage: Page {
  let name: Text
  let figures: [Explanation]

  package static var template: String { "evidence" }
  package var path: String { SitePaths.evidence(name) }
  package var section: SiteSection { .services }
  package var searchKind: SearchKind? { nil }
  package var breadcrumbs: [Crumb] { [Crumb(.services), Crumb(name, SitePaths.service(name))] }
  package var feedPath: String { SitePaths.feed(.deployments, of: name) }
  package var tables: [TableFile] {
    [
      TableFile(
        "Deployments behind the figures as CSV", SitePaths.table(of: path),
        figures.flatMap { figure in
          figure.allRows.map { EvidenceTableRow(service: name, figure: figure, row: $0) }
        })
    ]
  }

  /// The figures about deployments, in the order of the page.
  static let metrics: [Metric] = [
    .deploymentFrequency, .leadTime, .changeFailureRate, .recoveryTime, .reworkRate, .rollbackRate,
    .deployAttemptFailureRate,
  ]

  package static let shape = Shape<EvidencePage> {
    $0.text("service_name", "The service.") { $0.name }
    $0.link("service_path", "The service's page.", inJSON: false) { SitePaths.service($0.name) }
    $0.list("figures", "Each figure, and every record of its window.") { $0.figures }
  }
}

/// A figure of delivery as a service's page shows it; the records stand on a page of their own.
package struct DeliveryRow: Viewable {
  let figure: Explanation
  let name: Text

  package static let shape = Shape<DeliveryRow> {
    $0.addFigure { $0.figure }
    $0.day("first_day", "The first local day counted.") { $0.figure.window?.days.lowerBound }
    $0.day("last_day", "The last local day counted.") {
      $0.figure.window.map { $0.days.upperBound - 1 }
    }
    $0.word("note", "Why there is no value, or how far it carries.") { $0.figure.note }
    $0.link("evidence", "Where the records behind it are listed.") {
      SitePaths.evidence($0.name) + "#" + $0.figure.metric.anchor
    }
  }
}

extension Shape {
  /// A figure of delivery in a row: which, its value, and how sure it is.
  mutating func addFigure(_ get: @escaping @Sendable (Root) -> Explanation) {
    word("metric", "The figure.", rule: .metric) { get($0).metric.rawValue }
    word("title", "Its name in words.", inJSON: false) { get($0).metric.title }
    word("unit", "What the value is measured in.", rule: .unit) {
      get($0).metric.unit.rawValue
    }
    add("value", .fixed, "The figure; for durations the median in seconds.") {
      get($0).fixedValue
    }
    integer("k", "The numerator; null for durations.") { get($0).k }
    integer("n", "The denominator, or how many durations.") { get($0).n }
    add("low", .fixed, "Lower end of the 95 % interval.") { get($0).fixedLow }
    add("high", .fixed, "Upper end of the 95 % interval.") { get($0).fixedHigh }
    word("value_words", "The value in words.", inJSON: false) { get($0).valueText }
    word("interval_words", "The interval in words.", inJSON: false) { get($0).intervalText }
  }
}

/// A record behind a figure.
struct EvidenceRow: Viewable {
  let id: Text
  let role: String

  static let shape = Shape<EvidenceRow> {
    $0.id("id", "The deployment's id.") { $0.id }
    $0.link("path", "The deployment's page.") { SitePaths.deployment($0.id) }
    $0.word("role", "What it is to the figure.") { $0.role }
  }
}

/// A record behind a figure in the table of all of them.
struct EvidenceTableRow: Viewable {
  let service: Text
  let figure: Explanation
  let row: EvidenceRow

  static let shape = Shape<EvidenceTableRow> {
    $0.text("service_name", "The service.") { $0.service }
    $0.word("metric", "The figure.", rule: .metric) { $0.figure.metric.rawValue }
    $0.day("first_day", "The first local day counted.") { $0.figure.window?.days.lowerBound }
    $0.day("last_day", "The last local day counted.") {
      $0.figure.window.map { $0.days.upperBound - 1 }
    }
    $0.id("deployment_id", "The deployment's id.") { $0.row.id }
    $0.link("path", "The deployment's page.") { SitePaths.deployment($0.row.id) }
    $0.word("role", "What it is to the figure.") { $0.row.role }
  }
}

extension Explanation {
  /// Rows of one figure on a page; its JSON and the table as a file have all.
  static let rowLimit = 60

  var rows: [EvidenceRow] { Array(allRows.prefix(Explanation.rowLimit)) }

  /// What is worth a look first: the numerator, then what was left out, then the rest.
  var allRows: [EvidenceRow] {
    let isShare = metric.unit == .share
    let hits = Set(self.hits)
    let rest = counted.filter { !hits.contains($0) || !isShare }
    let first =
      isShare ? self.hits.map { EvidenceRow(id: $0, role: "in numerator and denominator") } : []
    return first + leftOut.map { EvidenceRow(id: $0.id, role: "left out: \($0.reason)") }
      + rest.map { EvidenceRow(id: $0, role: isShare ? "in the denominator" : "counted") }
  }

  /// How many records are not on the page; nil if none.
  var hiddenRows: Int? {
    let all = counted.count + leftOut.count
    return all > Explanation.rowLimit ? all - Explanation.rowLimit : nil
  }
}

extension Metric {
  /// As a heading.
  package var title: String {
    switch self {
    case .jobFailureRate: "Job failure rate"
    case .changeFailureRate: "Change failure rate"
    case .deploymentFrequency: "Deployment frequency"
    case .leadTime: "Lead time"
    case .recoveryTime: "Deploy to recovery"
    case .reworkRate: "Rework rate"
    case .rollbackRate: "Rollback rate"
    case .deployAttemptFailureRate: "Failed deployment attempts"
    case .queueTime: "Queue time"
    case .runTime: "Run time"
    }
  }

  /// Its place on a page.
  package var anchor: String { rawValue.replacing("_", with: "-") }
}
