package import Model

/// A stage on the way of a commit to production.
package enum LeadStage: String, CaseIterable, Sendable {
  /// Commit -> build done.
  case build
  /// Build done -> test done.
  case test
  /// Test done -> staged.
  case staging
  /// Staged -> live.
  case production
}

/// The stages between a commit and its arrival in production, in milliseconds. A stage is nil if one
/// of its ends is missing, or if it would be negative.
package struct LeadStages: Sendable, Equatable {
  /// Commit -> build done.
  package let build: Int64?
  /// Build done -> test done.
  package let test: Int64?
  /// Test done -> staged.
  package let staging: Int64?
  /// Staged -> live.
  package let production: Int64?
  /// The stages that would be negative: both ends are known, the wrong way round.
  package let negative: Set<LeadStage>

  package init(
    committed: Timestamp?, buildDone: Timestamp?, testDone: Timestamp?, staged: Timestamp?,
    live: Timestamp?
  ) {
    build = elapsed(committed, buildDone)
    test = elapsed(buildDone, testDone)
    staging = elapsed(testDone, staged)
    production = elapsed(staged, live)
    let moments = [committed, buildDone, testDone, staged, live]
    negative = Set(
      zip(LeadStage.allCases, zip(moments, moments.dropFirst())).compactMap { stage, ends in
        guard let from = ends.0, let to = ends.1 else { return nil }
        return to < from ? stage : nil
      })
  }

  package subscript(stage: LeadStage) -> Int64? {
    switch stage {
    case .build: build
    case .test: test
    case .staging: staging
    case .production: production
    }
  }
}

/// The stages of many deployments: durations, and how many have none. Stages are never added up; each
/// has deployments of its own.
package struct LeadStageTally: Sendable, Equatable {
  private var durations: [LeadStage: [Int64]] = [:]
  private var negatives: [LeadStage: Int] = [:]
  /// Deployments taken in.
  package private(set) var count = 0

  package init() {}

  package mutating func add(_ stages: LeadStages) {
    count += 1
    for stage in LeadStage.allCases {
      if let duration = stages[stage] { durations[stage, default: []].append(duration) }
      if stages.negative.contains(stage) { negatives[stage, default: 0] += 1 }
    }
  }

  /// Ascending milliseconds; empty if no deployment has both ends.
  package func sorted(_ stage: LeadStage) -> [Int64] { (durations[stage] ?? []).sorted() }

  /// Deployments whose stage would be negative: left out.
  package func negative(_ stage: LeadStage) -> Int { negatives[stage] ?? 0 }

  /// Deployments of which one end of the stage is not known: left out.
  package func missing(_ stage: LeadStage) -> Int {
    count - (durations[stage]?.count ?? 0) - negative(stage)
  }
}

/// Milliseconds for which a commit that passed its tests has waited to go live: start of the day of
/// `as_of` - the time it passed; nil if it passed later.
package func pendingAge(greenSince: Timestamp, asOf startOfDay: Timestamp) -> Int64? {
  elapsed(greenSince, startOfDay)
}

private func elapsed(_ from: Timestamp?, _ to: Timestamp?) -> Int64? {
  guard let from, let to, from <= to else { return nil }
  return to.milliseconds(since: from)
}
