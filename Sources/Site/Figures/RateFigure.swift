import Metrics
import Model
package import Rendering

/// A rate as a page shows it: k of n, value, interval, window, definition.
package struct RateFigure: Viewable {
  let proportion: Proportion
  /// The days counted, the last one included; nil for all time.
  let firstDay: LocalDay?
  let lastDay: LocalDay?
  /// Why there is no value, if there is none; else a remark or nil.
  let note: String?
  /// Where the rate is defined, and where the records behind it are listed.
  let definition: String
  let evidence: String

  /// - Parameters:
  ///   - coverage: what the records can say about the window; decides what an empty one means.
  ///   - noun: what is counted, in the plural.
  init(
    _ proportion: Proportion, window: TimeWindow?, coverage: Coverage, noun: String,
    definition: String, evidence: String
  ) {
    self.proportion = proportion
    firstDay = window?.days.lowerBound
    lastDay = window.map { $0.days.upperBound - 1 }
    self.definition = definition
    self.evidence = evidence
    note = RateFigure.note(proportion, window, coverage, noun)
  }

  private static func note(
    _ proportion: Proportion, _ window: TimeWindow?, _ coverage: Coverage, _ noun: String
  ) -> String? {
    var remarks: [String] = []
    switch proportion.evidence {
    case .none:
      if let window, let absence = coverage.absence(in: window) { return absence.words }
      return "no \(noun)"
    case .tooFew: remarks.append("too few for a percentage")
    case .small: remarks.append("small sample")
    case .enough: break
    }
    if let window, let shortfall = coverage.shortfall(in: window) {
      remarks.append(shortfall.words)
    }
    return remarks.isEmpty ? nil : remarks.joined(separator: ", ")
  }

  package static let shape = Shape<RateFigure> {
    $0.integer("k", "How many of the n.") { $0.proportion.k }
    $0.integer("n", "How many were counted.") { $0.proportion.n }
    $0.add("value", .fixed, "k / n; null if n is 0.", rule: .share) { fixed($0.proportion.value) }
    $0.add("low", .fixed, "Lower end of the 95 % Wilson interval.", rule: .share) {
      fixed($0.proportion.interval?.lowerBound)
    }
    $0.add("high", .fixed, "Upper end of the 95 % Wilson interval.", rule: .share) {
      fixed($0.proportion.interval?.upperBound)
    }
    $0.day("first_day", "First local day counted; null for all time.") { $0.firstDay }
    $0.day("last_day", "Last local day counted; null for all time.") { $0.lastDay }
    $0.word("note", "Why there is no value, or how far it carries.") { $0.note }
    $0.link("definition", "Where the rate is defined.") { $0.definition }
    $0.link("evidence", "Where the records behind it are listed.") { $0.evidence }
    $0.word("percent", "The value in percent, from 6 cases on.", inJSON: false) {
      guard $0.proportion.n >= 6, let value = $0.proportion.value else { return nil }
      return FigureText.percent(value)
    }
    $0.word("share", "The value as k of n; nothing if n is 0.", inJSON: false) {
      $0.proportion.n == 0 ? nil : ofText($0.proportion)
    }
    $0.word("range", "The interval in percent, from 6 cases on.", inJSON: false) {
      guard $0.proportion.n >= 6, let interval = $0.proportion.interval else { return nil }
      return FigureText.percentRange(interval)
    }
  }

  private static func ofText(_ p: Proportion) -> String {
    "\(ChartNumbers.grouped(p.k)) of \(ChartNumbers.grouped(p.n))"
  }

  private static func fixed(_ share: Double?) -> Value {
    share.map { .fixed(scaled: FigureText.millionths($0), digits: 6) } ?? .none
  }
}
