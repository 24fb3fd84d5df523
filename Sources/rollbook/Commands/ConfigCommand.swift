import ArgumentParser
import Foundation
import Model
import Redacting

struct ConfigCommand: ParsableCommand, ConfiguredCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Print the values that count, and where each comes from.",
    discussion: """
      A flag goes before an environment variable (ROLLBOOK_OUTPUT, ...), that before the file, and that
      before the default. Paths of the file are shown as they are found from here.

      Examples:
        rollbook config --print
        ROLLBOOK_TIME_ZONE=Europe/Berlin rollbook config --print --output /srv/www
        rollbook config --print --json | jq -r '.values[] | select(.key == "output").value'
      """)

  @Flag(help: "Print them; this is what the command does in any case.")
  var print = false

  @OptionGroup var archiveOptions: ArchiveOptions

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The site's folder, as for build.", valueName: "dir"))
  var output: String?

  @Option(help: ArgumentHelp("The folder of templates, as for build.", valueName: "dir"))
  var templates: String?

  @Option(help: ArgumentHelp("Which jobs have pages, as for build.", valueName: "days"))
  var jobPages: String?

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var consoleOptions: ConsoleOptions

  func run() throws {
    var settings = try Configuration.load(
      archiveOptions.config, environment: ProcessInfo.processInfo.environment)
    var flags: [String: String] = [:]
    if let archive = archiveOptions.archive {
      (settings.archive, flags["archive"]) = (archive, "--archive")
    }
    if let output { (settings.output, flags["output"]) = (output, "--output") }
    if let templates { (settings.templates, flags["templates"]) = (templates, "--templates") }
    if let jobPages {
      settings.jobPages = try Configuration.jobPages(jobPages, "--job-pages")
      flags["job_pages"] = "--job-pages"
    }
    let values = settings.effectiveValues(flags: flags)
    guard !json else { return try Output.write(ConfigCommand.json(values)) }
    var table = TextTable([
      TextTable.Column("key", isWhole: true), TextTable.Column("value"),
      TextTable.Column("from", isWhole: true),
    ])
    for value in values { table.add(["\(value.key)", "\(value.value)", "\(value.origin)"]) }
    table.print(to: consoleOptions.terminal)
  }

  private static func json(_ values: [EffectiveValue]) -> [UInt8] {
    var w = JSONObjectWriter(into: ByteBuffer())
    w.name("values")
    w.buffer.append(jsonObjects: values) { value, w in
      w.member("key", word: value.key)
      w.member("value", word: Console.redactor.redact(value.value))
      w.member("from", word: value.origin)
    }
    return w.finish().bytes
  }
}
