import Crypto

/// The lines of a manifest that is being made: paths, and the SHA-512 of each.
///
/// Takes 72 bytes for a file beside those of its path.
struct DigestTable {
  private(set) var paths = PathTable()
  private var digests: [UInt8] = []

  mutating func append(_ path: String, _ digest: SHA512Digest) {
    paths.append(path.utf8)
    digest.withUnsafeBytes { digests.append(contentsOf: $0) }
  }

  /// Hands out the lines of the manifest, sorted by the bytes of the paths, in pieces.
  func eachPiece<Failure: Error>(
    _ body: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    var piece = ManifestText()
    for index in paths.sorted() {
      piece.append(digest: digest(index), path: paths[index])
      if piece.bytes.count >= 1 << 16 {
        try body(piece.bytes)
        piece = ManifestText()
      }
    }
    if !piece.bytes.isEmpty { try body(piece.bytes) }
  }

  private func digest(_ index: Int) -> ArraySlice<UInt8> {
    let size = SHA512.byteCount
    return digests[index * size..<(index + 1) * size]
  }
}
