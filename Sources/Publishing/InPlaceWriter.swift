import Glibc

/// Publishes file by file into the live folder: all are staged in it first, then renamed to their
/// places, what refers to others last, and what is gone is removed at the end.
///
/// The manifest is the journal: once the moves have begun, a run cut short is completed by the next
/// one. Readers may meanwhile see new pages beside old ones.
final class InPlaceWriter: SiteWriter {
  let mode = PublishMode.inPlace
  private let manifest: Manifest
  private let live: Tree
  private let sync: PublishSync
  private let staging: Tree
  private var lastStaged = 0

  init(manifest: Manifest, live: Tree, sync: PublishSync) throws(PublishError) {
    self.manifest = manifest
    self.live = live
    self.sync = sync
    let place = "\(live.place)/\(Names.staging)"
    if mkdirat(live.root.raw, Names.staging, 0o700) == -1, errno != EEXIST {
      throw PublishError(.cannotCreate(errno: errno), at: place)
    }
    guard let root = openFolder(Names.staging, in: live.root) else {
      throw PublishError(.cannotCreate(errno: errno), at: place)
    }
    staging = Tree(root: root, place: place, owner: live.owner)
  }

  func write(
    _ bytes: UnsafeRawBufferPointer, at path: SitePath, modified: ModificationTime
  ) throws(PublishError) -> WrittenFile {
    lastStaged += 1
    let stamp = try staging.write(
      bytes, at: InPlaceWriter.location(lastStaged), sync: sync == .each,
      modifiedSeconds: modified.seconds)
    return WrittenFile(stamp: stamp, staged: lastStaged)
  }

  /// Where a staged file is: at most a thousand in a folder.
  private static func location(_ number: Int) -> SitePath {
    SitePath(trusting: "\(number / 1000)/\(number % 1000)".utf8)
  }

  /// Takes over what was written into another tree that could not be exchanged.
  func takeOver(from tree: Tree) throws(PublishError) {
    try manifest.eachPending(.written) { file in
      guard var entry = file.entry else { return }
      self.lastStaged += 1
      let location = InPlaceWriter.location(self.lastStaged)
      let source = try tree.open(file.path)
      let copy = try self.staging.create(location)
      let here = self.staging.place(of: location)
      try source.read(place: here) { part throws(PublishError) in
        try copy.write(part, place: here)
      }
      if let owner = self.staging.owner { _ = fchown(copy.raw, owner.user, owner.group) }
      guard fchmod(copy.raw, 0o644) == 0 else { throw PublishError.io("set the mode", at: here) }
      try copy.setModified(nanoseconds: entry.stamp.modified, place: here)
      if self.sync == .each { try syncToDisk(copy, place: here) }
      entry.stamp = FileStamp(try copy.status(place: here))
      try self.manifest.note(
        PendingFile(path: file.path, kind: .written, entry: entry, staged: self.lastStaged),
        replacing: true)
    }
  }

  func publish(stay: IDSet, next: ManifestFacts) throws(PublishError) -> [String] {
    try verifyWritten(manifest, in: staging) { InPlaceWriter.location($0.staged) }
    try syncTrees()
    try manifest.commitPending(.moving, next: next)
    try complete()
    return []
  }

  private func syncTrees() throws(PublishError) {
    switch sync {
    case .fs: try syncFileSystem(of: live.root, place: live.place)
    case .each: try syncFolders(in: live.root, place: live.place)
    case .none: break
    }
  }

  /// All that comes after the journal is written; also what a run cut short left undone.
  func complete() throws(PublishError) {
    for rank in SitePath.ranks {
      try manifest.eachPending(.written, rank: rank) { try self.move($0) }
    }
    try manifest.eachPending(.removed) { try self.remove($0) }
    try syncTrees()
    try manifest.applyPending(former: .lost)
    try InPlaceWriter.removeStaging(in: live)
  }

  static func removeStaging(in live: Tree) throws(PublishError) {
    try removeEntry(
      Names.staging, in: live.root, place: "\(live.place)/\(Names.staging)")
  }

