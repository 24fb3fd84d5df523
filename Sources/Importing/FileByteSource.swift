import Crypto
import Foundation

/// The stored bytes of a file or of standard input, hashed as they pass.
final class FileByteSource: ByteSource {
  let path: String
  private let descriptor: Int32
  private let isOwned: Bool
  private let readSize: Int
  private let opened: FileIdentity?
  private var hasher = SHA256()
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
  var sha256: String {
    hasher.finalize().map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }

  /// Bytes read so far, those of files that belong to this one included.
  var byteCount: Int { ownByteCount + partByteCount }

  /// Throws `SourceFailure` if the file is no longer as it was when it was opened.
  func checkStable() throws {
    guard let opened else { return }
    let isSame = FileIdentity(descriptor) == opened && FileIdentity(path: path) == opened
    guard isSame, ownByteCount == opened.size else { throw SourceFailure.unstable(path) }
  }
}

/// What tells that a file is still the same and was not written to.
struct FileIdentity: Equatable {
  let device: UInt64
  let inode: UInt64
  let size: Int
  let seconds: Int
  let nanoseconds: Int

  init?(_ descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  /// The file a path leads to, through links.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    size = Int(status.st_size)
    #if canImport(Darwin)
      seconds = status.st_mtimespec.tv_sec
      nanoseconds = status.st_mtimespec.tv_nsec
    #else
      seconds = status.st_mtim.tv_sec
      nanoseconds = status.st_mtim.tv_nsec
    #endif
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
