package import Archiving
import Metrics
package import Model

/// Asks an archive for what one page of a site shows, without building the site. Each answer is the
/// very value that the page and its JSON twin are written from.
package struct SiteQuery {
  let reader: PublicReader
  let options: SiteOptions

  package init(_ archive: ArchiveReader, _ options: SiteOptions) throws {
    reader = try PublicReader(archive, options)
    self.options = options
  }

  /// The job with that id, as in the archive or as the site shows it; nil if there is none. It need
  /// have no page: pages of jobs go, the answer stays. The cost does not grow with the archive.
  package func job(_ id: Text) throws -> JobPage? {
    guard let id = try reader.original(.job, asked: id),
      let stored = try reader.job(originalID: id)
    else { return nil }
    return try JobPage(stored, named: reader.deployments(naming: stored.job.id), reader)
  }

  /// The deployment with that id, as in the archive or as the site shows it; nil if there is none.
  /// The cost does not grow with the archive.
  package func deployment(_ id: Text) throws -> DeploymentPage? {
    try reader.original(.deployment, asked: id).flatMap { try reader.deployment(originalID: $0) }
      .map { try DeploymentPage($0, reader) }
  }

  /// What the archive keeps of an id, as it may be shown: versions and events, also of an id that no
  /// record has.
  package func history(_ kind: RecordKind, _ id: Text) throws -> RecordHistory {
    try reader.history(kind, originalID: reader.original(kind, asked: id) ?? id)
  }

  /// A service by its name in the archive, or as the site shows it; nil if nothing belongs to it.
  /// Goes through the service's own deployments and days.
  package func service(_ name: Text) throws -> ServicePage? {
    guard let shown = try reader.shownService(asked: name) else { return nil }
    let reading = try ServiceReading(reader, options)
    let view = try reading.view(of: shown)
    let figures = try reading.figures(of: view)
    return try reading.page(view, figures, reading.delivery(of: view, figures))
  }

  /// All services. Goes through all deployments.
  package func services() throws -> ServicesPage {
    let parts = try ServicesPage.parts(summaries(), reader, today: options.date.today)
    return parts[0]
  }

  /// All services by name, as the site shows them.
  package func serviceNames() throws -> [Text] { try reader.services() }

  /// The rollbacks that fit; without a filter, what the site's page of rollbacks shows. Nil if there is
  /// no service of the name that the filter asks for. Goes through the deployments of all services
  /// asked for.
  package func rollbacks(_ filter: RollbackFilter) throws -> RollbacksPage? {
    if filter.isIdle {
      return try RollbacksPage(
        summaries(), reader, ReportRanges(date: options.date), zone: options.zone)
    }
    var services = try reader.services()
    if let asked = filter.service {
      guard let shown = try reader.shownService(asked: asked) else { return nil }
      services = [shown]
    }
    return try RollbacksPage(ServiceReading(reader, options), services: services, filter)
  }

  /// How a figure came about, by going through the records of its window. Nil if there is no service of
  /// the name that is asked for.
  package func explain(_ request: ExplanationRequest) throws -> Explanation? {
    var request = request
    var services = try reader.services()
    if let asked = request.service {
      guard let shown = try reader.shownService(asked: asked) else { return nil }
      request.service = shown
      services = [shown]
    }
    let reading = try ServiceReading(reader, options)
    var maker = ExplanationMaker(reading, request)
    let coverage =
      try request.metric.isOfJobs
      ? reading.jobCoverage(of: request.service) : reading.deploymentCoverage(of: services)
    return try maker.explain(services, coverage)
  }

  private func summaries() throws -> ServiceSummaries {
    try ServiceSummaries(ServiceReading(reader, options)) { _, _ in }
  }
}
