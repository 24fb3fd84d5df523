import Metrics
import Model
package import Rendering

/// Durations as a page shows them: how many, and their percentiles as far as the number carries.
package struct DurationFigure: Viewable {
  let summary: DurationSummary
  let leftOut: Int

  init(sorted: [UInt32], leftOut: Int) {
    summary = DurationSummary(sorted: sorted)
    self.leftOut = leftOut
  }

  init(sorted: [Int64], leftOut: Int) {
    summary = DurationSummary(sorted: sorted)
    self.leftOut = leftOut
  }

  package static let shape = Shape<DurationFigure> {
    $0.integer("n", "How many durations were counted.") { $0.summary.count }
    $0.duration("p50", "The median; from 3 values on.", rule: .atLeast(0)) { $0.summary.p50 }
    $0.duration(
      "low", "Lower end of the median's 95 % interval; from 6 values on.", rule: .atLeast(0)
    ) {
      $0.summary.medianInterval?.lowerBound
    }
    $0.duration(
      "high", "Upper end of the median's 95 % interval; from 6 values on.", rule: .atLeast(0)
    ) {
      $0.summary.medianInterval?.upperBound
    }
    $0.duration("p90", "9 of 10 were at most this long; from 10 values on.", rule: .atLeast(0)) {
      $0.summary.p90
    }
    $0.duration("p95", "19 of 20 were at most this long; from 20 values on.", rule: .atLeast(0)) {
      $0.summary.p95
    }
    $0.duration("p99", "99 of 100 were at most this long; from 100 values on.", rule: .atLeast(0)) {
      $0.summary.p99
    }
    $0.duration("longest", "The longest.", rule: .atLeast(0)) { $0.summary.longest }
    $0.integer("left_out", "Negative durations, in no percentile.") { $0.leftOut }
  }
}
