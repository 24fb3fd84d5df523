import Glibc

/// What watched files look like: enough to see that one has changed, come or gone. Works on file
/// systems that tell nobody of changes.
struct PathStamps: Equatable, Sendable {
  private struct Stamp: Equatable {
    let device: UInt64
    let inode: UInt64
    let size: Int64
    let modified: [Int]
    let changed: [Int]

    init(_ status: stat) {
      device = UInt64(status.st_dev)
      inode = UInt64(status.st_ino)
      // A folder's own size and times tell nothing that its files don't.
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      size = isFolder ? 0 : Int64(status.st_size)
      modified = isFolder ? [] : [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
      changed = isFolder ? [] : [status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
    }
  }

  private var stamps: [String: Stamp] = [:]

  /// Looks at the files, and into the folders at any depth. Below a folder, names with a dot in front
  /// or a `~` at the end are left out: editors write them; so is everything in `ignored`. Links are
  /// looked through where they are named themselves, and not followed below a folder.
  init(_ paths: [String], ignored: [String] = []) {
    let hidden = Set(ignored.compactMap { PathStamps.identity($0) })
    for path in paths { add(path, isNamed: true, hidden: hidden) }
  }

  private static func identity(_ path: String) -> [UInt64]? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return [UInt64(status.st_dev), UInt64(status.st_ino)]
  }

  private mutating func add(_ path: String, isNamed: Bool, hidden: Set<[UInt64]>) {
    var status = stat()
    let code = isNamed ? stat(path, &status) : lstat(path, &status)
    guard code == 0, !hidden.contains([UInt64(status.st_dev), UInt64(status.st_ino)]) else {
      return
    }
    stamps[path] = Stamp(status)
    guard status.st_mode & S_IFMT == S_IFDIR, let folder = opendir(path) else { return }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix(".") || name.hasSuffix("~") { continue }
      add("\(path)/\(name)", isNamed: false, hidden: hidden)
    }
  }
}
