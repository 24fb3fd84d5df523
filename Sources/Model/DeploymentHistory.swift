/// What the history of one service says about its deployments, as derived by `Metrics` and kept in
/// the archive beside the records. Nothing in here depends on the date of a build.
package struct ServiceHistory: Sendable, Equatable {
  /// One per deployment, in the order of the input.
  package var facts: [DeploymentFact] = []
  /// By environment and time.
  package var spans: [LiveSpan] = []
  /// By environment and time.
  package var rollbacks: [Rollback] = []
  /// By environment and start.
  package var recoveries: [Recovery] = []
  /// By environment and day, those without a day first.
  package var days: [DeploymentDay] = []

  package init() {}
}

/// What a deployment turned out to be.
package enum DeploymentKind: UInt8, CaseIterable, Sendable {
  /// Not in production: pending, staged, or on its way.
  case notReached
  /// Failed without ever reaching production; a failed attempt, not a failed change.
  case failedAttempt
  /// Reached production with a version that is neither live there already nor a way back.
  case forward
  /// Reached production with the version and commit that were live already.
  case redeploy
  /// Reached production as the way back to an earlier version.
  case rollbackRedeploy
  /// Left out of everything by a correction.
  case excluded

  package var reached: Bool {
    switch self {
    case .forward, .redeploy, .rollbackRedeploy: true
    case .notReached, .failedAttempt, .excluded: false
    }
  }
}

/// How a judgement came about.
package enum Basis: UInt8, CaseIterable, Sendable {
  /// The record says so.
  case explicit
  /// Inferred from the order of versions.
  case inferred
  /// The system the record comes from marks it so, though not in a field of ours.
  case vendor
  /// A correction says so.
  case override

  package var word: String {
    switch self {
    case .explicit: "explicit"
    case .inferred: "inferred"
    case .vendor: "vendor"
    case .override: "override"
    }
  }
}

/// Why a forward deployment counts as failed, strictly.
package enum ChangeFailure: UInt8, CaseIterable, Sendable {
  case rolledBack, blamedByRollback, failedInProduction, fixedByRework

  package var word: String {
    switch self {
    case .rolledBack: "rolled back"
    case .blamedByRollback: "an earlier version was deployed again"
    case .failedInProduction: "reached production with status failed"
    case .fixedByRework: "a later deployment names it as what it fixes"
    }
  }
}

/// The derived facts of one deployment. Keys are those of the archive.
package struct DeploymentFact: Sendable, Equatable {
  package let key: Int64
  package var kind: DeploymentKind
  /// Nil for one that did not fail, and for one that is no forward deployment.
  package var failure: ChangeFailure?
  /// Went away with a failed version before it, though not blamed itself.
  package var isWithdrawn = false
  package var isRework = false
  /// A forward deployment that failed in the wide sense: strictly, or withdrawn, or repaired within a
  /// day.
  package var isWideFailure = false
  /// Nil for one that is no forward deployment, and where no time of its commit is known.
  package var lead: DeploymentLead?
  /// Has part in a rollback that was an exercise: taken out by it, or its way back.
  package var isDrill = false
  /// What was live in its environment just before it.
  package var previous: Int64?
  /// What took its place, if that was another deployment.
  package var supersededBy: Int64?

  package init(key: Int64, kind: DeploymentKind) {
    self.key = key
    self.kind = kind
  }
}

/// A stretch of time in which one deployment was the live one in one environment.
package struct LiveSpan: Sendable, Equatable {
  package enum End: UInt8, Sendable {
    case stillLive, superseded, rolledBack
  }

  package var environment: Text
  /// The deployment live; nil if a rollback went to a version no record describes.
  package var deployment: Int64?
  package var version: Text
  package var from: Timestamp
  package var until: Timestamp?
  package var end: End
  /// Live again by a rollback in place, without a deployment of its own.
  package var isRestored: Bool
  package var isProduction: Bool

  package init(
    environment: Text, deployment: Int64?, version: Text, from: Timestamp, isRestored: Bool,
    isProduction: Bool
  ) {
    self.environment = environment
    self.deployment = deployment
    self.version = version
    self.from = from
    until = nil
    end = .stillLive
    self.isRestored = isRestored
    self.isProduction = isProduction
  }
}

