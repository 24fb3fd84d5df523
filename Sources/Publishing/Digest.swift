import Crypto

/// SHA-256 of a file's bytes, kept inline.
struct Digest: Equatable {
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  init(of bytes: UnsafeRawBufferPointer) {
    var hash = SHA256()
    hash.update(bufferPointer: bytes)
    self.init(hash)
  }

  init(_ hash: SHA256) {
    hash.finalize().withUnsafeBytes { copy($0) }
  }

  /// Nil unless there are 32 bytes.
  init?(stored bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 32 else { return nil }
    copy(bytes)
  }

  private mutating func copy(_ bytes: UnsafeRawBufferPointer) {
    withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: bytes) }
  }

  func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try withUnsafeBytes(of: words, body)
  }

  static func == (a: Digest, b: Digest) -> Bool { a.words == b.words }
}

extension Digest {
  /// Of all that is left to read of `file`.
  init(of file: Descriptor, place: @autoclosure () -> String) throws(PublishError) {
    var hash = SHA256()
    try file.read(place: place()) { part throws(PublishError) in hash.update(bufferPointer: part) }
    self.init(hash)
  }
}
