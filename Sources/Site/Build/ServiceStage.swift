import Archiving
import Metrics
import Model

/// What the pages about everything need to know of the services.
struct ServiceSummaries {
  var rows: [ServiceRow] = []
  var failures: [ServiceFailureRow] = []
  var attention: [AttentionRow] = []
  var rollbacks: [RollbackRow] = []
  var rollbackTotals = RollbackTotals()
  var offenders: [OffenderRow] = []
  var lanes: [SpanLanes.Lane] = []
  /// Figures over all services.
  var overall: FigureMaker
}

/// Rollbacks over all services, counted in passing.
struct RollbackTotals {
  var total = 0
  var explicit = 0
  var vendor = 0
  var inferred = 0
  var timesLive: [UInt32] = []
}

/// Writes the page of each service, one after the other, and sums them up.
struct ServiceStage {
  static let listLimit = 50
  static let rollbackLimit = 200
  private let builder: SiteBuilder
  private let inputs: BuildInputs

  private var reader: PublicReader { builder.reader }
  private var ranges: ReportRanges { inputs.ranges }
  private var zone: ZoneTable { builder.options.zone }

  init(_ builder: SiteBuilder, _ inputs: BuildInputs) {
    self.builder = builder
    self.inputs = inputs
  }

  func run() throws -> ServiceSummaries {
    var summaries = ServiceSummaries(overall: try figures(DeploymentTally(), service: nil))
    var all = DeploymentTally()
    for name in try reader.services() {
      let view = try ServiceView(name, reader, builder.options)
      let figures = try figures(view.tally, service: name)
      try builder.writer.write(page(view, figures))
      all.add(view.tally)
      try add(view, figures, to: &summaries)
    }
    summaries.overall = try self.figures(all, service: nil)
    let newest = summaries.rollbacks.sorted {
      ($0.rollback.at?.milliseconds ?? .min, $0.blamed.deployment.id)
        > ($1.rollback.at?.milliseconds ?? .min, $1.blamed.deployment.id)
    }
    summaries.rollbacks = Array(newest.prefix(ServiceStage.rollbackLimit))
    return summaries
  }

  // MARK: - Figures

  private func figures(_ tally: DeploymentTally, service: Text?) throws -> FigureMaker {
    var jobs = inputs.jobs
    var jobCoverage = inputs.jobCoverage
    var through = try reader.sources().compactMap(\.dataThrough).max()
    if let service {
      jobs = try self.jobs(of: service)
      through = try reader.deploymentsThrough(of: service)
      jobCoverage = Coverage(
        first: jobs.days?.lowerBound, through: inputs.jobCoverage.through, today: ranges.today)
    }
    return FigureMaker(
      ranges: ranges, deployments: tally, jobs: jobs,
      deploymentCoverage: Coverage(
        first: tally.days?.lowerBound, through: through.map { zone.day(of: $0) },
        today: ranges.today), jobCoverage: jobCoverage,
      deploymentEvidence: service.map { SitePaths.service($0) + "#deployments" }
        ?? SitePaths.deployments,
      jobEvidence: SitePaths.jobs,
      rollbackEvidence: service.map { SitePaths.service($0) + "#rollbacks" }
        ?? SitePaths.rollbacks)
  }

  private func jobs(of service: Text) throws -> JobTally {
    var tally = JobTally()
    for part in try BuildInputs.jobDays(reader, ranges.date) {
      try reader.forEachJobDay(of: service, in: part.days, durations: part.durations) {
        tally.add($1, on: $0, date: ranges.date)
      }
    }
    return tally
  }

  // MARK: - Pages

  private func page(_ view: ServiceView, _ figures: FigureMaker) -> ServicePage {
    ServicePage(
      name: view.name, lead: view.lead, live: view.live,
      windows: figures.windows, headline: figures.headline, strip: figures.strip(form: .figure),
      weeks: figures.weekBars, jobRate: figures.jobRateLine, runTimes: figures.runTimeBand,
      lanes: view.lanes(zone: zone, ranges: ranges), latest: view.latest, total: view.total,
      kinds: view.tally.kinds, failures: view.failures,
      rollbacks: Array(view.rollbacks.suffix(ServiceStage.listLimit).reversed()),
      repos: view.repos, jobTotal: figures.jobs.counts(in: nil).total)
  }

  private func add(
    _ view: ServiceView, _ figures: FigureMaker, to summaries: inout ServiceSummaries
  ) throws {
    let end = min(ranges.today, figures.deploymentCoverage.through ?? ranges.today)
    let silent = view.silentSince(zone: zone, until: end)
    summaries.rows.append(
      ServiceRow(
        name: view.name, live: view.live, lastDeployment: view.latest.first,
        lastDay: view.latest.first?.deployment.bucketTime.map { zone.day(of: $0) },
        silentSince: silent, deployments: figures.forwardCount(days: 30),
        changeFailureRate: figures.changeFailureRate(days: 90),
        jobFailureRate: figures.jobFailureRate(days: 30), strip: figures.strip(form: .cell),
        total: view.total))
    summaries.failures.append(
      ServiceFailureRow(
        name: view.name, change: figures.changeFailureRate(days: 90),
        job: figures.jobFailureRate(days: 90)))
    summaries.attention += view.attention(silentSince: silent, zone: zone, date: ranges.date)
    addRollbacks(of: view, to: &summaries)
  }

  private func addRollbacks(of view: ServiceView, to summaries: inout ServiceSummaries) {
    guard !view.rollbacks.isEmpty else { return }
    for row in view.rollbacks {
      summaries.rollbackTotals.total += 1
      switch row.rollback.basis {
      case .explicit: summaries.rollbackTotals.explicit += 1
      case .vendor: summaries.rollbackTotals.vendor += 1
      case .inferred: summaries.rollbackTotals.inferred += 1
      }
      if let live = row.liveMilliseconds {
        summaries.rollbackTotals.timesLive.append(UInt32(clamping: live))
      }
    }
    summaries.rollbacks += view.rollbacks.suffix(ServiceStage.rollbackLimit)
    summaries.offenders.append(
      OffenderRow(
        name: view.name, rollbacks: view.rollbacks.count, forward: view.tally.kinds.forward))
    summaries.lanes += view.lanesOfRollbacks(ranges: ranges, zone: zone)
  }
}
