import Archiving
import ArgumentParser
import Foundation
import Importing
import Metrics
import Model

struct ImportCommand: ParsableCommand, ConfiguredCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take records into the archive.",
    discussion: """
      What a source is shows by its content: own records and events, GitHub, GitLab, Jenkins and other
      vendors' payloads, DynamoDB scans and exports, SQLite, the output of git log. Each source is one
      transaction: all of it is imported, or nothing. One that has not changed is skipped, a line file
      that has grown is read from where it ended. Bad records are left out, counted and kept with their
      place and text. Without a source, those of the configuration are imported.

      A folder that 'rollbook bag' wrote is verified and restored into a new archive, as a whole. Imports
      from before cannot be undone there.

      Examples:
        rollbook import records.ndjson --archive rollbook.sqlite
        gh run list --json databaseId,name,status,conclusion,headSha,startedAt,updatedAt,url | rollbook import -
        aws dynamodb scan --table-name jobs | rollbook import - --archive rollbook.sqlite
        rollbook import exports/*.json.gz --max-errors 0 --rejects bad.ndjson
        rollbook import runner.sqlite --mapping runner.yml
        rollbook import /media/usb/deployments-2026 --archive restored.sqlite
        rollbook import --undo 12
      """)

  @Argument(
    help: ArgumentHelp(
      "Files, folders or glob patterns; '-' is standard input.", valueName: "source"))
  var sources: [String] = []

  @OptionGroup var archiveOptions: ArchiveOptions
  @OptionGroup var reading: ReadingOptions

  @Option(
    help: ArgumentHelp(
      "Take back what this import brought; 'rollbook status' lists the imports.",
      valueName: "import"))
  var undo: Int?

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
    if let undo { return try self.undo(undo, in: path, settings) }
    var run = RunReport()
    do {
      let corrections = try CorrectionsInForce(settings)
      let bag = sources.count == 1 ? sources.first.flatMap { BagImport.isBag($0) ? $0 : nil } : nil
      let plans =
        try bag == nil
        ? ImportPlan(settings: settings, reading: reading).sources(sources) : []
      guard bag != nil || !plans.isEmpty else {
        throw Failure(.usage, "nothing to import: name a source, or list some in rollbook.yml")
      }
      try WorkingArchive.with(
        path, dryRun: false, zone: settings.zone(), console: consoleOptions.console
      ) { archive in
        let intake = try Intake(
          archive: archive, settings: settings, reading: reading, corrections: corrections,
          console: consoleOptions.console)
        if let bag {
          try BagImport(folder: bag, settings: settings, console: consoleOptions.console)
            .restore(into: archive)
        }
        try intake.run(plans, reporting: &run)
      }
    } catch {
      let code = Failure(error)?.code.rawValue ?? ExitStatus.bug.rawValue
      if let report { try run.write(to: report, exit: code) }
      throw error
    }
    if let report { try run.write(to: report, exit: 0) }
  }

  private func undo(_ number: Int, in path: String, _ settings: Configuration) throws {
    guard sources.isEmpty else {
      throw Failure(.usage, "--undo takes back an import; it goes without a source")
    }
    guard FileManager.default.fileExists(atPath: path) else {
      throw Failure(.noInput, "\(path): no such archive")
    }
    let console = consoleOptions.console
    let zone = try settings.zone()
    let corrections = try CorrectionsInForce(settings)
    let archive = try Archive(path: path)
    let undone = try archive.imports().first { $0.number == number }
    let name = undone?.path ?? ""
    let rest = undone?.isRecording == true ? "" : ". \(name) is read again when it is imported next"
    let result = try archive.undoImport(number, zone: zone)
    try Intake(
      archive: archive, settings: settings, reading: reading, corrections: corrections,
      console: console
    ).derive()
    console.note(
      "import \(number) of \(name) is undone: \(result.removed) records removed, "
        + "\(result.restored) as they were without it, \(result.kept) facts kept that other imports "
        + "brought too\(rest)")
  }
}
