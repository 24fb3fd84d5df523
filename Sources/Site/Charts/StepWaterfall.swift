package import Model
package import Rendering

/// The steps of one deployment on one time axis: when each waited and ran, and the moments in between,
/// such as its arrival in production.
package struct StepWaterfall: Component {
  package enum Kind: String, CaseIterable, Sendable {
    case ok, failed, other

    fileprivate var style: StaticString {
      switch self {
      case .ok: "ok"
      case .failed: "bad"
      case .other: "void"
      }
    }
  }

  /// A job, or a moment.
  package struct Step: Sendable {
    package let name: String
    /// The job's id; nil for a moment.
    package let job: Text?
    package let link: String?
    /// Its status in a word; nil for a moment.
    package let status: String?
    package let kind: Kind
    /// Since when it waited; nil if that is unknown.
    package let waitedFrom: Timestamp?
    package let from: Timestamp
    /// Nil for a moment, and for a job whose end is unknown.
    package let until: Timestamp?

    package init(
      name: String, job: Text? = nil, link: String? = nil, status: String? = nil,
      kind: Kind = .other, waitedFrom: Timestamp? = nil, from: Timestamp, until: Timestamp? = nil
    ) {
      self.name = name
      self.job = job
      self.link = link
      self.status = status
      self.kind = kind
      self.waitedFrom = waitedFrom
      self.from = from
      self.until = until
    }

    fileprivate var waited: Int64? { waitedFrom.map { from.milliseconds(since: $0) } }
    fileprivate var ran: Int64? { until.map { $0.milliseconds(since: from) } }
  }

  let title: String
  let takeaway: String
  /// By their beginning.
  let steps: [Step]
  private let start: Timestamp
  private let scale: ValueScale

  /// Nil if there are not two moments to draw.
  package init?(title: String, takeaway: String, steps: [Step]) {
    let times = steps.flatMap { [$0.waitedFrom, $0.from, $0.until].compactMap(\.self) }
    guard let first = times.min(), let last = times.max(), last > first else { return nil }
    self.title = title
    self.takeaway = takeaway
    self.steps = steps.enumerated().sorted {
      ($0.element.waitedFrom ?? $0.element.from, $0.offset)
        < ($1.element.waitedFrom ?? $1.element.from, $1.offset)
    }.map(\.element)
    start = first
    scale = ValueScale.durations(highest: Int(clamping: last.milliseconds(since: first)))
  }

  private static let rowHeight = 34
  private static let barTop = 18
  private static let barHeight = 10
  private static let units = 1000

  package func writeHTML(to buffer: inout ByteBuffer, context: inout RenderContext) {
    let bottom = steps.count * StepWaterfall.rowHeight + 4
    let rootPrefix = context.rootPrefix
    frame(zone: context.zone).writeHTML(
      to: &buffer, context: &context, height: bottom + 20,
      hasLinks: steps.contains { $0.link != nil }
    ) { buffer, _ in
      writeGrid(to: &buffer, bottom: bottom)
      writeBars(to: &buffer, height: bottom)
      for (i, step) in steps.enumerated() {
        write(step, y: i * StepWaterfall.rowHeight, rootPrefix: rootPrefix, to: &buffer)
      }
    }
  }

  package func writeJSON(to buffer: inout ByteBuffer) {
    frame(zone: .utc).writeJSON(to: &buffer)
  }

  private func x(_ time: Timestamp) -> Int {
    let part = Int(clamping: time.milliseconds(since: start))
    return (min(max(part, 0), scale.top) * StepWaterfall.units + scale.top / 2) / scale.top
  }

  private func share(_ x: Int) -> Share { Share(part: x, whole: StepWaterfall.units) }

  private func writeGrid(to buffer: inout ByteBuffer, bottom: Int) {
    for tick in scale.ticks {
      let x = Share(part: tick, whole: scale.top)
      buffer.append("<line class=\"grid\" x1=\"")
      buffer.append(x)
      buffer.append("\" x2=\"")
      buffer.append(x)
      buffer.append("\" y1=\"0\" y2=\"\(bottom)\"/>\n")
      let isLast = tick == scale.top
      buffer.label(
        tick == 0 ? "0" : ChartNumbers.duration(Int64(tick)), x: x, y: bottom + 14,
        anchor: tick == 0 ? nil : isLast ? "end" : "middle")
    }
    buffer.rule(y: bottom, class: "axis")
  }

  /// All bars of one kind are one path; waiting is a thin line before the bar.
  private func writeBars(to buffer: inout ByteBuffer, height: Int) {
    var waits = SVGPath()
    var bars: [Kind: SVGPath] = [:]
    for (i, step) in steps.enumerated() {
      let y = i * StepWaterfall.rowHeight + StepWaterfall.barTop
      let from = x(step.from)
      if let waitedFrom = step.waitedFrom, x(waitedFrom) < from {
        waits.box(
          x: x(waitedFrom), y: y + StepWaterfall.barHeight / 2 - 1, width: from - x(waitedFrom),
          height: 2)
      }
      guard step.job != nil else { continue }
      let width = max(step.until.map { x($0) - from } ?? 0, 4)
      bars[step.kind, default: SVGPath()].box(
        x: from, y: y, width: width, height: StepWaterfall.barHeight)
    }
    buffer.openStretched(units: StepWaterfall.units, y: 0, height: height)
    buffer.path(waits, class: "wait")
    for kind in Kind.allCases {
      if let path = bars[kind] { buffer.path(path, class: kind.style) }
    }
    buffer.closeStretched()
  }

  /// The step's name and how long it took, above its bar; what begins late is written towards the left.
  private func write(
    _ step: Step, y: Int, rootPrefix: String, to buffer: inout ByteBuffer
  ) {
    let at = x(step.waitedFrom ?? step.from)
    let isLate = at > 500
    let end = x(step.until ?? step.from)
    if let link = step.link {
      buffer.append("<a href=\"")
      buffer.append(chartText: rootPrefix + link)
      buffer.append("\" aria-label=\"")
      buffer.append(chartText: step.job.map { "\(step.name): \($0)" } ?? step.name)
      buffer.append("\">")
    }
    buffer.label(
      words(step), x: share(isLate ? end : at), y: y + 12, class: "name",
      anchor: isLate ? "end" : nil)
    if step.link != nil { buffer.append("</a>\n") }
    if step.job == nil {
      buffer.append("<svg x=\"")
      buffer.append(share(at))
      buffer.append(
        "\" y=\"\(y + StepWaterfall.barTop + 5)\" width=\"1\" height=\"1\" overflow=\"visible\">")
      buffer.append("<path class=\"moment\" d=\"M0-5l5 5-5 5-5-5z\"/></svg>\n")
    }
    if step.kind == .failed {
      Glyph.failed.write(
        to: &buffer, x: share(end), y: y + StepWaterfall.barTop + 5, hint: words(step))
    }
  }

  private func words(_ step: Step) -> String {
    guard step.job != nil else { return step.name }
    var words = step.name
    if let ran = step.ran { words += " \(ChartNumbers.duration(ran))" }
    if step.kind != .ok, let status = step.status { words += ", \(status)" }
    return words
  }

  private static let columns: [ChartTable.Column] = [
    .init(FieldInfo("step", .word, "What it is."), heading: "Step", isNumber: false),
    .init(
      FieldInfo("job_id", .id, "The job; null for a moment.", isNullable: true), heading: "Job",
      isNumber: false),
    .init(
      FieldInfo("status", .word, "The job's status; null for a moment.", isNullable: true),
      heading: "Status", isNumber: false),
    .init(FieldInfo("from", .time, "When it began."), heading: "From", isNumber: false),
    .init(
      FieldInfo("until", .time, "When it ended; null if that is unknown.", isNullable: true),
      heading: "Until", isNumber: false),
    .init(
      FieldInfo("waited_seconds", .duration, "How long it waited before.", isNullable: true),
      heading: "Waited"),
    .init(
      FieldInfo("ran_seconds", .duration, "How long it ran.", isNullable: true), heading: "Ran"),
  ]

  package static var jsonShape: ShapeInfo? {
    ChartFrame.jsonShape("StepWaterfall", kind: "step-waterfall", columns)
  }

  private func frame(zone: ZoneTable) -> ChartFrame {
    let table = ChartTable(
      columns: StepWaterfall.columns,
      rows: steps.map { step in
        [
          .word(step.name), step.job.map { .data($0, link: step.link) } ?? .none,
          step.status.map { .word($0) } ?? .none, .time(step.from),
          step.until.map { .time($0) } ?? .none, step.waited.map { .duration($0) } ?? .none,
          step.ran.map { .duration($0) } ?? .none,
        ]
      })
    var keys: [ChartFrame.Key] = []
    if steps.contains(where: { $0.waitedFrom != nil }) {
      keys.append(.init(style: "wait", word: "waited"))
    }
    if steps.contains(where: { $0.job != nil && $0.kind == .ok }) {
      keys.append(.init(style: "ok", word: "ran"))
    }
    if steps.contains(where: { $0.kind == .failed }) {
      keys.append(.init(style: "bad", word: "failed"))
    }
    if steps.contains(where: { $0.job == nil }) {
      keys.append(.init(style: "moment", word: "moment"))
    }
    return ChartFrame(
      kind: "step-waterfall", title: title, takeaway: takeaway, keys: keys,
      note: "Time from \(ChartNumbers.time(start, in: zone)).", table: table)
  }
}
