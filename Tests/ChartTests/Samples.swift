import Model
import Rendering

@testable import Site

/// A small deterministic source of numbers; tests print its seed.
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

  mutating func roll(_ sides: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % sides
  }
}

/// One chart of each kind, filled from a seed; `label` stands wherever text from records may.
struct Samples {
  static let monday = LocalDay(year: 2026, month: 6, day: 1)
  static let zone = ZoneTable(name: "Europe/Berlin") ?? .utc

  var dice: Dice
  let label: String

  init(seed: UInt64, label: String = "checkout") {
    dice = Dice(seed: seed)
    self.label = label
  }

  var takeaway: String { "\(label): 3 of 20." }

  mutating func all() -> [any Component] {
    [
      strip(), strip(form: .cell), bars(), rates(), durations(), lanes(), steps(), spark(), runs(),
      heat(), calendar(), reasons(),
    ]
  }

  mutating func coverage() -> BucketCoverage {
    [.whole, .whole, .whole, .partial, .none][dice.roll(5)]
  }

  mutating func strip(form: DayStrip.Form = .figure) -> DayStrip {
    let states: [DayStrip.State] = [.none, .ok, .someFailed, .allFailed, .rolledBack, .noData]
    let days = (0..<dice.roll(100)).map { i in
      let state = states[dice.roll(6)]
      return DayStrip.Day(
        Samples.monday + i, state, count: state == .none ? 0 : dice.roll(9) + 1, note: label,
        link: dice.roll(2) == 0 ? "days/x.html" : nil)
    }
    return DayStrip(title: label, takeaway: takeaway, days: days, form: form)
  }

  mutating func steps() -> StepWaterfall {
    let start = Timestamp(seconds: 1_780_000_000)
    let steps = (0..<dice.roll(6) + 2).map { i -> StepWaterfall.Step in
      let from = start.adding(milliseconds: Int64(i * 60_000 + dice.roll(50_000)))
      let isMoment = dice.roll(4) == 0
      return StepWaterfall.Step(
        name: "step \(i)", job: isMoment ? nil : Text(label), link: isMoment ? nil : "jobs/x.html",
        status: isMoment ? nil : "success", kind: [.ok, .failed, .other][dice.roll(3)],
        waitedFrom: dice.roll(2) == 0 ? from.adding(milliseconds: -20_000) : nil, from: from,
        until: isMoment ? nil : from.adding(milliseconds: Int64(dice.roll(90_000))))
    }
    guard let chart = StepWaterfall(title: label, takeaway: takeaway, steps: steps) else {
      preconditionFailure("steps at different times make a chart")
    }
    return chart
  }

  mutating func bars() -> WeekBars {
    let weeks = (0..<dice.roll(60)).map { i in
      WeekBars.Week(
        Samples.monday + 7 * i, ok: dice.roll(2000), failed: dice.roll(9), rolledBack: dice.roll(3),
        coverage: coverage())
    }
    return WeekBars(title: label, takeaway: takeaway, weeks: weeks)
  }

  mutating func rates() -> RateLine {
    let weeks = (0..<dice.roll(60)).map { i in
      let n = dice.roll(30)
      let k = n == 0 ? 0 : dice.roll(n + 1)
      let rate = n == 0 ? nil : Double(k) / Double(n)
      return RateLine.Week(
        Samples.monday + 7 * i, k: k, n: n, low: rate.map { $0 / 2 },
        high: rate.map { ($0 + 1) / 2 },
        coverage: coverage())
    }
    return RateLine(title: label, takeaway: takeaway, weeks: weeks)
  }

  mutating func durations() -> DurationBand {
    let buckets = (0..<dice.roll(100)).map { i in
      let p50 = dice.roll(4) == 0 ? nil : Int64(dice.roll(1_000_000))
      return DurationBand.Bucket(
        Samples.monday + i, n: dice.roll(40), p50: p50,
        upper: dice.roll(4) == 0 ? nil : p50.map { $0 * 2 }, coverage: coverage())
    }
    return DurationBand(
      title: label, takeaway: takeaway, unit: .day, buckets: buckets)
  }

