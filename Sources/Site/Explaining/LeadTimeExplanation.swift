import Archiving
import Metrics
import Model

/// Lead times of forward deployments. Bases are never pooled: the figure is of the basis that most
/// deployments have, the others are left out and counted in the note.
extension ExplanationMaker {
  mutating func takeLeads(_ records: DeploymentRecords) {
    for record in records.deployments where isInWindow(record) {
      let lead = record.fact.lead
      if let lead, lead.basis != nil {
        leads.append((record.id, lead))
      } else if record.fact.kind != .forward {
        leaveOut(record.id, record.fact.kind.absence)
      } else {
        leaveOut(
          record.id,
          lead == nil
            ? "no time of its commit is known" : "its commit is younger than its production time")
      }
    }
  }

  private func isInWindow(_ record: DeploymentRecord) -> Bool {
    isAskedFor(record) && contains(record.time)
  }

  /// Of as many, the more precise basis, which comes first.
  mutating func finishLeads() {
    let byBasis: [LeadBasis?: [(id: Text, lead: DeploymentLead)]] =
      Dictionary(grouping: leads) { $0.lead.basis }
    func deployments(_ basis: LeadBasis) -> Int { byBasis[basis]?.count ?? 0 }
    let chosen = LeadBasis.ofMost(deployments)
    guard let chosen, let counted = byBasis[chosen] else { return finishDurations([], "lead time") }
    for item in leads {
      if item.lead.basis == chosen {
        count(item.id, isHit: false)
      } else if let basis = item.lead.basis {
        leaveOut(item.id, "known from another basis: \(basis.word)")
      }
    }
    finishDurations(counted.flatMap(\.lead.milliseconds), "lead time")
    set { $0.notes.append("basis: \(chosen.word)") }
    let others = LeadBasis.allCases.filter { $0 != chosen && byBasis[$0] != nil }
      .map { "\($0.word): \(deployments($0))" }
    if !others.isEmpty { set { $0.notes.append("not pooled: \(others.joined(separator: ", "))") } }
  }
}
