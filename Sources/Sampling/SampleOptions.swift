package import Model

/// What a sample is to contain. The same options always give the same records.
package struct SampleOptions: Sendable, Equatable {
  /// How many job records; exact.
  package var jobs: Int
  /// How many deployment records; exact.
  package var deployments: Int
  /// How many services the deployments are spread over; at least one is made.
  package var services: Int
  /// How many days the history covers, back from `until`; at least one.
  package var days: Int
  package var seed: UInt64
  /// Where the history ends: the moment it was, so to speak, exported. No record is later.
  package var until: Timestamp

  package init(
    jobs: Int = 6_000, deployments: Int = 900, services: Int = 12, days: Int = 180,
    seed: UInt64 = 1, until: Timestamp = SampleOptions.defaultUntil
  ) {
    self.jobs = jobs
    self.deployments = deployments
    self.services = services
    self.days = days
    self.seed = seed
    self.until = until
  }

  /// The same without negative counts, and with at least one service and one day.
  var clamped: SampleOptions {
    SampleOptions(
      jobs: max(0, jobs), deployments: max(0, deployments), services: max(1, services),
      days: max(1, days), seed: seed, until: until)
  }

  /// 2026-11-01T00:00:00Z.
  package static let defaultUntil = Timestamp(seconds: 1_793_491_200)
}
