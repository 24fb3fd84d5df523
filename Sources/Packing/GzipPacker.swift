import CZlib

/// Packs bytes that come piece by piece into one gzip member, RFC 1952. The same bytes give the same
/// result, in whatever pieces they come: it carries no name and no time.
package final class GzipPacker {
  private static let chunk = 1 << 16
  private var stream = z_stream()
  private var pending: [UInt8] = []
  private var packed: [UInt8] = []

  /// Nil if zlib has no memory.
  package init?(level: Int32 = 6) {
    // 15 bits of window, 16 more for a gzip header.
    let code = deflateInit2_(
      &stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else { return nil }
  }

  deinit { deflateEnd(&stream) }

  package func add(_ bytes: [UInt8]) {
    pending += bytes
    if pending.count >= GzipPacker.chunk { run(flush: Z_NO_FLUSH) }
  }

  /// The finished member; nothing may be added after it.
  package func finish() -> [UInt8] {
    run(flush: Z_FINISH)
    return packed
  }

  private func run(flush: Int32) {
    pending.withUnsafeMutableBufferPointer { source in
      stream.next_in = source.baseAddress
      stream.avail_in = UInt32(source.count)
      repeat {
        packed += [UInt8](unsafeUninitializedCapacity: GzipPacker.chunk) { target, count in
          stream.next_out = target.baseAddress
          stream.avail_out = UInt32(GzipPacker.chunk)
          // With a valid stream it ends for want of room or of input alone.
          _ = deflate(&stream, flush)
          count = GzipPacker.chunk - Int(stream.avail_out)
        }
      } while stream.avail_out == 0
      stream.next_in = nil
    }
    pending.removeAll(keepingCapacity: true)
  }
}
