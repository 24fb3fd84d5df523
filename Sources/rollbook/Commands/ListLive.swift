import ArgumentParser
import Foundation
import Model
import Rendering
import Site

struct ListLive: ParsableCommand, ConfiguredCommand {
  static let configuration = CommandConfiguration(
    commandName: "live",
    abstract: "List what was live at a moment, by service and environment.",
    discussion: """
      Without --at, at the end of the report's day. A date alone is its first moment in the zone of the
      configuration. What a rollback in place restored is live again from then on.

      Examples:
        rollbook list live
        rollbook list live --at 2026-10-30T08:45:00Z --service api
        rollbook list live --at 2026-10-30 --environment production --json | jq '.live[].version'
      """)

  @Option(
    help: ArgumentHelp(
      "The moment: 2026-10-30T08:45:00Z, or the start of a local day.", valueName: "t"))
  var at: String?

  @Option(help: ArgumentHelp("Only this service.", valueName: "name"))
  var service: String?

  @Option(
    name: [.customLong("environment"), .customLong("env")],
    help: ArgumentHelp("Only this environment.", valueName: "name"))
  var environment: String?

  @OptionGroup var query: QueryOptions
  @OptionGroup var archiveOptions: ArchiveOptions
  @OptionGroup var consoleOptions: ConsoleOptions

  func run() throws {
    let archive = try QueryArchive(
      archiveOptions, asOf: query.asOf, console: consoleOptions.console, countsDays: true)
    let time = try at.map { try moment($0, archive.zone) }
    let list = try archive.read { reader in
      let site = try SiteQuery(reader, archive.options)
      let asked = service.map { Text($0) }
      guard
        let list = try site.live(
          at: time, service: asked, environment: environment.map { Text($0) })
      else { throw UnknownID.service(asked ?? "", among: try site.serviceNames()) }
      return list
    }
    if query.json { return try RecordSheet.printJSON(list, nil) }
    guard case .list(let rows) = list.value(named: "live"), !rows.isEmpty else {
      return consoleOptions.console.note("nothing is known to have been live then")
    }
    TextTable(
      rows, ["service_name", "environment", "version", "since", "until", "deployment_id"],
      ValueText(zone: archive.zone)
    ).print(to: consoleOptions.terminal)
  }

  private func moment(_ text: String, _ zone: ZoneTable) throws -> Timestamp {
    if let day = LocalDay(iso: text) { return zone.start(of: day) }
    if let time = Timestamp(rfc3339: text) { return time }
    throw Failure(
      .usage, "--at '\(text)': write a time (2026-10-30T08:45:00Z) or a day (2026-10-30)")
  }
}
