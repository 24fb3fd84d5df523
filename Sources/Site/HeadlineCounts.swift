import Metrics
package import Model

/// The key figures of all services as whole numbers, for programs that watch them: numerators and
/// denominators, no rates. What the sources say nothing about is not there.
package struct HeadlineCount: Sendable {
  /// For programs: `failed_jobs`.
  package let name: String
  /// What is counted.
  package let meaning: String
  /// Complete local days in the window.
  package let days: Int
  package let value: Int
}

/// What a build tells of itself beside the site.
package struct SiteFacts: Sendable {
  package var headline: [HeadlineCount] = []
  /// How far the data of each source go, by the source's name; nil for one without a time.
  package var dataThrough: [(source: String, time: Timestamp?)] = []

  package init() {}

  init(headline: [HeadlineCount], dataThrough: [(source: String, time: Timestamp?)]) {
    self.headline = headline
    self.dataThrough = dataThrough
  }
}

extension Headline {
  /// In the order of the home page.
  var counts: [HeadlineCount] {
    var counts: [HeadlineCount] = []
    func add(_ name: String, _ meaning: String, _ days: Int, _ value: Int?) {
      guard let value else { return }
      counts.append(HeadlineCount(name: name, meaning: meaning, days: days, value: value))
    }
    let change = changeFailureRate.proportion
    let job = jobFailureRate.proportion
    add("changes", "Forward deployments in production.", 30, deployments.count)
    add(
      "matured_changes", "Forward deployments old enough for the change failure rate.", 90,
      change.n == 0 ? nil : change.n)
    add("failed_changes", "Those of them that failed.", 90, change.n == 0 ? nil : change.k)
    add("rollbacks", "Rollbacks.", 90, rollbacks.count)
    add("finished_jobs", "Jobs that succeeded or failed.", 30, job.n == 0 ? nil : job.n)
    add("failed_jobs", "Those of them that failed.", 30, job.n == 0 ? nil : job.k)
    return counts
  }
}
