import Glibc

/// Takes an entry of the live tree over into the new one: as a hard link, else as a copy.
struct Carrying {
  let name: UnsafePointer<CChar>
  let live: Descriptor
  let new: Descriptor
  let place: String
  /// Whether a copy goes to the disk at once.
  let syncs: Bool

  /// The errors after which a copy helps: too many links, links forbidden or unknown, other device.
  private static let copyErrors: Set<Int32> = [EMLINK, EPERM, EXDEV, ENOTSUP, ENOSYS, EACCES]

  /// Gives the status of the entry in the new tree.
  func run() throws(PublishError) -> stat {
    if linkat(live.raw, name, new.raw, name, 0) == -1 {
      guard Carrying.copyErrors.contains(errno) else { throw .io("link it", at: place) }
      try copy()
    }
    return try status(in: new)
  }

  private func status(in folder: Descriptor) throws(PublishError) -> stat {
    var status = stat()
    guard fstatat(folder.raw, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      throw .io("look at it", at: place)
    }
    return status
  }

  private func copy() throws(PublishError) {
    let source = try status(in: live)
    if source.isLink { return try copyLink() }
    guard source.isFile else {
      throw PublishError(.io(action: "copy it", errno: ENOTSUP), at: place)
    }
    let from = uninterrupted { openat(live.raw, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC) }
    guard from != -1 else { throw .io("open it", at: place) }
    let reader = Descriptor(from)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let to = uninterrupted { openat(new.raw, name, flags, 0o600) }
    guard to != -1 else { throw .io("make it", at: place) }
    let writer = Descriptor(to)
    try reader.read(place: place) { part throws(PublishError) in
      try writer.write(part, place: place)
    }
    // Only root can give the owner on; for others the copy is theirs.
    if fchown(to, source.st_uid, source.st_gid) == -1, errno != EPERM {
      throw .io("set the owner", at: place)
    }
    guard fchmod(to, source.permissions) == 0 else { throw .io("set the mode", at: place) }
    try writer.setModified(nanoseconds: FileStamp(source).modified, place: place)
    if syncs { try syncToDisk(writer, place: place) }
  }

  private func copyLink() throws(PublishError) {
    var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = readlinkat(live.raw, name, &target, target.count - 1)
    guard count != -1, symlinkat(target, new.raw, name) == 0 else {
      throw .io("copy the link", at: place)
    }
  }
}
