import Archiving
import GRDB
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
  /// - Throws: also `InboxError` if the folder cannot be read or emptied.
  func fold(into archive: Archive, removes: Bool = true) throws {
    var report = try inbox.fold(into: archive, zone: zone, removes: removes)
    let failure = report.failure
    report.failure = nil
    InboxIntake.tell(report, console)
    if let failure { throw failure }
  }

  /// The same for commands that only ask: if another run holds the archive or they may not use the
  /// inbox, they answer without what waits, and say so.
  func foldIfFree(_ path: String) throws {
    let count: Int
    do throws(InboxError) { count = try inbox.names().count } catch {
      console.warning(
        "\(error.description); recorded events that wait there are not in this answer")
      return
    }
    guard count > 0 else { return }
    do {
      let archive = try Archive(path: path, patience: .zero)
      InboxIntake.tell(try inbox.fold(into: archive, zone: zone), console)
    } catch let error where InboxIntake.isReadOnly(error) {
      console.warning(
        "\(path): cannot be written; \(count) recorded "
          + "\(count == 1 ? "event" : "events") in \(inbox.folder) may be missing in this answer")
    } catch let error as ArchiveError where error.kind == .busy {
      console.note(
        "another run holds the archive; \(count) recorded \(count == 1 ? "event waits" : "events wait") "
          + "in \(inbox.folder) and \(count == 1 ? "is" : "are") not in this answer yet")
    }
  }

  /// Whether an archive may be read, but not written.
  static func isReadOnly(_ error: any Error) -> Bool {
    (error as? DatabaseError)?.resultCode == .SQLITE_READONLY
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
    if let file = report.unreadable.first {
      let more = report.unreadable.count - 1
      console.warning(
        "\(file.description); it stays there" + (more > 0 ? ", as \(more) more like it" : ""))
    }
    if let failure = report.failure {
      console.warning("\(failure.description); what is there stays there")
    }
  }
}
