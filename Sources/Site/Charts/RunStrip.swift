package import Model
package import Rendering

/// The last runs of something, one column each, the oldest first: how tall a column is says how its run
/// ended.
package struct RunStrip: Component {
  package struct Run: Sendable {
    package let id: Text
    package let at: Timestamp?
    package let status: JobStatus
    /// Milliseconds; nil if unknown.
    package let runMilliseconds: Int64?
    /// The run's page, from the site's root.
    package let link: String?

    package init(
      _ id: Text, at: Timestamp?, status: JobStatus, runMilliseconds: Int64?, link: String?
    ) {
      self.id = id
      self.at = at
      self.status = status
      self.runMilliseconds = runMilliseconds
      self.link = link
    }
  }

  let title: String
  let takeaway: String
  let runs: [Run]

  /// `runs` are in order of time.
  package init(title: String, takeaway: String, runs: [Run]) {
    self.title = title
    self.takeaway = takeaway
    self.runs = runs
  }

  private static let height = 36
  /// At most so many failed runs stand below as links.
  private static let linkLimit = 30

  /// How runs are drawn: a class, a height, a word.
  private enum Look: CaseIterable {
    case passed, failed, other

    init(_ status: JobStatus) {
      switch status.verdict {
      case .pass: self = .passed
      case .fail: self = .failed
      case .void, .open, .uncounted: self = .other
      }
    }

    var style: StaticString {
      switch self {
      case .passed: "ok"
      case .failed: "bad"
      case .other: "void"
      }
    }

    var height: Int {
      switch self {
      case .passed: 16
      case .failed: RunStrip.height
      case .other: 6
      }
    }

    var words: String {
      switch self {
      case .passed: "succeeded: half as tall"
      case .failed: "failed: tall"
      case .other: "cancelled, open or not counted: low"
      }
    }
  }

  package func writeHTML(to buffer: inout ByteBuffer, context: inout RenderContext) {
    let zone = context.zone
    frame.writeHTML(to: &buffer, context: &context, height: 54) { buffer, _ in
      drawColumns(to: &buffer)
      drawEnds(to: &buffer, zone: zone)
    }
    writeFailed(to: &buffer, context: context)
  }

  package func writeJSON(to buffer: inout ByteBuffer) {
    frame.writeJSON(to: &buffer)
  }

  private func drawColumns(to buffer: inout ByteBuffer) {
    buffer.openStretched(units: max(runs.count, 1) * 10, y: 0, height: RunStrip.height)
    for look in Look.allCases {
      var path = SVGPath()
      for (i, run) in runs.enumerated() where Look(run.status) == look {
        path.box(x: i * 10 + 1, y: RunStrip.height - look.height, width: 8, height: look.height)
      }
      buffer.path(path, class: look.style)
    }
    buffer.closeStretched()
    buffer.rule(y: RunStrip.height, class: "axis")
  }

  private func drawEnds(to buffer: inout ByteBuffer, zone: ZoneTable) {
    let times = runs.compactMap(\.at)
    guard let first = times.first, let last = times.last else { return }
    func label(_ time: Timestamp) -> String { ChartNumbers.day(zone.day(of: time)) }
    buffer.label(label(first), x: Share(part: 0, whole: 1), y: 50)
    if runs.count > 1 {
      buffer.label(label(last), x: Share(part: 1, whole: 1), y: 50, anchor: "end")
    }
  }

  /// The newest failed runs as links, the newest first.
  private func writeFailed(to buffer: inout ByteBuffer, context: RenderContext) {
    let failed = runs.filter { Look($0.status) == .failed && $0.link != nil }.reversed()
    if failed.isEmpty { return }
    buffer.append("<ul class=\"days\">\n")
    for run in failed.prefix(RunStrip.linkLimit) {
      guard let link = run.link else { continue }
      buffer.append("<li><a href=\"")
      buffer.append(chartText: context.rootPrefix + link)
      buffer.append("\">")
      if let at = run.at {
        buffer.append(ChartNumbers.shortDay(context.zone.day(of: at)))
        buffer.append(", \(ChartNumbers.clock(at, in: context.zone))")
      } else {
        buffer.append("without a time")
      }
      buffer.append("</a> \(run.status.word)</li>\n")
    }
    buffer.append("</ul>\n")
  }

  private static let columns: [ChartTable.Column] = [
    .init(
      FieldInfo("at", .time, "Completed, else started, else created.", isNullable: true),
      heading: "Time", isNumber: false),
    .init(
      FieldInfo("status", .word, "The recorded status.", rule: .jobStatus), heading: "Status",
      isNumber: false),
    .init(
      FieldInfo("run_seconds", .duration, "The run time.", isNullable: true), heading: "Run time"),
    .init(FieldInfo("job_id", .id, "The job's id."), heading: "Job", isNumber: false),
  ]

  package static var jsonShape: ShapeInfo? {
    ChartFrame.jsonShape("RunStrip", kind: "run-strip", columns)
  }

  private var frame: ChartFrame {
    let table = ChartTable(
      columns: RunStrip.columns,
      rows: runs.reversed().map { run in
        [
          run.at.map { .time($0) } ?? .none, .word(run.status.word),
          run.runMilliseconds.map { .duration($0) } ?? .none, .data(run.id, link: run.link),
        ]
      })
    let looks = Look.allCases.filter { look in runs.contains { Look($0.status) == look } }
    return ChartFrame(
      kind: "run-strip", title: title, takeaway: takeaway,
      keys: looks.map { .init(style: $0.style, word: $0.words) },
      note: "The newest run stands right.", table: table)
  }
}
