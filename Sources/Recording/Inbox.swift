import Foundation
import Importing
package import Model

/// Where events wait while another process holds the archive: a folder beside it with one file for
/// each event, named so that their order is that of their arrival.
///
/// An event is durable once it was kept. Taking the same event in twice changes nothing, so files
/// are removed only after the archive has what they say, whoever is interrupted where.
package struct Inbox: Sendable, Equatable {
  /// `.rollbook/inbox` of `.rollbook/archive.sqlite`, `name.sqlite.inbox` of any other archive; the
  /// same whatever way leads to the archive.
  package let folder: String
  /// Whose rights the files get.
  private let archive: String

  /// Where files go that are no events.
  package var rejectedFolder: String { "\(folder)/rejected" }

  private static let ending = ".json"
  /// As large as a record may be.
  private static let maximumSize = 16 << 20

  package init(ofArchive path: String) {
    let given = URL(fileURLWithPath: path)
    let parent = given.deletingLastPathComponent().resolvingSymlinksInPath()
    let name = given.lastPathComponent
    let isStandard = name == "archive.sqlite" && parent.lastPathComponent == ".rollbook"
    folder = parent.appendingPathComponent(isStandard ? "inbox" : "\(name).inbox").path
    archive = parent.appendingPathComponent(name).path
  }

  /// Keeps an event; it is on the disk when this returns. Whoever may use the archive may use the
  /// file, too.
  package func keep(_ event: LifecycleEvent, named id: UUIDv7) throws(InboxError) {
    let disk = InboxDisk(folder: folder)
    try disk.makeFolder()
    try disk.write(event.importableJSON.bytes, to: "\(id)\(Inbox.ending)", asOpenAs: archive)
  }

  /// The names of the files that wait, the first to arrive first; none if there is no inbox.
  package func names() throws(InboxError) -> [String] {
    try InboxDisk(folder: folder).names().filter {
      $0.hasSuffix(Inbox.ending) && !$0.hasPrefix(".")
    }.sorted()
  }

  /// The names of the files that were put aside.
  package func rejectedNames() throws(InboxError) -> [String] {
    try InboxDisk(folder: rejectedFolder).names().filter { !$0.hasPrefix(".") }.sorted()
  }

  /// Reads one file; nil if it has gone, which is to say that another process has taken it in.
  package func read(_ name: String) throws(InboxError) -> InboxItem? {
    let disk = InboxDisk(folder: folder)
    guard let bytes = try disk.read(name, limit: Inbox.maximumSize) else { return nil }
    do throws(EventFault) { return .event(try readEvent(bytes)) } catch {
      return .noEvent(error.message)
    }
  }

  /// Removes a file; one that has gone already is as good.
  package func remove(_ name: String) throws(InboxError) {
    try InboxDisk(folder: folder).remove(name)
  }

  /// Puts a file aside that is no event. Returns where it is now.
  package func reject(_ name: String) throws(InboxError) -> String {
    try InboxDisk(folder: folder).move(name, into: rejectedFolder)
  }
}

/// What a file of an inbox is.
package enum InboxItem: Sendable, Equatable {
  case event(LifecycleEvent)
  /// Why it is no event.
  case noEvent(String)
}

/// Why an inbox could not be used.
package struct InboxError: Error, Sendable, Equatable, CustomStringConvertible {
  package let path: String
  /// With the system's own word.
  package let message: String

  package var description: String { "\(path): \(message)" }
}
