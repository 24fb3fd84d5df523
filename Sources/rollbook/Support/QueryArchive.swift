import Archiving
import ArgumentParser
import Foundation
import Metrics
import Model
import Site

/// The flags of the commands that ask the archive.
struct QueryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The date of the report: 2026-11-01 or a time; else SOURCE_DATE_EPOCH, else now.",
      valueName: "t"))
  var asOf: String?

  @Flag(help: "Print JSON, byte for byte as in the site's file of the same thing.")
  var json = false
}

/// The archive as the commands see it that only ask: what others left to do is done first, if nobody
/// else holds it.
struct QueryArchive {
  let archive: Archive
  let settings: Configuration
  /// The zone of the configuration, in which times are shown.
  let zone: ZoneTable
  /// What a site would be built with on that date.
  let options: SiteOptions
  private let console: Console
  private let corrections: CorrectionsInForce
  /// How long a question waits for another process; short writes are over by then.
  private static let patience: Duration = .milliseconds(250)

  /// - Parameter countsDays: whether the answer rests on local days, which then must be those of the
  ///   configuration's zone; else the archive's own will do.
  init(
    _ place: ArchiveOptions, asOf: String?, console: Console, countsDays: Bool = false
  ) throws {
    let environment = ProcessInfo.processInfo.environment
    settings = try Configuration.load(place.config, environment: environment)
    self.console = console
    corrections = try CorrectionsInForce(settings)
    guard let path = place.archive ?? settings.archive else {
      throw Failure(.usage, "which archive? Name one with --archive FILE")
    }
    guard FileManager.default.fileExists(atPath: path) else {
      throw Failure(.noInput, "\(path): no such archive; 'rollbook import' makes one")
    }
    zone = try settings.zone()
    let date = try AsOf.date(option: asOf, environment: environment, zone: zone)
    archive = try Archive(path: path, patience: QueryArchive.patience)
    options = settings.siteOptions(archive, zone: zone, date: date)
    try foldInbox()
    try derive(countsDays: countsDays)
  }

  /// Hands on one consistent state of the archive.
  func read<Result>(_ body: (ArchiveReader) throws -> Result) throws -> Result {
    try archive.read(body)
  }

  /// Takes in what `record` left beside the archive while another run held it.
  private func foldInbox() throws {
    try InboxIntake(archive: archive.path, zone: zone, console: console).foldIfFree(archive.path)
  }

  /// Brings what is derived from records up to date, if anything is to be done, with the corrections of
  /// the configuration.
  private func derive(countsDays: Bool) throws {
    let days =
      try countsDays ? zone : archive.read { try $0.dayZone() }.flatMap { ZoneTable(name: $0) }
    let zone = days ?? zone
    do {
      try corrections.apply(to: archive)
      guard try !archive.read({ try $0.isDerived(zone: zone) }) else { return }
      try archive.refresh(zone: zone, derive: deriveService)
    } catch let error as ArchiveError where error.kind == .busy {
      console.warning(
        "another run holds the archive; what it changes, and what follows from the latest records, "
          + "is not in this answer yet")
    } catch let error where InboxIntake.isReadOnly(error) {
      console.warning(
        "the archive cannot be written; what follows from the latest records and corrections may be "
          + "missing in this answer")
    }
  }
}
