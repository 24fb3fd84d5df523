import Glibc

/// The folder that is published into, and where its state is.
struct PublishTarget {
  /// Absolute, without links.
  let path: String
  let parent: String
  let name: String

  /// The folder of the state: `<parent>/.rollbook/<name>`.
  var state: String { "\(parent == "/" ? "" : parent)/\(Names.state)/\(name)" }

  /// Finds the real path of `directory`, which need not exist, and refuses what is no place for a
  /// site.
  init(_ directory: String) throws(PublishError) {
    let real = try PublishTarget.realPath(directory)
    guard real != "/", let slash = real.lastIndex(of: "/") else {
      throw PublishError(.unsafeTarget(.root), at: real)
    }
    path = real
    name = String(real[real.index(after: slash)...])
    parent = slash == real.startIndex ? "/" : String(real[..<slash])
    if let reason = unsafeReason { throw PublishError(.unsafeTarget(reason), at: real) }
  }

  private static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  /// The real path of the longest part that exists, and the rest as it is.
  private static func realPath(_ directory: String) throws(PublishError) -> String {
    guard !directory.isEmpty, !directory.utf8.contains(0) else {
      throw PublishError(.cannotCreate(errno: ENOENT), at: directory)
    }
    if let real = resolved(directory) { return real }
    let code = errno
    var status = stat()
    guard code == ENOENT, lstat(directory, &status) == -1 else {
      throw PublishError(.cannotCreate(errno: code), at: directory)
    }
    var parts = directory.split(separator: "/", omittingEmptySubsequences: true)
    guard let last = parts.popLast(), last != ".", last != ".." else {
      throw PublishError(.cannotCreate(errno: code), at: directory)
    }
    let isAbsolute = directory.utf8.first == UInt8(ascii: "/")
    let above = (isAbsolute ? "/" : "") + parts.joined(separator: "/")
    let parent = try realPath(above.isEmpty ? "." : above)
    return (parent == "/" ? "" : parent) + "/" + last
  }

  private static let systemFolders: Set<String> = [
    "bin", "boot", "dev", "etc", "home", "lib", "lib32", "lib64", "media", "mnt", "opt", "proc",
    "root", "run", "sbin", "srv", "sys", "tmp", "usr", "var",
  ]

  private var unsafeReason: UnsafeTarget? {
    if parent == "/", PublishTarget.systemFolders.contains(name) { return .system }
    if path.split(separator: "/").contains(Substring(Names.state)) { return .insideState }
    var status = stat()
    if PublishTarget.look(at: path, &status), !status.isFolder { return .notAFolder }
    if PublishTarget.look(at: "\(path)/\(Names.state)", &status) { return .holdsState }
    for home in PublishTarget.homes where PublishTarget.isOrHolds(path, home) { return .home }
    // An exchange would leave the caller's shell in the site before.
    if let current = PublishTarget.resolved("."), PublishTarget.isOrHolds(path, current) {
      return .workingFolder
    }
    return nil
  }

  private static func look(at path: String, _ status: inout stat) -> Bool {
    lstat(path, &status) == 0
  }

  private static var homes: [String] {
    var homes: [String] = []
    if let home = getenv("HOME") { homes.append(String(cString: home)) }
    if let user = getpwuid(geteuid()), let home = user.pointee.pw_dir {
      homes.append(String(cString: home))
    }
    return homes.compactMap { resolved($0) }.filter { $0 != "/" }
  }

  private static func isOrHolds(_ path: String, _ other: String) -> Bool {
    other == path || other.hasPrefix(path + "/")
  }
}

/// Makes `path` with `mode`, and the folders above it, for what does not exist; whatever the umask.
func makeFolders(_ path: String, mode: mode_t) throws(PublishError) {
  if try makeFolder(path, mode: mode) { return }
  guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
    throw PublishError(.cannotCreate(errno: ENOENT), at: path)
  }
  try makeFolders(String(path[..<slash]), mode: 0o755)
  guard try makeFolder(path, mode: mode) else {
    throw PublishError(.cannotCreate(errno: ENOENT), at: path)
  }
}

/// False if there is no folder to make it in.
private func makeFolder(_ path: String, mode: mode_t) throws(PublishError) -> Bool {
  if mkdir(path, mode) == 0 {
    guard chmod(path, mode) == 0 else { throw .io("set the mode", at: path) }
    return true
  }
  if errno == ENOENT { return false }
  guard errno == EEXIST else { throw PublishError(.cannotCreate(errno: errno), at: path) }
  return true
}

/// Opens a folder by its absolute path; nil if there is none.
func openFolder(_ path: String) throws(PublishError) -> Descriptor? {
  let raw = uninterrupted { open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) }
  if raw == -1, errno == ENOENT { return nil }
  guard raw != -1 else { throw PublishError(.cannotCreate(errno: errno), at: path) }
  return Descriptor(raw)
}
