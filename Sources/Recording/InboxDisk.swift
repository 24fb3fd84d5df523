import Foundation

/// The system calls of an inbox: each file is whole and on the disk, or not there.
struct InboxDisk {
  let folder: String

  private func path(of name: String) -> String { "\(folder)/\(name)" }

  private func failure(_ action: String, _ path: String) -> InboxError {
    InboxError(path: path, message: "cannot \(action): \(String(cString: strerror(errno)))")
  }

  // MARK: - Writing

  /// Makes the folder in a folder that is there, for those who may use that one.
  func makeFolder() throws(InboxError) {
    try makeFolder(folder)
  }

  private func makeFolder(_ path: String) throws(InboxError) {
    let parent = (path as NSString).deletingLastPathComponent
    if mkdir(path, 0o700) == 0 {
      let file = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
      guard file >= 0 else { throw failure("open the folder", path) }
      defer { close(file) }
      share(file, as: parent.isEmpty ? "." : parent, keeping: 0o3777)
    } else {
      guard errno == EEXIST else { throw failure("make the folder", path) }
    }
    // Also if it was there: whoever made it may not have come so far yet.
    try sync(folder: parent)
  }

  /// Gives a file the group and the rights of another one, whatever the umask. Where that is refused,
  /// it stays as it was made; without the other one, too.
  private func share(_ file: Int32, as other: String, keeping bits: mode_t) {
    var status = stat()
    guard lstat(other, &status) == 0, status.st_mode & S_IFMT != S_IFLNK else { return }
    // Nobody is to be made the owner; the group first, since a change of it takes bits away.
    _ = fchown(file, uid_t.max, status.st_gid)
    _ = fchmod(file, status.st_mode & bits)
  }

  /// Writes a file under a temporary name, brings it to the disk and gives it its name, which is on
  /// the disk as well when this returns.
  ///
  /// - Parameter other: a file whose group and rights it gets; without that it is for its owner
  ///   alone.
  func write(_ bytes: [UInt8], to name: String, asOpenAs other: String) throws(InboxError) {
    let temporary = path(of: ".\(name).new")
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw failure("write it", temporary) }
    do throws(InboxError) {
      defer { close(file) }
      share(file, as: other, keeping: 0o666)
      try write(bytes, to: file, temporary)
      guard fsync(file) == 0 else { throw failure("bring it to the disk", temporary) }
      guard rename(temporary, path(of: name)) == 0 else { throw failure("name it", temporary) }
    } catch {
      unlink(temporary)
      throw error
    }
    try sync(folder: folder)
  }

  private func write(_ bytes: [UInt8], to file: Int32, _ path: String) throws(InboxError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
      if count < 0 {
        guard errno == EINTR else { throw failure("write it", path) }
        continue
      }
      rest = rest.dropFirst(count)
    }
  }

  private func sync(folder path: String) throws(InboxError) {
    let file = open(path.isEmpty ? "." : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { throw failure("open the folder", path) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw failure("bring the folder to the disk", path) }
  }

  // MARK: - Reading

  /// The names in the folder; none if there is no folder.
  func names() throws(InboxError) -> [String] {
    guard let list = opendir(folder) else {
      if errno == ENOENT { return [] }
      throw failure("read the folder", folder)
    }
    defer { closedir(list) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(list) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
      errno = 0
    }
    guard errno == 0 else { throw failure("read the folder", folder) }
    return names
  }

  /// The bytes of a regular file, at most one more than `limit`; nil if there is no such file.
  func read(_ name: String, limit: Int) throws(InboxError) -> [UInt8]? {
    let path = path(of: name)
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw failure("read it", path)
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw failure("read it", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw InboxError(path: path, message: "is not a regular file")
    }
    return try readAll(file, path, limit: min(Int(status.st_size), limit) + 1)
  }

  private func readAll(
    _ file: Int32, _ path: String, limit: Int
  ) throws(InboxError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: limit)
    var filled = 0
    while filled < limit {
      let count = bytes.withUnsafeMutableBytes {
        Foundation.read(file, $0.baseAddress?.advanced(by: filled), limit - filled)
      }
      if count == 0 { break }
      if count < 0 {
        guard errno == EINTR else { throw failure("read it", path) }
        continue
      }
      filled += count
    }
    return Array(bytes.prefix(filled))
  }

  // MARK: - Taking away

  func remove(_ name: String) throws(InboxError) {
    guard unlink(path(of: name)) == 0 || errno == ENOENT else {
      throw failure("remove it", path(of: name))
    }
  }

  /// Moves a file into another folder, under a name that is free there. Returns its new path.
  func move(_ name: String, into target: String) throws(InboxError) -> String {
    try makeFolder(target)
    var new = "\(target)/\(name)"
    var count = 1
    var status = stat()
    while lstat(new, &status) == 0 {
      count += 1
      new = "\(target)/\(count)-\(name)"
    }
    guard rename(path(of: name), new) == 0 || errno == ENOENT else {
      throw failure("put it aside", path(of: name))
    }
    return new
  }
}