/// One rollback: a version taken out of production in favour of an earlier one.
package struct Rollback: Sendable, Equatable {
  /// Where the time of a rollback was taken from.
  package enum TimeBasis: UInt8, CaseIterable, Sendable {
    case rolledBackAt, redeployment, updatedAt, unknown

    package var word: String {
      switch self {
      case .rolledBackAt: "recorded time of the rollback"
      case .redeployment: "production time of the deployment that went back"
      case .updatedAt: "last update of the record"
      case .unknown: "not recorded"
      }
    }
  }

  package var environment: Text
  /// The deployment blamed: the first after the target.
  package var blamed: Int64
  /// The deployment that went back, if there is one; nil for a rollback in place.
  package var by: Int64?
  /// The version it went back to; nil if the record does not say.
  package var toVersion: Text?
  package var at: Timestamp?
  package var timeBasis: TimeBasis
  package var basis: Basis
  /// An exercise, by a correction: on the timeline, in no count.
  package var isDrill = false
  /// The later deployment that brought the blamed version back, if one did.
  package var relandedBy: Int64?
  /// Others taken out with it.
  package var withdrawn: [Int64]

  package init(
    environment: Text, blamed: Int64, by: Int64?, toVersion: Text?, at: Timestamp?,
    timeBasis: TimeBasis, basis: Basis
  ) {
    self.environment = environment
    self.blamed = blamed
    self.by = by
    self.toVersion = toVersion
    self.at = at
    self.timeBasis = timeBasis
    self.basis = basis
    relandedBy = nil
    withdrawn = []
  }
}

/// What the derivation of a service's history reads of one deployment.
package struct DeploymentEvent: Sendable {
  package var key: Int64
  package var id: Text
  package var version: Text
  package var commitSHA: Text?
  package var environment: Text
  package var status: DeploymentStatus
  package var updatedAt: Timestamp?
  package var stagingAt: Timestamp?
  package var productionAt: Timestamp?
  /// What puts it into a day: production, else staging, else creation.
  package var bucketTime: Timestamp?
  /// When the deployed commit was made, as the deployment tells it.
  package var commitTime: Timestamp?
  package var isRolledBack: Bool
  package var rolledBackAt: Timestamp?
  package var rolledBackTo: Text?
  /// `metadata.rollback_signal`: the sign by which the source's system tells a rollback.
  package var rollbackSignal: Text?
  package var isRework: Bool
  /// `metadata.fixes_deployment`: the deployment that this one repairs.
  package var fixes: Text?
  /// What a person says is right of it; the other members are as that leaves them.
  package let correction: Correction?

  package init(key: Int64, deployment: Deployment, correction: Correction? = nil) {
    self.key = key
    self.correction = correction
    id = deployment.id
    version = deployment.version
    commitSHA = deployment.commitSHA
    environment = deployment.effectiveEnvironment
    status = deployment.status
    updatedAt = deployment.updatedAt
    stagingAt = deployment.stagingDeployedAt
    productionAt = deployment.productionDeployedAt
    bucketTime = deployment.bucketTime
    commitTime = deployment.commitTime
    isRolledBack = deployment.isRolledBack
    rolledBackAt = deployment.rolledBackAt
    rolledBackTo = deployment.rolledBackTo
    rollbackSignal = deployment.metadata.text(of: "rollback_signal")
    isRework = deployment.isRework
    fixes = deployment.metadata.text(of: "fixes_deployment")
    if let isRolledBack = correction?.isRolledBack { correct(isRolledBack: isRolledBack) }
  }

  private mutating func correct(isRolledBack isTakenOut: Bool) {
    if !isTakenOut {
      if isRolledBack { rollbackSignal = nil }
      rolledBackAt = nil
      rolledBackTo = nil
      if status == .rolledBack { status = .live }
    }
    isRolledBack = isTakenOut
  }

  package var isExcluded: Bool { correction?.isExcluded ?? false }

  /// A correction says that no rollback took it out, whatever the order of versions suggests.
  package var isKept: Bool { correction?.isRolledBack == false }

  /// It is said to be the way back to another version, by a correction or else by its system. On a
  /// deployment that was itself rolled back the system's sign tells just that.
  package var isMarkedWayBack: Bool {
    correction?.isRollback ?? (rollbackSignal != nil && !isRolledBack)
  }

  /// How its being a way back is known.
  package var basisAsWayBack: Basis {
    if correction?.isRollback == true { return .override }
    return isMarkedWayBack ? .vendor : .inferred
  }

  /// How its own rollback is known.
  package var basisOfOwnRollback: Basis {
    if correction?.isRolledBack == true { return .override }
    return rollbackSignal == nil ? .explicit : .vendor
  }
}

extension Deployment {
  /// `metadata.commit_timestamp`: when the deployed commit was made; nil if it is no time.
  package var commitTime: Timestamp? {
    metadata.text(of: "commit_timestamp").flatMap { Timestamp(rfc3339: $0.string) }
  }

  /// Repairs something, by its tags, its metadata or the start of its commit message.
  package var isRework: Bool {
    let words: [Text] = ["hotfix", "incident", "rework"]
    if tags.contains(where: words.contains) { return true }
    if words.contains(where: { metadata.isSet($0.string) }) { return true }
    guard let message = commitMessage?.string else { return false }
    return message.hasPrefix("Revert \"") || message.hasPrefix("revert:")
      || message.hasPrefix("hotfix")
  }
}
