/// Writes the page of each service, one after the other, and sums them up.
struct ServiceStage {
  static let listLimit = 50
  private let builder: SiteBuilder

  init(_ builder: SiteBuilder) { self.builder = builder }

  func run() throws -> ServiceSummaries {
    let reading = try ServiceReading(builder.reader, builder.options)
    return try ServiceSummaries(reading) { view, figures in
      let delivery = try reading.delivery(of: view, figures)
      try builder.writer.write(reading.page(view, figures, delivery))
      try builder.writer.write(EvidencePage(name: view.name, figures: delivery))
      for page in view.rollbackPages(zone: builder.options.zone) {
        try builder.writer.write(page)
      }
      try reading.forEachMonth(of: view, figures) { try builder.writer.write($0) }
    }
  }
}
