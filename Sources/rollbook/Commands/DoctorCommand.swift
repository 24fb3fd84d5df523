import Archiving
import ArgumentParser
import Foundation
import Metrics
import Model
import Recording
import Redacting
import Site

struct DoctorCommand: ParsableCommand, ConfiguredCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what is wrong with the archive, its feeds and its records.",
    discussion: """
      Checks the archive's file, takes in recorded events that wait, then lists feeds that have
      stopped, what was left out of sources, files beside the archive that are no events, secrets
      found in records, and oddities with examples. With an id it says where that record is, or
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
    let corrections = try CorrectionsInForce(settings)
    // Nothing is written into a file that is damaged.
    let damage = why == nil ? try Archive(path: path).checkIntegrity() : nil
    let console = consoleOptions.console
    if damage == nil {
      try InboxIntake(archive: path, zone: settings.zone(), console: console).foldIfFree(path)
      if why == nil { try derive(path, settings, corrections, console) }
    }
    let archive = try Archive(path: path)
    if let why { return try tellWhereabouts(of: Text(why), in: archive) }
    let zone = try settings.zone()
    let date = try AsOf.date(option: asOf, environment: environment, zone: zone)
    let options = settings.siteOptions(archive, zone: zone, date: date)
    let report = try archive.read { try HealthReport($0, options) }
    print(damage ?? "archive   \(path): SQLite finds nothing wrong with the file")
    let hasRejected = tellOfRejected(besides: path, console)
    for finding in report.findings {
      let code = finding.code.map { " [\($0.rawValue)]" } ?? ""
      tell(
        finding.name + code, finding.count, finding.meaning, finding.examples,
        isProblem: finding.isProblem)
    }
    if report.findings.isEmpty { print("records   nothing odd") }
    if damage != nil || hasRejected || report.hasProblems {
      throw ExitCode(ExitStatus.problems.rawValue)
    }
  }

  /// Brings up to date what is derived from records, and looks for secrets in the new ones. Whoever
  /// cannot do so now is told about what is known.
  private func derive(
    _ path: String, _ settings: Configuration, _ corrections: CorrectionsInForce,
    _ console: Console
  ) throws {
    do {
      let archive = try Archive(path: path, patience: .milliseconds(250))
      let zone = try settings.zone()
      try corrections.apply(to: archive)
      if try !archive.read({ try $0.isDerived(zone: zone) }) {
        try archive.refresh(zone: zone, derive: deriveService)
      }
      guard let redactor = settings.redactor else { return }
      try archive.scanForSecrets(rules: redactor.fingerprint) { redactor.findings(in: $0) }
    } catch let error as ArchiveError where error.kind == .busy {
      console.warning("another run holds the archive; the latest records are not judged yet")
    } catch let error where InboxIntake.isReadOnly(error) {
      console.warning("\(path): cannot be written; the latest records are not judged yet")
    }
  }

  /// Files that were put aside since they are no events. Returns whether there are any.
  private func tellOfRejected(besides path: String, _ console: Console) -> Bool {
    let inbox = Inbox(ofArchive: path)
    do throws(InboxError) {
      let names = try inbox.rejectedNames()
      guard !names.isEmpty else { return false }
      tell(
        "rejected events", names.count,
        "files in \(inbox.rejectedFolder) that are no events; mend and import them, or remove them",
        Array(names.prefix(5)), isProblem: true)
      return true
    } catch {
      console.warning(error.description)
      return false
    }
  }

  private func tell(
    _ name: String, _ count: Int, _ meaning: String, _ examples: [String], isProblem: Bool
  ) {
    let mark = isProblem ? "problem " : "note    "
    print(Console.oneLine("\(mark)  \(name): \(count); \(meaning)"))
    for example in examples { print(Console.oneLine("            \(example)")) }
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
