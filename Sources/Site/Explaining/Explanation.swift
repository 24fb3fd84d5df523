package import Metrics
package import Model
package import Rendering

/// How one figure came about, down to the records: what `rollbook explain` prints.
package struct Explanation: Viewable {
  package let metric: Metric
  /// Nil for all services.
  package let service: Text?
  /// Nil for all environments.
  package let environment: Text?
  package let convention: Convention
  /// The local days counted; nil for all complete days.
  package let window: TimeWindow?
  let asOf: LocalDay
  let timeZone: String
  /// In the metric's unit; nil where there is no value, and then `note` says why.
  package var value: Double?
  package var interval: ClosedRange<Double>?
  /// The lower end of an interval of which no upper end is known.
  package var low: Double?
  package var k: Int?
  package var n = 0
  var method: String?
  package var notes: [String] = []
  /// Changes that failed by the wide rule; nil for other figures than the change failure rate by the
  /// rules of Rollbook.
  var wideFailures: Int?
  var durations: DurationSummary?
  var mean: Int64?
  /// Gaps and rhythm of deployments; nil for other figures.
  var frequency: DeploymentFrequency?
  /// Recoveries that have not come about yet.
  var open: Int?
  package var counted: [Text] = []
  package var hits: [Text] = []
  package var leftOut: [LeftOut] = []

  /// A record that fell into the window and was not counted.
  package struct LeftOut: Viewable, Equatable {
    package let id: Text
    package let reason: String

    package static let shape = Shape<LeftOut> {
      $0.id("id", "The record's id.") { $0.id }
      $0.word("reason", "Why it was not counted.") { $0.reason }
    }
  }

  init(
    _ request: ExplanationRequest, window: TimeWindow?, asOf: LocalDay, timeZone: String
  ) {
    metric = request.metric
    service = request.service
    environment = request.environment
    convention = request.convention
    self.window = window
    self.asOf = asOf
    self.timeZone = timeZone
  }

  /// The formula: of the convention, where there are several.
  package var definition: String {
    metric == .changeFailureRate && convention != .rollbook
      ? convention.changeFailureRate : metric.definition
  }

  package var note: String? { notes.isEmpty ? nil : notes.joined(separator: "; ") }

  package static let shape = Shape<Explanation> { s in
    s.word("metric", "The figure.", rule: .metric) { $0.metric.rawValue }
    s.text("service", "The service; null for all.") { $0.service }
    s.text("environment", "The environment; null for all.") { $0.environment }
    s.word("definition", "Formula, numerator and denominator.") { $0.definition }
    s.word("convention", "By whose rules.", rule: .convention) { $0.convention.rawValue }
    s.object("window", "The local days counted; null for all complete days.") {
      $0.window.map(DaySpan.init)
    }
    s.day("as_of", "The local date of the report.") { $0.asOf }
    s.word("time_zone", "The zone that days are counted in.") { $0.timeZone }
    s.add("value", .fixed, "The figure; for durations the median in seconds.") {
      $0.fixedValue
    }
    s.word("unit", "What the value is measured in.", rule: .unit) { $0.metric.unit.rawValue }
    s.integer("k", "The numerator; null for durations.") { $0.k }
    s.integer("n", "The denominator, or how many durations.") { $0.n }
    s.integer(
      "k_wide",
      "The numerator with changes withdrawn with a failed one or repaired within a day; null for other figures."
    ) { $0.wideFailures }
    s.add("low", .fixed, "Lower end of the 95 % interval.") {
      $0.fixedLow
    }
    s.add("high", .fixed, "Upper end of the 95 % interval.") {
      $0.fixedHigh
    }
    s.word("method", "How the interval was made.") { $0.method }
    s.word("note", "Why there is no value, or how far it carries.") { $0.note }
    addDurations(&s)
    addFrequency(&s)
    s.texts("counted", "The ids of the records counted, by time.") { $0.counted }
    s.texts("hits", "Those of them in the numerator.") { $0.hits }
    s.list("left_out", "The records of the window that were not counted.") { $0.leftOut }
    addWords(&s)
  }

  /// What only a page shows.
  private static func addWords(_ s: inout Shape<Explanation>) {
    s.word("title", "The figure's name.", inJSON: false) { $0.metric.title }
    s.word("anchor", "Its place on the page.", inJSON: false) { $0.metric.anchor }
    s.word("days_words", "The days counted.", inJSON: false) { $0.daysText }
    s.word("value_words", "The value in words.", inJSON: false) { $0.valueText }
    s.word("interval_words", "The interval in words.", inJSON: false) { $0.intervalText }
    s.word("rhythm_words", "Gaps and deploying days in words.", inJSON: false) { $0.rhythmText }
    s.list("records", "The records, at most 60.", inJSON: false) { $0.rows }
    s.integer("hidden_records", "How many more there are.", inJSON: false) { $0.hiddenRows }
  }

  private static func addDurations(_ s: inout Shape<Explanation>) {
    s.duration("p50", "The median, in seconds; from 3 values on.") { $0.durations?.p50 }
    s.duration("p90", "From 10 values on.") { $0.durations?.p90 }
    s.duration("p95", "From 20 values on.") { $0.durations?.p95 }
    s.duration("p99", "From 100 values on.") { $0.durations?.p99 }
    s.duration("mean", "The arithmetic mean.") { $0.mean }
    s.integer("open", "Failures without a recovery so far; null for other figures.") { $0.open }
  }

  private static func addFrequency(_ s: inout Shape<Explanation>) {
    s.add(
      "deploying_days_per_week", .fixed,
      "Median days with a deployment in a wholly covered ISO week; from 3 such weeks on."
    ) {
      $0.frequency?.deployingDaysPerWeek.map { .fixed(scaled: Int($0 * 10), digits: 1) } ?? .none
    }
    s.duration("gap_p50", "Median time between deployments; from 3 gaps on.") {
      $0.frequency?.gapP50
    }
    s.duration("gap_p90", "From 10 gaps on.") { $0.frequency?.gapP90 }
    s.integer("days_since_last", "Local days from the last deployment to the report.") {
      $0.frequency?.daysSinceLast
    }
  }

  // MARK: - Numbers as they are written

  var fixedValue: Value { fixed(value) }
  var fixedLow: Value { fixed(interval?.lowerBound ?? low) }
  var fixedHigh: Value { fixed(interval?.upperBound) }

  /// Seconds to the millisecond, everything else to the millionth.
  private func fixed(_ number: Double?) -> Value {
    guard let number else { return .none }
    let digits = metric.unit == .seconds ? 3 : 6
    let scale = metric.unit == .seconds ? 1000.0 : 1_000_000.0
    return .fixed(
      scaled: Int((number * scale).rounded(.toNearestOrAwayFromZero)), digits: digits)
  }
}

