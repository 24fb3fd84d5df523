import Foundation
package import Model

/// What tells that a file is still the same and was not written to.
package struct FileIdentity: Equatable, Sendable {
  package let device: UInt64
  package let inode: UInt64
  package let size: Int
  /// Nanoseconds since 1970 of the last change of its content.
  package let modified: Int
  /// Nanoseconds since 1970 of the last change of its content, name, owner or mode.
  package let changed: Int

  init?(_ descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  /// The file a path leads to, through links. Nil if there is none.
  package init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    size = Int(status.st_size)
    #if canImport(Darwin)
      modified = FileIdentity.nanoseconds(status.st_mtimespec)
      changed = FileIdentity.nanoseconds(status.st_ctimespec)
    #else
      modified = FileIdentity.nanoseconds(status.st_mtim)
      changed = FileIdentity.nanoseconds(status.st_ctim)
    #endif
  }

  private static func nanoseconds(_ time: timespec) -> Int {
    time.tv_sec &* 1_000_000_000 &+ time.tv_nsec
  }

  static func ofRegularFile(_ descriptor: Int32, path: String) throws -> FileIdentity {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw SourceFailure.cannotRead(path, errno: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw SourceFailure(
        .noInput, code: "not-a-file", path: path,
        "not a regular file; for a pipe use '-' (standard input)")
    }
    return FileIdentity(status)
  }

  /// Whether nothing was written in between; another name or mode does not count.
  func hasSameContent(as other: FileIdentity) -> Bool {
    (device, inode, size, modified) == (other.device, other.inode, other.size, other.modified)
  }

  /// Decimal numbers with colons: equal texts are equal identities, in every version of Rollbook.
  package var text: String { "\(device):\(inode):\(size):\(modified):\(changed)" }

  /// Whether the file was left alone for two seconds before `now`. Else a later change might leave no
  /// trace, since clocks of file systems are coarse.
  package func isSettled(now: Timestamp) -> Bool {
    max(modified, changed) / 1_000_000 + 2000 <= now.milliseconds
  }
}

/// The identity of everything a source consists of: its file, and the journals of a database.
package struct SourceIdentity: Equatable, Sendable {
  private let parts: [FileIdentity?]

  /// Bytes of all parts.
  package var byteCount: Int { parts.reduce(0) { $0 + ($1?.size ?? 0) } }

  /// Nil if the source is standard input, an export of many files, or not there.
  package init?(_ source: Source) {
    guard !source.isStandardInput, source.kind == .file, let file = FileIdentity(path: source.path)
    else { return nil }
    let stem = SourceJournals.stem(of: source.path) ?? source.path
    parts = [file] + SourceJournals.suffixes.map { FileIdentity(path: stem + $0) }
  }

  /// The identities of file, `-wal` and `-journal`, `-` for what is not there.
  package var text: String { parts.map { $0?.text ?? "-" }.joined(separator: " ") }

  /// Whether all parts were left alone for two seconds before `now`.
  package func isSettled(now: Timestamp) -> Bool {
    parts.allSatisfy { $0?.isSettled(now: now) ?? true }
  }
}
