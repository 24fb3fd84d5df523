package import Model

/// Everything that is derived of one service from its deployments: its history, its lead times and
/// recoveries, and the figures of its days in `zone`. Pure: the same input gives the same result, in any
/// order. Costs n log n for n deployments, and the look-ups of `leadTimes`.
package func deriveService(
  _ events: [DeploymentEvent], zone: ZoneTable, commits: CommitLookup
) throws -> ServiceHistory {
  var history = deriveHistory(of: events)
  let wide = wideFailures(events, history)
  let leads = try leads(events, history, commits)
  for i in history.facts.indices {
    history.facts[i].isWideFailure = wide.contains(history.facts[i].key)
    history.facts[i].lead = leads[history.facts[i].key]
  }
  history.recoveries = recoveries(events, history)
  history.days = rollUp(events, history, zone: zone)
  return history
}

/// By the keys of the deployments.
private func leads(
  _ events: [DeploymentEvent], _ history: ServiceHistory, _ commits: CommitLookup
) throws -> [Int64: DeploymentLead] {
  let headTimes = Dictionary(events.map { ($0.key, $0.commitTime) }) { first, _ in first }
  let found = try leadTimes(
    events, history, commit: commits.commit, firstCI: commits.firstJob,
    headCommitTime: { headTimes[$0] ?? nil })
  var leads: [Int64: DeploymentLead] = [:]
  let none = DeploymentLead(basis: nil, milliseconds: [], isNegative: false)
  for lead in found.leadTimes {
    leads[lead.deployment, default: none].basis = lead.basis
    leads[lead.deployment, default: none].milliseconds.append(lead.milliseconds)
  }
  for lead in found.negative { leads[lead.deployment, default: none].isNegative = true }
  return leads
}
