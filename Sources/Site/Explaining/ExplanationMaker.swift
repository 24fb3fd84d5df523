import Archiving
import Metrics
import Model
import Rendering

/// Goes through the records of a window and tells of each what it is to a figure.
struct ExplanationMaker {
  let reading: ServiceReading
  let request: ExplanationRequest
  let window: TimeWindow?
  private(set) var result: Explanation
  /// Recovery times so far; those still open are no events.
  var recoveries: [KaplanMeier.Observation] = []
  /// Forward deployments so far, with their days; kept for the deployment frequency.
  var forwardDays: [(id: Text, day: LocalDay)] = []
  /// Changes so far that failed by the wide rule.
  var wideFailures = 0
  /// Lead times so far, by the ids of their deployments.
  var leads: [(id: Text, lead: DeploymentLead)] = []

  private var date: ReportDate { reading.options.date }

  init(_ reading: ServiceReading, _ request: ExplanationRequest) {
    self.reading = reading
    self.request = request
    window = request.window(reading.options.date)
    result = Explanation(
      request, window: window, asOf: reading.options.date.today, timeZone: reading.zone.name)
  }

  /// Goes through the records of the services, named as the site shows them.
  ///
  /// - Parameter coverage: what the sources can say about the window.
  mutating func explain(_ services: [Text], _ coverage: Coverage) throws -> Explanation {
    if request.metric.isOfJobs {
      try explainJobs()
    } else {
      for service in services {
        take(
          try DeploymentRecords(service, in: window?.days, reading.reader, zone: reading.zone))
      }
    }
    return try finish(services, coverage)
  }

  /// Takes in the deployments of one service.
  mutating func take(_ records: DeploymentRecords) {
    switch request.metric {
    case .recoveryTime: takeRecoveries(records)
    case .leadTime: takeLeads(records)
    default: takeShare(records)
    }
  }

  /// The figure, once all records have been taken in.
  mutating func finish(_ services: [Text], _ coverage: Coverage) throws -> Explanation {
    switch request.metric {
    case .jobFailureRate, .queueTime, .runTime: break
    case .recoveryTime: finishRecovery()
    case .leadTime: finishLeads()
    case .changeFailureRate where request.convention.needsIncidents:
      try finishIncidents(services)
    default: try finishShareOrFrequency(services, coverage)
    }
    addAbsence(coverage)
    return result
  }

  // MARK: - The window

  /// Whether a day is counted. Without a window: every complete day before the report.
  func contains(_ day: LocalDay) -> Bool {
    if let window { return window.contains(day) && date.covers(day) }
    let matures = request.metric.matures && request.convention == .rollbook
    return day < (matures ? date.today - ReportDate.maturity : date.today)
  }

  func contains(_ time: Timestamp?) -> Bool {
    time.map { contains(reading.zone.day(of: $0)) } ?? false
  }

  /// Why there is no value, or what is missing of the window.
  private mutating func addAbsence(_ coverage: Coverage) {
    guard let window else { return }
    if result.n == 0 {
      if let absence = coverage.absence(in: window) { result.notes.insert(absence.words, at: 0) }
    } else if let shortfall = coverage.shortfall(in: window) {
      result.notes.append(shortfall.words)
    }
  }

  // MARK: - Taking in

  mutating func count(_ id: Text, isHit: Bool) {
    result.counted.append(id)
    if isHit { result.hits.append(id) }
  }

  mutating func leaveOut(_ id: Text, _ reason: String) {
    result.leftOut.append(Explanation.LeftOut(id: id, reason: reason))
  }

  /// Finishes a share from what was counted: value, interval and how far they carry.
  mutating func finishShare(_ noun: String) {
    let proportion = Proportion(k: result.hits.count, n: result.counted.count)
    result.k = proportion.k
    result.n = proportion.n
    result.value = proportion.value
    result.interval = proportion.interval
    result.method = proportion.n == 0 ? nil : "Wilson score, 95 %"
    switch proportion.evidence {
    case .none: result.notes.append("no \(noun)")
    case .tooFew: result.notes.append("too few for a percentage")
    case .small: result.notes.append("small sample")
    case .enough: break
    }
  }

  /// Finishes durations in milliseconds.
  mutating func finishDurations(_ values: [Int64], _ noun: String) {
    let sorted = values.sorted()
    let summary = DurationSummary(sorted: sorted)
    result.n = sorted.count
    result.durations = summary
    result.mean = sorted.isEmpty ? nil : ExplanationMaker.mean(of: sorted)
    result.value = summary.p50.map { Double($0) / 1000 }
    result.interval = summary.medianInterval.map {
      Double($0.lowerBound) / 1000...Double($0.upperBound) / 1000
    }
    if summary.medianInterval != nil { result.method = "order statistics, 95 %" }
    if sorted.isEmpty {
      result.notes.append("no \(noun)")
    } else if sorted.count < 3 {
      let all = sorted.map { DurationText.words(milliseconds: $0) }.joined(separator: ", ")
      result.notes.append("too few for a median: \(all)")
    } else if sorted.count < 20 {
      result.notes.append("small sample")
    }
  }

  /// Rounded half up; `values` is not empty and holds no negative number.
  private static func mean(of values: [Int64]) -> Int64 {
    let count = Double(values.count)
    return Int64((values.reduce(0.0) { $0 + Double($1) } / count).rounded())
  }

  /// Changes the result.
  mutating func set(_ change: (inout Explanation) -> Void) { change(&result) }
}

/// Durations in a sentence.
enum DurationText {
  /// `4 m 12 s`.
  static func words(milliseconds: Int64) -> String {
    var buffer = ByteBuffer()
    buffer.append(proseDuration: milliseconds)
    return buffer.string
  }
}
