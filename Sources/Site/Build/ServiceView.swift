import Archiving
import Metrics
import Model

/// What the days, the history and the newest records of one service say.
struct ServiceView {
  let name: Text
  private(set) var tally = DeploymentTally()
  private(set) var total = 0
  /// The newest, newest first.
  private(set) var latest: [DeploymentRow] = []
  /// The newest failed changes, newest first.
  private(set) var failures: [FailedChangeRow] = []
  private(set) var live: [LiveRow] = []
  private(set) var spans: [LiveSpan] = []
  /// By time, those without one first.
  private(set) var rollbacks: [RollbackRow] = []
  private(set) var repos: [Text] = []
  /// The newest deployments of the last year that failed without going live.
  private var failedAttempts: [(environment: Text, row: DeploymentRow)] = []
  /// The most days from one with a record to the next one with a record, and the last of them.
  private var longestGap = 0
  private var lastDay: LocalDay?

  init(_ name: Text, _ reader: PublicReader, _ options: SiteOptions) throws {
    self.name = name
    var failing: [LocalDay] = []
    var attempting: [LocalDay] = []
    try reader.forEachDeploymentDay(of: name) { day in
      add(day, options)
      guard let date = day.day else { return }
      if day.rollup[.changeFailure].hits > 0, failing.last != date { failing.append(date) }
      let isAttempt = day.rollup[.failedAttempt] > 0 || day.rollup.outcome.failed > 0
      if isAttempt, date > options.date.today - 366, attempting.last != date {
        attempting.append(date)
      }
    }
    latest = try reader.newestDeployments(of: name, ServiceStage.listLimit).map {
      DeploymentRow($0)
    }
    failures = try ServiceView.newest(
      of: failing, in: name, limit: ServiceStage.failureLimit, reader, options
    ) {
      $0.fact.failure != nil
    }.map { FailedChangeRow(row: $0) }
    failedAttempts = try ServiceView.newest(
      of: attempting, in: name, limit: ServiceStage.listLimit, reader, options
    ) {
      $0.fact.kind == .failedAttempt || $0.fact.failure == .failedInProduction
    }.map { ($0.deployment.effectiveEnvironment, $0) }
    repos = try reader.repos(of: name, limit: 20)
    spans = try reader.spans(of: name)
    let end = options.zone.start(of: options.date.today + 1)
    for span in spans where span.from < end && (span.until.map { $0 >= end } ?? true) {
      let stored = try span.deployment.flatMap { try reader.deployment(key: $0) }
      live.append(
        LiveRow(
          span: span, deployment: stored.map { DeploymentRow($0, isLive: true) },
          sinceDay: options.zone.day(of: span.from)))
    }
    rollbacks = try reader.rollbacks(of: name).compactMap {
      try RollbackReading(reader).row($0)
    }.sorted { ($0.rollback.at?.milliseconds ?? .min) < ($1.rollback.at?.milliseconds ?? .min) }
  }

  private mutating func add(_ day: DeploymentDay, _ options: SiteOptions) {
    total += day.rollup.total
    tally.add(day.rollup, on: day.day, date: options.date)
    guard let date = day.day, options.date.covers(date), day.rollup.isAnyCounted else { return }
    if let lastDay { longestGap = max(longestGap, date.number - lastDay.number) }
    lastDay = date
  }

  /// The newest deployments that fit, newest first; at most `limit`.
  ///
  /// - Parameter days: those with such deployments, in ascending order.
  private static func newest(
    of days: [LocalDay], in service: Text, limit: Int, _ reader: PublicReader,
    _ options: SiteOptions, fits: (StoredDeployment) -> Bool
  ) throws -> [DeploymentRow] {
    var rows: [DeploymentRow] = []
    for day in days.reversed() where rows.count < limit {
      var found: [DeploymentRow] = []
      let times = options.zone.start(of: day - 1)..<options.zone.start(of: day + 2)
      try reader.forEachDeployment(of: service, in: times) { stored in
        let isThere = stored.deployment.bucketTime.map { options.zone.day(of: $0) == day } ?? false
        if isThere, fits(stored) { found.append(DeploymentRow(stored)) }
      }
      rows += found.reversed()
    }
    return Array(rows.prefix(limit))
  }

