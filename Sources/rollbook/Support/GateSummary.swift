import Metrics
import Model
import Rendering
import Site

/// The outcome of a gate as Markdown, for the summary of a CI step.
struct GateSummary {
  let outcome: GateOutcome

  private var word: String {
    switch outcome.verdict {
    case .passed: "passed"
    case .warned: "passed, with a warning"
    case .failed: "failed"
    case .noData: "no data"
    }
  }

  var lines: [String] {
    let now = outcome.now
    let of = now.service.map { MarkdownText.escaped($0) } ?? "all services"
    let place = now.environment.map { ", \(MarkdownText.escaped($0))" } ?? ""
    var lines = [
      "### Gate: \(MarkdownText.escaped(Text(now.metric.rawValue))) of \(of)\(place): \(word)", "",
      "| Days | Value | 95 % interval | Limit |", "| --- | --- | --- | --- |",
      "| "
        + [now.daysText, value, now.intervalText ?? "none", outcome.limit]
        .map { MarkdownText.escaped(Text($0)) }.joined(separator: " | ") + " |",
    ]
    if let note = now.note { lines += ["", MarkdownText.escaped(Text(note))] }
    return lines
  }

  private var value: String { outcome.now.valueText ?? "no value" }
}
