import Foundation

/// SHA-256 of a source's stored bytes in lower-case hexadecimal, and how many there are: what
/// `readSource` says of the same bytes. Those of a SQLite database are the bytes of its file, then of
/// its `-wal` and of its `-journal`, so far as these have content; those of an export are its manifests.
/// Standard input is used up.
///
/// Throws `SourceFailure`.
package func contentHash(of source: Source) throws -> (sha256: String, byteCount: Int) {
  if source.kind == .dynamoExport { return try exportContent(of: source) }
  let file = try FileByteSource(source)
  let front = try file.readPrefix(ContentMagic.sqlite.count)
  try file.drain()
  try file.checkStable()
  if front == ContentMagic.sqlite, !source.isStandardInput {
    for journal in SourceJournals.ofDatabase(at: source.path) { try file.hash(alsoFile: journal) }
  }
  return (file.sha256, file.byteCount)
}

/// The files beside a SQLite database that belong to it.
enum SourceJournals {
  static let suffixes = ["-wal", "-journal"]

  /// The path that journals' names begin with: SQLite follows links. Nil if there is no such file.
  static func stem(of path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Paths of the journals with content; one whose header is zeroed is finished.
  static func ofDatabase(at path: String) -> [String] {
    guard let stem = stem(of: path) else { return [] }
    return suffixes.map { stem + $0 }.filter { journal in
      guard let bytes = try? FileByteSource(Source(path: journal)),
        let front = try? bytes.readPrefix(8)
      else { return FileIdentity(path: journal) != nil }
      return front.contains { $0 != 0 }
    }
  }
}
