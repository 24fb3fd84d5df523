import ArgumentParser
import Foundation
import Model
import Rendering
import Site

struct ListRollbacks: ParsableCommand, ConfiguredCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollbacks",
    abstract: "List rollbacks, the newest first.",
    discussion: """
      Without a filter, --json prints what the site has in api/rollbacks.json. With --service, --since,
      --until or --limit the members are the same, all counts are of the rollbacks that fit, and there
      is no chart. --limit cuts the list, not the counts; else the newest 40 are listed. A rollback
      whose time is unknown fits no day.

      Examples:
        rollbook list rollbacks
        rollbook list rollbacks --service api --since 2026-10-01 --until 2026-10-31
        rollbook list rollbacks --since 2026-10-01 --json | jq .total
      """)

  @Option(help: ArgumentHelp("Only those of this service.", valueName: "name"))
  var service: String?

  @Option(help: ArgumentHelp("Only those from this local day on.", valueName: "day"))
  var since: String?

  @Option(help: ArgumentHelp("Only those up to the end of this local day.", valueName: "day"))
  var until: String?

  @Option(help: ArgumentHelp("At most so many.", valueName: "n"))
  var limit: Int?

  @OptionGroup var query: QueryOptions
  @OptionGroup var archiveOptions: ArchiveOptions
  @OptionGroup var consoleOptions: ConsoleOptions

  func run() throws {
    let filter = RollbackFilter(
      service: service.map { Text($0) }, days: try DayRange.days(since: since, until: until),
      limit: try positive(limit))
    let archive = try QueryArchive(
      archiveOptions, asOf: query.asOf, console: consoleOptions.console, countsDays: true)
    let page = try archive.read { reader in
      let site = try SiteQuery(reader, archive.options)
      guard let page = try site.rollbacks(filter) else {
        throw UnknownID.service(filter.service ?? "", among: try site.serviceNames())
      }
      return page
    }
    if query.json { return try RecordSheet.printJSON(page, nil) }
    guard case .list(let rows) = page.value(named: "rollbacks"), !rows.isEmpty else {
      return consoleOptions.console.note("no rollback fits")
    }
    TextTable(
      rows,
      [
        "at", "service_name", "environment", "from.version", "to_version", "how", "basis",
        "live_for", "from.deployment_id", "reason",
      ], ValueText(zone: archive.zone)
    ).print(to: consoleOptions.terminal)
  }

  private func positive(_ limit: Int?) throws -> Int? {
    if let limit, limit < 1 { throw Failure(.usage, "--limit \(limit): write a number from 1 on") }
    return limit
  }
}
