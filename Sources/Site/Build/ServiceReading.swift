import Archiving
import Metrics
import Model

/// Reads services one by one, and counts what the figures of each rest on.
struct ServiceReading {
  let reader: PublicReader
  let options: SiteOptions
  let ranges: ReportRanges
  /// How far jobs are known, whatever their service.
  private let jobsThrough: LocalDay?

  var zone: ZoneTable { options.zone }

  init(_ reader: PublicReader, _ options: SiteOptions) throws {
    self.reader = reader
    self.options = options
    ranges = ReportRanges(date: options.date)
    jobsThrough = try reader.jobsThrough().map { options.zone.day(of: $0) }
  }

  func view(of name: Text) throws -> ServiceView { try ServiceView(name, reader, options) }

  func figures(of view: ServiceView) throws -> FigureMaker {
    let jobs = try jobs(of: view.name)
    let through = try reader.deploymentsThrough(of: view.name)
    return FigureMaker(
      ranges: ranges, deployments: view.tally, jobs: jobs,
      deploymentCoverage: Coverage(
        first: view.tally.days?.lowerBound, through: through.map { zone.day(of: $0) },
        today: ranges.today),
      jobCoverage: Coverage(
        first: jobs.days?.lowerBound, through: jobsThrough, today: ranges.today),
      deploymentEvidence: SitePaths.service(view.name) + "#deployments",
      jobEvidence: SitePaths.jobs,
      rollbackEvidence: SitePaths.service(view.name) + "#rollbacks",
      changeEvidence: SitePaths.evidence(view.name) + "#" + Metric.changeFailureRate.anchor)
  }

  /// What the sources can say about jobs; of all services for nil.
  func jobCoverage(of service: Text?) throws -> Coverage {
    guard let service else { return try BuildInputs(reader, options).jobCoverage }
    return Coverage(
      first: try jobs(of: service).days?.lowerBound, through: jobsThrough, today: ranges.today)
  }

  /// What the sources can say about the deployments of several services.
  func deploymentCoverage(of services: [Text]) throws -> Coverage {
    var first: LocalDay?
    var through: Timestamp?
    for service in services {
      if let day = try view(of: service).tally.days?.lowerBound { first = min(first ?? day, day) }
      if let time = try reader.deploymentsThrough(of: service) {
        through = max(through ?? time, time)
      }
    }
    return Coverage(first: first, through: through.map { zone.day(of: $0) }, today: ranges.today)
  }

  /// The incidents that name a service, by its name.
  func incidentsByService() throws -> [Text: [Incident]] {
    var result: [Text: [Incident]] = [:]
    try reader.forEachIncident { incident in
      if let service = incident.service { result[service, default: []].append(incident) }
    }
    return result
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

  /// The figures of delivery of one service, with the records behind them.
  func delivery(of view: ServiceView, _ figures: FigureMaker) throws -> [Explanation] {
    let records = try DeploymentRecords(view.name, reader)
    return try EvidencePage.metrics.map { metric in
      var maker = ExplanationMaker(self, ExplanationRequest(metric, service: view.name))
      try maker.take(records)
      return try maker.finish([view.name], figures.deploymentCoverage)
    }
  }

  func page(
    _ view: ServiceView, _ figures: FigureMaker, _ delivery: [Explanation]
  ) -> ServicePage {
    ServicePage(
      name: view.name, lead: view.lead, live: view.live,
      windows: figures.windows, headline: figures.headline,
      delivery: delivery.map { DeliveryRow(figure: $0, name: view.name) },
      strip: figures.strip(form: .figure),
      weeks: figures.weekBars, jobRate: figures.jobRateLine, runTimes: figures.runTimeBand,
      lanes: view.lanes(zone: zone, ranges: ranges), latest: view.latest, total: view.total,
      kinds: view.tally.kinds, failures: view.failures,
      rollbacks: Array(view.rollbacks.suffix(ServiceStage.listLimit).reversed()),
      repos: view.repos, jobTotal: figures.jobs.counts(in: nil).total,
      corrections: reader.corrections.ofAliases(of: view.name).map(CorrectionRow.init))
  }
}

extension BuildInputs {
  /// The figures over all services.
  func overall(
    _ deployments: DeploymentTally, _ reader: PublicReader, zone: ZoneTable
  ) throws -> FigureMaker {
    let through = try reader.sources().compactMap(\.dataThrough).max()
    return FigureMaker(
      ranges: ranges, deployments: deployments, jobs: jobs,
      deploymentCoverage: Coverage(
        first: deployments.days?.lowerBound, through: through.map { zone.day(of: $0) },
        today: ranges.today), jobCoverage: jobCoverage,
      deploymentEvidence: SitePaths.deployments, jobEvidence: SitePaths.jobs,
      rollbackEvidence: SitePaths.rollbacks)
  }
}
