/// Writes a tar archive that is the same for the same files: owner 0 without a name, modes 0644 and
/// 0755, one time. Entries come in the order in which they are added, a folder right before the
/// first file in it.
struct TarWriter {
  private let modifiedSeconds: Int64
  private var folders: Set<String> = []

  init(modifiedSeconds: Int64) {
    self.modifiedSeconds = modifiedSeconds
  }

  /// What stands before a file's bytes: headers of the folders it is in that had none yet, and its
  /// own.
  mutating func begin(_ path: String, byteCount: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for (i, byte) in zip(path.utf8.indices, path.utf8) where byte == ASCII.slash {
      let folder = String(path[...i])
      guard folders.insert(folder).inserted else { continue }
      bytes += header(.folder, folder, 0)
    }
    return bytes + header(.file, path, byteCount)
  }

  /// What stands after a file's bytes.
  func end(byteCount: Int) -> [UInt8] { TarHeader.padding(after: byteCount) }

  /// What ends the archive.
  static var trailer: [UInt8] { Array(repeating: 0, count: 2 * TarHeader.blockSize) }

  private func header(_ kind: TarHeader.Kind, _ path: String, _ byteCount: Int) -> [UInt8] {
    let header = TarHeader(
      kind: kind, path: path, byteCount: byteCount, modifiedSeconds: modifiedSeconds)
    return header.bytes()
  }
}
