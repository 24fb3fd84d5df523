import Archiving
import Metrics
import Model

/// Lead times of forward deployments. Bases are never pooled: the figure is of the basis that most
/// deployments have, the others are left out and counted in the note.
extension ExplanationMaker {
  mutating func takeLeads(_ records: DeploymentRecords) throws {
    let reader = reading.reader
    let byKey = records.byKey
    let found = try leadTimes(
      records.events, records.history, commit: { try reader.commit(sha: $0) },
      firstCI: { try reader.firstJob(ofCommit: $0) }, headCommitTime: { byKey[$0]?.commitTime })
    var known: Set<Int64> = []
    for lead in found.leadTimes {
      known.insert(lead.deployment)
      guard let record = byKey[lead.deployment], isInWindow(record) else { continue }
      leads.append((record.id, lead))
    }
    let negative = Set(found.negative.map(\.deployment))
    for record in records.deployments where isInWindow(record) {
      guard !known.contains(record.fact.key) else { continue }
      guard record.fact.kind == .forward else {
        leaveOut(record.id, record.fact.kind.absence)
        continue
      }
      leaveOut(
        record.id,
        negative.contains(record.fact.key)
          ? "its commit is younger than its production time" : "no time of its commit is known")
    }
  }

  private func isInWindow(_ record: DeploymentRecord) -> Bool {
    isAskedFor(record) && contains(record.time)
  }

  /// Of as many, the more precise basis, which comes first.
  mutating func finishLeads() {
    let byBasis = Dictionary(grouping: leads) { $0.lead.basis }
    func deployments(_ basis: LeadBasis) -> Int { Set((byBasis[basis] ?? []).map(\.id)).count }
    let chosen = LeadBasis.allCases.max { a, b in
      let (left, right) = (deployments(a), deployments(b))
      return left != right ? left < right : a.rawValue > b.rawValue
    }
    guard let chosen, let counted = byBasis[chosen] else { return finishDurations([], "lead time") }
    var seen: Set<Text> = []
    for item in leads where seen.insert(item.id).inserted {
      if item.lead.basis == chosen {
        count(item.id, isHit: false)
      } else {
        leaveOut(item.id, "known from another basis: \(item.lead.basis.word)")
      }
    }
    finishDurations(counted.map(\.lead.milliseconds), "lead time")
    set { $0.notes.append("basis: \(chosen.word)") }
    let others = LeadBasis.allCases.filter { $0 != chosen && byBasis[$0] != nil }
      .map { "\($0.word): \(deployments($0))" }
    if !others.isEmpty { set { $0.notes.append("not pooled: \(others.joined(separator: ", "))") } }
  }
}