  /// The newest deployments that failed there without going live.
  func attempts(in environment: Text) -> [SpanLanes.Attempt] {
    failedAttempts.filter { $0.environment == environment }.compactMap { _, row in
      row.deployment.bucketTime.map {
        SpanLanes.Attempt(
          at: $0, version: row.deployment.version,
          link: SitePaths.deployment(row.deployment.id))
      }
    }
  }

  /// Those in earnest: exercises are on the timeline alone.
  var counted: [RollbackRow] { rollbacks.filter { !$0.rollback.isDrill } }

  /// The newest deployment that counts.
  var newest: DeploymentRow? { latest.first { $0.fact.kind != .excluded } }

  // MARK: - In words

  /// What stands out, in a sentence with counts.
  var lead: String {
    guard total > 0 else { return "Jobs alone: no record tells of a deployment of this service." }
    var sentence = FigureText.count(total, "deployment")
    if let days = tally.days {
      sentence +=
        ", from \(FigureText.date(days.lowerBound)) to \(FigureText.date(days.upperBound))"
    }
    sentence += "; \(FigureText.count(tally.kinds.forward, "change")) reached production"
    sentence += ", \(tally.kinds.failedForward) of them failed"
    sentence += ". " + FigureText.count(counted.count, "rollback") + "."
    return sentence
  }

  /// The last day with a record, if the silence since is longer than a week and longer than twice
  /// the longest silence before it.
  /// It is measured up to `end`: the report, or where the data of its sources ends before that.
  func silentSince(until end: LocalDay) -> LocalDay? {
    guard let lastDay, total >= 3 else { return nil }
    let silence = end.number - lastDay.number
    return silence > 7 && silence > 2 * longestGap ? lastDay : nil
  }

  func attention(
    silentSince: LocalDay?, zone: ZoneTable, date: ReportDate
  ) -> [AttentionRow] {
    var rows: [AttentionRow] = []
    let path = SitePaths.service(name)
    if let row = openFailure(date: date, zone: zone) {
      rows.append(
        AttentionRow(
          status: "failed", label: "failed", subject: name,
          path: SitePaths.deployment(row.deployment.id),
          words: "the newest deployment failed and nothing followed",
          at: row.deployment.bucketTime ?? row.deployment.createdAt, kind: .openFailure))
    }
    let recent = counted.filter {
      guard let at = $0.rollback.at else { return false }
      let day = zone.day(of: at)
      return day >= date.today - 7 && date.covers(day)
    }
    if let newest = recent.last {
      rows.append(
        AttentionRow(
          status: "rolled_back", label: "rolled back", subject: name,
          path: recent.count == 1
            ? SitePaths.deployment(newest.blamed.deployment.id) : path + "#rollbacks",
          words: FigureText.count(recent.count, "rollback") + " in the last 7 days, the newest",
          at: newest.rollback.at, kind: .rolledBack))
    }
    if let silentSince {
      rows.append(
        AttentionRow(
          status: "nodata", label: "silent", subject: name, path: path,
          words: "no record since \(FigureText.date(silentSince)), "
            + "unusually long for this service",
          at: nil, kind: .silent))
    }
    return rows
  }

  /// The newest deployment, if it failed within the last 30 days.
  private func openFailure(date: ReportDate, zone: ZoneTable) -> DeploymentRow? {
    let decided = latest.first {
      [.live, .failed, .rolledBack].contains($0.stored.status) && $0.fact.kind != .excluded
        && ($0.deployment.bucketTime.map { date.covers(zone.day(of: $0)) } ?? false)
    }
    guard let decided, decided.stored.status == .failed,
      let time = decided.deployment.bucketTime, zone.day(of: time) >= date.today - 30
    else { return nil }
    return decided
  }
}
