import Glibc

/// Changes to a tree that is ours alone: the one before, or what is staged.
extension Tree {
  /// Makes the folder of `path`, removing what stands in its way.
  func makeFolder(of path: SitePath) throws(PublishError) -> Descriptor {
    while true {
      switch try folder(of: path, making: true) {
      case .open(let folder): return folder
      case .blocked(let obstacle): try remove(SitePath(trusting: obstacle.utf8))
      case .absent: throw .io("make the folder", at: place(of: path))
      }
    }
  }

  /// Removes whatever stands at `path`; a folder with all that is in it.
  func remove(_ path: SitePath) throws(PublishError) {
    guard case .open(let folder) = try folder(of: path) else { return }
    try path.withName { name throws(PublishError) in
      try removeEntry(name, in: folder, place: place(of: path))
    }
    forgetFolders()
  }

  /// Writes a new file at `path`, in place of whatever stands there, and gives its stamp.
  ///
  /// `modifiedSeconds` is a function of the clock's time of the new file.
  func write(
    _ bytes: UnsafeRawBufferPointer, at path: SitePath, sync: Bool,
    modifiedSeconds: (Int64) -> Int64?
  ) throws(PublishError) -> FileStamp {
    let file = try create(path)
    let here = { self.place(of: path) }
    try file.write(bytes, place: here())
    let status = try file.status(place: here())
    if status.permissions != 0o644, fchmod(file.raw, 0o644) == -1 {
      throw .io("set the mode", at: here())
    }
    if let owner, Owner(user: status.st_uid, group: status.st_gid) != owner,
      fchown(file.raw, owner.user, owner.group) == -1
    {
      throw .io("set the owner", at: here())
    }
    if let seconds = modifiedSeconds(Int64(status.st_mtim.tv_sec)) {
      try file.setModified(nanoseconds: seconds * 1_000_000_000, place: here())
    }
    if sync { try syncToDisk(file, place: here()) }
    return FileStamp(try file.status(place: here()))
  }

  /// An empty new file at `path`, for writing.
  func create(_ path: SitePath) throws(PublishError) -> Descriptor {
    let folder = try makeFolder(of: path)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    func attempt() -> Int32 {
      uninterrupted { path.withName { openat(folder.raw, $0, flags, 0o644) } }
    }
    var raw = attempt()
    if raw == -1, errno == EEXIST {
      try remove(path)
      raw = attempt()
    }
    guard raw != -1 else { throw .io("make it", at: place(of: path)) }
    return Descriptor(raw)
  }
}

extension Descriptor {
  func write(_ bytes: UnsafeRawBufferPointer, place: @autoclosure () -> String) throws(PublishError)
  {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let written = Glibc.write(raw, part.baseAddress, part.count)
      if written == -1, errno == EINTR { continue }
      guard written > 0 else { throw .io("write it", at: place()) }
      rest = rest.dropFirst(written)
    }
  }

  func setModified(nanoseconds: Int64, place: @autoclosure () -> String) throws(PublishError) {
    let time = timespec(
      tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    guard futimens(raw, [time, time]) == 0 else { throw .io("set its time", at: place()) }
  }

  /// Hands on what the file holds, a piece at a time.
  func read(
    place: @autoclosure () -> String,
    _ body: (UnsafeRawBufferPointer) throws(PublishError) -> Void
  ) throws(PublishError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      let count = Glibc.read(raw, buffer.baseAddress, buffer.count)
      if count == -1, errno == EINTR { continue }
      guard count >= 0 else { throw .io("read it", at: place()) }
      if count == 0 { return }
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}

/// Removes one entry of `folder`; a folder with all that is in it. Nothing there is fine.
func removeEntry(
  _ name: UnsafePointer<CChar>, in folder: Descriptor, place: @autoclosure () -> String
) throws(PublishError) {
  if unlinkat(folder.raw, name, 0) == 0 || errno == ENOENT { return }
  let here = place()
  guard errno == EISDIR else { throw .io("remove it", at: here) }
  guard let inner = openFolder(name, in: folder) else { throw .io("remove it", at: here) }
  try FolderReader.each(of: inner, place: here) { entry throws(PublishError) in
    try removeEntry(entry.name, in: inner, place: here)
  }
  guard unlinkat(folder.raw, name, AT_REMOVEDIR) == 0 else { throw .io("remove it", at: here) }
}
