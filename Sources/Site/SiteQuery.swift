package import Archiving
package import Model

/// Asks an archive for what one page of a site shows, without building the site. Each answer is the
/// very value that the page and its JSON twin are written from.
package struct SiteQuery {
  private let reader: PublicReader
  private let options: SiteOptions

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

  /// A service by its name in the archive, or as the site shows it; nil if nothing belongs to it.
  /// Goes through the service's own deployments and days.
  package func service(_ name: Text) throws -> ServicePage? {
    guard let shown = try reader.shownService(asked: name) else { return nil }
    let reading = try ServiceReading(reader, options)
    let view = try reading.view(of: shown)
    return reading.page(view, try reading.figures(of: view))
  }

  /// All services. Goes through all deployments.
  package func services() throws -> ServicesPage {
    try ServicesPage(summaries(), reader, today: options.date.today)
  }

  /// The rollbacks of all services. Goes through all deployments.
  package func rollbacks() throws -> RollbacksPage {
    RollbacksPage(
      try summaries(), ReportRanges(date: options.date), zone: options.zone)
  }

  private func summaries() throws -> ServiceSummaries {
    try ServiceSummaries(ServiceReading(reader, options)) { _, _ in }
  }
}
