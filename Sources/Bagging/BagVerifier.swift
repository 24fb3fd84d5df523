import Glibc
import Model

/// Verifies bags of the versions 0.93 to 1.0 of BagIt, RFC 8493, whoever wrote them.
///
/// Everything is found in one pass, in which each file is read once in pieces. Nothing outside the
/// folder is looked at: no link is followed, no pipe or device opened. Bags of Rollbook's own
/// must have a tag manifest, and manifests byte for byte as Rollbook writes them.
package enum BagVerifier {
  /// How far a verification has come.
  package struct Progress: Sendable {
    /// Files of the payload and tag files that were looked at.
    package let fileCount: Int
    /// Bytes that were read of them.
    package let byteCount: Int
  }

  /// Verifies the bag in `folder`. `progress` is called after each file, and each megabyte of a
  /// large one. Throws only if there is no folder, or it cannot be opened and listed.
  package static func verify(
    _ folder: String, progress: @escaping (Progress) -> Void = { _ in }
  ) throws(BagError) -> BagReport {
    try report(folder, comparing: true, progress)
  }

  /// The same but for the digests of files, none of which is read: `altered` is empty, and
  /// `isChecked` false.
  static func inventory(_ folder: String) throws(BagError) -> BagReport {
    try report(folder, comparing: false) { _ in }
  }

  private static func report(
    _ folder: String, comparing: Bool, _ progress: @escaping (Progress) -> Void
  ) throws(BagError) -> BagReport {
    let root: Descriptor
    let names: [FileName]
    do {
      root = try Descriptor.folder(at: folder)
      names = try root.names()
    } catch {
      let isNone = [ENOENT, ENOTDIR].contains(error.code)
      throw BagError(isNone ? .noFolder : .system(error), at: folder)
    }
    let contents = BagContents(root: root, names: names)
    let walk = BagWalk(contents, comparing: comparing, progress)
    walk.run()
    var report = walk.report
    UnseenFiles(locator: Locator(root: root), fetch: contents.fetch).report(
      walk.manifests, to: &report)
    BagConsistency(contents: contents, manifests: walk.manifests).check(&report)
    report.settle()
    return report
  }

  /// SHA-512 of the tag manifest of the bag in `folder`, in lower-case hexadecimal digits.
  package static func tagManifestSHA512(of folder: String) throws(BagError) -> String {
    let source = try SourceFile("\(folder)/\(TagFile.tagManifest)")
    var digest = RunningDigest(.sha512)
    try source.read(PieceBuffer()) { piece throws(BagError) in digest.update(piece) }
    return digest.finished().hexadecimal
  }
}
