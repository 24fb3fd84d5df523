import Crypto
import Foundation
import Model

/// The stored bytes of a file or of standard input, hashed as they pass.
final class FileByteSource: ByteSource {
  let path: String
  private let descriptor: Int32
  private let isOwned: Bool
  private let readSize: Int
  private let opened: FileIdentity?
  private var hasher = SHA256()
  /// The hasher before the last piece, and how many bytes it had seen.
  private var before: (hasher: SHA256, byteCount: Int) = (SHA256(), 0)
  private var ownByteCount = 0
  private var partByteCount = 0
  let isTruncated = false

  /// Opens `source`, which must be a regular file, reached through a link or not, or standard input.
  /// At most `readSize` bytes come from one read. Throws `SourceFailure`.
  init(_ source: Source, readSize: Int = .max) throws {
    path = source.path
    self.readSize = readSize
    if source.isStandardInput {
      descriptor = STDIN_FILENO
      isOwned = false
      opened = nil
      return
    }
    // O_NONBLOCK keeps the open of a FIFO without a writer from hanging.
    descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw SourceFailure.cannotOpen(path, errno: errno)
    }
    isOwned = true
    do {
      opened = try FileIdentity.ofRegularFile(descriptor, path: path)
    } catch {
      close(descriptor)
      throw error
    }
  }

  deinit {
    if isOwned { close(descriptor) }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard let base = buffer.baseAddress, buffer.count > 0 else { return 0 }
    while true {
      let count = Foundation.read(descriptor, base, min(buffer.count, readSize))
      if count >= 0 {
        if count > 0 { before = (hasher, ownByteCount) }
        hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        ownByteCount += count
        return count
      }
      if errno == EAGAIN, !isOwned {
        var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&ready, 1, -1)
        continue
      }
      guard errno == EINTR else { throw SourceFailure.cannotRead(path, errno: errno) }
    }
  }

  /// Reads what is left, so that the hash covers every stored byte. Throws `SourceFailure`.
  func drain() throws {
    try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
      while try read(into: buffer) > 0 {}
    }
  }

  /// Adds the bytes of a file that belongs to this one to the hash: a journal.
  func hash(alsoFile path: String) throws {
    let part = try FileByteSource(Source(path: path))
    try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
      while case let count = try part.read(into: buffer), count > 0 {
        hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        partByteCount += count
      }
    }
  }

  /// SHA-256 of what was read so far, in hexadecimal.
  var sha256: String { hasher.finalize().hexadecimal }

  /// SHA-256 of the first `count` bytes, which were read; nil if it is standard input. Throws
  /// `SourceFailure`.
  func sha256(ofFirst count: Int) throws -> String? {
    guard isOwned else { return nil }
    if count == ownByteCount { return sha256 }
    var (hasher, position) = before.byteCount <= count ? before : (SHA256(), 0)
    try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
      while position < count {
        let wanted = min(buffer.count, count - position)
        let found = pread(descriptor, buffer.baseAddress, wanted, off_t(position))
        if found < 0, errno == EINTR { continue }
        guard found >= 0 else { throw SourceFailure.cannotRead(path, errno: errno) }
        guard found > 0 else { throw SourceFailure.unstable(path) }
        hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<found]))
        position += found
      }
    }
    return hasher.finalize().hexadecimal
  }

  /// Moves behind a beginning that was read before, if the file still starts with just these bytes;
  /// else stays where it is, at the front. Throws `SourceFailure`.
  func skip(_ beginning: ResumePoint) throws -> Bool {
    guard let opened, ownByteCount == 0, 0..<opened.size + 1 ~= beginning.byteCount else {
      return false
    }
    try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
      while ownByteCount < beginning.byteCount {
        let wanted = min(buffer.count, beginning.byteCount - ownByteCount)
        if try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])) == 0 { break }
      }
    }
    if ownByteCount == beginning.byteCount, sha256 == beginning.sha256 { return true }
    guard lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw SourceFailure.cannotRead(path, errno: errno)
    }
    hasher = SHA256()
    before = (SHA256(), 0)
    ownByteCount = 0
    return false
  }

  /// Bytes read so far, those of files that belong to this one included.
  var byteCount: Int { ownByteCount + partByteCount }

  /// Throws `SourceFailure` if the file is no longer as it was when it was opened.
  func checkStable() throws {
    guard let opened else { return }
    let found = [FileIdentity(descriptor), FileIdentity(path: path)]
    guard found.allSatisfy({ $0?.hasSameContent(as: opened) == true }), ownByteCount == opened.size
    else { throw SourceFailure.unstable(path) }
  }
}

extension SourceFailure {
  static func cannotOpen(_ path: String, errno code: Int32) -> SourceFailure {
    let name = code == ENOENT || code == ENOTDIR ? "not-found" : "cannot-open"
    return SourceFailure(.noInput, code: name, path: path, "cannot open: \(reason(code))")
  }

  static func cannotRead(_ path: String, errno code: Int32) -> SourceFailure {
    SourceFailure(.inputOutput, code: "cannot-read", path: path, "cannot read: \(reason(code))")
  }

  static func unstable(_ path: String) -> SourceFailure {
    SourceFailure(
      .inputOutput, code: "unstable", path: path,
      "unstable input: the file changed while it was read; try again when it is finished")
  }

  private static func reason(_ code: Int32) -> String {
    String(cString: strerror(code))
  }
}
