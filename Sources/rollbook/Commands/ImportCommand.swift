import Archiving
import ArgumentParser
import Foundation
import Importing
import Metrics

struct ImportCommand: ParsableCommand, ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take records into the archive.",
    discussion: """
      Each source is one transaction: all of it is imported, or nothing. Importing a source again
      changes nothing. Bad records are left out, counted and kept with their place and text.

      Examples:
        rollbook import records.ndjson --archive rollbook.sqlite
        zstd -dc export.ndjson.zst | rollbook import - --archive rollbook.sqlite
        rollbook import exports/*.json.gz --max-errors 0
      """)

  @Argument(
    help: ArgumentHelp(
      "Files, folders or glob patterns; '-' is standard input.", valueName: "source"))
  var sources: [String]

  @OptionGroup var archiveOptions: ArchiveOptions
  @OptionGroup var errorLimit: ErrorLimitOptions

  @Option(help: ArgumentHelp("Write what the run did as JSON.", valueName: "file"))
  var report: String?

  @OptionGroup var consoleOptions: ConsoleOptions

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let settings = try Configuration.load(archiveOptions.config, environment: environment)
    guard let path = archiveOptions.archive ?? settings.archive else {
      throw Failure(
        .usage,
        "where to? Name an archive with --archive FILE, or make a folder with 'rollbook init'")
    }
    let zone = try settings.zone()
    var run = RunReport()
    do {
      try WorkingArchive.with(path, dryRun: false, console: consoleOptions.console) { archive in
        let job = SourceImport(
          archive: archive, zone: zone, maxErrors: errorLimit.maxErrors ?? settings.maxErrors,
          console: consoleOptions.console)
        for source in try expandSources(sources) {
          let outcome = try run.phase("import") { try job.run(source) }
          run.inputs.append(outcome)
        }
        try run.phase("derive") { try archive.refresh(zone: zone, derive: deriveHistory) }
      }
    } catch {
      let code = Failure(error)?.code.rawValue ?? ExitStatus.bug.rawValue
      if let report { try run.write(to: report, exit: code) }
      throw error
    }
    if let report { try run.write(to: report, exit: 0) }
  }
}
