/// The performance levels that DORA's reports found by clustering survey answers, for those who ask
/// for them. Each edition has its own; the value of a level is what one edition published.
package enum DORABand: String, Sendable, CaseIterable {
  case elite, high, medium, low
  /// The interval isn't wholly inside one level, several levels share it, or the edition gives
  /// that metric no range in numbers.
  case notDecidable = "not decidable"

  /// A year whose report has levels that can be decided. 2024 has none for the change failure
  /// rate, and 2025 has none.
  package enum Edition: Int, Sendable, CaseIterable {
    case of2021 = 2021
    case of2023 = 2023
  }

  package enum Metric: Sendable, CaseIterable {
    /// Deployments a day.
    case deploymentFrequency
    /// Seconds.
    case leadTime
    /// 0...1.
    case changeFailureRate
    /// Seconds.
    case recoveryTime
  }

  /// The level that holds the whole `interval`, in the unit of the metric.
  package init(of interval: ClosedRange<Double>, _ metric: Metric, _ edition: Edition) {
    let levels = DORABand.levels(metric, edition).filter { _, range in
      range.contains(interval.lowerBound) && range.contains(interval.upperBound)
    }
    guard let level = levels.first, levels.count == 1 else {
      self = .notDecidable
      return
    }
    self = level.band
  }

  private typealias Level = (band: DORABand, range: ClosedRange<Double>)

  private static func levels(_ metric: Metric, _ edition: Edition) -> [Level] {
    switch edition {
    case .of2021: levels2021(metric)
    case .of2023: levels2023(metric)
    }
  }

  // A month has 28 to 31 days, and six of them 181 to 184. What lies between is in no level.
  private static let hour = 3600.0
  private static let day = 86_400.0
  private static let week = 7 * day
  private static let upToOneHour = 0...hour.nextDown
  private static let hourToDay = hour...day.nextDown
  private static let dayToWeek = day...week
  private static let weekToMonth = week...28 * day
  private static let monthToSixMonths = 31 * day...181 * day
  private static let overSixMonths = (184 * day).nextUp...Double.infinity

  /// "Multiple deploys per day" are at least two. High, medium and low share the change failure
  /// rates of 16 to 30 %. The level of low is apart from that of medium in time to restore.
  /// Source: Accelerate State of DevOps 2021, Google Cloud, "Software delivery performance".
  private static func levels2021(_ metric: Metric) -> [Level] {
    switch metric {
    case .deploymentFrequency:
      [
        (.elite, 2...Double.infinity), (.high, 1.0 / 28...1.0 / 7), (.medium, 1.0 / 181...1.0 / 31),
        (.low, 0...(1.0 / 184).nextDown),
      ]
    case .leadTime:
      [
        (.elite, upToOneHour), (.high, dayToWeek), (.medium, monthToSixMonths),
        (.low, overSixMonths),
      ]
    case .changeFailureRate:
      [(.elite, 0...0.15), (.high, 0.16...0.3), (.medium, 0.16...0.3), (.low, 0.16...0.3)]
    case .recoveryTime:
      [
        (.elite, upToOneHour), (.high, hourToDay), (.medium, dayToWeek), (.low, overSixMonths),
      ]
    }
  }

  /// Elite deploys "on demand", which is no number. Medium and low share deployment frequency and
  /// lead time. The change failure rates (5, 10, 15 and 64 %) are the middles of clusters and bound
  /// no level. No range of low is taken for the recovery time, as retellings of it differ.
  private static func levels2023(_ metric: Metric) -> [Level] {
    switch metric {
    case .deploymentFrequency:
      [
        (.high, 1.0 / 7...1), (.medium, 1.0 / 28...1.0 / 7), (.low, 1.0 / 28...1.0 / 7),
      ]
    case .leadTime:
      [
        (.elite, 0...day.nextDown), (.high, dayToWeek), (.medium, weekToMonth),
        (.low, weekToMonth),
      ]
    case .changeFailureRate: []
    case .recoveryTime:
      [(.elite, upToOneHour), (.high, hourToDay), (.medium, dayToWeek)]
    }
  }
}
