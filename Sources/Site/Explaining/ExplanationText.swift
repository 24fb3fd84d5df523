import Metrics
import Model

/// An explanation's numbers in words.
extension Explanation {
  /// `2026-10-02 to 2026-10-31`, or `all complete days`.
  package var daysText: String {
    window.map { "\($0.days.lowerBound.iso) to \(($0.days.upperBound - 1).iso)" }
      ?? "all complete days"
  }

  /// `12.5 %, 4 of 32`; nil if there is no value. Below 6 cases no percentage.
  package var valueText: String? {
    switch metric.unit {
    case .share:
      guard let k, n > 0 else { return nil }
      let share = "\(k) of \(n)"
      return n < 6 ? share : value.map { "\(FigureText.percent($0)), \(share)" }
    case .perDay:
      return value.map { "\(Explanation.decimal($0)) per day, \(k ?? 0) in \(n) days" }
    case .seconds:
      return value.map { "\(Explanation.duration($0)), median of \(n)" }
    }
  }

  /// The 95 % interval; nil where there is none.
  package var intervalText: String? {
    guard let interval else {
      return low.map { "from \(Explanation.duration($0)) on; no upper end is known" }
    }
    switch metric.unit {
    case .share: return n < 6 ? nil : FigureText.percentRange(interval)
    case .perDay:
      return
        "\(Explanation.decimal(interval.lowerBound))–\(Explanation.decimal(interval.upperBound))"
        + " per day"
    case .seconds:
      return "\(Explanation.duration(interval.lowerBound)) to "
        + Explanation.duration(interval.upperBound)
    }
  }

  /// `deployments on 3 days of a week (median), 1 d 4 h apart (median), the last one 2 days before the
  /// report`; nil for other figures, and where nothing is known of it.
  package var rhythmText: String? {
    guard let frequency else { return nil }
    var parts: [String] = []
    if let days = frequency.deployingDaysPerWeek {
      let tenths = Int(days * 10)
      let text = tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
      parts.append("deployments on \(text) days of a week (median)")
    }
    if let gap = frequency.gapP50 {
      let upper = frequency.gapP90.map { ", 9th decile \(DurationText.words(milliseconds: $0))" }
      parts.append("\(DurationText.words(milliseconds: gap)) apart (median\(upper ?? ""))")
    }
    if let days = frequency.daysSinceLast {
      parts.append("the last one \(FigureText.count(days, "day")) before the report")
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private static func duration(_ seconds: Double) -> String {
    DurationText.words(milliseconds: Int64((seconds * 1000).rounded(.toNearestOrAwayFromZero)))
  }

  /// Two digits after the point, half away from zero.
  private static func decimal(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded(.toNearestOrAwayFromZero))
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
