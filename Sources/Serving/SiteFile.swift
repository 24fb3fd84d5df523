import Glibc

/// A file of the site, open: what is read is of one version, whatever happens to the name.
struct SiteFile: Sendable {
  let file: OpenFile
  let name: String
  /// Whether the request named its folder.
  let isIndex: Bool
  let size: Int
  /// Since 1970.
  let modifiedSeconds: Int
  /// Of that second.
  let modifiedNanoseconds: Int

  init(_ file: OpenFile, _ status: stat, name: String, isIndex: Bool) {
    self.file = file
    self.name = name
    self.isIndex = isIndex
    size = Int(status.st_size)
    modifiedSeconds = status.st_mtim.tv_sec
    modifiedNanoseconds = status.st_mtim.tv_nsec
  }

  /// At most `count` bytes from `offset`; fewer only at the end of the file.
  func read(from offset: Int, count: Int) throws(SiteReadError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = 0
      while filled < count {
        let got = pread(
          file.raw, buffer.baseAddress.map { $0 + filled }, count - filled, off_t(offset + filled))
        if got > 0 { filled += got }
        if got == 0 { return }
        if got < 0, errno != EINTR {
          failure = errno
          return
        }
      }
    }
    guard failure == 0 else {
      throw SiteReadError(errno: failure, place: name)
    }
    return bytes
  }

  func readAll() throws(SiteReadError) -> [UInt8] {
    try read(from: 0, count: size)
  }
}
