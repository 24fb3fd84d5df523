import Archiving
import ArgumentParser
import Foundation
import Metrics
import Model

struct ForgetCommand: ParsableCommand, ConfiguredCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Remove records for good, so that no import brings them back.",
    discussion: """
      Of records that are named, or older than a date, every version and event goes. What stays is a hash of
      the id, the reason and the date of the report, so that a later import leaves the record out and
      counts it as ignored, and 'rollbook verify --against' knows that it went on purpose. There is no way
      back, and nothing is asked: try it with --dry-run.

      --before goes by the latest time of each record; those without any stay. So do deployments that
      are live, and the jobs and commits that deployments name which stay. Names that records share, of
      services and authors, stay in the archive, as does what was left out of sources, and bags and sites
      that were written before.

      Examples:
        rollbook forget job build-17 build-18 --reason 'Held a customer name'
        rollbook forget --before 2024-01-01 --reason 'Kept for two years' --dry-run
        rollbook forget --before 2025-01-01 --kind job --archive rollbook.sqlite --reason 'Kept for a year'
      """)

  @Argument(
    help: ArgumentHelp(
      "A kind (job, deployment, commit, incident) and the ids of records.", valueName: "record"))
  var records: [String] = []

  @Option(
    help: ArgumentHelp(
      "Forget what is older than that day instead: 2024-01-01.", valueName: "date"))
  var before: String?

  @Option(
    help: ArgumentHelp(
      "With --before: only records of this kind: job, deployment, commit or incident. Repeatable.",
      valueName: "kind"))
  var kind: [RecordKind] = []

  @Option(help: ArgumentHelp("Why; it is kept.", valueName: "text"))
  var reason: String

  @Option(
    help: ArgumentHelp(
      "The date that is kept with it: 2026-11-01 or a time; else SOURCE_DATE_EPOCH, else now.",
      valueName: "t"))
  var asOf: String?

  @Flag(name: [.customShort("n"), .long], help: "Print what would go, and change nothing.")
  var dryRun = false

  @OptionGroup var archiveOptions: ArchiveOptions
  @OptionGroup var consoleOptions: ConsoleOptions

  func validate() throws {
    guard records.isEmpty != (before == nil) else {
      throw ValidationError("name a kind and ids, or a day with --before; one of both")
    }
    guard before != nil || kind.isEmpty else { throw ValidationError("--kind goes with --before") }
    guard !reason.isEmpty else { throw ValidationError("--reason is empty; it is kept, and read") }
  }

  func run() throws {
    let query = try QueryArchive(
      archiveOptions, asOf: asOf, console: consoleOptions.console, countsDays: true)
    let run = ForgetRun(query: query, note: reason, isDry: dryRun, console: consoleOptions.console)
    guard let before else { return try run.forget(named: records) }
    guard let day = LocalDay(iso: before) else {
      throw Failure(.usage, "--before '\(before)': write a day such as 2024-01-01")
    }
    try run.forget(before: day, kind.isEmpty ? RecordKind.allCases : kind)
  }
}

extension RecordKind: ExpressibleByArgument {
  public static var allValueStrings: [String] { allCases.map(\.word) }

  /// `job` and `jobs` alike.
  init?(argument: String) {
    guard let kind = RecordKind.allCases.first(where: { [$0.word, $0.plural].contains(argument) })
    else { return nil }
    self = kind
  }
}
