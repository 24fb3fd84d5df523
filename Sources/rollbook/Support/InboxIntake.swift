import Archiving
import Model
import Recording

/// Takes in what `rollbook record` left beside an archive while another run held it.
struct InboxIntake {
  private let inbox: Inbox
  private let zone: ZoneTable
  private let console: Console

  /// - Parameter path: the archive's, whether or not it is there yet.
  init(archive path: String, zone: ZoneTable, console: Console) {
    inbox = Inbox(ofArchive: path)
    self.zone = zone
    self.console = console
  }

  /// Takes all of it into an archive that is open for writing.
  ///
  /// - Parameter removes: false for a copy of the archive: the inbox stays as it is.
  func fold(into archive: Archive, removes: Bool = true) throws {
    InboxIntake.tell(try inbox.fold(into: archive, zone: zone, removes: removes), console)
  }

  /// The same for commands that only ask: if another run holds the archive, they answer without
  /// what waits, and say so.
  func foldIfFree(_ path: String) throws {
    let count = try inbox.names().count
    guard count > 0 else { return }
    do {
      try fold(into: try Archive(path: path, patience: .zero))
    } catch let error as ArchiveError where error.kind == .busy {
      console.note(
        "another run holds the archive; \(count) recorded \(count == 1 ? "event waits" : "events wait") "
          + "in \(inbox.folder) and \(count == 1 ? "is" : "are") not in this answer yet")
    }
  }

  static func tell(_ report: InboxReport, _ console: Console) {
    if report.folded > 0 {
      console.note(
        report.folded == 1
          ? "1 event that had waited was taken in"
          : "\(report.folded) events that had waited were taken in")
    }
    for file in report.rejected {
      console.warning("\(file.path): is no event, and is left out: \(file.message)")
    }
    for file in report.unreadable { console.warning("\(file.description); it stays there") }
  }
}
