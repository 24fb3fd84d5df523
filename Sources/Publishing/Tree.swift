import Glibc

/// A folder of files, reached by paths from its root without ever following a link.
///
/// The folders used last stay open, a bounded number of them.
final class Tree {
  /// Who owns what is made in the tree.
  struct Owner: Equatable {
    let user: uid_t
    let group: gid_t
  }

  /// What stands at the place of a folder.
  enum Folder {
    case open(Descriptor)
    case absent
    /// The path of something on the way that is no folder, or is a link.
    case blocked(String)
  }

  /// What stands at the place of a file.
  enum Found {
    case entry(stat)
    case absent
    case blocked(String)
  }

  let root: Descriptor
  /// Where it is, for messages.
  let place: String
  /// Set when running as root: new files and folders are given to them.
  let owner: Owner?
  private var lastPath: ArraySlice<UInt8> = []
  private var last: Descriptor?
  private var folders: [ArraySlice<UInt8>: Descriptor] = [:]
  private static let openLimit = 48

  init(root: Descriptor, place: String, owner: Owner?) {
    self.root = root
    self.place = place
    self.owner = owner
  }

  func place(of path: SitePath) -> String { "\(place)/\(path.text)" }

  /// The folder that `path` is in; made with all above it if `making`.
  func folder(of path: SitePath, making: Bool = false) throws(PublishError) -> Folder {
    guard path.folderCount > 0 else { return .open(root) }
    return try folder(path.bytes[..<path.folderCount], making: making)
  }

  private func folder(_ path: ArraySlice<UInt8>, making: Bool) throws(PublishError) -> Folder {
    if let last, path == lastPath { return .open(last) }
    if let known = folders[path] {
      remember(known, path)
      return .open(known)
    }
    var parent = root
    var name = path
    if let slash = path.lastIndex(of: UInt8(ascii: "/")) {
      switch try folder(path[..<slash], making: making) {
      case .open(let descriptor): parent = descriptor
      case let other: return other
      }
      name = path[(slash + 1)...]
    }
    let whole = String(decoding: path, as: UTF8.self)
    let namePath = SitePath(trusting: name)
    if making { try make(namePath, in: parent, whole) }
    guard let opened = namePath.withName({ openFolder($0, in: parent) }) else {
      switch errno {
      case ENOENT: return .absent
      case ENOTDIR, ELOOP: return .blocked(whole)
      case EMFILE where !folders.isEmpty:
        forgetFolders()
        return try folder(path, making: making)
      default: throw .io("open the folder", at: "\(place)/\(whole)")
      }
    }
    if making { try settle(opened, whole) }
    remember(opened, path)
    return .open(opened)
  }

  private func make(
    _ name: SitePath, in parent: Descriptor, _ whole: String
  ) throws(PublishError) {
    if name.withName({ mkdirat(parent.raw, $0, 0o755) }) == -1, errno != EEXIST {
      throw .io("make the folder", at: "\(place)/\(whole)")
    }
  }

  /// Gives one of our folders its owner and mode, which a run cut short may have left undone.
  private func settle(_ folder: Descriptor, _ path: String) throws(PublishError) {
    let here = "\(place)/\(path)"
    let status = try folder.status(place: here)
    if let owner, Owner(user: status.st_uid, group: status.st_gid) != owner,
      fchown(folder.raw, owner.user, owner.group) == -1
    {
      throw .io("set the owner", at: here)
    }
    if status.permissions != 0o755, fchmod(folder.raw, 0o755) == -1 {
      throw .io("set the mode", at: here)
    }
  }

  private func remember(_ folder: Descriptor, _ path: ArraySlice<UInt8>) {
    if folders.count >= Tree.openLimit { folders.removeAll(keepingCapacity: true) }
    let key = ArraySlice(Array(path))
    folders[key] = folder
    lastPath = key
    last = folder
  }

  /// To be called after a folder was removed or replaced.
  func forgetFolders() {
    folders.removeAll()
    last = nil
  }

  /// What stands at `path`, links not followed.
  func look(at path: SitePath) throws(PublishError) -> Found {
    switch try folder(of: path) {
    case .absent: return .absent
    case .blocked(let where_): return .blocked(where_)
    case .open(let folder):
      var status = stat()
      let result = path.withName { fstatat(folder.raw, $0, &status, AT_SYMLINK_NOFOLLOW) }
      if result == 0 { return .entry(status) }
      guard errno == ENOENT else { throw .io("look at it", at: place(of: path)) }
      return .absent
    }
  }

  /// The file at `path`, for reading.
  func open(_ path: SitePath) throws(PublishError) -> Descriptor {
    guard case .open(let folder) = try folder(of: path) else {
      throw PublishError(.io(action: "open it", errno: ENOENT), at: place(of: path))
    }
    let raw = uninterrupted {
      path.withName { openat(folder.raw, $0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
    }
    guard raw != -1 else { throw .io("open it", at: place(of: path)) }
    return Descriptor(raw)
  }
}

/// Opens a folder inside another, links not followed; nil with `errno` set if that fails.
func openFolder(_ name: UnsafePointer<CChar>, in parent: Descriptor) -> Descriptor? {
  let raw = uninterrupted {
    openat(parent.raw, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
  }
  return raw == -1 ? nil : Descriptor(raw)
}
