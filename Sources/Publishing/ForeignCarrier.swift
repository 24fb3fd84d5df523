import Glibc

/// Carries what Rollbook did not write from the live tree into the new one: files and links as hard
/// links, folders made again with their owner and mode.
final class ForeignCarrier {
  /// A folder of the live tree, and the same one in the new tree once it is needed there.
  private final class Level {
    let live: Descriptor
    private let above: Level?
    private let name: [CChar]
    private var new: Descriptor?
    private let place: String

    init(live: Descriptor, new: Descriptor, place: String) {
      self.live = live
      above = nil
      name = []
      self.new = new
      self.place = place
    }

    init(live: Descriptor, in above: Level, name: UnsafePointer<CChar>) {
      self.live = live
      self.above = above
      self.name = Array(UnsafeBufferPointer(start: name, count: strlen(name) + 1))
      place = "\(above.place)/\(String(cString: name))"
    }

    func place(of name: UnsafePointer<CChar>) -> String { "\(place)/\(String(cString: name))" }

    /// The folder in the new tree, made like the live one if it is not there.
    func inNewTree() throws(PublishError) -> Descriptor {
      if let new { return new }
      guard let above else { preconditionFailure("the root of the new tree is open") }
      let parent = try above.inNewTree()
      let isMade = mkdirat(parent.raw, name, 0o700) == 0
      if !isMade, errno != EEXIST { throw .io("make it", at: place) }
      guard let folder = openFolder(name, in: parent) else {
        // The site has a file where somebody has a folder.
        guard errno == ENOTDIR || errno == ELOOP else { throw .io("open it", at: place) }
        throw PublishError(.blocked, at: place)
      }
      if isMade { try imitate(live, folder) }
      new = folder
      return folder
    }

    private func imitate(_ model: Descriptor, _ folder: Descriptor) throws(PublishError) {
      let status = try model.status(place: place)
      if geteuid() == 0, fchown(folder.raw, status.st_uid, status.st_gid) == -1 {
        throw .io("set the owner", at: place)
      }
      guard fchmod(folder.raw, status.permissions) == 0 else {
        throw .io("set the mode", at: place)
      }
    }
  }

  private let manifest: Manifest
  private let root: Level
  private let syncs: Bool
  private var path: [UInt8] = []

  /// `syncs`: copies, where a link is impossible, go to the disk at once.
  init(manifest: Manifest, live: Tree, new: Tree, syncs: Bool) {
    self.manifest = manifest
    self.syncs = syncs
    root = Level(live: live.root, new: new.root, place: live.place)
  }

  func run() throws(PublishError) {
    try carry(root)
  }

  private func carry(_ level: Level) throws(PublishError) {
    let start = path.count
    try FolderReader.each(of: level.live, place: level.place(of: ".")) {
      entry throws(PublishError) in
      if start == 0, strcmp(entry.name, Names.staging) == 0 { return }
      if start > 0 { path.append(UInt8(ascii: "/")) }
      path.append(contentsOf: entry.bytes)
      if try isFolder(entry, level) {
        try carryFolder(entry.name, level)
      } else {
        try carryFile(entry.name, level)
      }
      path.removeSubrange(start...)
    }
  }

  private func isFolder(_ entry: FolderReader.Entry, _ level: Level) throws(PublishError) -> Bool {
    if let isFolder = entry.isFolder { return isFolder }
    var status = stat()
    guard fstatat(level.live.raw, entry.name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      throw .io("look at it", at: level.place(of: entry.name))
    }
    return status.isFolder
  }

  private func carryFolder(_ name: UnsafePointer<CChar>, _ level: Level) throws(PublishError) {
    guard let folder = openFolder(name, in: level.live) else {
      throw .io("open it", at: level.place(of: name))
    }
    let inner = Level(live: folder, in: level, name: name)
    if try !manifest.hasFiles(under: SitePath(trusting: path)) { _ = try inner.inNewTree() }
    try carry(inner)
  }

  private func carryFile(_ name: UnsafePointer<CChar>, _ level: Level) throws(PublishError) {
    let path = SitePath(trusting: self.path)
    if try manifest.entry(at: path) != nil { return }
    if try manifest.pending(at: path) != nil { return }
    let new = try level.inNewTree()
    var here = stat()
    var there = stat()
    if fstatat(new.raw, name, &there, AT_SYMLINK_NOFOLLOW) == 0 {
      guard fstatat(level.live.raw, name, &here, AT_SYMLINK_NOFOLLOW) == 0 else {
        throw .io("look at it", at: level.place(of: name))
      }
      if here.st_ino == there.st_ino, here.st_dev == there.st_dev { return }
      // The site has a folder where somebody has a file.
      if there.isFolder { throw PublishError(.blocked, at: level.place(of: name)) }
      try removeEntry(name, in: new, place: level.place(of: name))
    }
    _ = try Carrying(
      name: name, live: level.live, new: new, place: level.place(of: name), syncs: syncs
    ).run()
  }
}
