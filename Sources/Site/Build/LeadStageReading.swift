import Archiving
import Metrics
import Model

/// Reads how long the commits of a service take from stage to stage, and which of them wait.
struct LeadStageReading {
  static let days = 90
  private let reading: ServiceReading
  private var reader: PublicReader { reading.reader }
  private var zone: ZoneTable { reading.zone }

  init(_ reading: ServiceReading) { self.reading = reading }

  func figures(of view: ServiceView, _ coverage: Coverage) throws -> LeadFigures {
    let window = reading.ranges.date.last(LeadStageReading.days)
    var tally = LeadStageTally()
    try forEachDeployment(of: view, from: window.days.lowerBound) { stored in
      guard stored.fact.kind == .forward, let at = stored.deployment.productionDeployedAt,
        window.contains(zone.day(of: at))
      else { return }
      tally.add(try stages(of: stored.deployment))
    }
    let evidence = SitePaths.evidence(view.name) + "#" + Metric.leadTime.anchor
    return LeadFigures(
      stages: LeadStage.allCases.map {
        StageRow($0, tally, window: window, coverage: coverage, evidence: evidence)
      }, waiting: WaitingFigure(commits: try waiting(view)))
  }

  private func stages(of deployment: Deployment) throws -> LeadStages {
    LeadStages(
      committed: try commitTime(deployment),
      buildDone: try deployment.buildJobID.flatMap { try reader.job(id: $0)?.completedAt },
      testDone: try deployment.testJobID.flatMap { try reader.job(id: $0)?.completedAt },
      staged: deployment.stagingDeployedAt, live: deployment.productionDeployedAt)
  }

  /// By the record of the commit, else as the deployment tells it.
  private func commitTime(_ deployment: Deployment) throws -> Timestamp? {
    if let commit = try deployment.commitSHA.flatMap({ try reader.commit(sha: $0) }),
      let time = commit.committedAt ?? commit.authoredAt
    {
      return time
    }
    return deployment.commitTime
  }

  // MARK: - Green, not live yet

  /// The oldest green one first; nil if nothing is known to be live in production.
  private func waiting(_ view: ServiceView) throws -> [WaitingRow]? {
    let live = try view.live.filter(\.span.isProduction)
      .compactMap { try $0.deployment.map { try place($0.deployment) } }
    guard let from = live.compactMap(\.earliest).min() else { return nil }
    var byCommit: [Text: WaitingRow] = [:]
    try forEachDeployment(of: view, from: zone.day(of: from)) { stored in
      guard let time = stored.deployment.bucketTime, time >= from else { return }
      let deployment = stored.deployment
      guard stored.fact.kind == .notReached, deployment.status.mayStillGoLive,
        let green = try green(deployment)
      else { return }
      let place = try place(deployment)
      guard live.allSatisfy({ place.isAfter($0) }),
        try !reader.sameVersion(as: stored).contains(where: \.fact.kind.reached)
      else { return }
      let commit = deployment.commitSHA ?? deployment.version
      let row = row(deployment, green.since)
      if let known = byCommit[commit], known.isBefore(row) { return }
      byCommit[commit] = row
    }
    return byCommit.values.sorted { $0.isBefore($1) }
  }

  /// The deployments from a day on that the report covers.
  private func forEachDeployment(
    of view: ServiceView, from day: LocalDay, _ body: (StoredDeployment) throws -> Void
  ) throws {
    let times = zone.start(of: day - 1)..<zone.start(of: max(day, reading.ranges.today) + 2)
    try reader.forEachDeployment(of: view.name, in: times) { stored in
      guard let time = stored.deployment.bucketTime else { return }
      if reading.ranges.date.covers(zone.day(of: time)) { try body(stored) }
    }
  }

  /// A commit that is fit to go live; nil if no record says since when.
  private struct Green {
    let since: Timestamp?
  }

  /// Since when it has been green: when its tests passed, else when it was staged, if that is recorded;
  /// nil if neither is known to have come about.
  private func green(_ deployment: Deployment) throws -> Green? {
    let test = try deployment.testJobID.flatMap { try reader.job(id: $0) }
    if let test, test.status.verdict == .pass {
      return Green(since: test.completedAt ?? deployment.stagingDeployedAt)
    }
    return deployment.isStaged ? Green(since: deployment.stagingDeployedAt) : nil
  }

  private func row(_ deployment: Deployment, _ green: Timestamp?) -> WaitingRow {
    let today = zone.start(of: reading.ranges.today)
    let age = green.flatMap { pendingAge(greenSince: $0, asOf: today) }
    return WaitingRow(
      deployment: deployment, greenSince: green, days: age.map { Int($0 / 86_400_000) })
  }

  /// Where a deployment stands in the order of commits.
  private struct Place {
    let committed: Timestamp?
    let created: Timestamp?
    let deployed: Timestamp?

    /// By the times of the commits if both are known, else of the records' creation, else of their
    /// first arrival anywhere.
    func isAfter(_ other: Place) -> Bool {
      for time in [\Place.committed, \.created, \.deployed] {
        if let mine = self[keyPath: time], let theirs = other[keyPath: time] {
          return mine > theirs
        }
      }
      return false
    }

    var earliest: Timestamp? { [committed, created, deployed].compactMap(\.self).min() }
  }

  private func place(_ deployment: Deployment) throws -> Place {
    Place(
      committed: try commitTime(deployment), created: deployment.createdAt,
      deployed: deployment.stagingDeployedAt ?? deployment.productionDeployedAt)
  }
}

extension Deployment {
  fileprivate var isStaged: Bool {
    status == .staged || deployedToStaging == true || stagingDeployedAt != nil
  }
}

extension DeploymentStatus {
  /// Neither failed nor taken back.
  fileprivate var mayStillGoLive: Bool { self != .failed && self != .rolledBack }
}
