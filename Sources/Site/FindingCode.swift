/// The rows of the data-quality ledger, by the words that programs know them by.
package enum FindingCode: String, CaseIterable, Sendable {
  case negativeRun = "negative-run"
  case negativeQueue = "negative-queue"
  case durationMismatch = "duration-mismatch"
  case clockSkew = "clock-skew"
  case stagingAfterProduction = "staging-after-production"
  case staleOpenJob = "stale-open-job"
  case orphanJob = "orphan-job"
  case danglingTarget = "dangling-target"
  case undated
  case afterReport = "after-report"
  case unknownStatus = "unknown-status"
  case deletedAtSource = "deleted-at-source"
  case waitingEvent = "waiting-event"
  case unusualEvent = "unusual-event"
  case conflict
  case earlierVersion = "earlier-version"
  case mixedScriptName = "mixed-script-name"
  case correction
  case stoppedFeed = "stopped-feed"
  case quarantined

  /// Whether it means that something is wrong at a source. The others are what records normally do,
  /// what a report of an earlier date finds, or for people to judge.
  package var isDefect: Bool {
    switch self {
    case .afterReport, .correction, .deletedAtSource, .earlierVersion, .mixedScriptName: false
    default: true
    }
  }
}
