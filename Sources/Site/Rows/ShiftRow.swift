import Metrics
import Model
package import Rendering

/// A week from which on the run times of a job type are longer or shorter than before.
package struct ShiftRow: Viewable {
  let shift: RunTimeShift

  init(_ shift: RunTimeShift) { self.shift = shift }

  /// Where the rule stands.
  static let rule = SitePaths.failures + "#run-time-shift"

  /// Both medians, in words.
  var words: String {
    func median(_ side: DurationSummary) -> String {
      ChartNumbers.duration(side.p50 ?? 0) + " over \(FigureText.count(side.count, "run time"))"
    }
    return "Run times are \(shift.isLonger ? "longer" : "shorter") from "
      + "\(FigureText.date(shift.week)) on: median \(median(shift.after)) in the four weeks from it, "
      + "\(median(shift.before)) in the four before."
  }

  package static let shape = Shape<ShiftRow> {
    $0.day("week", "The Monday from which on they are.") { $0.shift.week }
    $0.flag("is_longer", "Whether they are longer than before, else shorter.") { $0.shift.isLonger }
    $0.duration("before_p50", "The median of the four weeks before.", rule: .atLeast(0)) {
      $0.shift.before.p50
    }
    $0.integer("before_n", "Over so many run times.") { $0.shift.before.count }
    $0.duration("after_p50", "The median of the four weeks from it on.", rule: .atLeast(0)) {
      $0.shift.after.p50
    }
    $0.integer("after_n", "Over so many run times.") { $0.shift.after.count }
    $0.number(
      "p", "Mann-Whitney, two-sided, times the comparisons of the build; at most 1.", rule: .share
    ) { $0.shift.adjustedP }
    $0.link("rule", "By which rule.", inJSON: false) { _ in ShiftRow.rule }
  }
}
