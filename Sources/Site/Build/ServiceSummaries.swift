import Archiving
import Metrics
import Model

/// What the pages about everything need to know of the services.
struct ServiceSummaries {
  /// How many rollbacks are listed at once.
  static let rollbackLimit = 40
  private(set) var rows: [ServiceRow] = []
  private(set) var failures: [ServiceFailureRow] = []
  private(set) var attention: [AttentionRow] = []
  /// All of them, the newest first.
  private(set) var rollbacks: [RollbackRow] = []
  private(set) var rollbackTotals = RollbackTotals()
  private(set) var offenders: [OffenderRow] = []
  private(set) var lanes: [SpanLanes.Lane] = []
  /// What began to be live in production in the last complete week, by service.
  private(set) var arrivals: [ArrivalRow] = []
  /// Change failures by each convention, over all services and of each.
  private(set) var conventions = ConventionCounts()
  private(set) var serviceConventions: [(name: Text, counts: ConventionCounts)] = []
  /// The rates of all services against the window before.
  private(set) var comparisons: [ComparisonRow] = []
  /// The deployments of all services.
  private(set) var deployments = DeploymentTally()

  /// Goes through all services, by name; `each` is handed what was read of one.
  init(_ reading: ServiceReading, each: (ServiceView, FigureMaker) throws -> Void) throws {
    let incidents = try reading.incidentsByService()
    var windows = WindowComparisons()
    for name in try reading.reader.services() {
      let view = try reading.view(of: name)
      let figures = try reading.figures(of: view)
      try each(view, figures)
      add(view, figures, reading)
      addConventions(of: view, incidents[name] ?? [], reading)
      windows.add(name, figures)
    }
    take(windows.judged())
    rollbacks = RollbacksPage.newestFirst(rollbacks)
  }

  private mutating func add(
    _ view: ServiceView, _ figures: FigureMaker, _ reading: ServiceReading
  ) {
    let (zone, ranges) = (reading.zone, reading.ranges)
    let end = min(ranges.today, figures.deploymentCoverage.through ?? ranges.today)
    let silent = view.silentSince(until: end)
    rows.append(
      ServiceRow(
        name: view.name, live: view.live, lastDeployment: view.newest,
        lastDay: view.newest?.deployment.bucketTime.map { zone.day(of: $0) },
        silentSince: silent, deployments: figures.forwardCount(days: 30),
        changeFailureRate: figures.changeFailureRate(days: 90),
        jobFailureRate: figures.jobFailureRate(days: 30), strip: figures.strip(form: .cell),
        total: view.total))
    failures.append(
      ServiceFailureRow(
        name: view.name, change: figures.changeFailureRate(days: 90),
        job: figures.jobFailureRate(days: 90)))
    arrivals += view.arrivals(in: ranges.date.last(7).days, zone: zone)
    attention += view.attention(silentSince: silent, zone: zone, date: ranges.date)
    deployments.add(view.tally)
    addRollbacks(of: view, reading)
  }

  /// What the comparisons of the whole build say of each service.
  private mutating func take(_ judged: [ComparisonRow]) {
    comparisons = judged
    let byService = Dictionary(grouping: judged) { $0.pair.service }
    for i in rows.indices { rows[i].comparisons = byService[rows[i].name] ?? [] }
    attention += judged.filter { $0.verdict == .worse }.map { row in
      AttentionRow(
        status: "failed", label: "worse", subject: row.pair.service,
        path: SitePaths.service(row.pair.service), words: row.words, at: nil,
        rule: ComparisonRow.rule, kind: .worse)
    }
  }

  private mutating func addConventions(
    of view: ServiceView, _ incidents: [Incident], _ reading: ServiceReading
  ) {
    guard view.total > 0 else { return }
    let counts = ConventionCounts(view.tally, incidents: incidents, reading)
    conventions.add(counts)
    serviceConventions.append((view.name, counts))
  }

  private mutating func addRollbacks(of view: ServiceView, _ reading: ServiceReading) {
    guard !view.rollbacks.isEmpty else { return }
    for row in view.rollbacks { rollbackTotals.add(row) }
    rollbacks += view.rollbacks
    if !view.counted.isEmpty {
      offenders.append(
        OffenderRow(
          name: view.name, rollbacks: view.counted.count, forward: view.tally.kinds.forward))
    }
    lanes += view.lanesOfRollbacks(ranges: reading.ranges, zone: reading.zone)
  }
}

/// Rollbacks over all services, counted in passing.
struct RollbackTotals {
  private(set) var total = 0
  private(set) var explicit = 0
  private(set) var vendor = 0
  private(set) var inferred = 0
  /// Of these, by corrections.
  private(set) var overridden = 0
  /// Exercises, in none of the others.
  private(set) var drills = 0
  private(set) var timesLive: [UInt32] = []

  mutating func add(_ row: RollbackRow) {
    guard !row.rollback.isDrill else {
      drills += 1
      return
    }
    total += 1
    switch row.rollback.basis {
    case .explicit: explicit += 1
    case .vendor: vendor += 1
    case .inferred: inferred += 1
    case .override: overridden += 1
    }
    if let live = row.liveMilliseconds { timesLive.append(UInt32(clamping: live)) }
  }
}
