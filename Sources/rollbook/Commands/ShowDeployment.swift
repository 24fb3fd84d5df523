import ArgumentParser
import Foundation
import Model
import Rendering
import Site

struct ShowDeployment: ParsableCommand, ConfiguredCommand {
  static let configuration = CommandConfiguration(
    commandName: "deployment",
    abstract: "Show one deployment, what became of it, and the jobs that it names.",
    discussion: """
      The id is the one of the source, or as the site shows it. With --json, prints what the site has
      in api/dashboard/deployments/id/. An unknown id exits with 66 and names the nearest ones.

      Examples:
        rollbook show deployment deploy-9
        rollbook show deployment deploy-9 --history
        rollbook show deployment deploy-9 --json | jq .rolled_back_by
      """)

  @Argument(help: "The deployment's id.")
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
      guard let page = try site.deployment(id) else {
        throw try UnknownID.failure(.deployment, id, reader)
      }
      let kept = history ? try site.history(.deployment, id) : nil
      if query.json {
        return try RecordSheet.printJSON(page, kept)
      }
      var sheet = RecordSheet.deployment(page, ValueText(zone: archive.zone))
      if let kept { HistorySheet(kept, archive.zone).add(to: &sheet) }
      sheet.print(to: consoleOptions.terminal)
    }
  }
}
