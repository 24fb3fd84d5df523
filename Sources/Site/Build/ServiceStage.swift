/// Writes the page of each service, one after the other, and sums them up.
struct ServiceStage {
  static let listLimit = 25
  /// How many failed changes.
  static let failureLimit = 15
  /// How many of its rollbacks stand on a service's page.
  static let rollbackLimit = 12
  private let builder: SiteBuilder

  init(_ builder: SiteBuilder) { self.builder = builder }

  func run() throws -> ServiceSummaries {
    let reading = try ServiceReading(builder.reader, builder.options)
    let feeds = FeedStage(builder)
    let releases = ReleaseStage(builder)
    let summaries = try ServiceSummaries(reading) { view, figures in
      let delivery = try reading.delivery(of: view, figures)
      try builder.writer.write(reading.page(view, figures, delivery))
      try builder.writer.write(EvidencePage(name: view.name, figures: delivery))
      for page in view.rollbackPages(zone: builder.options.zone) {
        try builder.writer.write(page)
      }
      try reading.forEachMonth(of: view, figures) { try builder.writer.write($0) }
      try feeds.write(of: view.name, view.rollbacks)
      try releases.write(of: view.name, view.rollbacks)
      for badge in ServiceBadges(view, figures).all {
        try builder.writer.write(
          file: SitePaths.badge(badge.name, of: view.name),
          BadgeWriter.bytes(badge, service: FeedEntry.shown(view.name)))
      }
    }
    try releases.finish()
    return summaries
  }
}
