import Glibc

/// An open file or folder, closed when the last reference goes.
final class Descriptor {
  let raw: Int32

  private init(_ raw: Int32) {
    self.raw = raw
  }

  deinit { close(raw) }

  /// A folder anywhere; links in its path are followed.
  static func folder(at path: String) throws(SystemFault) -> Descriptor {
    try opened("open it") { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
  }

  /// A file anywhere, for reading; a link is not followed, a pipe not waited for.
  static func file(at path: String) throws(SystemFault) -> Descriptor {
    try opened("open it") { open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
  }

  /// A folder in this one; a link is not followed.
  func folder(_ name: FileName) throws(SystemFault) -> Descriptor {
    try Descriptor.opened("open it") {
      name.withPointer { openat(raw, $0, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) }
    }
  }

  /// Whatever is in this folder under the name, for reading; a link is not followed, a pipe not
  /// waited for.
  func entry(_ name: FileName) throws(SystemFault) -> Descriptor {
    try Descriptor.opened("open it") {
      name.withPointer { openat(raw, $0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
    }
  }

  /// A new file in this folder, for writing.
  func newFile(_ name: FileName) throws(SystemFault) -> Descriptor {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    return try Descriptor.opened("make it") { name.withPointer { openat(raw, $0, flags, 0o644) } }
  }

  func makeFolder(_ name: FileName) throws(SystemFault) {
    guard name.withPointer({ mkdirat(raw, $0, 0o755) }) == 0 else { throw SystemFault("make it") }
  }

  private static func opened(
    _ action: String, _ call: () -> Int32
  ) throws(SystemFault) -> Descriptor {
    while true {
      let raw = call()
      if raw != -1 { return Descriptor(raw) }
      guard errno == EINTR else { throw SystemFault(action) }
    }
  }

  func status() throws(SystemFault) -> stat {
    var status = stat()
    guard fstat(raw, &status) == 0 else { throw SystemFault("look at it") }
    return status
  }

  /// What is in this folder under the name, links not followed.
  func status(of name: FileName) throws(SystemFault) -> stat {
    var status = stat()
    let result = name.withPointer { fstatat(raw, $0, &status, AT_SYMLINK_NOFOLLOW) }
    guard result == 0 else { throw SystemFault("look at it") }
    return status
  }

  /// Reads the next piece into the buffer; false at the end of the file.
  func fill(_ buffer: PieceBuffer) throws(SystemFault) -> Bool {
    while true {
      let count = Glibc.read(raw, buffer.memory.baseAddress, buffer.memory.count)
      if count == -1, errno == EINTR { continue }
      guard count >= 0 else { throw SystemFault("read it") }
      buffer.count = count
      return count > 0
    }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(SystemFault) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let written = Glibc.write(raw, part.baseAddress, part.count)
      if written == -1, errno == EINTR { continue }
      guard written > 0 else { throw SystemFault("write it") }
      rest = rest.dropFirst(written)
    }
  }

  /// Sets the mode whatever the umask, and the modification time; nil leaves the clock's.
  func settle(mode: mode_t, modifiedSeconds: Int64?) throws(SystemFault) {
    guard fchmod(raw, mode) == 0 else { throw SystemFault("set its mode") }
    guard let modifiedSeconds else { return }
    let time = timespec(tv_sec: Int(modifiedSeconds), tv_nsec: 0)
    guard futimens(raw, [time, time]) == 0 else { throw SystemFault("set its time") }
  }

  func sync() throws(SystemFault) {
    guard fsync(raw) == 0 else { throw SystemFault("sync it") }
  }

  /// Brings the whole file system to the disk. Not repeated: a second try would lie.
  func syncFileSystem() throws(SystemFault) {
    guard systemSyncFileSystem(raw) == 0 else { throw SystemFault("sync it") }
  }

  /// Takes the lock of it, which goes with the descriptor; false if another one has it.
  func lock() throws(SystemFault) -> Bool {
    if flock(raw, LOCK_EX | LOCK_NB) == 0 { return true }
    guard errno == EWOULDBLOCK else { throw SystemFault("lock it") }
    return false
  }
}

@_silgen_name("syncfs")
private func systemSyncFileSystem(_ descriptor: Int32) -> Int32

/// Memory for pieces of files, 1 MB.
final class PieceBuffer {
  fileprivate let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
  fileprivate(set) var count = 0

  deinit { memory.deallocate() }

  /// The piece that was read last; valid until the next.
  var piece: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }

  /// Whether the piece fills it.
  var isFull: Bool { count == memory.count }
}

extension stat {
  var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }
  var isFile: Bool { st_mode & S_IFMT == S_IFREG }
  var isLink: Bool { st_mode & S_IFMT == S_IFLNK }
}
