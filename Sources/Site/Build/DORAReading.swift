import Metrics
import Model

extension ServiceReading {
  /// The levels of one service's figures; nil unless they were asked for.
  func levels(of delivery: [Explanation]) -> DORAFigures? {
    options.doraEdition.map { DORAFigures($0, delivery) }
  }

  /// The levels of the figures over all services; nil unless they were asked for. Goes through all
  /// deployments, the services one by one.
  func levels(ofAll services: [Text], _ coverage: Coverage) throws -> DORAFigures? {
    guard let edition = options.doraEdition else { return nil }
    var makers = DORAFigures.metrics.map { ExplanationMaker(self, ExplanationRequest($0)) }
    for service in services {
      let records = try DeploymentRecords(service, reader)
      for i in makers.indices { try makers[i].take(records) }
    }
    return DORAFigures(
      edition, try makers.indices.map { try makers[$0].finish(services, coverage) })
  }
}