  mutating func lanes() -> SpanLanes {
    let start = Samples.zone.start(of: Samples.monday)
    let end = Samples.zone.start(of: Samples.monday + 30)
    let lanes = (0..<dice.roll(5)).map { _ in lane(from: start, to: end) }
    return SpanLanes(title: label, takeaway: takeaway, range: start..<end, lanes: lanes)
  }

  private mutating func lane(from start: Timestamp, to end: Timestamp) -> SpanLanes.Lane {
    var spans: [SpanLanes.Span] = []
    var time = start.adding(milliseconds: -Int64(dice.roll(200_000_000)))
    while time < end, dice.roll(12) > 0 {
      let next = time.adding(milliseconds: Int64(dice.roll(400_000_000) + 1))
      let kinds: [SpanLanes.Kind] = [.superseded, .superseded, .failed, .rolledBack]
      let kind = kinds[dice.roll(4)]
      spans.append(
        SpanLanes.Span(
          from: time, until: next < end ? next : nil, version: Text(label), kind: kind,
          restored: kind == .rolledBack ? Text(label) : nil,
          link: dice.roll(3) > 0 ? "deployments/x.html" : nil))
      time = next
    }
    let attempts = (0..<dice.roll(3)).map { _ in
      SpanLanes.Attempt(
        at: start.adding(milliseconds: Int64(dice.roll(2_000_000_000))), version: Text(label))
    }
    return SpanLanes.Lane(name: Text(label), spans: spans, failedAttempts: attempts)
  }

  mutating func runs() -> RunStrip {
    let start = Samples.zone.start(of: Samples.monday)
    let runs = (0..<dice.roll(30)).map { i in
      RunStrip.Run(
        Text(label), at: dice.roll(9) == 0 ? nil : start.adding(milliseconds: Int64(i) * 3_600_000),
        status: JobStatus.allCases[dice.roll(JobStatus.allCases.count)],
        runMilliseconds: dice.roll(4) == 0 ? nil : Int64(dice.roll(9_000_000)),
        link: dice.roll(3) == 0 ? nil : "jobs/x.html")
    }
    return RunStrip(title: label, takeaway: takeaway, runs: runs)
  }

  mutating func heat() -> HeatMap {
    let cells = (0..<7 * 24).map { _ in
      var cell = HeatMap.Cell()
      cell.count = dice.roll(3) == 0 ? 0 : dice.roll(90)
      cell.failed = dice.roll(cell.count + 1)
      return cell
    }
    return HeatMap(title: label, takeaway: takeaway, cells: cells)
  }

  mutating func calendar() -> CalendarHeat {
    let days = (0..<dice.roll(dice.roll(3) == 0 ? 1300 : 120)).map { i in
      CalendarHeat.Day(Samples.monday + i, count: dice.roll(5) == 0 ? nil : dice.roll(4))
    }
    return CalendarHeat(title: label, takeaway: takeaway, days: days)
  }

  mutating func reasons() -> ReasonBars {
    let counts = (0..<dice.roll(11)).map { _ in dice.roll(400) + 1 }.sorted(by: >)
    return ReasonBars(
      title: label, takeaway: takeaway, bars: counts.map { .init(Text(label), count: $0) },
      others: dice.roll(3) * 40)
  }

  mutating func spark() -> Sparkline {
    let values = (0..<dice.roll(30)).map { _ in dice.roll(4) == 0 ? nil : Double(dice.roll(100)) }
    return Sparkline(title: label, takeaway: takeaway, values: values, endText: label)
  }
}

extension Component {
  func html(_ context: inout RenderContext) -> String {
    var buffer = ByteBuffer()
    writeHTML(to: &buffer, context: &context)
    return buffer.string
  }

  var html: String {
    var context = RenderContext(rootPrefix: "../", zone: Samples.zone)
    return html(&context)
  }

  var json: String {
    var buffer = ByteBuffer()
    writeJSON(to: &buffer)
    return buffer.string
  }
}
