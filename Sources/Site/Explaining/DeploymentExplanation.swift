import Archiving
import Metrics
import Model

/// Shares and numbers of deployments.
extension ExplanationMaker {
  mutating func takeShare(_ records: DeploymentRecords) {
    for record in records.deployments where isAskedFor(record) { take(record) }
  }

  mutating func finishShareOrFrequency(_ services: [Text], _ coverage: Coverage) throws {
    if request.metric == .deploymentFrequency {
      var tally = DeploymentTally()
      for service in services {
        tally.add(try reading.tally(of: service, environment: request.environment))
      }
      finishFrequency(
        coverage, tally.forwardTimes(in: .ever(before: coverage.today), zone: reading.zone))
    } else {
      finishShare("deployments")
      if isStrictChangeFailure { finishWide() }
    }
  }

  /// Whether it is the figure that a wider one stands beside.
  private var isStrictChangeFailure: Bool {
    request.metric == .changeFailureRate && request.convention == .rollbook
  }

  /// Says what the rate would be with changes withdrawn or repaired.
  private mutating func finishWide() {
    let count = wideFailures
    set { figure in
      figure.wideFailures = count
      guard let strict = figure.k, count > strict else { return }
      figure.notes.append(
        "with those withdrawn with a failed one or repaired within a day: "
          + FigureText.share(count, of: figure.n))
    }
  }

  func isAskedFor(_ record: DeploymentRecord) -> Bool {
    request.environment.map { $0 == record.environment } ?? true
  }

  /// A deployment without any time is listed, since it is in no window.
  private mutating func take(_ record: DeploymentRecord) {
    let id = record.id
    guard let time = record.time else {
      return leaveOut(id, "has no time")
    }
    guard contains(time) else { return }
    let membership = request.metric.membership(
      of: record.fact, status: record.status, by: request.convention)
    switch membership {
    case .counted(let isHit):
      count(id, isHit: isHit)
      if isStrictChangeFailure, record.fact.isWideFailure { wideFailures += 1 }
      if request.metric == .deploymentFrequency {
        forwardDays.append((id, reading.zone.day(of: time)))
      }
    case .leftOut(let reason): leaveOut(id, reason)
    }
  }

  /// Only what fell on a day that the sources cover to its end is counted, as only such days are.
  ///
  /// - Parameter times: when forward deployments reached production, of all days, in order.
  private mutating func finishFrequency(_ coverage: Coverage, _ times: [Timestamp]) {
    let covered = coveredDays(coverage)
    let known = Set(covered)
    let partial = forwardDays.filter { !known.contains($0.day) }.map(\.id)
    for id in partial { leaveOut(id, "its day is not wholly covered") }
    let uncovered = Set(partial)
    let frequency = DeploymentFrequency(
      times: times, covered: covered, today: coverage.today, zone: reading.zone)
    set { figure in
      figure.counted.removeAll(where: uncovered.contains)
      figure.hits.removeAll(where: uncovered.contains)
      figure.k = frequency.forward
      figure.n = frequency.coveredDays
      figure.frequency = frequency
      guard figure.n > 0 else { return figure.notes.append("no complete day is covered") }
      let count = PoissonCount(count: frequency.forward, exposure: Double(figure.n))
      figure.value = count.rate
      figure.interval = count.interval
      figure.method = "Garwood, exact Poisson, 95 %"
    }
  }

  /// The complete days of the window that the sources cover, in order.
  private func coveredDays(_ coverage: Coverage) -> [LocalDay] {
    guard let first = coverage.first, let through = coverage.through else { return [] }
    let end = min(through + 1, coverage.today)
    let days = window?.days ?? first..<max(first, end)
    return (days.lowerBound.number..<days.upperBound.number).map { LocalDay(number: $0) }
      .filter { coverage.of($0..<$0 + 1) == .whole }
  }

  // MARK: - Recovery

  /// Deploy to recovery: episodes that are still open are censored at the report's day.
  mutating func takeRecoveries(_ records: DeploymentRecords) {
    let now = reading.zone.start(of: reading.options.date.today)
    let byKey = records.byKey
    for episode in records.recoveries {
      guard let failed = byKey[episode.failed], isAskedFor(failed), contains(episode.start),
        episode.start < now
      else { continue }
      if let reason = episode.unknown {
        leaveOut(failed.id, reason.word)
        continue
      }
      let end = episode.end.flatMap { $0 < now ? $0 : nil }
      recoveries.append(
        KaplanMeier.Observation(
          milliseconds: (end ?? now).milliseconds(since: episode.start), isEvent: end != nil))
      count(failed.id, isHit: end != nil)
    }
  }

  mutating func finishRecovery() {
    let times = recoveries
    let curve = KaplanMeier(times)
    set { figure in
      figure.n = times.count
      figure.open = times.count { !$0.isEvent }
      guard !times.isEmpty else { return figure.notes.append("no change failed") }
      figure.notes.append("\(figure.open ?? 0) of \(times.count) still open")
      guard times.count >= 3 else {
        return figure.notes.append("too few for a median")
      }
      figure.value = curve.median.map { Double($0) / 1000 }
      if let low = curve.medianLow { figure.low = Double(low) / 1000 }
      if let low = curve.medianLow, let high = curve.medianHigh {
        figure.interval = Double(low) / 1000...Double(high) / 1000
      }
      figure.method = "Kaplan-Meier, log-log Greenwood, 95 %"
      if curve.median == nil, let longest = times.map(\.milliseconds).max() {
        figure.notes.append("longer than \(DurationText.words(milliseconds: longest))")
      }
    }
  }

  // MARK: - Incidents

  /// Incidents / successful deployments, as tools that count incidents do; the deployments have been
  /// taken in.
  mutating func finishIncidents(_ services: [Text]) throws {
    let wanted = Set(services)
    var incidents: [Text] = []
    var isAny = false
    try reading.reader.forEachIncident { incident in
      isAny = true
      if isOurs(incident, wanted), contains(incident.startedAt ?? incident.detectedAt) {
        incidents.append(incident.id)
      }
    }
    set { figure in
      figure.n = figure.counted.count
      guard isAny else { return figure.notes.append("not computable: needs incidents") }
      figure.k = incidents.count
      figure.hits = incidents
      guard figure.n > 0 else { return figure.notes.append("no successful deployment") }
      figure.value = Double(incidents.count) / Double(figure.n)
      figure.notes.append("incidents are no deployments: the ratio may exceed 1, without interval")
    }
  }

  private func isOurs(_ incident: Incident, _ services: Set<Text>) -> Bool {
    guard let service = incident.service else { return false }
    let isHere =
      request.environment == nil || incident.environment == nil
      || incident.environment == request.environment
    return services.contains(service) && isHere
  }
}
