/// Where bytes come from, in the order they are stored: a file, unpacked gzip, memory.
protocol ByteSource: AnyObject {
  /// Fills the front of `buffer`; 0 is the end. Short reads are allowed. Throws `SourceFailure`.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int

  /// Whether the end came before the data said so: only for compressed sources.
  var isTruncated: Bool { get }
}

/// Bytes in memory, handed out in pieces of one size.
final class MemoryByteSource: ByteSource {
  private let bytes: [UInt8]
  private let pieceSize: Int
  private var position = 0
  let isTruncated = false

  init(_ bytes: [UInt8], pieceSize: Int = .max) {
    self.bytes = bytes
    self.pieceSize = pieceSize
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, pieceSize, bytes.count - position)
    buffer.copyBytes(from: bytes[position..<position + count])
    position += count
    return count
  }
}

/// Puts bytes that were read to look at them back in front of the rest.
final class PrefixedByteSource: ByteSource {
  private var prefix: ArraySlice<UInt8>
  private let rest: any ByteSource

  init(prefix: [UInt8], rest: any ByteSource) {
    self.prefix = prefix[...]
    self.rest = rest
  }

  var isTruncated: Bool { rest.isTruncated }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard !prefix.isEmpty else { return try rest.read(into: buffer) }
    let piece = prefix.prefix(buffer.count)
    buffer.copyBytes(from: piece)
    prefix = prefix.dropFirst(piece.count)
    return piece.count
  }
}

extension ByteSource {
  /// Up to `count` bytes from the front, fewer only at the end.
  func readPrefix(_ count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let more = try bytes.withUnsafeMutableBytes {
        try read(into: UnsafeMutableRawBufferPointer(rebasing: $0[filled...]))
      }
      if more == 0 { break }
      filled += more
    }
    return Array(bytes.prefix(filled))
  }
}
