import CSupport
import Glibc

/// Publishes by exchange: the tree before, brought up to date, and the live one change places.
final class ExchangeWriter: SiteWriter {
  let mode = PublishMode.exchange
  private let target: PublishTarget
  private let state: Descriptor
  private let manifest: Manifest
  private let live: Tree?
  private let sync: PublishSync
  let previous: Tree

  /// `live`: nil if there is no folder yet.
  init(
    target: PublishTarget, state: Descriptor, manifest: Manifest, live: Tree?, sync: PublishSync
  ) throws(PublishError) {
    self.target = target
    self.state = state
    self.manifest = manifest
    self.live = live
    self.sync = sync
    let place = "\(target.state)/\(Names.previous)"
    if mkdirat(state.raw, Names.previous, 0o755) == -1, errno != EEXIST {
      throw PublishError(.cannotCreate(errno: errno), at: place)
    }
    guard let root = openFolder(Names.previous, in: state) else {
      throw PublishError(.cannotCreate(errno: errno), at: place)
    }
    previous = Tree(root: root, place: place, owner: live?.owner)
  }

  /// What is known beforehand to keep the two folders from changing places.
  static func obstacle(
    target: PublishTarget, state: Descriptor, live: Tree?
  ) throws(PublishError) -> ExchangeObstacle? {
    if let live {
      if Mounts.exist(atOrIn: target.path) { return .mountPoint }
      let device = try live.root.status(place: live.place).st_dev
      if try state.status(place: target.state).st_dev != device { return .mountPoint }
    }
    if faccessat(state.raw, Names.previous, F_OK, 0) == 0 { return nil }
    return try trial(state, place: target.state)
  }

  /// Exchanges two empty folders, to see whether the file system can.
  private static func trial(
    _ state: Descriptor, place: String
  ) throws(PublishError) -> ExchangeObstacle? {
    let names = ["trial-a", "trial-b"]
    for name in names where mkdirat(state.raw, name, 0o700) == -1 && errno != EEXIST {
      throw PublishError(.cannotCreate(errno: errno), at: "\(place)/\(name)")
    }
    let code = rb_exchange(state.raw, names[0], state.raw, names[1]) == 0 ? 0 : errno
    for name in names where unlinkat(state.raw, name, AT_REMOVEDIR) == -1 {
      throw .io("remove it", at: "\(place)/\(name)")
    }
    return code == 0 ? nil : .errno(code)
  }

  func write(
    _ bytes: UnsafeRawBufferPointer, at path: SitePath, modified: ModificationTime
  ) throws(PublishError) -> WrittenFile {
    let stamp = try previous.write(
      bytes, at: path, sync: sync == .each, modifiedSeconds: modified.seconds)
    return WrittenFile(stamp: stamp, staged: 0)
  }

  func publish(stay: IDSet, next: ManifestFacts) throws(PublishError) -> [String] {
    let reconciler = Reconciler(
      manifest: manifest, live: live, new: previous, stay: stay, syncsCopies: sync == .each)
    try reconciler.run()
    var warnings = try settleRoot()
    try verifyWritten(manifest, in: previous) { $0.path }
    try syncTree()
    let newRoot = try previous.root.status(place: previous.place).st_ino
    try manifest.commitPending(.exchanging(newRoot: UInt64(newRoot)), next: next)
    try exchange()
    warnings += finish()
    return warnings
  }

  /// Gives the new root the owner and mode of the live one.
  private func settleRoot() throws(PublishError) -> [String] {
    var warnings: [String] = []
    var mode: mode_t = 0o755
    if let live {
      let model = try live.root.status(place: live.place)
      let status = try previous.root.status(place: previous.place)
      mode = model.permissions
      if model.st_uid != status.st_uid || model.st_gid != status.st_gid,
        fchown(previous.root.raw, model.st_uid, model.st_gid) == -1
      {
        warnings.append("\(target.path): its owner cannot be kept: \(PublishError.text(of: errno))")
      }
    }
    guard fchmod(previous.root.raw, mode) == 0 else {
      throw .io("set the mode", at: previous.place)
    }
    return warnings
  }

  private func syncTree() throws(PublishError) {
    switch sync {
    case .fs: try syncFileSystem(of: previous.root, place: previous.place)
    case .each: try syncFolders(in: previous.root, place: previous.place)
    case .none: break
    }
  }

  private func exchange() throws(PublishError) {
    if live == nil, mkdir(target.path, 0o755) == -1, errno != EEXIST {
      throw PublishError(.cannotCreate(errno: errno), at: target.path)
    }
    let parentPath = target.parent
    guard let parent = try openFolder(parentPath) else {
      throw PublishError(.cannotCreate(errno: ENOENT), at: parentPath)
    }
    guard rb_exchange(parent.raw, target.name, state.raw, Names.previous) == 0 else {
      throw PublishError(.cannotExchange(.errno(errno)), at: target.path)
    }
    self.parent = parent
  }

  private var parent: Descriptor?

  /// After the exchange nothing can fail any more: the new site is there. What is left undone the
  /// next run does.
  private func finish() -> [String] {
    do {
      if sync != .none {
        if let parent { try syncToDisk(parent, place: target.parent) }
        try syncToDisk(state, place: target.state)
      }
      try manifest.applyPending(former: .replaced)
      return []
    } catch {
      return ["the site is published, but not everything after that worked: \(error.message)"]
    }
  }
}
