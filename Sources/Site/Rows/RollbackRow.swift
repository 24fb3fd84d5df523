import Archiving
import Model
package import Rendering

/// One rollback, with the deployments it is about.
package struct RollbackRow: Viewable {
  let rollback: Rollback
  let blamed: StoredDeployment
  let by: StoredDeployment?
  let reland: StoredDeployment?
  let withdrawn: [DeploymentReference]
  /// When the blamed deployment went live before this rollback.
  let liveFrom: Timestamp?
  /// What was live before it, for the recorded values of both.
  let target: StoredDeployment?

  /// How long the blamed version was live.
  var liveMilliseconds: Int64? {
    guard let from = liveFrom, let at = rollback.at, at >= from else { return nil }
    return at.milliseconds(since: from)
  }

  /// A correction of what was taken out tells it, else one of what went back.
  private var correctedReason: Text? {
    blamed.correction?.reason ?? by?.correction?.reason
  }

  /// As corrected, else as recorded.
  var reason: Text? { correctedReason ?? blamed.deployment.rollbackReason }

  package static let shape = Shape<RollbackRow> {
    $0.text("service_name", "The service that counts it.") { $0.blamed.service }
    $0.id("environment", "Where.") { $0.rollback.environment }
    $0.object("from", "The deployment taken out.") { DeploymentReference($0.blamed) }
    $0.id("to_version", "The version it went back to, if that is known.") {
      $0.rollback.toVersion
    }
    $0.object("by", "The deployment that went back; none for a rollback in place.") {
      $0.by.map { DeploymentReference($0) }
    }
    $0.word(
      "how", "In place, or by a deployment of the older version.",
      rule: .words(["in place", "redeployed"])
    ) {
      $0.by == nil ? "in place" : "redeployed"
    }
    $0.time("at", "When it took effect.") { $0.rollback.at }
    $0.word("time_basis", "Where that time comes from.", rule: .rollbackTimeBasis) {
      $0.rollback.timeBasis.word
    }
    $0.word(
      "basis",
      "Explicit in the records, vendor (the tool says so), inferred from the order of versions, or "
        + "override (a correction says so).",
      rule: .basis
    ) {
      $0.rollback.basis.word
    }
    $0.flag("is_vendor", "Whether the vendor's tool says so.") { $0.rollback.basis == .vendor }
    $0.flag("is_inferred", "Whether it is inferred.") { $0.rollback.basis == .inferred }
    $0.flag("is_override", "Whether a correction says so.") { $0.rollback.basis == .override }
    $0.flag("is_drill", "Whether it was an exercise: no failure, and in no count.") {
      $0.rollback.isDrill
    }
    $0.time("live_from", "When the version taken out had gone live.") { $0.liveFrom }
    $0.duration("live_for", "How long that version was live.", rule: .atLeast(0)) {
      $0.liveMilliseconds
    }
    $0.text("reason", "The reason: as corrected, else as recorded.") { $0.reason }
    $0.flag("is_reason_corrected", "Whether the reason is a correction's.") {
      $0.correctedReason != nil
    }
    $0.object("relanded_by", "The later deployment of the same version, if there was one.") {
      $0.reland.map { DeploymentReference($0) }
    }
    $0.list("withdrawn", "Other versions taken out with it.") { $0.withdrawn }
    $0.list("recorded", "Recorded values of both versions; one snapshot is no experiment.") {
      $0.comparisons
    }
    $0.link("path", "The page about it.") { SitePaths.rollback($0.blamed.deployment.id) }
    $0.link("service_path", "The service's page.", inJSON: false) {
      SitePaths.service($0.blamed.service)
    }
    $0.word("basis_words", "What that rests on, in words.", inJSON: false) {
      $0.rollback.basis.words
    }
    $0.flag("has_recorded", "Whether values are recorded of either version.", inJSON: false) {
      !$0.comparisons.isEmpty
    }
    $0.flag("has_withdrawn", "Whether other versions went with it.", inJSON: false) {
      !$0.withdrawn.isEmpty
    }
  }

  private var comparisons: [RecordedComparison] {
    RecordedComparison.values.map { name, value in
      RecordedComparison(
        name: name, out: value(blamed.deployment), back: target.flatMap { value($0.deployment) })
    }.filter { $0.out != nil || $0.back != nil }
  }
}

/// A rollback in the table of them as a file.
struct RollbackTableRow: Viewable {
  let row: RollbackRow

  static let shape = Shape<RollbackTableRow> { s in
    s.fields(of: RollbackRow.shape) { $0.row }
    s.texts("withdrawn_versions", "Other versions taken out with it.") {
      $0.row.withdrawn.map(\.deployment.version)
    }
    for (name, value) in RecordedComparison.values {
      s.number("from_\(name)", "Recorded for the version taken out.") {
        value($0.row.blamed.deployment)
      }
      s.number("to_\(name)", "Recorded for the version it went back to.") {
        $0.row.target.flatMap { value($0.deployment) }
      }
    }
  }
}

extension Basis {
  /// What a rollback rests on, in words.
  var words: String {
    switch self {
    case .explicit: "explicit: the record says so"
    case .vendor: "vendor: the tool that deployed says so"
    case .inferred: "inferred: a version that was live before was deployed again"
    case .override: "override: a correction says so"
    }
  }
}

/// One recorded value of the version taken out and of the one that came back.
struct RecordedComparison: Viewable {
  let name: String
  let out: Double?
  let back: Double?

  /// The fields that are compared.
  static let values: [(name: String, value: @Sendable (Deployment) -> Double?)] = [
    ("error_rate", { $0.errorRate }), ("latency_ms", { $0.latencyMilliseconds }),
    ("requests_per_sec", { $0.requestsPerSecond }),
  ]

  private var comparison: String {
    guard let out, let back else { return "unknown" }
    return out == back ? "same" : out > back ? "higher" : "lower"
  }

  static let shape = Shape<RecordedComparison> {
    $0.word(
      "name", "The recorded field.",
      rule: .words(values.map(\.name))
    ) { $0.name }
    $0.number("taken_out", "Recorded for the version taken out.") { $0.out }
    $0.number("went_back_to", "Recorded for the version it went back to.") { $0.back }
    $0.word(
      "comparison", "The first against the second: higher, lower, same or unknown.",
      rule: .words(["higher", "lower", "same", "unknown"])
    ) { $0.comparison }
  }
}
