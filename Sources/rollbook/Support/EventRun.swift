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
    at = options.at.nonEmpty
    console = options.consoleOptions.console
  }

  func run(_ draft: EventDraft) throws {
    let event = try self.event(draft)
    let recorder = Recorder(archive: archive, zone: try settings.zone())
    try findArchive(for: event, recorder.inbox)
    let wasKnown = isKnown(event)
    let recorded = try recorder.record(event, id: UUIDv7()) { InboxIntake.tell($0, console) }
    switch recorded {
    case .archived(let applied):
      print(json(of: applied.record))
      tell(event, applied, isRepeated: wasKnown)
    case .waiting(let applied):
      print(json(of: applied.record))
      console.note(
        "another run holds the archive; the event waits in \(recorder.inbox.folder) for the next "
          + "one")
      tell(event, applied, isRepeated: wasKnown || waitsTwice(event, in: recorder.inbox))
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
    guard !FileManager.default.fileExists(atPath: archive) else { return }
    do throws(InboxError) {
      guard try inbox.names().isEmpty else { return }
    } catch {
      console.warning("\(error.description); what is there stays there")
    }
    throw Failure(
      .noInput,
      "\(archive): no such archive, so that there is no \(event.kind.word) '\(event.id)'; 'rollbook "
        + "record \(event.kind.word) create' or 'rollbook import' makes one")
  }

  /// Whether the archive has this very event already. What happens only now it cannot have.
  /// It only chooses the words of a note; what is wrong with the archive, recording says itself.
  private func isKnown(_ event: LifecycleEvent) -> Bool {
    guard at != nil, FileManager.default.fileExists(atPath: archive),
      let store = try? Archive(path: archive, patience: .zero)
    else { return false }
    return (try? store.read { try $0.effect(of: event) != nil }) ?? false
  }

  // MARK: - After

  /// Whether the event, which has just been kept, waited before.
  /// It only chooses the words of a note.
  private func waitsTwice(_ event: LifecycleEvent, in inbox: Inbox) -> Bool {
    guard let waiting = try? inbox.events(of: event.kind, event.id) else { return false }
    let bytes = event.canonicalJSON.bytes
    return waiting.count(where: { $0.canonicalJSON.bytes == bytes }) > 1
  }

  private func unknown(_ event: LifecycleEvent, _ nearest: [Text]) -> Failure {
    let names = nearest.map { "'\($0)'" }
    let choice = [names.dropLast().joined(separator: ", "), names.last ?? ""]
      .filter { !$0.isEmpty }.joined(separator: " or ")
    let hint = names.isEmpty ? "" : "; did you mean \(choice)?"
    return Failure(
      .noInput,
      "\(archive): there is no \(event.kind.word) '\(event.id)', nothing was recorded\(hint)")
  }

  private func tell(_ event: LifecycleEvent, _ applied: Applied<Record>, isRepeated: Bool) {
    let notes = [
      RecordNote(event, applied, isRepeated: isRepeated),
      RecordNote(rollbackToItself: event, applied.record),
    ]
    for note in notes.compactMap({ $0 }) {
      if note.isWarning { console.warning(note.text) } else { console.note(note.text) }
    }
  }

  /// What is printed may end in a log: without secrets and addresses, and with people as the
  /// configuration wants.
  private var filter: PublicationFilter {
    PublicationFilter(Console.redactor, people: settings.people)
  }

  private func json(of record: Record) -> String {
    filter.record(record).canonicalJSON.string
  }

  private func shown(_ event: LifecycleEvent) -> LifecycleEvent {
    var event = event
    event.record = filter.record(event.record)
    return event
  }
}