/// A stretch of whole local days, both ends included.
struct DaySpan: Viewable {
  let window: TimeWindow

  static let shape = Shape<DaySpan> {
    $0.day("start", "The first day.") { $0.window.days.lowerBound }
    $0.day("end", "The last day.") { $0.window.days.upperBound - 1 }
  }
}

/// Which figure is asked for.
package struct ExplanationRequest: Sendable {
  /// The days to count.
  package enum Span: Sendable, Equatable {
    /// The last complete days before the report; earlier for a figure that matures.
    case last(Int)
    /// All complete days.
    case all
    /// These very days.
    case days(Range<LocalDay>)
  }

  package var metric: Metric
  package var service: Text?
  package var environment: Text?
  package var span: Span
  package var convention: Convention

  package init(
    _ metric: Metric, service: Text? = nil, environment: Text? = nil, span: Span? = nil,
    convention: Convention = .rollbook
  ) {
    self.metric = metric
    self.service = service
    self.environment = environment
    self.span = span ?? .last(metric.standardDays)
    self.convention = convention
  }

  /// The days to count; nil for all.
  func window(_ date: ReportDate) -> TimeWindow? {
    switch span {
    case .all: return nil
    case .days(let days): return TimeWindow(days: ExplanationRequest.bounded(days, date))
    case .last(let count):
      if convention.needsIncidents, metric == .changeFailureRate {
        return ExplanationRequest.months(max(1, (count + 15) / 30), before: date.today)
      }
      if convention == .naive { return TimeWindow(days: date.today + 1 - count..<date.today + 1) }
      let window = date.last(count)
      return metric.matures && convention == .rollbook
        ? window.shifted(back: ReportDate.maturity) : window
    }
  }

  /// Days with an end: none is older than the oldest record there can be, none after the report.
  private static func bounded(_ days: Range<LocalDay>, _ date: ReportDate) -> Range<LocalDay> {
    let start = max(days.lowerBound, LocalDay(year: 1990, month: 1, day: 1))
    return start..<max(start + 1, min(days.upperBound, date.today + 1))
  }

  /// The complete calendar months before a day.
  private static func months(_ count: Int, before today: LocalDay) -> TimeWindow {
    let end = today.month.days.lowerBound
    var start = end
    for _ in 0..<count { start = (start - 1).month.days.lowerBound }
    return TimeWindow(days: start..<end)
  }
}
