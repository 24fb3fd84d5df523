import ArgumentParser
import Foundation
import Metrics
import Model
import Rendering
import Site

struct ExplainCommand: ParsableCommand, ConfiguredCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say how a figure came about, down to the records.",
    discussion: """
      Prints definition, window, k, n, interval and method, then the records counted and those of the
      window that were left out, with the reason. Without a service, the figure over all of them. With
      --convention, a change failure rate as other tools count it. --json prints one object with all ids.

      Metrics: \(Metric.allCases.map(\.rawValue).joined(separator: " "))

      Examples:
        rollbook explain change_failure_rate api
        rollbook explain job_failure_rate --window 7d --as-of 2026-11-01
        rollbook explain change_failure_rate api --convention naive --json | jq '.hits[]'
      """)

  @Argument(help: "The figure.")
  var metric: Metric

  @Argument(help: "The service; without it, all of them.")
  var service: String?

  @OptionGroup var figure: FigureOptions
  @OptionGroup var query: QueryOptions
  @OptionGroup var archiveOptions: ArchiveOptions
  @OptionGroup var consoleOptions: ConsoleOptions

  /// Records of each kind shown; --json has all.
  private static let shown = 20

  func run() throws {
    let request = try figure.request(metric, service: service)
    let archive = try QueryArchive(
      archiveOptions, asOf: query.asOf, console: consoleOptions.console, countsDays: true)
    let explanation = try archive.read { reader in
      let site = try SiteQuery(reader, archive.options)
      guard let explanation = try site.explain(request) else {
        throw UnknownID.service(Text(service ?? ""), among: try site.serviceNames())
      }
      return explanation
    }
    if query.json { return try RecordSheet.printJSON(explanation, nil) }
    sheet(explanation, ValueText(zone: archive.zone))
      .print(to: consoleOptions.terminal)
  }

  private func sheet(_ explanation: Explanation, _ values: ValueText) -> Sheet {
    var sheet = Sheet(values)
    for name in ["metric", "service", "environment", "definition", "convention", "time_zone"] {
      add(name, explanation, values, to: &sheet)
    }
    sheet.add(
      "days",
      "\(explanation.daysText), as of \(values.text(explanation.value(named: "as_of")) ?? "")")
    sheet.add("value", explanation.valueText ?? "no value")
    sheet.add("95 % interval", explanation.intervalText)
    if let rhythm = explanation.rhythmText { sheet.add("rhythm", rhythm) }
    for name in ["method", "note", "p50", "p90", "p95", "p99", "mean", "open"] {
      add(name, explanation, values, to: &sheet)
    }
    let hits = Set(explanation.hits)
    let isShare = explanation.metric.unit == .share && hits.count <= explanation.counted.count
    if isShare {
      addIDs("in the numerator", explanation.hits, to: &sheet)
      addIDs(
        "only in the denominator", explanation.counted.filter { !hits.contains($0) }, to: &sheet)
    } else {
      addIDs("counted", explanation.counted, to: &sheet)
    }
    let left = explanation.leftOut
    sheet.addTable(
      "left out: \(left.count)" + more(left.count),
      .list(Array(left.prefix(ExplainCommand.shown))), ["id", "reason"])
    return sheet
  }

  /// A line for a field that has a value.
  private func add(
    _ name: String, _ explanation: Explanation, _ values: ValueText, to sheet: inout Sheet
  ) {
    guard let text = values.text(explanation.value(named: name)) else { return }
    sheet.add(ValueText.label(name), text)
  }

  private func addIDs(_ title: String, _ ids: [Text], to sheet: inout Sheet) {
    let shown = ids.prefix(ExplainCommand.shown).map(\.string).joined(separator: "\n")
    sheet.add("\(title): \(ids.count)" + more(ids.count), ids.isEmpty ? "none" : shown)
  }

  private func more(_ count: Int) -> String {
    count > ExplainCommand.shown ? " (the first \(ExplainCommand.shown); --json has all)" : ""
  }
}
