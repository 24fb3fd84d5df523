import Metrics
import Model

extension ServiceReading {
  /// The levels of one service's figures; nil unless they were asked for.
  func levels(of delivery: [Explanation]) -> DORAFigures? {
    options.doraEdition.map { DORAFigures($0, delivery) }
  }

  /// The levels of the figures over all services; nil unless they were asked for. Goes through the
  /// deployments of their windows, the services one by one.
  func levels(ofAll services: [Text], _ coverage: Coverage) throws -> DORAFigures? {
    guard let edition = options.doraEdition else { return nil }
    let requests = DORAFigures.metrics.map { ExplanationRequest($0) }
    var makers = requests.map { ExplanationMaker(self, $0) }
    for service in services {
      let records = try records(of: service, for: requests)
      for i in makers.indices { makers[i].take(records) }
    }
    return DORAFigures(
      edition, try makers.indices.map { try makers[$0].finish(services, coverage) })
  }
}
