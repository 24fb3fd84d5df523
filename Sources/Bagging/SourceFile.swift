import Glibc

/// A plain file that is read once, from its beginning to its end.
struct SourceFile {
  /// Bytes that the file has.
  let byteCount: Int
  private let descriptor: Descriptor
  private let path: String
  private let before: stat

  /// Links are not followed in the last part of the path.
  init(_ path: String) throws(BagError) {
    self.path = path
    do {
      descriptor = try Descriptor.file(at: path)
      before = try descriptor.status()
    } catch {
      throw BagError(error.code == ELOOP ? .notAFile : .system(error), at: path)
    }
    guard before.isFile else { throw BagError(.notAFile, at: path) }
    byteCount = Int(before.st_size)
  }

  /// Hands out all bytes; fails if the file changed since it was opened.
  func read(
    _ buffer: PieceBuffer, _ body: (UnsafeRawBufferPointer) throws(BagError) -> Void
  ) throws(BagError) {
    var count = 0
    while try at(path, { () throws(SystemFault) in try descriptor.fill(buffer) }) {
      count += buffer.count
      guard count <= byteCount else { throw BagError(.changedWhileRead, at: path) }
      try body(buffer.piece)
    }
    let after = try at(path) { () throws(SystemFault) in try descriptor.status() }
    let isSame =
      count == byteCount && after.st_size == before.st_size
      && after.st_mtim.tv_sec == before.st_mtim.tv_sec
      && after.st_mtim.tv_nsec == before.st_mtim.tv_nsec
    guard isSame else { throw BagError(.changedWhileRead, at: path) }
  }
}
