/// The types of jobs, with how long they run.
enum JobKind: Sendable {
  case build, test, lint, deploy, endToEnd, nightly

  var word: String {
    switch self {
    case .build: "build"
    case .test: "test"
    case .lint: "lint"
    case .deploy: "deploy"
    case .endToEnd: "e2e"
    case .nightly: "nightly"
    }
  }

  /// Median run time in seconds, for a service that builds in `build` seconds.
  func medianSeconds(build: Double) -> Double {
    switch self {
    case .build: build
    case .test: build * 1.5
    case .lint: 35
    case .deploy: 95
    case .endToEnd: 540
    case .nightly: 1500
    }
  }

  /// Longest run time in seconds. All stages in front of a deployment fit into `Bundle.longestLead`.
  var capSeconds: Double {
    switch self {
    case .build: 1500
    case .test: 2400
    case .lint: 600
    case .deploy: 900
    case .endToEnd: 2400
    case .nightly: 14_400
    }
  }
}
