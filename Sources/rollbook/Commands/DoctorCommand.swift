import Archiving
import ArgumentParser
import Foundation
import Model
import Site

struct DoctorCommand: ParsableCommand, ConfiguredCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what is wrong with the archive, its feeds and its records.",
    discussion: """
      Checks the archive's file, then lists feeds that have stopped, what was left out of sources,
      secrets found in records, and oddities with examples. With an id it says where that record is, or
      why it is not here. Exits with 2 if something should be mended.

      Examples:
        rollbook doctor
        rollbook doctor --archive rollbook.sqlite --as-of 2026-11-01
        rollbook doctor --why deploy-4711
      """)

  @OptionGroup var archiveOptions: ArchiveOptions

  @Option(
    help: ArgumentHelp(
      "The date to judge feeds by: 2026-11-01 or a time; else SOURCE_DATE_EPOCH, else now.",
      valueName: "t"))
  var asOf: String?

  @Option(help: ArgumentHelp("Why is this record not on the site?", valueName: "id"))
  var why: String?

  @OptionGroup var consoleOptions: ConsoleOptions

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let settings = try Configuration.load(archiveOptions.config, environment: environment)
    guard let path = archiveOptions.archive ?? settings.archive else {
      throw Failure(.usage, "which archive? Name one with --archive FILE")
    }
    guard FileManager.default.fileExists(atPath: path) else {
      throw Failure(.noInput, "\(path): no such archive; 'rollbook import' makes one")
    }
    // Nothing is written into a file that is damaged.
    let damage = why == nil ? try Archive(path: path).checkIntegrity() : nil
    let console = consoleOptions.console
    if damage == nil {
      try InboxIntake(archive: path, zone: settings.zone(), console: console).foldIfFree(path)
    }
    let archive = try Archive(path: path)
    if let why { return try tellWhereabouts(of: Text(why), in: archive) }
    let zone = try settings.zone()
    let date = try AsOf.date(option: asOf, environment: environment, zone: zone)
    let options = settings.siteOptions(archive, zone: zone, date: date)
    let report = try archive.read { try HealthReport($0, options) }
    print(damage ?? "archive   \(path): SQLite finds nothing wrong with the file")
    for finding in report.findings { tell(finding) }
    if report.findings.isEmpty { print("records   nothing odd") }
    if damage != nil || report.hasProblems { throw ExitCode(ExitStatus.problems.rawValue) }
  }

  private func tell(_ finding: HealthReport.Finding) {
    let mark = finding.isProblem ? "problem " : "note    "
    print(Console.oneLine("\(mark)  \(finding.name): \(finding.count); \(finding.meaning)"))
    for example in finding.examples { print(Console.oneLine("            \(example)")) }
  }

  private func tellWhereabouts(of id: Text, in archive: Archive) throws {
    let lines = try archive.read { try Whereabouts(of: id, $0).lines }
    guard !lines.isEmpty else {
      throw Failure(
        .noInput, "'\(id)': no record has this id, and nothing with it was left out of a source")
    }
    for line in lines { print(Console.oneLine(line)) }
  }
}
