import CZlib

/// The unpacked bytes of a gzip source, all its members one after another.
final class GzipByteSource: ByteSource {
  /// The first two bytes of every member, RFC 1952 section 2.3.1.
  static let magic: [UInt8] = [0x1F, 0x8B]

  private let packed: any ByteSource
  private let path: String
  private let input: UnsafeMutableRawBufferPointer
  private var stream = z_stream()
  private var isInsideMember = true
  private var isAtEnd = false
  /// Whether the data ended within a member.
  private(set) var isTruncated = false
  /// Whether something that is neither a member nor zero padding follows the last member.
  private(set) var hasTrailingBytes = false

  /// Throws `SourceFailure` if zlib has no memory.
  init(_ packed: any ByteSource, path: String, bufferSize: Int = 1 << 18) throws {
    self.packed = packed
    self.path = path
    input = .allocate(byteCount: bufferSize, alignment: 16)
    // 15 bits of window, 16 more for "gzip header expected".
    let code = inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else {
      throw SourceFailure(.inputOutput, code: "no-memory", path: path, "cannot start zlib")
    }
  }

  deinit {
    inflateEnd(&stream)
    input.deallocate()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard let base = buffer.baseAddress else { return 0 }
    let capacity = min(buffer.count, 1 << 30)
    stream.next_out = base.assumingMemoryBound(to: UInt8.self)
    stream.avail_out = UInt32(capacity)
    while !isAtEnd, stream.avail_out == capacity {
      if stream.avail_in == 0, try !refill() {
        isTruncated = isInsideMember
        isAtEnd = true
        break
      }
      if isInsideMember { try inflateSome() } else { startNextMember() }
    }
    return capacity - Int(stream.avail_out)
  }

  private func refill() throws -> Bool {
    let count = try packed.read(into: input)
    stream.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.avail_in = UInt32(count)
    return count > 0
  }

  private func inflateSome() throws {
    switch inflate(&stream, Z_NO_FLUSH) {
    case Z_OK, Z_BUF_ERROR:
      return
    case Z_STREAM_END:
      isInsideMember = false
    default:
      throw SourceFailure(
        .unreadable, code: "corrupt-gzip", path: path,
        "damaged gzip data; nothing in the file can be trusted, fetch it again")
    }
  }

  /// Skips zero padding, then expects another member.
  private func startNextMember() {
    while stream.avail_in > 0, let next = stream.next_in, next.pointee == 0 {
      stream.next_in = next + 1
      stream.avail_in -= 1
    }
    guard stream.avail_in > 0, let next = stream.next_in else { return }
    guard next.pointee == GzipByteSource.magic[0] else {
      hasTrailingBytes = true
      isAtEnd = true
      return
    }
    inflateReset(&stream)
    isInsideMember = true
  }
}
