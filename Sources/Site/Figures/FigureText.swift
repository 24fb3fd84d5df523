import Metrics
import Model

/// Numbers as sentences and tables print them, without a locale.
enum FigureText {
  /// `12.3 %` with a narrow gap that does not break; one decimal, half away from zero.
  static func percent(_ share: Double) -> String { "\(decimal(share))\u{A0}%" }

  /// `2.0–8.2 %`.
  static func percentRange(_ range: ClosedRange<Double>) -> String {
    "\(decimal(range.lowerBound))–\(decimal(range.upperBound))\u{A0}%"
  }

  private static func decimal(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded(.toNearestOrAwayFromZero))
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// `12.5 %, 4 of 32`; below 6 cases `1 of 3`. `n` is not 0.
  static func share(_ k: Int, of n: Int) -> String {
    let words = "\(ChartNumbers.grouped(k)) of \(ChartNumbers.grouped(n))"
    return n < 6 ? words : "\(percent(Double(k) / Double(n))), \(words)"
  }

  /// A p-value or a q-value: three decimals, or `< 0.001`.
  static func probability(_ p: Double) -> String {
    if p < 0.001 { return "< 0.001" }
    let thousandths = Int((p * 1000).rounded(.toNearestOrAwayFromZero))
    let digits = String(thousandths % 1000)
    return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
  }

  /// A share as fixed point with six digits, for JSON.
  static func millionths(_ share: Double) -> Int {
    Int((share * 1_000_000).rounded(.toNearestOrAwayFromZero))
  }

  /// `1 deployment`, `1,234 deployments`.
  static func count(_ n: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(ChartNumbers.grouped(n)) \(n == 1 ? noun : plural ?? noun + "s")"
  }

  /// `3 Nov 2026`.
  static func date(_ day: LocalDay) -> String {
    let parts = day.civil
    return "\(parts.day) \(Month.shortNames[parts.month - 1]) \(parts.year)"
  }

  /// `last 30 days`, or `all time`.
  static func window(_ days: Int?) -> String { days.map { "last \($0) days" } ?? "all time" }
}

extension Coverage.Absence {
  /// As a remark in place of a number.
  var words: String {
    switch self {
    case .always: "no data"
    case .since(let day): "no data since \(FigureText.date(day))"
    case .before(let day): "no data before \(FigureText.date(day))"
    }
  }
}

extension BucketCoverage {
  init(_ knowledge: Coverage.Knowledge) {
    switch knowledge {
    case .whole: self = .whole
    case .partial: self = .partial
    case .none: self = .none
    }
  }
}
