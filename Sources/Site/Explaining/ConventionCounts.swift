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

  /// Days that the longest of the windows may reach back: three whole months, and the days since.
  static let reach = 125

  init() {}

  /// - Parameter recent: the service's deployments of the last `reach` days, the oldest first.
  init(
    _ recent: [StoredDeployment], spans: [LiveSpan], incidents: [Incident],
    _ reading: ServiceReading
  ) {
    var history = ServiceHistory()
    history.facts = recent.map(\.fact)
    history.spans = spans
    let events = recent.map { DeploymentEvent(key: $0.fact.key, deployment: $0.deployment) }
    let wide = wideFailures(events, history)
    for convention in Convention.allCases {
      let window = ConventionCounts.window(of: convention, reading.ranges.date)
      func isInside(_ time: Timestamp?) -> Bool {
        ConventionCounts.contains(time, window, reading)
      }
      var count = ConventionCounts.count(
        recent.filter { isInside($0.deployment.bucketTime) }, wide, convention)
      if convention.needsIncidents {
        count.k = incidents.count { isInside($0.startedAt ?? $0.detectedAt) }
      }
      counts[convention] = count
    }
  }

  /// The window of a convention's figure.
  static func window(of convention: Convention, _ date: ReportDate) -> TimeWindow? {
    ExplanationRequest(.changeFailureRate, convention: convention).window(date)
  }

  private static func contains(
    _ time: Timestamp?, _ window: TimeWindow?, _ reading: ServiceReading
  ) -> Bool {
    guard let time, let window else { return false }
    let day = reading.zone.day(of: time)
    return window.contains(day) && reading.ranges.date.covers(day)
  }

  private static func count(
    _ deployments: [StoredDeployment], _ wide: Set<Int64>, _ convention: Convention
  ) -> Count {
    var count = Count()
    for stored in deployments {
      let membership = Metric.changeFailureRate.membership(
        of: stored.fact, status: stored.status, isWide: wide.contains(stored.fact.key),
        by: convention)
      guard case .counted(let isHit) = membership else { continue }
      count.n += 1
      if isHit { count.k += 1 }
    }
    return count
  }

  mutating func add(_ other: ConventionCounts) {
    for (convention, count) in other.counts {
      counts[convention, default: Count()].k += count.k
      counts[convention, default: Count()].n += count.n
    }
  }
}
