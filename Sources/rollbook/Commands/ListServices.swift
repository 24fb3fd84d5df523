import ArgumentParser
import Foundation
import Model
import Rendering
import Site

struct ListServices: ParsableCommand, ConfiguredCommand {
  static let configuration = CommandConfiguration(
    commandName: "services",
    abstract: "List all services: what is live, and how they have been.",
    discussion: """
      Changes and failure rates are of complete local days before the date of the report, as the site's
      page failures.html defines them. With --json, prints what the site has in api/services.json.

      Examples:
        rollbook list services
        rollbook list services --as-of 2026-11-01 --archive rollbook.sqlite
        rollbook list services --json | jq '.services[].service_name'
      """)

  @OptionGroup var query: QueryOptions
  @OptionGroup var archiveOptions: ArchiveOptions
  @OptionGroup var consoleOptions: ConsoleOptions

  func run() throws {
    let archive = try QueryArchive(
      archiveOptions, asOf: query.asOf, console: consoleOptions.console, countsDays: true)
    let page = try archive.read { try SiteQuery($0, archive.options).services() }
    if query.json { return try RecordSheet.printJSON(page, nil) }
    guard case .list(let rows) = page.value(named: "services"), !rows.isEmpty else {
      return consoleOptions.console.note("no service: the archive has no deployment")
    }
    table(rows, ValueText(zone: archive.zone))
      .print(to: consoleOptions.terminal)
  }

  private func table(_ rows: [any Viewable], _ values: ValueText) -> TextTable {
    var table = TextTable([
      .init("service", isWhole: true), .init("live in production"),
      .init("last deployment", isWhole: true), .init("outcome", isWhole: true),
      .init("changes, 30 d", .right), .init("change failures, 90 d"),
      .init("job failures, 30 d"), .init("silent since", isWhole: true),
    ])
    for row in rows {
      let last = row.value(named: "last_deployment").object
      let outcome = last.flatMap { values.text($0.value(named: "outcome")) }
      table.add([
        .init(values.text(row.value(named: "service_name"))), .init(live(row, values)),
        .init(values.text(row.value(named: "last_day"))),
        .init(outcome, Tone(ofField: "outcome", outcome ?? "")),
        .init(values.brief(row.value(named: "deployments"))),
        .init(values.brief(row.value(named: "change_failure_rate"))),
        .init(values.brief(row.value(named: "job_failure_rate"))),
        .init(values.text(row.value(named: "silent_since"))),
      ])
    }
    return table
  }

  /// The versions live in production, with their environment where that is not its usual name.
  private func live(_ row: any Viewable, _ values: ValueText) -> String? {
    guard case .list(let all) = row.value(named: "live") else { return nil }
    let words = all.compactMap { span -> String? in
      guard case .flag(true) = span.value(named: "is_production"),
        let version = values.text(span.value(named: "version"))
      else { return nil }
      let environment = values.text(span.value(named: "environment")) ?? ""
      return environment == "production" ? version : "\(version) in \(environment)"
    }
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }
}
