import Archiving
import Metrics
import Model

/// What each convention counts as change failures over the standard window, for one service or, added
/// up, for all. Pools numerators and denominators; rates are never averaged.
struct ConventionCounts {
  struct Count: Equatable {
    var k = 0
    var n = 0
  }

  /// By convention.
  private(set) var counts: [Convention: Count] = [:]

  init() {}

  init(_ deployments: DeploymentTally, incidents: [Incident], _ reading: ServiceReading) {
    for convention in Convention.allCases {
      guard let window = ConventionCounts.window(of: convention, reading.ranges.date),
        let share = Metric.changeFailureRate.share(by: convention)
      else { continue }
      let proportion = deployments.share(share, in: window.days)
      var count = Count(k: proportion.k, n: proportion.n)
      if convention.needsIncidents {
        count.k = incidents.count {
          ConventionCounts.contains($0.startedAt ?? $0.detectedAt, window, reading)
        }
      }
      counts[convention] = count
    }
  }

  /// The window of a convention's figure.
  static func window(of convention: Convention, _ date: ReportDate) -> TimeWindow? {
    ExplanationRequest(.changeFailureRate, convention: convention).window(date)
  }

  private static func contains(
    _ time: Timestamp?, _ window: TimeWindow, _ reading: ServiceReading
  ) -> Bool {
    guard let time else { return false }
    let day = reading.zone.day(of: time)
    return window.contains(day) && reading.ranges.date.covers(day)
  }

  mutating func add(_ other: ConventionCounts) {
    for (convention, count) in other.counts {
      counts[convention, default: Count()].k += count.k
      counts[convention, default: Count()].n += count.n
    }
  }
}
