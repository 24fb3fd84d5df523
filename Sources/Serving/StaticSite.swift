import Glibc

/// The published folder, looked up anew for each request: after an exchange of the folder the next
/// answer comes from the new one.
package struct StaticSite: Sendable {
  private let root: String

  /// `root` itself may be a link; below it no link is followed.
  package init(root: String) {
    self.root = root
  }

  /// The file of that name, or of `index.html` in the folder of that name. Nil if there is none,
  /// if the way to it leads over a link, or if it is no regular file.
  func file(at segments: [[UInt8]]) throws(SiteReadError) -> SiteFile? {
    let names = segments.compactMap(StaticSite.name)
    guard names.count == segments.count else { return nil }
    guard var here = try StaticSite.open(AT_FDCWD, root, O_DIRECTORY) else {
      throw SiteReadError(errno: ENOENT, place: root)
    }
    for (i, name) in names.enumerated() {
      let kind = i < names.count - 1 ? O_DIRECTORY : O_NONBLOCK
      guard let next = try StaticSite.open(here.raw, name, kind | O_NOFOLLOW) else { return nil }
      here = next
    }
    return try StaticSite.file(here, name: names.last ?? "", isIndex: false)
  }

  /// The same for a path of this program's own making.
  func file(at path: String) throws(SiteReadError) -> SiteFile? {
    try file(at: path.utf8.split(separator: 0x2F).map { Array($0) })
  }

  private static func file(
    _ opened: OpenFile, name: String, isIndex: Bool
  ) throws(SiteReadError) -> SiteFile? {
    var status = stat()
    guard fstat(opened.raw, &status) == 0 else { throw SiteReadError(errno: errno, place: name) }
    switch status.st_mode & S_IFMT {
    case S_IFREG:
      return SiteFile(opened, status, name: name, isIndex: isIndex)
    case S_IFDIR where !isIndex:
      guard let page = try open(opened.raw, "index.html", O_NOFOLLOW | O_NONBLOCK) else {
        return nil
      }
      return try file(page, name: "index.html", isIndex: true)
    default:
      return nil
    }
  }

  /// The segment as the name of one file of a site; nil if it leads elsewhere or is no text.
  private static func name(_ segment: [UInt8]) -> String? {
    guard !segment.contains(0), !segment.contains(0x2F),
      let name = String(validating: segment, as: UTF8.self)
    else { return nil }
    return ["", ".", ".."].contains(name) ? nil : name
  }

  /// Nil for what is not there, or not to be had.
  private static func open(
    _ folder: Int32, _ name: String, _ flags: Int32
  ) throws(SiteReadError) -> OpenFile? {
    while true {
      let raw = openat(folder, name, flags | O_RDONLY | O_CLOEXEC)
      if raw >= 0 { return OpenFile(raw) }
      switch errno {
      case EINTR: continue
      case ENOENT, ENOTDIR, ELOOP, EACCES, ENAMETOOLONG, ENXIO: return nil
      default: throw SiteReadError(errno: errno, place: name)
      }
    }
  }
}

/// Why the site can't be read just now.
struct SiteReadError: Error, Sendable, CustomStringConvertible {
  let errno: Int32
  let place: String

  var description: String { "cannot read '\(place)': \(String(cString: strerror(errno)))" }
}
