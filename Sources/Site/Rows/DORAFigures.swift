import Metrics
import Model
package import Rendering

/// The levels of one edition of DORA's report for the figures of a page; only for those who ask.
package struct DORAFigures: Viewable {
  let edition: DORABand.Edition
  let rows: [DORARow]

  /// The figures that reports have levels of.
  static let metrics: [Metric] = [
    .deploymentFrequency, .leadTime, .changeFailureRate, .recoveryTime,
  ]

  /// - Parameter figures: among others those of `metrics`.
  init(_ edition: DORABand.Edition, _ figures: [Explanation]) {
    self.edition = edition
    rows = DORAFigures.metrics.compactMap { metric in
      figures.first { $0.metric == metric }.map { DORARow(edition: edition, figure: $0) }
    }
  }

  package static let shape = Shape<DORAFigures> {
    $0.integer("edition", "The year of the report.") { $0.edition.rawValue }
    $0.word("year", "The year as it is printed.", inJSON: false) { "\($0.edition.rawValue)" }
    $0.list("levels", "The figures and their levels.") { $0.rows }
    $0.link("definition", "Where the levels stand.") { _ in SitePaths.failures + "#dora" }
  }
}

/// A figure and its level.
package struct DORARow: Viewable {
  let edition: DORABand.Edition
  let figure: Explanation

  /// Without an interval nothing can be decided.
  private var band: DORABand {
    guard let metric = figure.metric.ofDORA, let interval = figure.knownInterval else {
      return .notDecidable
    }
    return DORABand(of: interval, metric, edition)
  }

  package static let shape = Shape<DORARow> {
    $0.addFigure { $0.figure }
    $0.word("level", "The level that holds the whole interval.", rule: .doraLevel) {
      $0.band.rawValue
    }
  }
}

extension Explanation {
  /// Up to infinity where only the lower end is known.
  fileprivate var knownInterval: ClosedRange<Double>? {
    interval ?? low.map { $0...Double.infinity }
  }
}

extension Metric {
  fileprivate var ofDORA: DORABand.Metric? {
    switch self {
    case .deploymentFrequency: .deploymentFrequency
    case .leadTime: .leadTime
    case .changeFailureRate: .changeFailureRate
    case .recoveryTime: .recoveryTime
    default: nil
    }
  }
}
