package import Model

/// Production time of a forward deployment - the time of one change in it.
package struct LeadTime: Sendable, Equatable {
  package var deployment: Int64
  package var basis: LeadBasis
  package var milliseconds: Int64

  package init(deployment: Int64, basis: LeadBasis, milliseconds: Int64) {
    self.deployment = deployment
    self.basis = basis
    self.milliseconds = milliseconds
  }
}

/// The lead times of one service, its production environments pooled, by arrival; and apart from them
/// the negative ones, which enter no figure.
///
/// Basis commits: the commits reachable from the deployed one through parents that arrived in
/// production with no deployment before it, each production time - (committed, else authored). Of the
/// first arrival alone that has commits, only the head counts: its history was live before the
/// records begin, or waited for no deployment. Redeployments and ways back count no commits, but what
/// they bring has arrived. If nothing is known of the deployed commit: production time -
/// `headCommitTime` of the deployment, else - `firstCI` of its commit, else nothing; a commit deployed
/// before, as in another environment, does not count again. Costs n log n for n deployments, and a
/// look-up for each commit and for each parent that no record describes.
package func leadTimes<Failure: Error>(
  _ events: [DeploymentEvent], _ history: ServiceHistory,
  commit: (Text) throws(Failure) -> Commit?, firstCI: (Text) throws(Failure) -> Timestamp?,
  headCommitTime: (Int64) throws(Failure) -> Timestamp?
) throws(Failure) -> (leadTimes: [LeadTime], negative: [LeadTime]) {
  let kinds = Dictionary(history.facts.map { ($0.key, $0.kind) }) { first, _ in first }
  var arrived: Set<Text> = []
  var isFirst = true
  var all: [LeadTime] = []
  for (at, event) in arrivals(events) {
    guard let kind = kinds[event.key], kind.reached else { continue }
    let isNew = event.commitSHA.map { !arrived.contains($0) } ?? true
    let commits = try arrive(event.commitSHA, in: &arrived, commit: commit)
    let counted = isFirst ? commits.prefix(1) : commits[...]
    if !commits.isEmpty { isFirst = false }
    guard kind == .forward, isNew else { continue }
    var starts = counted.compactMap { $0.committedAt ?? $0.authoredAt }
    var basis = LeadBasis.commits
    if commits.isEmpty,
      let head = try headStart(event, firstCI: firstCI, headCommitTime: headCommitTime)
    {
      (starts, basis) = ([head.at], head.basis)
    }
    all += starts.map {
      LeadTime(deployment: event.key, basis: basis, milliseconds: at.milliseconds(since: $0))
    }
  }
  return (all.filter { $0.milliseconds >= 0 }, all.filter { $0.milliseconds < 0 })
}

/// What is known of the deployed commit without a record of it.
private func headStart<Failure: Error>(
  _ event: DeploymentEvent, firstCI: (Text) throws(Failure) -> Timestamp?,
  headCommitTime: (Int64) throws(Failure) -> Timestamp?
) throws(Failure) -> (at: Timestamp, basis: LeadBasis)? {
  if let head = try headCommitTime(event.key) { return (head, .headCommit) }
  guard let sha = event.commitSHA, let job = try firstCI(sha) else { return nil }
  return (job, .firstCI)
}

private func arrivals(_ events: [DeploymentEvent]) -> [(at: Timestamp, event: DeploymentEvent)] {
  events.compactMap { event in event.productionAt.map { (at: $0, event: event) } }
    .sorted { ($0.at, $0.event.id) < ($1.at, $1.event.id) }
}

/// The commits that arrive with `head` for the first time, the head before its ancestors.
private func arrive<Failure: Error>(
  _ head: Text?, in arrived: inout Set<Text>, commit: (Text) throws(Failure) -> Commit?
) throws(Failure) -> [Commit] {
  guard let head else { return [] }
  var pending = [head]
  var commits: [Commit] = []
  while let sha = pending.popLast() {
    guard arrived.insert(sha).inserted, let found = try commit(sha) else { continue }
    commits.append(found)
    pending += found.parents.reversed()
  }
  return commits
}
