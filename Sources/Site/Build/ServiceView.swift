import Archiving
import Metrics
import Model

/// What one service's records and history say, gathered in one pass over its deployments.
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
  /// The deployments of the last days that a convention may count, the oldest first.
  private(set) var recent: [StoredDeployment] = []
  private var failedAttempts: [(environment: Text, row: DeploymentRow)] = []
  /// The longest time between two records in a row, and the time of the last.
  private var longestGap: Int64 = 0
  private var lastTime: Timestamp?

  init(_ name: Text, _ reader: PublicReader, _ options: SiteOptions) throws {
    self.name = name
    var repos: Set<Text> = []
    try reader.forEachDeployment(of: name) { stored in
      add(stored, options)
      if let repo = stored.deployment.repo, repos.count < 20 { repos.insert(repo) }
    }
    self.repos = repos.sorted()
    latest.reverse()
    failures.reverse()
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
    for row in counted {
      tally.add(
        rollbackOn: row.rollback.at.map { options.zone.day(of: $0) }, date: options.date)
    }
  }

  private mutating func add(_ stored: StoredDeployment, _ options: SiteOptions) {
    total += 1
    let time = stored.deployment.bucketTime
    let day = time.map { options.zone.day(of: $0) }
    tally.add(stored.fact, status: stored.status, on: day, date: options.date)
    if let day, day >= options.date.today - ConventionCounts.reach, options.date.covers(day) {
      recent.append(stored)
    }
    let row = DeploymentRow(stored)
    ServiceView.append(row, to: &latest)
    if stored.fact.failure != nil { ServiceView.append(FailedChangeRow(row: row), to: &failures) }
    if stored.fact.kind == .failedAttempt || stored.fact.failure == .failedInProduction {
      ServiceView.append((stored.deployment.effectiveEnvironment, row), to: &failedAttempts)
    }
    if let time, stored.fact.kind != .excluded, day.map(options.date.covers) ?? false {
      if let lastTime { longestGap = max(longestGap, time.milliseconds(since: lastTime)) }
      lastTime = time
    }
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

  /// Keeps the newest.
  private static func append<T>(_ item: T, to list: inout [T]) {
    list.append(item)
    if list.count >= 2 * ServiceStage.listLimit { list.removeFirst(ServiceStage.listLimit) }
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
  func silentSince(zone: ZoneTable, until end: LocalDay) -> LocalDay? {
    guard let lastTime, total >= 3 else { return nil }
    let last = zone.day(of: lastTime)
    let silence = end.number - last.number
    let usual = Int(longestGap / 86_400_000)
    return silence > 7 && silence > 2 * usual ? last : nil
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
          at: row.deployment.bucketTime ?? row.deployment.createdAt))
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
          at: newest.rollback.at))
    }
    if let silentSince {
      rows.append(
        AttentionRow(
          status: "nodata", label: "silent", subject: name, path: path,
          words: "no record since \(FigureText.date(silentSince)), "
            + "unusually long for this service",
          at: nil))
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
