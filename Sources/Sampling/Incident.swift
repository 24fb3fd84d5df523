import Model

/// A bad day: something that many services depend on is broken for some hours.
struct Incident: Sendable {
  let hours: Range<Timestamp>
  /// What a rollback's reason says.
  let reason: String
  /// What a failed job's log says.
  let message: String
  private let salt: UInt64

  private static let causes: [(reason: String, message: String)] = [
    (
      "Container registry answered 503 for hours; pods could not start",
      "ERROR: failed to pull registry.acme.example/base:bookworm: 503 Service Unavailable"
    ),
    (
      "Expired intermediate certificate between mesh sidecars",
      "tls: failed to verify certificate: x509: certificate has expired or is not yet valid"
    ),
    (
      "Primary database failed over twice; connection pools exhausted",
      "FATAL: remaining connection slots are reserved for non-replication superuser connections"
    ),
    (
      "DNS resolvers dropped one query in five",
      "getaddrinfo EAI_AGAIN artifacts.acme.internal: temporary failure in name resolution"
    ),
  ]

  /// Whether the service numbered `service` feels it; about four in five do.
  func affects(service: Int) -> Bool {
    var random = SplitMix64(seed: salt, stream: service)
    return random.chance(800)
  }

  /// One in about six weeks, on a Tuesday, Wednesday or Thursday, from the morning on.
  static func incidents(rhythm: Rhythm, seed: UInt64) -> [Incident] {
    var random = SplitMix64(seed: seed, stream: -1)
    let count = max(1, rhythm.days / 45)
    return (0..<count).map { number in
      let middle = rhythm.days * (2 * number + 1) / (2 * count)
      let nearby = (middle..<min(rhythm.days, middle + 7)).first {
        1...3 ~= rhythm.weekday(ofDay: $0) && rhythm.dayWeights[$0] > 4000
      }
      let start = rhythm.start(ofDay: nearby ?? middle)
        .adding(milliseconds: Int64(random.int(7...9)) * Rhythm.hour)
      let end = start.adding(milliseconds: Int64(random.int(300...560)) * 60_000)
      let cause = causes[number % causes.count]
      return Incident(
        hours: start..<end, reason: cause.reason, message: cause.message, salt: random.next())
    }
  }
}

/// What holds for the whole sample: its time span, the rhythm of work and the bad days.
struct SampleWorld: Sendable {
  let options: SampleOptions
  let rhythm: Rhythm
  let incidents: [Incident]

  init(options: SampleOptions) {
    self.options = options
    rhythm = Rhythm(until: options.until, days: options.days)
    incidents = Incident.incidents(rhythm: rhythm, seed: options.seed)
  }

  var until: Timestamp { options.until }

  /// The incident that the service feels at `time`.
  func incident(at time: Timestamp, service: Int) -> Incident? {
    incidents.first { $0.hours.contains(time) && $0.affects(service: service) }
  }
}
