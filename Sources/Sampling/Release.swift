import Model

/// A version of a service that reached an environment.
struct Release: Sendable {
  var version: String
  var commit: Commit
  var deploymentID: Text
  var build: Text?
  var test: Text?
}

/// What the next deployment of a service is to be.
enum NextStep: Sendable {
  /// A new version with a new commit.
  case change
  case hotfix(of: Release)
  case revert(of: Release)
  case reapply(of: Release)
  /// An older version, deployed again to get rid of a bad one.
  case rollback(to: Release)
  /// The version that is live, once more.
  case redeploy(of: Release)
  /// The version that just went live in Europe, in America.
  case secondRegion(of: Release)
  /// A change that is meant to help and does not.
  case failedRepair(of: Release)
}

/// What becomes of a deployment.
enum Outcome: Sendable {
  case good
  case rolledBackInPlace
  /// Bad; an older version is deployed over it.
  case replacedByOlder
  /// Reached production with status `failed`; mended by a hotfix.
  case failedInProduction
  /// Failed on the way.
  case neverArrived
  /// Bad, and so is what is meant to repair it.
  case failedTwice
  case underWay(DeploymentStatus)

  /// Whether it is known to be a bad version.
  var isBad: Bool {
    switch self {
    case .good, .underWay, .neverArrived: false
    default: true
    }
  }
}
