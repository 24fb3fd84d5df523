import Metrics
import Model
import Rendering

/// The closed sets of our own words, as schemas list them.
extension ValueRule {
  static let jobStatus = ValueRule.words(JobStatus.allCases.map(\.word))
  static let deploymentStatus = ValueRule.words(DeploymentStatus.allCases.map(\.word))
  static let outcome = ValueRule.words(DeploymentStatus.allCases.map(\.word) + ["superseded"])
  static let releaseState = ValueRule.words(ReleaseState.allCases.map(\.rawValue))
  static let deploymentKind = ValueRule.words(DeploymentKind.allCases.map(\.label))
  static let changeFailure = ValueRule.words(ChangeFailure.allCases.map(\.word))
  static let basis = ValueRule.words(Basis.allCases.map(\.word))
  static let rollbackTimeBasis = ValueRule.words(Rollback.TimeBasis.allCases.map(\.word))
  static let jobTimeBasis = ValueRule.words(JobTimeBasis.allCases.map(\.rawValue))
  static let jobRole = ValueRule.words(JobRole.allCases.map(\.word))
  static let defectEffect = ValueRule.words(Defect.Effect.allCases.map(\.rawValue))
  static let metric = ValueRule.words(Metric.allCases.map(\.rawValue))
  static let convention = ValueRule.words(Convention.allCases.map(\.rawValue))
  static let leadBasis = ValueRule.words(LeadBasis.allCases.map(\.word))
  static let restatementReason = ValueRule.words(Restatement.Reason.allCases.map(\.word))
  static let unit = ValueRule.words(Metric.Unit.allCases.map(\.rawValue))
  static let gateVerdict = ValueRule.words(GateVerdict.allCases.map(\.rawValue))
  static let comparisonVerdict = ValueRule.words(Comparison.Verdict.allCases.map(\.words))
  static let leadStage = ValueRule.words(LeadStage.allCases.map(\.rawValue))
  static let doraLevel = ValueRule.words(DORABand.allCases.map(\.rawValue))
  static let findingCode = ValueRule.words(FindingCode.allCases.map(\.rawValue))
  /// `2026-11`.
  static let month = ValueRule.pattern(#"^\d{4}-\d{2}$"#)
  static let sha256 = ValueRule.pattern("^[0-9a-f]{64}$")
}
