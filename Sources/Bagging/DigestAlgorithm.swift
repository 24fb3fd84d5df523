import Crypto

/// The checksums that are computed; others that a manifest may be named after are not checked.
package enum DigestAlgorithm: String, CaseIterable, Sendable {
  case md5, sha1, sha256, sha384, sha512

  /// Bytes of one digest.
  package var byteCount: Int {
    switch self {
    case .md5: Insecure.MD5.byteCount
    case .sha1: Insecure.SHA1.byteCount
    case .sha256: SHA256.byteCount
    case .sha384: SHA384.byteCount
    case .sha512: SHA512.byteCount
    }
  }
}

/// A digest under way.
struct RunningDigest {
  let algorithm: DigestAlgorithm
  private var hash: any HashFunction

  init(_ algorithm: DigestAlgorithm) {
    self.algorithm = algorithm
    hash =
      switch algorithm {
      case .md5: Insecure.MD5()
      case .sha1: Insecure.SHA1()
      case .sha256: SHA256()
      case .sha384: SHA384()
      case .sha512: SHA512()
      }
  }

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    hash.update(bufferPointer: bytes)
  }

  /// The digest of what came so far.
  func finished() -> [UInt8] {
    Array(hash.finalize())
  }
}
