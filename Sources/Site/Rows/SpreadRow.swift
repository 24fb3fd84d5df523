import Metrics
import Model
package import Rendering

/// One rate pooled over the services, and how far apart they are.
package struct SpreadRow: Viewable {
  let metric: Metric
  let pooled: RateFigure
  let spread: Spread
  /// A service with the lowest, the middle and the highest rate.
  let lowest: ServiceRate?
  let middle: ServiceRate?
  let highest: ServiceRate?

  /// - Parameters:
  ///   - services: by name; each with its rate in the window of `pooled`.
  ///   - pooled: makes a figure of the pooled counts.
  init(_ metric: Metric, _ services: [ServiceRate], pooled: (Proportion) -> RateFigure) {
    self.metric = metric
    let spread = Spread(services.map(\.rate.proportion))
    func service(_ share: Proportion?) -> ServiceRate? {
      services.first { $0.rate.proportion == share }
    }
    self.spread = spread
    self.pooled = pooled(spread.pooled)
    lowest = service(spread.lowest)
    middle = service(spread.middle)
    highest = service(spread.highest)
  }

  package static let shape = Shape<SpreadRow> {
    $0.word("metric", "The rate.", rule: .metric) { $0.metric.rawValue }
    $0.word("title", "Its name in words.", inJSON: false) { $0.metric.title }
    $0.object("pooled", "The sum of all k / the sum of all n.") { $0.pooled }
    $0.object("lowest", "The service with the lowest rate, of those with 6 cases or more.") {
      $0.lowest
    }
    $0.object("middle", "The one in the middle; of an even number the lower of the two.") {
      $0.middle
    }
    $0.object("highest", "The one with the highest rate.") { $0.highest }
    $0.integer("services", "How many services were pooled.") { $0.spread.memberCount }
    $0.integer("compared", "How many of them have 6 cases or more.") { $0.spread.comparedCount }
  }
}

/// A rate, and whose it is.
package struct ServiceRate: Viewable {
  let name: Text
  let rate: RateFigure

  package static let shape = Shape<ServiceRate> {
    $0.text("service_name", "The service.") { $0.name }
    $0.link("path", "The service's page.") { SitePaths.service($0.name) }
    $0.object("rate", "Its rate.") { $0.rate }
  }
}
