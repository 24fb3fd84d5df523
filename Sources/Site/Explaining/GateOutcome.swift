package import Metrics
import Model
package import Rendering

/// A figure held against a limit, or against as many days before.
package struct GateOutcome: Viewable {
  package let now: Explanation
  /// The window before; nil for a fixed limit.
  package let before: Explanation?
  /// In words: `at most 15%`, `12.5 % in the window before`.
  package let limit: String
  package let verdict: GateVerdict

  package init(now: Explanation, limit: String, isMaximum: Bool, verdict: GateVerdict) {
    self.now = now
    before = nil
    self.limit = (isMaximum ? "at most " : "at least ") + limit
    self.verdict = verdict
  }

  package init(now: Explanation, before: Explanation) {
    self.now = now
    self.before = before
    limit = (before.valueText ?? before.note ?? "no value") + " in the window before"
    verdict = GateOutcome.verdict(now, before)
  }

  /// A share by the rule for comparisons; anything else by intervals that lie apart. A warning if only
  /// the value is worse.
  private static func verdict(_ now: Explanation, _ before: Explanation) -> GateVerdict {
    guard let value = now.value, let old = before.value else { return .noData }
    let sign = now.metric.isWorseWhenHigher ? 1.0 : -1.0
    guard (value - old) * sign > 0 else { return .passed }
    if now.metric.unit == .share, let a = now.proportion, let b = before.proportion {
      let isWorse = Comparison.judge([Comparison(now: a, before: b)]).first?.verdict == .worse
      return isWorse ? .failed : .warned
    }
    guard let new = now.interval, let earlier = before.interval else { return .warned }
    let isApart =
      sign > 0
      ? new.lowerBound > earlier.upperBound : new.upperBound < earlier.lowerBound
    return isApart ? .failed : .warned
  }

  package static let shape = Shape<GateOutcome> {
    $0.word("verdict", "Passed, warned, failed or no data.", rule: .gateVerdict) {
      $0.verdict.rawValue
    }
    $0.word("limit", "What it was held against.") { $0.limit }
    $0.object("figure", "The figure.") { $0.now }
    $0.object("before", "The same over the window before; null for a fixed limit.") { $0.before }
  }
}

/// Several gates, in the order in which they were asked for.
package struct GateList: Viewable {
  let gates: [GateOutcome]

  package init(gates: [GateOutcome]) { self.gates = gates }

  package static let shape = Shape<GateList> {
    $0.integer("count", "How many gates.") { $0.gates.count }
    $0.list("gates", "Each gate's outcome.") { $0.gates }
  }
}

extension Explanation {
  /// Its k of n; nil for what is no share, and for a ratio that is none.
  var proportion: Proportion? {
    guard metric.unit == .share, let k, k <= n else { return nil }
    return Proportion(k: k, n: n)
  }
}
