import Archiving
import Importing
import Metrics
import Model
import Redacting

/// Brings sources into an archive and everything derived from records up to date.
struct Intake {
  private let archive: Archive
  private let settings: Configuration
  private let zone: ZoneTable
  private let console: Console
  private let job: SourceImport
  private let appliesDeletes: Bool
  private let corrections: CorrectionsInForce

  init(
    archive: Archive, settings: Configuration, reading: ReadingOptions,
    corrections: CorrectionsInForce, console: Console
  ) throws {
    self.archive = archive
    self.corrections = corrections
    self.settings = settings
    self.console = console
    zone = try settings.zone()
    appliesDeletes = reading.applyDeletes || settings.appliesDeletes
    job = SourceImport(
      archive: archive, zone: zone,
      maxErrors: reading.errorLimit.maxErrors ?? settings.maxErrors,
      failsAtFirstError: reading.onError == .fail, readsAgain: reading.again,
      rejects: try reading.rejects.map { try RejectsFile(path: $0) },
      redactor: settings.redaction == .archive ? settings.redactor : nil, console: console)
  }

  func run(_ plans: [PlannedSource], reporting report: inout RunReport) throws {
    for (source, gap) in try exportGaps(among: plans.map(\.source)) {
      console.warning("\(source.name): \(gap.message)")
    }
    var refused: [Failure] = []
    for plan in plans {
      console.progress("reading \(plan.source.name)")
      do {
        let outcome = try report.phase("import") { try job.run(plan) }
        report.inputs.append(outcome)
      } catch {
        // Each source stands for itself: the others are read all the same.
        guard let failure = Intake.refusal(error) else { throw error }
        refused.append(failure)
      }
    }
    try removeDeleted()
    console.progress("deriving histories")
    try report.phase("derive") { try derive() }
    let warnings = try corrections.warnings(archive)
    report.warnings += warnings
    warnings.forEach(console.warning)
    try tellOfWaitingEvents()
    try warnOfStoredSecrets()
    if let first = refused.first {
      throw Failure(first.code, Failure.capped(refused.flatMap(\.messages)))
    }
  }

  /// What is wrong with one source alone.
  private static func refusal(_ error: any Error) -> Failure? {
    guard let failure = Failure(error) else { return nil }
    return error is SourceFailure || failure.code == .badData ? failure : nil
  }

  /// What came before `redaction: archive` was set is not rewritten.
  private func warnOfStoredSecrets() throws {
    guard settings.redaction == .archive else { return }
    let count = try archive.read { try $0.secretCounts() }.reduce(0) { $0 + $1.count }
    guard count > 0 else { return }
    console.warning(
      "the archive holds \(count) \(count == 1 ? "secret" : "secrets") from before 'redaction: "
        + "archive' was set; import the sources into a new archive to be rid of them")
  }

  /// Their import counts them as conflicts: they are kept, and change nothing yet.
  private func tellOfWaitingEvents() throws {
    let waiting = try archive.read { try $0.waitingEvents() }
    guard waiting.count > 0 else { return }
    let example = waiting.examples.first.map { ", such as \($0.type.word) of '\($0.id)'" } ?? ""
    console.note(
      "\(waiting.count) \(waiting.count == 1 ? "event waits" : "events wait") for a record that "
        + "nothing has created yet\(example); 'rollbook doctor' lists more")
  }

  func derive() throws {
    try corrections.apply(to: archive)
    try archive.refresh(zone: zone, derive: deriveService)
    guard let redactor = settings.redactor else { return }
    try archive.scanForSecrets(rules: redactor.fingerprint) { redactor.findings(in: $0) }
  }

  /// What a source deleted is marked; it goes only if the user says so.
  private func removeDeleted() throws {
    guard appliesDeletes else { return }
    let removed = try archive.removeDeleted(zone: zone)
    for kind in RecordKind.allCases {
      guard let count = removed[kind], count > 0 else { continue }
      console.note(
        "\(count) \(count == 1 ? kind.word : kind.plural) removed that their source deleted")
    }
  }
}
