import Glibc

/// Brings the tree before up to date, so that it becomes the new site.
///
/// The files that changed are written in it already. What stays is hard-linked from the live tree
/// unless it is there; what is not in the site goes; what Rollbook did not write is carried along.
/// Whatever a run cut short left behind is put right on the way: nothing is believed of the tree
/// before that is not looked at.
final class Reconciler {
  private let manifest: Manifest
  private let live: Tree?
  private let new: Tree
  /// The numbers of the files that stay as they are.
  private let stay: IDSet
  /// Those of them that are in the new tree.
  private var placed = IDSet()
  /// Path of the entry at hand.
  private var path: [UInt8] = []
  private let syncsCopies: Bool

  init(manifest: Manifest, live: Tree?, new: Tree, stay: IDSet, syncsCopies: Bool) {
    self.manifest = manifest
    self.live = live
    self.new = new
    self.stay = stay
    self.syncsCopies = syncsCopies
  }

  func run() throws(PublishError) {
    // The walks need descriptors of their own.
    new.forgetFolders()
    live?.forgetFolders()
    _ = try clean(new.root, live: live?.root)
    new.forgetFolders()
    if let live {
      let carrier = ForeignCarrier(
        manifest: manifest, live: live, new: new, syncs: syncsCopies)
      try carrier.run()
      try linkMissing(from: live)
    }
  }

  // MARK: What is in the tree before

  /// What the new site has at a path.
  private enum Expected {
    case written(ManifestEntry)
    case stays(ManifestEntry)
    case nothing(isOurs: Bool)
  }

  private var expected: Expected {
    get throws(PublishError) {
      let path = SitePath(trusting: self.path)
      if let pending = try manifest.pending(at: path) {
        guard let entry = pending.entry else { return .nothing(isOurs: true) }
        return pending.kind == .written ? .written(entry) : .stays(entry)
      }
      guard let entry = try manifest.entry(at: path) else { return .nothing(isOurs: false) }
      return stay.contains(entry.id) ? .stays(entry) : .nothing(isOurs: true)
    }
  }

  private var place: String { "\(new.place)/\(String(decoding: path, as: UTF8.self))" }

  /// Puts every entry of `folder` right; gives how many are left.
  private func clean(_ folder: Descriptor, live: Descriptor?) throws(PublishError) -> Int {
    var left = 0
    let start = path.count
    let here = place
    try FolderReader.each(of: folder, place: here) { entry throws(PublishError) in
      if start > 0 { path.append(UInt8(ascii: "/")) }
      path.append(contentsOf: entry.bytes)
      var status = stat()
      if fstatat(folder.raw, entry.name, &status, AT_SYMLINK_NOFOLLOW) == -1 {
        throw .io("look at it", at: place)
      }
      var isLeft = false
      if status.isFolder {
        isLeft = try cleanFolder(entry.name, in: folder, live: live)
      } else {
        isLeft = try cleanFile(entry.name, status, in: folder, live: live)
      }
      if isLeft { left += 1 }
      path.removeSubrange(start...)
    }
    return left
  }

  private func cleanFolder(
    _ name: UnsafePointer<CChar>, in folder: Descriptor, live: Descriptor?
  ) throws(PublishError) -> Bool {
    switch try expected {
    case .nothing: break
    case .written: throw PublishError(.pathTwice, at: place)
    case .stays:
      try removeEntry(name, in: folder, place: place)
      return false
    }
    guard let inner = openFolder(name, in: folder) else { throw .io("open it", at: place) }
    let innerLive = live.flatMap { openFolder(name, in: $0) }
    var isOurs = innerLive == nil
    if !isOurs { isOurs = try holdsOurs }
    if try clean(inner, live: innerLive) == 0, isOurs {
      guard unlinkat(folder.raw, name, AT_REMOVEDIR) == 0 else { throw .io("remove it", at: place) }
      return false
    }
    // A run cut short may have made it and not come to its mode.
    if isOurs, try inner.status(place: place).permissions != 0o755, fchmod(inner.raw, 0o755) == -1 {
      throw .io("set the mode", at: place)
    }
    return true
  }

