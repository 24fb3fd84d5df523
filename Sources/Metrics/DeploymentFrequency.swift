package import Model

/// How often a service deploys: its forward deployments on covered, complete local days. No value is
/// extrapolated from a span shorter than its unit.
package struct DeploymentFrequency: Sendable, Equatable {
  /// Forward deployments on covered days.
  package let forward: Int
  /// Covered days that exist in the zone.
  package let coveredDays: Int
  /// Median number of days with a deployment in an ISO week all of whose days are covered; nil
  /// below 3 such weeks.
  package let deployingDaysPerWeek: Double?
  /// Milliseconds between consecutive deployments without an uncovered day between them; type 7
  /// (Hyndman, Fan 1996). Nil below 3 gaps.
  package let gapP50: Int64?
  /// Nil below 10 gaps.
  package let gapP90: Int64?
  /// Local days from the last deployment before `today`, covered or not, to `today`; nil if there
  /// is none. 1 is yesterday.
  package let daysSinceLast: Int?

  /// Forward / covered days; nil without a covered day.
  package var perDay: Double? {
    coveredDays == 0 ? nil : Double(forward) / Double(coveredDays)
  }

  /// 7 * forward / covered days; nil below 7 covered days.
  package var perWeek: Double? {
    coveredDays < 7 ? nil : 7 * Double(forward) / Double(coveredDays)
  }

  /// `times` are the production times of forward deployments, `covered` the covered, complete days of
  /// the window, both in ascending order.
  package init(times: [Timestamp], covered: [LocalDay], today: LocalDay, zone: ZoneTable) {
    let existing = covered.filter { zone.start(of: $0) < zone.start(of: $0 + 1) }
    let all = times.map { (at: $0, day: zone.day(of: $0)) }
    let days = Set(existing)
    let counted = all.filter { days.contains($0.day) }
    forward = counted.count
    coveredDays = existing.count
    daysSinceLast = all.last { $0.day < today }.map { today.number - $0.day.number }
    deployingDaysPerWeek = medianPerWeek(Set(counted.map(\.day)), covered: covered)
    let gaps = gaps(counted, covered: covered)
    gapP50 = gaps.count < 3 ? nil : quantile(gaps, 1, 2)
    gapP90 = gaps.count < 10 ? nil : quantile(gaps, 9, 10)
  }
}

private func medianPerWeek(_ deploying: Set<LocalDay>, covered: [LocalDay]) -> Double? {
  let weeks = Dictionary(grouping: covered) { $0.startOfWeek }.values.filter { $0.count == 7 }
  let counts = weeks.map { $0.filter(deploying.contains).count }.sorted()
  guard counts.count >= 3 else { return nil }
  return Double(counts[(counts.count - 1) / 2] + counts[counts.count / 2]) / 2
}

/// Gaps in ascending order.
private func gaps(_ times: [(at: Timestamp, day: LocalDay)], covered: [LocalDay]) -> [Int64] {
  let places = Dictionary(covered.enumerated().map { ($1, $0) }) { first, _ in first }
  return zip(times, times.dropFirst()).compactMap { a, b -> Int64? in
    guard let from = places[a.day], let to = places[b.day],
      to - from == b.day.number - a.day.number
    else { return nil }
    return b.at.milliseconds(since: a.at)
  }.sorted()
}

/// As `DurationSummary.quantile`, for gaps of more than 49 days. `sorted` is not empty.
private func quantile(_ sorted: [Int64], _ numerator: Int, _ denominator: Int) -> Int64 {
  let scaled = (sorted.count - 1) * numerator
  let (index, fraction) = (scaled / denominator, scaled % denominator)
  guard fraction > 0 else { return sorted[index] }
  let step = sorted[index + 1] - sorted[index]
  return sorted[index]
    + (step * Int64(fraction) * 2 + Int64(denominator)) / Int64(2 * denominator)
}
