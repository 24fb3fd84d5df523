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
  /// The months that came out differently after they were published, by service.
  private let restated: [Text: Set<Month>]

  var zone: ZoneTable { options.zone }

  init(_ reader: PublicReader, _ options: SiteOptions) throws {
    self.reader = reader
    self.options = options
    ranges = ReportRanges(date: options.date)
    jobsThrough = try reader.jobsThrough().map { options.zone.day(of: $0) }
    let all = try reader.findings.restatements(asOf: options.date.today).all
    restated = Dictionary(grouping: all) { $0.service }.mapValues { Set($0.map(\.month)) }
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
      deploymentEvidence: SitePaths.service(view.name) + "#months",
      jobEvidence: SitePaths.jobEvidence(view.name),
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
      if let day = try tally(of: service).days?.lowerBound { first = min(first ?? day, day) }
      if let time = try reader.deploymentsThrough(of: service) {
        through = max(through ?? time, time)
      }
    }
    return Coverage(first: first, through: through.map { zone.day(of: $0) }, today: ranges.today)
  }

  /// The days of a service's deployments, to one environment or to all.
  func tally(of service: Text, environment: Text? = nil) throws -> DeploymentTally {
    var tally = DeploymentTally()
    try reader.forEachDeploymentDay(of: service) { day in
      guard environment.map({ $0 == day.environment }) ?? true else { return }
      tally.add(day.rollup, on: day.day, date: options.date)
    }
    return tally
  }

  /// The incidents that name a service, by its name.
  func incidentsByService() throws -> [Text: [Incident]] {
    var result: [Text: [Incident]] = [:]
    try reader.forEachIncident { incident in
      if let service = incident.service { result[service, default: []].append(incident) }
    }
    return result
  }

  /// The page of the jobs behind a service's figures.
  ///
  /// - Parameter months: those with a page of their jobs.
  func page(
    _ evidence: JobEvidence, of service: Text, months: [Month]
  ) throws -> JobEvidencePage {
    var sum = JobRollup()
    try reader.forEachJobDay(of: service, in: evidence.window.days) { sum += $1 }
    sum.sort()
    return JobEvidencePage(
      name: service, window: evidence.window,
      rate: RateFigure(
        JobFailureRate(sum.counts).rate, window: evidence.window,
        coverage: try jobCoverage(of: service), noun: "finished jobs",
        definition: SitePaths.failures + "#job-failure-rate", evidence: SitePaths.jobs),
      runTime: DurationFigure(sorted: sum.runDurations, leftOut: sum.negativeRuns),
      queueTime: DurationFigure(sorted: sum.queueDurations, leftOut: sum.negativeQueues),
      jobs: evidence.jobs(of: service),
      months: months.filter { $0.days.overlaps(evidence.window.days) })
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

  /// The deployments of a service within the windows of all the figures asked for.
  func records(
    of service: Text, for requests: [ExplanationRequest]
  ) throws -> DeploymentRecords {
    let windows = requests.map { $0.window(options.date)?.days }
    let known = windows.compactMap(\.self)
    let isBounded = known.count == windows.count
    let first = known.map(\.lowerBound).min() ?? ranges.today
    let end = known.map(\.upperBound).max() ?? ranges.today
    return try DeploymentRecords(
      service, in: isBounded ? first..<end : nil, reader, zone: zone)
  }

  /// The figures of delivery of one service, with the records behind them.
  func delivery(of view: ServiceView, _ figures: FigureMaker) throws -> [Explanation] {
    let requests = EvidencePage.metrics.map { ExplanationRequest($0, service: view.name) }
    let records = try records(of: view.name, for: requests)
    return try requests.map { request in
      var maker = ExplanationMaker(self, request)
      maker.take(records)
      return try maker.finish([view.name], figures.deploymentCoverage)
    }
  }

  /// Calls `body` with the page of each month with a complete day in which the service has a
  /// deployment, the oldest first.
  func forEachMonth(
    of view: ServiceView, _ figures: FigureMaker, _ body: (ServiceMonthPage) throws -> Void
  ) throws {
    let first = try reader.recoveries(of: view.name)
    let recoveries = Dictionary(first.map { ($0.failed, $0) }) { first, _ in first }
    for month in view.tally.months where month <= (ranges.today - 1).month {
      let days = month.days.clamped(to: .ever(before: ranges.today))
      var rows: [ServiceMonthRow] = []
      let times = zone.start(of: days.lowerBound - 1)..<zone.start(of: days.upperBound + 1)
      try reader.forEachDeployment(of: view.name, in: times) { stored in
        guard let time = stored.deployment.bucketTime, days.contains(zone.day(of: time)) else {
          return
        }
        rows.append(ServiceMonthRow(stored: stored, recovery: recoveries[stored.fact.key]))
      }
      let isRestated = restated[view.name]?.contains(month) ?? false
      try body(
        ServiceMonthPage(
          name: view.name, figures: figures.figures(of: month, view.name, isRestated: isRestated),
          deployments: rows))
    }
  }

  func page(
    _ view: ServiceView, _ figures: FigureMaker, _ delivery: [Explanation]
  ) throws -> ServicePage {
    ServicePage(
      name: view.name, lead: view.lead, live: view.live,
      windows: figures.windows,
      months: figures.months(of: view.name, restated: restated[view.name] ?? []),
      headline: figures.headline,
      delivery: delivery.map { DeliveryRow(figure: $0, name: view.name) },
      levels: levels(of: delivery),
      leadStages: try LeadStageReading(self).figures(of: view, figures.deploymentCoverage),
      strip: figures.strip(form: .figure),
      weeks: figures.weekBars, jobRate: figures.jobRateLine, runTimes: figures.runTimeBand,
      lanes: view.lanes(zone: zone, ranges: ranges), latest: view.latest, total: view.total,
      kinds: view.tally.kinds, failures: view.failures,
      rollbacks: Array(view.rollbacks.suffix(ServiceStage.rollbackLimit).reversed()),
      rollbackTotal: view.rollbacks.count,
      repos: view.repos, jobTotal: figures.jobs.counts(in: nil).total,
      corrections: reader.corrections.ofAliases(of: view.name).map(CorrectionRow.init),
      badges: ServiceBadges(view, figures).all.map {
        BadgeRow(badge: $0, service: view.name, base: options.baseAddress)
      })
  }
}

extension BuildInputs {
  /// The figures over all services.
  func overall(
    _ deployments: DeploymentTally, _ reader: PublicReader, zone: ZoneTable
  ) throws -> FigureMaker {
    FigureMaker(
      ranges: ranges, deployments: deployments, jobs: jobs,
      deploymentCoverage: try Coverage(ofAll: deployments, reader, zone: zone, ranges.today),
      jobCoverage: jobCoverage,
      deploymentEvidence: SitePaths.deployments, jobEvidence: SitePaths.jobs,
      rollbackEvidence: SitePaths.rollbacks, changeEvidence: SitePaths.services)
  }
}

extension Coverage {
  /// What all sources together can say about deployments.
  init(
    ofAll deployments: DeploymentTally, _ reader: PublicReader, zone: ZoneTable, _ today: LocalDay
  ) throws {
    let through = try reader.findings.sources().compactMap(\.dataThrough).max()
    self.init(
      first: deployments.days?.lowerBound, through: through.map { zone.day(of: $0) }, today: today)
  }
}
