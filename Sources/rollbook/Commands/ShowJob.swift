import ArgumentParser
import Foundation
import Model
import Rendering
import Site

struct ShowJob: ParsableCommand, ConfiguredCommand {
  static let configuration = CommandConfiguration(
    commandName: "job",
    abstract: "Show one job, and the deployments that name it.",
    discussion: """
      The id is the one of the source, or as the site shows it. With --json, prints what the site has
      in api/dashboard/jobs/id/. An unknown id exits with 66 and names the nearest ones.

      Examples:
        rollbook show job build-17
        rollbook show job build-17 --history --archive rollbook.sqlite
        rollbook show job build-17 --json | jq .exit_code
      """)

  @Argument(help: "The job's id.")
  var id: String

  @Flag(help: HistorySheet.help)
  var history = false

  @OptionGroup var query: QueryOptions
  @OptionGroup var archiveOptions: ArchiveOptions
  @OptionGroup var consoleOptions: ConsoleOptions

  func run() throws {
    let archive = try QueryArchive(
      archiveOptions, asOf: query.asOf, console: consoleOptions.console)
    let id = Text(id)
    try archive.read { reader in
      let site = try SiteQuery(reader, archive.options)
      guard let page = try site.job(id) else { throw try UnknownID.failure(.job, id, reader) }
      let kept = history ? try site.history(.job, id) : nil
      if query.json {
        return try RecordSheet.printJSON(page, kept)
      }
      var sheet = Sheet(ValueText(zone: archive.zone))
      sheet.addFields(of: page, but: ["record", "is_excluded"])
      sheet.addTable(
        "deployments that name it", page.value(named: "deployments"),
        ["role", "service_name", "deployment_id", "version", "environment"])
      sheet.addCorrections(page)
      if let kept { HistorySheet(kept, archive.zone).add(to: &sheet) }
      sheet.print(to: consoleOptions.terminal)
    }
  }
}
