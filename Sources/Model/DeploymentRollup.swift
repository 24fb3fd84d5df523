/// The shares of deployments that rollups count.
package enum DeploymentShare: UInt8, CaseIterable, Sendable {
  case changeFailure, rollback, rework, attemptFailure
  /// Change failures by the rules of other tools; the last one counts successful deployments alone.
  case naive, metrik, datadog, successful
}

/// What became of one day's production deployments.
package struct DayOutcome: Sendable, Equatable {
  package var ok: Int
  package var failed: Int
  package var rolledBack: Int

  package init(ok: Int = 0, failed: Int = 0, rolledBack: Int = 0) {
    self.ok = ok
    self.failed = failed
    self.rolledBack = rolledBack
  }

  package var total: Int { ok + failed + rolledBack }

  package static func += (a: inout DayOutcome, b: DayOutcome) {
    a.ok += b.ok
    a.failed += b.failed
    a.rolledBack += b.rolledBack
  }
}

/// What the archive keeps of the deployments of one local day to one environment of one service:
/// numbers and durations, from which the figures of any window follow without the deployments.
package struct DeploymentRollup: Sendable, Equatable {
  /// Deployments by `DeploymentKind.rawValue`.
  package private(set) var kinds = Array(repeating: 0, count: DeploymentKind.allCases.count)
  /// Numerators and denominators by `DeploymentShare.rawValue`.
  package private(set) var hits = Array(repeating: 0, count: DeploymentShare.allCases.count)
  package private(set) var totals = Array(repeating: 0, count: DeploymentShare.allCases.count)
  /// Of everything that reached production.
  package var outcome = DayOutcome()
  /// Rollbacks that took effect on the day.
  package var rollbacks = 0
  /// Forward deployments with a lead time by `LeadBasis.rawValue`.
  package private(set) var led = Array(repeating: 0, count: LeadBasis.allCases.count)
  /// Forward deployments whose commit is younger than their production time.
  package var negativeLeads = 0
  /// Production times of the forward deployments: ascending milliseconds after the start of the day.
  package var forwardOffsets: [UInt32] = []
  /// Lead times by `LeadBasis.rawValue`: ascending milliseconds, one for each change.
  package private(set) var leads: [[Int64]] = LeadBasis.allCases.map { _ in [] }

  package init() {}

  package subscript(kind: DeploymentKind) -> Int {
    get { kinds[Int(kind.rawValue)] }
    set { kinds[Int(kind.rawValue)] = newValue }
  }

  /// Forward deployments.
  package var forward: Int { self[.forward] }
  /// Deployments of all kinds.
  package var total: Int { kinds.reduce(0, +) }
  /// Whether there is a deployment that no correction excludes.
  package var isAnyCounted: Bool { total > self[.excluded] }

  /// Numerator and denominator of a share.
  package subscript(share: DeploymentShare) -> (hits: Int, total: Int) {
    (hits[Int(share.rawValue)], totals[Int(share.rawValue)])
  }

  /// Counts one deployment more in a share.
  package mutating func count(_ share: DeploymentShare, isHit: Bool) {
    totals[Int(share.rawValue)] += 1
    if isHit { hits[Int(share.rawValue)] += 1 }
  }

  /// How many forward deployments have lead times of that basis, and the lead times.
  package subscript(basis: LeadBasis) -> (deployments: Int, milliseconds: [Int64]) {
    (led[Int(basis.rawValue)], leads[Int(basis.rawValue)])
  }

  /// Takes in the lead times of one forward deployment; unsorted until `sort`.
  package mutating func add(_ lead: DeploymentLead) {
    if lead.isNegative { negativeLeads += 1 }
    guard let basis = lead.basis else { return }
    led[Int(basis.rawValue)] += 1
    leads[Int(basis.rawValue)] += lead.milliseconds
  }

  package mutating func sort() {
    forwardOffsets.sort()
    for i in leads.indices { leads[i].sort() }
  }

  /// Adds another environment's or service's day; durations are unsorted until `sort`.
  package static func += (a: inout DeploymentRollup, b: DeploymentRollup) {
    for i in a.kinds.indices { a.kinds[i] += b.kinds[i] }
    for i in a.hits.indices {
      a.hits[i] += b.hits[i]
      a.totals[i] += b.totals[i]
    }
    a.outcome += b.outcome
    a.rollbacks += b.rollbacks
    for i in a.led.indices {
      a.led[i] += b.led[i]
      a.leads[i] += b.leads[i]
    }
    a.negativeLeads += b.negativeLeads
    a.forwardOffsets += b.forwardOffsets
  }
}

extension DeploymentRollup {
  /// All numbers in one row, for the archive: lists, each behind its length, so that a later version
  /// with longer ones reads what an earlier one wrote. `init(numbers:offsets:leads:)` reads it.
  package var numbers: [Int] {
    let rest = [outcome.ok, outcome.failed, outcome.rolledBack, rollbacks, negativeLeads]
    return [kinds, hits, totals, led, rest].flatMap { [$0.count] + $0 }
  }

  /// - Parameters:
  ///   - numbers: as `numbers` wrote them; missing ones are 0.
  ///   - leads: by basis.
  package init(numbers: [Int], offsets: [UInt32], leads: [[Int64]]) {
    self.init()
    var stored = numbers[...]
    func take(_ list: inout [Int]) {
      let found = stored.dropFirst().prefix(stored.first ?? 0)
      for (i, number) in zip(list.indices, found) { list[i] = number }
      stored = stored.dropFirst(1 + found.count)
    }
    take(&kinds)
    take(&hits)
    take(&totals)
    take(&led)
    var rest = [0, 0, 0, 0, 0]
    take(&rest)
    outcome = DayOutcome(ok: rest[0], failed: rest[1], rolledBack: rest[2])
    rollbacks = rest[3]
    negativeLeads = rest[4]
    forwardOffsets = offsets
    for (i, times) in leads.prefix(self.leads.count).enumerated() { self.leads[i] = times }
  }
}

/// The rollup of one day in one environment.
package struct DeploymentDay: Sendable, Equatable {
  package var environment: Text
  /// Nil for deployments without any time.
  package var day: LocalDay?
  package var rollup: DeploymentRollup

  package init(environment: Text, day: LocalDay?, rollup: DeploymentRollup) {
    self.environment = environment
    self.day = day
    self.rollup = rollup
  }
}
