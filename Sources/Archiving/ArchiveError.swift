import GRDB

/// Why an archive could not be used.
package struct ArchiveError: Error, Sendable, CustomStringConvertible {
  package enum Kind: Sendable {
    /// The file cannot be opened, or is not ours.
    case unusable
    /// Another process held it for longer than this one was to wait.
    case busy
    /// Reading or writing failed.
    case failed
    /// There is no import of that number.
    case noSuchImport
    /// What is asked for would lose something, or rests on something that is not known.
    case refused
  }

  package let kind: Kind
  package let path: String
  package let message: String

  package var description: String { "\(path): \(message)" }

  /// The error if SQLite gave up waiting for another process; else nil.
  static func busy(_ error: DatabaseError, path: String) -> ArchiveError? {
    switch error.resultCode.primaryResultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL:
      ArchiveError(
        kind: .busy, path: path, message: "is in use by another run; try again later")
    default: nil
    }
  }

  /// What opening the file came to.
  static func unusable(_ error: DatabaseError, path: String) -> ArchiveError {
    let isForbidden = error.resultCode.primaryResultCode == .SQLITE_READONLY
    return ArchiveError(
      kind: .unusable, path: path,
      message: isForbidden
        ? "cannot be used without the right to write it and the folder it is in, since SQLite keeps "
          + "files beside it; copy it, or ask as its owner"
        : error.message ?? "not a database")
  }
}