  /// Whether a file of the live site is in the folder at hand.
  private var holdsOurs: Bool {
    get throws(PublishError) { try manifest.hasFiles(under: SitePath(trusting: path)) }
  }

  private func cleanFile(
    _ name: UnsafePointer<CChar>, _ status: stat, in folder: Descriptor, live: Descriptor?
  ) throws(PublishError) -> Bool {
    switch try expected {
    case .written(let entry):
      guard UInt64(status.st_ino) == entry.stamp.inode else {
        throw PublishError(.readsBackWrong, at: place)
      }
      return true
    case .stays(let entry):
      if UInt64(status.st_ino) == entry.stamp.inode {
        placed.insert(entry.id)
        return true
      }
      // Another one, of the last build or of a run cut short; linked with the missing ones.
      try removeEntry(name, in: folder, place: place)
      guard let live else { return false }
      try link(SitePath(trusting: path), name, entry, from: live, to: folder)
      return true
    case .nothing(let isOurs):
      if !isOurs, let live, isSame(name, status, in: live) { return true }
      try removeEntry(name, in: folder, place: place)
      return false
    }
  }

  /// Whether a foreign file of the live tree is this very file.
  private func isSame(_ name: UnsafePointer<CChar>, _ status: stat, in live: Descriptor) -> Bool {
    var other = stat()
    return fstatat(live.raw, name, &other, AT_SYMLINK_NOFOLLOW) == 0
      && other.st_ino == status.st_ino && other.st_dev == status.st_dev
  }

  // MARK: What is not

  private func link(
    _ path: SitePath, _ name: UnsafePointer<CChar>, _ entry: ManifestEntry, from live: Descriptor,
    to folder: Descriptor
  ) throws(PublishError) {
    let here = new.place(of: path)
    let status = try Carrying(
      name: name, live: live, new: folder, place: here, syncs: syncsCopies
    ).run()
    var entry = entry
    if UInt64(status.st_ino) != entry.stamp.inode { try verifyCopy(path, entry.digest) }
    entry.stamp = FileStamp(status)
    try manifest.note(
      PendingFile(path: path, kind: .noted, entry: entry, staged: 0), replacing: true)
    placed.insert(entry.id)
  }

  private func verifyCopy(_ path: SitePath, _ digest: Digest) throws(PublishError) {
    let copy = try new.open(path)
    guard try Digest(of: copy, place: new.place(of: path)) == digest else {
      throw PublishError(.readsBackWrong, at: new.place(of: path))
    }
  }

  private func linkMissing(from live: Tree) throws(PublishError) {
    guard placed.count < stay.count else { return }
    try manifest.eachFile { path, entry in
      guard self.stay.contains(entry.id), !self.placed.contains(entry.id) else { return }
      try self.linkMissing(path, entry, from: live)
    }
    try manifest.eachPending(.noted) { file in
      guard let entry = file.entry, !self.placed.contains(entry.id) else { return }
      try self.linkMissing(file.path, entry, from: live)
    }
  }

  private func linkMissing(
    _ path: SitePath, _ entry: ManifestEntry, from live: Tree
  ) throws(PublishError) {
    guard case .open(let source) = try live.folder(of: path) else {
      throw PublishError(.io(action: "link it", errno: ENOENT), at: live.place(of: path))
    }
    guard case .open(let folder) = try new.folder(of: path, making: true) else {
      throw PublishError(.pathTwice, at: path.text)
    }
    try path.withName { name throws(PublishError) in
      var status = stat()
      guard fstatat(folder.raw, name, &status, AT_SYMLINK_NOFOLLOW) == -1 else {
        throw PublishError(.pathTwice, at: path.text)
      }
      try link(path, name, entry, from: source, to: folder)
    }
  }
}
