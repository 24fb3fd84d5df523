import Publishing
import Serving

/// Hands the files of a site to the publisher, each with its packed twin where twins are asked for.
///
/// A twin is `index.html.gz` beside `index.html`, for web servers that send it as it is. One of a file that
/// did not change is kept and not packed again.
struct SiteFiles {
  let publisher: Publisher
  let packs: Bool

  /// zlib's own, 1...9. Every byte counts more than time: a file is packed once and read often.
  private static let level: Int32 = 9

  func put(_ path: String, _ bytes: [UInt8]) throws {
    let isUnchanged = try publisher.put(path, bytes)
    guard packs, bytes.count >= Gzip.smallest, ContentType(fileName: path).isCompressible else {
      return
    }
    let twin = path + ".gz"
    if isUnchanged, try keep(twin) { return }
    guard let packed = Gzip.packed(bytes, level: SiteFiles.level), packed.count < bytes.count else {
      return
    }
    try publisher.put(twin, packed)
  }

  /// Keeps a file of the site before, with its twin, if it is there as it was published.
  func keepWithTwin(_ path: String) throws {
    guard try keep(path), packs else { return }
    _ = try keep(path + ".gz")
  }

  /// Whether the site before had the file.
  private func keep(_ path: String) throws -> Bool {
    do throws(PublishError) {
      try publisher.keep(path)
      return true
    } catch {
      switch error.kind {
      case .notPublished, .damaged: return false
      default: throw error
      }
    }
  }
}
