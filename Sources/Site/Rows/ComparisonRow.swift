import Metrics
import Model
package import Rendering

/// A rate of one service against the window before, and what may be said of the difference.
package struct ComparisonRow: Viewable {
  let pair: RatePair
  /// Nil if the windows are not compared.
  let judgement: Comparison.Judgement?

  /// The rates that are compared.
  static let metrics: [Metric] = [.changeFailureRate, .jobFailureRate]
  /// Where the rule of the verdict stands.
  static let rule = SitePaths.failures + "#comparison"

  var verdict: Comparison.Verdict { judgement?.verdict ?? .notComparable }

  /// The verdict, if it is one to act on or to be glad of.
  var change: String? {
    verdict == .worse || verdict == .better ? verdict.words : nil
  }

  private var note: String? {
    if let absence = pair.absence { return absence }
    return verdict == .notComparable ? "nothing to count in one of the windows" : nil
  }

  /// Both counts, in words.
  var words: String {
    "\(pair.metric.title.lowercasedFirst) worse: \(share(pair.now)) in \(pair.days) days, "
      + "\(share(pair.before)) in the \(pair.days) before"
  }

  private func share(_ figure: RateFigure) -> String {
    "\(ChartNumbers.grouped(figure.proportion.k)) of \(ChartNumbers.grouped(figure.proportion.n))"
  }

  package static let shape = Shape<ComparisonRow> {
    $0.text("service_name", "The service.") { $0.pair.service }
    $0.link("path", "The service's page.") { SitePaths.service($0.pair.service) }
    $0.word("metric", "The rate.", rule: .metric) { $0.pair.metric.rawValue }
    $0.word("title", "Its name in words.", inJSON: false) { $0.pair.metric.title }
    $0.integer("days", "Complete local days in each window.") { $0.pair.days }
    $0.object("now", "The window.") { $0.pair.now }
    $0.object("before", "As many days before.") { $0.pair.before }
    $0.word("verdict", "What may be said of the difference.", rule: .comparisonVerdict) {
      $0.verdict.words
    }
    $0.number("p", "Fisher's exact test, one-sided; null where nothing was tested.", rule: .share) {
      $0.judgement?.pValue
    }
    $0.number("q", "p adjusted for all comparisons of the build.", rule: .share) {
      $0.judgement?.qValue
    }
    $0.word("p_words", "p in words.", inJSON: false) {
      ($0.judgement?.pValue).map(FigureText.probability)
    }
    $0.word("q_words", "q in words.", inJSON: false) {
      ($0.judgement?.qValue).map(FigureText.probability)
    }
    $0.word("note", "Why the windows are not compared.") { $0.note }
    $0.link("rule", "By which rule.") { _ in ComparisonRow.rule }
  }
}

extension Comparison.Verdict {
  var words: String {
    switch self {
    case .worse: "worse"
    case .better: "better"
    case .noChange: "no change to act on"
    case .notComparable: "not compared"
    }
  }
}

extension String {
  /// As within a sentence.
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
