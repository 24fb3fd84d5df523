import Crypto

/// One file of a bag, while it is written.
package final class BagFile {
  private let descriptor: Descriptor
  private let place: String
  private let options: BagOptions
  private var hash = SHA512()
  /// Bytes written so far.
  package private(set) var byteCount = 0
  private var isFinished = false

  init(_ descriptor: Descriptor, place: String, options: BagOptions) {
    self.descriptor = descriptor
    self.place = place
    self.options = options
  }

  /// Writes the next bytes. Each call is one of the system: pieces of some size are best.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(BagError) {
    guard !isFinished else { throw BagError(.over, at: place) }
    try at(place) { () throws(SystemFault) in try descriptor.write(bytes) }
    hash.update(bufferPointer: bytes)
    byteCount += bytes.count
  }

  /// Writes the next bytes. Each call is one of the system: pieces of some size are best.
  package func write(_ bytes: [UInt8]) throws(BagError) {
    try bytes.withUnsafeBufferPointer { buffer throws(BagError) in
      try write(UnsafeRawBufferPointer(buffer))
    }
  }

  /// Gives the file its mode and time; the digest of what was written.
  func finish() throws(BagError) -> SHA512Digest {
    isFinished = true
    try at(place) { () throws(SystemFault) in
      try descriptor.settle(mode: 0o644, modifiedSeconds: options.modifiedSeconds)
      if options.sync == .each { try descriptor.sync() }
    }
    return hash.finalize()
  }
}
