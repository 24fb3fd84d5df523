import Foundation

/// A database file that can be opened without anything being written beside the source.
///
/// Without a journal that matters the source itself is opened as immutable. With one, file and journals
/// are copied into a private folder, which goes when the snapshot goes.
final class SQLiteSnapshot {
  /// The file to open, without links in its path.
  let path: String
  /// Whether `path` is a copy of ours: SQLite may recover it and write beside it.
  let isCopy: Bool
  /// The copied journals with content.
  private(set) var copiedJournals: [String] = []
  private var folder: String?

  /// Throws `SourceFailure`.
  init(ofFile source: String) throws {
    guard let original = SourceJournals.stem(of: source) else {
      throw SourceFailure.cannotOpen(source, errno: errno)
    }
    let journals = SourceJournals.ofDatabase(at: source).map {
      String($0.dropFirst(original.count))
    }
    guard !journals.isEmpty else {
      path = original
      isCopy = false
      return
    }
    let folder = try SQLiteSnapshot.makeFolder(for: source)
    self.folder = folder
    path = folder + "/source.sqlite"
    isCopy = true
    let parts = [""] + journals
    let before = parts.map { FileIdentity(path: original + $0) }
    for part in parts {
      let stored = try FileByteSource(Source(path: original + part))
      try SQLiteSnapshot.write(stored, to: path + part, for: source)
    }
    guard before == parts.map({ FileIdentity(path: original + $0) }) else {
      throw SourceFailure.unstable(source)
    }
    copiedJournals = journals.map { path + $0 }
  }

  /// Writes what `bytes` gives into a file of ours. Throws `SourceFailure`.
  init(spooling bytes: any ByteSource, path source: String) throws {
    let folder = try SQLiteSnapshot.makeFolder(for: source)
    self.folder = folder
    path = folder + "/source.sqlite"
    isCopy = true
    try SQLiteSnapshot.write(bytes, to: path, for: source)
  }

  deinit {
    guard let folder else { return }
    for name in ["", "-wal", "-journal", "-shm"] { unlink(path + name) }
    rmdir(folder)
  }

  private static func makeFolder(for source: String) throws -> String {
    let parent = FileManager.default.temporaryDirectory.path
    var template = Array((parent + "/rollbook-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw SourceFailure.cannotCopy(source, errno: errno)
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func write(_ bytes: any ByteSource, to path: String, for source: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SourceFailure.cannotCopy(source, errno: errno) }
    defer { close(descriptor) }
    try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
      while case let count = try bytes.read(into: buffer), count > 0 {
        var written = 0
        while written < count {
          let result = Foundation.write(
            descriptor, buffer.baseAddress.map { $0 + written }, count - written)
          if result < 0, errno == EINTR { continue }
          guard result > 0 else { throw SourceFailure.cannotCopy(source, errno: errno) }
          written += result
        }
      }
    }
  }
}

extension SourceFailure {
  fileprivate static func cannotCopy(_ path: String, errno code: Int32) -> SourceFailure {
    SourceFailure(
      .inputOutput, code: "cannot-copy", path: path,
      "cannot copy it to a temporary folder: \(String(cString: strerror(code)))")
  }
}