  // MARK: One file

  private func move(_ file: PendingFile) throws(PublishError) {
    let location = InPlaceWriter.location(file.staged)
    guard case .open(let source) = try staging.folder(of: location) else { return }
    var folder = try makeFolder(of: file.path)
    var code = rename(location, in: source, to: file.path, in: folder)
    if code == EISDIR || code == ENOTEMPTY || code == EEXIST {
      // A folder of ours becomes a file. Folders above it may go with it.
      try manifest.eachPending(.removed, under: file.path) { try self.remove($0) }
      folder = try makeFolder(of: file.path)
      code = rename(location, in: source, to: file.path, in: folder)
    }
    switch code {
    case 0: try restamp(file, in: folder)
    case ENOENT where try !isStaged(location): return
    case EISDIR, ENOTEMPTY, EEXIST: throw PublishError(.blocked, at: live.place(of: file.path))
    default:
      throw PublishError(.io(action: "move it", errno: code), at: live.place(of: file.path))
    }
  }

  /// False if a run before has moved the file.
  private func isStaged(_ location: SitePath) throws(PublishError) -> Bool {
    if case .entry = try staging.look(at: location) { return true }
    return false
  }

  private func rename(
    _ from: SitePath, in source: Descriptor, to path: SitePath, in folder: Descriptor
  ) -> Int32 {
    let result = from.withName { old in
      path.withName { new in renameat(source.raw, old, folder.raw, new) }
    }
    return result == 0 ? 0 : errno
  }

  /// Renaming changes the time of change; the next run is to know the file again.
  private func restamp(_ file: PendingFile, in folder: Descriptor) throws(PublishError) {
    var status = stat()
    let result = file.path.withName { fstatat(folder.raw, $0, &status, AT_SYMLINK_NOFOLLOW) }
    guard result == 0, var entry = file.entry else {
      throw .io("look at it", at: live.place(of: file.path))
    }
    entry.stamp = FileStamp(status)
    let stamped = PendingFile(
      path: file.path, kind: file.kind, entry: entry, staged: file.staged)
    try manifest.note(stamped, replacing: true)
  }

  private func makeFolder(of path: SitePath) throws(PublishError) -> Descriptor {
    while true {
      switch try live.folder(of: path, making: true) {
      case .open(let folder): return folder
      case .absent:
        throw PublishError(.io(action: "make the folder", errno: ENOENT), at: live.place(of: path))
      case .blocked(let obstacle):
        // A file of ours becomes a folder.
        let old = SitePath(trusting: obstacle.utf8)
        guard try manifest.pending(at: old)?.kind == .removed else {
          throw PublishError(.blocked, at: live.place(of: old))
        }
        try live.remove(old)
      }
    }
  }

  /// Removes a file, and the folders that are empty without it. Any of them may be gone.
  private func remove(_ file: PendingFile) throws(PublishError) {
    // EISDIR: a file of ours became a folder.
    try unlink(file.path, flags: 0, tolerating: [ENOENT, EISDIR])
    var path = file.path
    while path.folderCount > 0 {
      path = SitePath(trusting: path.bytes[..<path.folderCount])
      // EBUSY: a mount point.
      let kept: Set<Int32> = [ENOTEMPTY, EEXIST, ENOTDIR, EBUSY]
      let code = try unlink(path, flags: AT_REMOVEDIR, tolerating: kept.union([ENOENT]))
      if kept.contains(code) { return }
      live.forgetFolders()
    }
  }

  /// Gives 0, or the tolerated error.
  @discardableResult
  private func unlink(
    _ path: SitePath, flags: Int32, tolerating tolerated: Set<Int32>
  ) throws(PublishError) -> Int32 {
    guard case .open(let folder) = try live.folder(of: path) else { return ENOENT }
    let result = path.withName { unlinkat(folder.raw, $0, flags) }
    if result == 0 { return 0 }
    guard tolerated.contains(errno) else { throw .io("remove it", at: live.place(of: path)) }
    return errno
  }
}
