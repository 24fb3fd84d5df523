import Archiving
import Foundation
import Model
import Recording
import Redacting

/// One event from the command line into the archive, and the record after it onto standard output.
struct EventRun {
  private let settings: Configuration
  private let archive: String
  private let at: String?
  private let console: Console

  init(_ options: RecordOptions) throws {
    settings = try Configuration.load(
      options.archiveOptions.config, environment: ProcessInfo.processInfo.environment)
    guard let path = options.archiveOptions.archive ?? settings.archive else {
      throw Failure(
        .usage,
        "which archive? Name one with --archive FILE, or work in a folder made by 'rollbook init'")
    }
    archive = path
    at = options.at
    console = options.consoleOptions.console
  }

  func run(_ draft: EventDraft) throws {
    let event = try self.event(draft)
    let recorder = Recorder(archive: archive, zone: try settings.zone())
    try findArchive(for: event, recorder.inbox)
    let recorded = try recorder.record(event, id: UUIDv7()) { InboxIntake.tell($0, console) }
    switch recorded {
    case .archived(let applied):
      print(try json(of: applied.record))
      tell(RecordNote(event, applied))
    case .waiting(let applied):
      print(try json(of: applied.record))
      console.note(
        "another run holds the archive; the event waits in \(recorder.inbox.folder) for the next "
          + "one")
      tell(RecordNote(event, applied))
    case .unchecked:
      print(shown(event).importableJSON.string)
      console.warning(
        "another run holds the archive; the event waits in \(recorder.inbox.folder) for the next "
          + "one. Whether there is a \(event.kind.word) '\(event.id)' could not be looked up")
    case .unknown(let nearest): throw unknown(event, nearest)
    }
  }

  // MARK: - Before

  private func event(_ draft: EventDraft) throws -> LifecycleEvent {
    var draft = draft
    if let at { draft.set("at", at) } else { draft.set(at: .systemClock) }
    let event = try draft.event(naiveZone: settings.naiveZone)
    guard settings.redaction == .archive, let redactor = settings.redactor else { return event }
    return redactor.redacted(event)
  }

  /// What is created may create the archive, too.
  private func findArchive(for event: LifecycleEvent, _ inbox: Inbox) throws {
    if event.type.isCreation {
      let folder = Files.folder(of: archive)
      if !folder.isEmpty { try Files.makeFolder(folder) }
      return
    }
    guard !FileManager.default.fileExists(atPath: archive), try inbox.names().isEmpty else {
      return
    }
    throw Failure(
      .noInput,
      "\(archive): no such archive, so that there is no \(event.kind.word) '\(event.id)'; 'rollbook "
        + "record \(event.kind.word) create' or 'rollbook import' makes one")
  }

  // MARK: - After

  private func unknown(_ event: LifecycleEvent, _ nearest: [Text]) -> Failure {
    let names = nearest.map { "'\($0)'" }
    let choice = [names.dropLast().joined(separator: ", "), names.last ?? ""]
      .filter { !$0.isEmpty }.joined(separator: " or ")
    let hint = names.isEmpty ? "" : "; did you mean \(choice)?"
    return Failure(
      .noInput,
      "\(archive): there is no \(event.kind.word) '\(event.id)', nothing was recorded\(hint)")
  }

  private func tell(_ note: RecordNote?) {
    guard let note else { return }
    if note.isWarning { console.warning(note.text) } else { console.note(note.text) }
  }

  /// What is printed may end in a log: without secrets, and with people as the configuration wants.
  private func json(of record: Record) throws -> String {
    let filter =
      settings.people == .names
      ? PublicationFilter(archiving: Console.redactor)
      : PublicationFilter(Console.redactor, people: settings.people)
    return filter.record(record).canonicalJSON.string
  }

  private func shown(_ event: LifecycleEvent) -> LifecycleEvent {
    Console.redactor.redacted(event)
  }
}
