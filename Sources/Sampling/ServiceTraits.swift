import Model

/// What a service is like: its names, how often it ships and how it fails.
struct ServiceTraits: Sendable {
  /// Where a change goes.
  enum Route: Sendable {
    case production
    case stagingThenProduction
    /// Europe first; America follows within two hours if nothing broke.
    case twoRegions
    case stagingOnly
  }

  /// How the service's last deployment ends.
  enum Ending: Sendable, Equatable {
    case ordinary
    /// Failed in production, and nothing good since.
    case openFailure
    /// Under way when the history ends.
    case underWay(DeploymentStatus)
  }

  /// How ids look.
  enum IDStyle: Sendable { case plain, github, gitlab, path, unicode, uuid }

  var name: String
  /// Lower-case letters, digits and dashes: the part of ids that names the service.
  var slug: String
  var repo: String
  /// Share of all deployments, compared with the other services'.
  var weight: Int
  /// A number of deployments instead of a share.
  var fixedCount: Int?
  var pattern: DayPattern = .everyDay
  var route: Route = .stagingThenProduction
  var ending: Ending = .ordinary
  var versions: VersionScheme = .semantic(prefix: "")
  var ids: IDStyle = .plain
  /// Outcomes of a change that goes forward, in thousandths.
  var rolledBackInPlace = 15
  var rolledBackByRedeploy = 12
  var failsInProduction = 8
  var neverArrives = 12
  /// The same version once more, in thousandths.
  var redeploys = 20
  /// Two changes that make it worse in a row, then back behind both, in thousandths.
  var failsTwice = 3
  /// Tests that fail and pass on the same commit, in thousandths.
  var flakyTests = 15
  /// Jobs that fail for a reason, in thousandths.
  var brokenJobs = 80
  /// Whether jobs say which service they are for; else it follows from the deployments.
  var namesServiceInJobs = true
  /// Whether deployments name their environment; else it follows from their flags.
  var namesEnvironment = true
  /// Whether error rate, latency and traffic are recorded.
  var isMeasured = true
  /// Typical latency in milliseconds and build time in seconds.
  var latency = 120.0
  var buildSeconds = 170.0

  init(name: String, weight: Int, change: (inout ServiceTraits) -> Void = { _ in }) {
    self.name = name
    self.weight = weight
    slug = name
    repo = "acme/\(name)"
    change(&self)
  }
}
