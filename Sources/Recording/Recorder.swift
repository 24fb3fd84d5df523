import Archiving
package import Model

/// What became of an event that was to be recorded.
package enum Recorded: Sendable, Equatable {
  /// The archive has it.
  case archived(Applied<Record>)
  /// Another process holds the archive: the event waits in the inbox. With what it will make of its
  /// record, as far as that is known now.
  case waiting(Applied<Record>)
  /// The same, but the archive cannot even be read, so that nobody knows whether there is such a
  /// record.
  case unchecked
  /// Nothing has this id: the event is not kept. The ids nearest to it, the nearest first.
  case unknown(nearest: [Text])
}

/// Records one event: in the archive, or beside it while another process holds it. Either way it is
/// durable when that is done.
package struct Recorder: Sendable {
  /// How long others are waited for before an event goes to the inbox, and then to look up its id.
  private static let patience: Duration = .milliseconds(250)
  private static let nearestLimit = 3

  private let archive: String
  private let zone: ZoneTable
  package let inbox: Inbox

  /// - Parameter zone: of the days in an archive that has none yet.
  package init(archive path: String, zone: ZoneTable) {
    archive = path
    inbox = Inbox(ofArchive: path)
    self.zone = zone
  }

  /// - Parameters:
  ///   - id: names the file if the event has to wait.
  ///   - tell: gets what came of events that had waited before.
  /// - Throws: `ArchiveError` or `InboxError`; then it is not recorded.
  package func record(
    _ event: LifecycleEvent, id: UUIDv7, tell: (InboxReport) -> Void
  ) throws -> Recorded {
    do {
      let archive = try Archive(path: archive, patience: Recorder.patience)
      tell(try inbox.fold(into: archive, zone: zone))
      if let applied = try archive.record([event], zone: zone).first ?? nil {
        return .archived(applied)
      }
      return .unknown(nearest: try nearest(to: event, in: archive))
    } catch let error as ArchiveError where error.kind == .busy {
      return try keep(event, id)
    }
  }

  /// The archive is not to be written now, but perhaps read.
  private func keep(_ event: LifecycleEvent, _ id: UUIDv7) throws -> Recorded {
    let preview: Recorded
    do {
      let archive = try Archive(path: archive, patience: Recorder.patience)
      let waiting = try inbox.events(of: event.kind, event.id)
      if let applied = try archive.read({
        try $0.preview(waiting + [event], of: event.kind, event.id)
      }) {
        preview = .waiting(applied)
      } else {
        preview = .unknown(nearest: try nearest(to: event, in: archive))
      }
    } catch let error as ArchiveError where error.kind == .busy {
      preview = .unchecked
    }
    if case .unknown = preview { return preview }
    try inbox.keep(event, named: id)
    return preview
  }

  private func nearest(to event: LifecycleEvent, in archive: Archive) throws -> [Text] {
    try archive.read {
      try $0.nearestIDs(to: event.id, kind: event.kind, limit: Recorder.nearestLimit)
    }
  }
}
