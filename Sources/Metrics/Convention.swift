/// How a tool counts change failures: why two of them disagree about the same records.
package enum Convention: String, CaseIterable, Sendable {
  case rollbook, naive, metrik, datadog, devlake, gitlab, fourkeys

  /// Whether it counts incidents instead of deployments.
  package var needsIncidents: Bool {
    switch self {
    case .devlake, .gitlab, .fourkeys: true
    default: false
    }
  }

  /// Numerator / denominator of its change failure rate.
  package var changeFailureRate: String {
    switch self {
    case .rollbook: "failed forward deployments / forward deployments"
    case .naive: "failed or rolled back / all production attempts"
    case .metrik: "failed / (failed + successful) deployments, all others ignored"
    case .datadog: "failed / (all deployments in production - rollback redeployments)"
    case .devlake, .gitlab, .fourkeys: "incidents / successful deployments"
    }
  }

  /// What it takes for a failure.
  package var failures: String {
    switch self {
    case .rollbook: "rolled back, failed in production, blamed, or named by its repair"
    case .naive, .metrik: "the recorded status alone"
    case .datadog: "a rollback, or a repair within a day after it"
    case .devlake, .gitlab, .fourkeys: "incidents"
    }
  }

  /// How it cuts time.
  package var window: String {
    switch self {
    case .rollbook: "complete local days that end 7 days before the last"
    case .naive: "local days up to the report's"
    case .metrik: "instants, both ends included"
    case .datadog: "instants"
    case .devlake, .gitlab, .fourkeys: "months"
    }
  }

  /// What it shows where nothing was counted.
  package var noData: String {
    needsIncidents ? "not computable: needs incidents" : "no value"
  }
}
