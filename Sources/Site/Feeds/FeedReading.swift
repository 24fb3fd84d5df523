import Archiving
import Metrics
import Model
import Rendering

/// Makes the entries of feeds from records.
struct FeedReading {
  private let reader: PublicReader
  private let options: SiteOptions

  init(_ reader: PublicReader, _ options: SiteOptions) {
    self.reader = reader
    self.options = options
  }

  // MARK: - Deployments

  /// The newest deployments that reached an environment, up to the date of the report.
  func deployments(of service: Text?) throws -> Feed {
    var limit = 2 * Feed.limit
    while true {
      let newest =
        try service.map { try reader.newestDeployments(of: $0, limit) }
        ?? reader.newestDeployments(limit)
      let arrived = newest.filter(isNews)
      if arrived.count >= Feed.limit || newest.count < limit {
        return Feed(
          .deployments, of: service, try arrived.prefix(Feed.limit).compactMap(entry))
      }
      limit *= 4
    }
  }

  private func isNews(_ stored: StoredDeployment) -> Bool {
    stored.fact.kind != .excluded && arrival(of: stored).map(isPast) ?? false
  }

  private func arrival(of stored: StoredDeployment) -> Timestamp? {
    stored.deployment.productionDeployedAt ?? stored.deployment.stagingDeployedAt
  }

  private func isPast(_ time: Timestamp) -> Bool {
    options.date.covers(options.zone.day(of: time))
  }

  private func entry(_ stored: StoredDeployment) throws -> FeedEntry? {
    guard let arrived = arrival(of: stored) else { return nil }
    let deployment = stored.deployment
    let rollback = try rollback(of: stored)
    let end = try end(of: stored, rollback)
    let outcome = FeedReading.outcome(of: stored)
    var title =
      "\(FeedEntry.shown(stored.service)) \(FeedEntry.shown(deployment.version)) in "
      + FeedEntry.shown(deployment.effectiveEnvironment)
    if outcome != deployment.status.word || deployment.status == .failed { title += ": \(outcome)" }
    var facts = FactList(zone: options.zone)
    facts.add("Service", stored.service)
    facts.add("Version", deployment.version)
    facts.add("Environment", deployment.effectiveEnvironment)
    facts.add("Arrived", arrived)
    facts.add("Outcome", Text(outcome))
    facts.add("Rolled back", rollback?.at)
    facts.add("Went back to", rollback?.toVersion)
    facts.add("Reason", rollback == nil ? nil : stored.rollbackReason)
    facts.add("Commit", deployment.commitSHA?.shortHash)
    facts.add("Author of the commit", deployment.commitAuthor)
    facts.add("Change", deployment.commitMessage)
    return FeedEntry(
      id: FeedID.urn("deployment", deployment.id), title: title,
      path: SitePaths.deployment(deployment.id), published: arrived, updated: max(arrived, end),
      category: FeedReading.category(of: stored), facts: facts.all)
  }

  /// The last rollback that took it out, if one did.
  private func rollback(of stored: StoredDeployment) throws -> Rollback? {
    guard case .rolledBack = Outcome(stored) else { return nil }
    return try reader.rollbacks(concerning: stored.fact.key)
      .filter { $0.blamed == stored.fact.key }
      .max { ($0.at?.milliseconds ?? .min) < ($1.at?.milliseconds ?? .min) }
  }

  /// When it became what it is, as far as a record says; the least time if none does.
  private func end(of stored: StoredDeployment, _ rollback: Rollback?) throws -> Timestamp {
    let deployment = stored.deployment
    let end =
      rollback?.at ?? (stored.isRolledBack ? deployment.rolledBackAt : nil)
      ?? (stored.status == .failed ? deployment.updatedAt : nil)
    return end ?? Feed.noTime
  }

  /// What became of it. That a later one took its place is no news of this one.
  private static func outcome(of stored: StoredDeployment) -> String {
    let outcome = Outcome(stored)
    if case .superseded = outcome { return stored.status.word }
    return outcome.label
  }

  private static func category(of stored: StoredDeployment) -> String {
    let outcome = Outcome(stored)
    if case .superseded = outcome { return stored.status.word }
    return outcome.word
  }

  // MARK: - Rollbacks

  /// - Parameter rows: any order.
  func rollbacks(of service: Text?, _ rows: [RollbackRow]) -> Feed {
    Feed(.rollbacks, of: service, rows.compactMap(entry))
  }

  private func entry(_ row: RollbackRow) -> FeedEntry? {
    let deployment = row.blamed.deployment
    guard let at = row.rollback.at ?? deployment.bucketTime, isPast(at) else { return nil }
    let service = FeedEntry.shown(row.blamed.service)
    let target = row.rollback.toVersion.map { " to " + FeedEntry.shown($0) } ?? ""
    let exercise = row.rollback.isDrill ? " (an exercise)" : ""
    var facts = FactList(zone: options.zone)
    facts.add("Service", row.blamed.service)
    facts.add("Environment", row.rollback.environment)
    facts.add("Taken out", deployment.version)
    facts.add("Went back to", row.rollback.toVersion)
    facts.add("Rolled back", row.rollback.at)
    facts.add("Live before for", milliseconds: row.liveMilliseconds)
    facts.add("Reason", row.reason)
    facts.add("Known by", Text(row.rollback.basis.word))
    return FeedEntry(
      id: FeedID.urn(
        "rollback", deployment.id, row.rollback.environment, row.by?.deployment.id ?? ""),
      title: "\(service) \(FeedEntry.shown(deployment.version)) rolled back\(target) in "
        + FeedEntry.shown(row.rollback.environment) + exercise,
      path: SitePaths.rollback(deployment.id), published: at, updated: at,
      category: row.rollback.isDrill ? "drill" : "rollback", facts: facts.all)
  }
}

/// Collects what is known, leaving out what is not.
struct FactList {
  let zone: ZoneTable
  private(set) var all: [FeedEntry.Fact] = []

  init(zone: ZoneTable) { self.zone = zone }

  mutating func add(_ label: String, _ text: Text?) {
    guard let text, !text.isEmpty else { return }
    all.append(FeedEntry.Fact(label: label, text: FeedEntry.shown(text)))
  }

  mutating func add(_ label: String, _ time: Timestamp?) {
    guard let time else { return }
    var text = ByteBuffer()
    text.append(prose: time, zone: zone)
    all.append(FeedEntry.Fact(label: label, text: text.string))
  }

  mutating func add(_ label: String, milliseconds: Int64?) {
    guard let milliseconds else { return }
    all.append(
      FeedEntry.Fact(label: label, text: DurationText.words(milliseconds: milliseconds)))
  }
}
