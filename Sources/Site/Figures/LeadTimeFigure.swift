import Metrics
import Model
package import Rendering

/// Lead times as a page shows them: of the basis that most deployments have, since bases are never
/// pooled; of as many, of the more precise one.
package struct LeadTimeFigure: Viewable {
  let basis: LeadBasis?
  let times: DurationFigure
  /// Deployments whose lead time has another basis.
  let otherDeployments: Int

  init(_ rollup: DeploymentRollup) {
    let chosen = LeadBasis.ofMost { rollup[$0].deployments }
    basis = chosen
    times = DurationFigure(
      sorted: chosen.map { rollup[$0].milliseconds } ?? [], leftOut: rollup.negativeLeads)
    otherDeployments = LeadBasis.allCases.filter { $0 != chosen }.reduce(0) {
      $0 + rollup[$1].deployments
    }
  }

  package static let shape = Shape<LeadTimeFigure> {
    $0.word("basis", "What the times begin with; null without any.", rule: .leadBasis) {
      $0.basis?.word
    }
    $0.integer("other_deployments", "Deployments with another basis, in no percentile.") {
      $0.otherDeployments
    }
    $0.object("times", "Commit to production.") { $0.times }
  }
}
