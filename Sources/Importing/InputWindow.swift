import Foundation
import Model

/// The stretch of the input that is in memory: read in large pieces, consumed from the front.
///
/// Holds one record and one piece at most, as long as its user consumes record by record.
final class InputWindow {
  private let source: any ByteSource
  private let pieceSize: Int
  private var storage: UnsafeMutablePointer<UInt8>
  /// Bytes that are set aside for the stretch.
  private(set) var capacity: Int
  private var start = 0
  private var end = 0
  /// The front's offset in the whole input.
  private var startOffset: Int
  private var line: Int
  private var lineStartOffset: Int
  /// Whether the source has no more bytes than those in `unread`.
  private(set) var isAtEnd = false

  /// - Parameters:
  ///   - start: where `source` goes on in the whole input, at the beginning of a line.
  init(
    _ source: any ByteSource, pieceSize: Int = 1 << 20,
    from start: (offset: Int, line: Int) = (0, 1)
  ) {
    self.source = source
    self.pieceSize = pieceSize
    startOffset = start.offset
    lineStartOffset = start.offset
    line = start.line
    capacity = pieceSize + max(64, pieceSize / 8)
    storage = .allocate(capacity: capacity)
  }

  deinit {
    storage.deallocate()
  }

  /// The bytes read and not yet consumed. Valid until the next `fill` or the window's end.
  var unread: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: storage + start, count: end - start)
  }

  var isTruncated: Bool { source.isTruncated }

  /// Bytes and lines before the front; a line counts from its line feed on.
  var consumed: (bytes: Int, lines: Int) { (startOffset, line - 1) }

  /// Reads one more piece; false at the end. Throws `SourceFailure`.
  @discardableResult
  func fill() throws -> Bool {
    guard !isAtEnd else { return false }
    makeRoom()
    let count = try source.read(
      into: UnsafeMutableRawBufferPointer(start: storage + end, count: pieceSize))
    end += count
    isAtEnd = count == 0
    return count > 0
  }

  /// Reads until `count` bytes are unread or the source ends. Throws `SourceFailure`.
  func fill(toHold count: Int) throws {
    while end - start < count, try fill() {}
  }

  private func makeRoom() {
    guard end + pieceSize > capacity else { return }
    let count = end - start
    if count + pieceSize <= capacity {
      storage.update(from: storage + start, count: count)
    } else {
      capacity = max(capacity * 2, count + pieceSize)
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
      larger.update(from: storage + start, count: count)
      storage.deallocate()
      storage = larger
    }
    start = 0
    end = count
  }

  /// Moves the front behind `count` unread bytes.
  func consume(_ count: Int) {
    let mark = position(at: count)
    line = mark.line
    lineStartOffset = mark.offset - (mark.column - 1)
    advance(count)
  }

  /// Moves the front behind a line of `count` bytes, its line feed included.
  func consumeLine(_ count: Int) {
    advance(count)
    line += 1
    lineStartOffset = startOffset
  }

  /// Moves the front behind bytes that take part in offsets, but not in columns: a byte order mark.
  func consumeMark(_ count: Int) {
    advance(count)
    lineStartOffset = startOffset
  }

  private func advance(_ count: Int) {
    precondition(count <= end - start)
    start += count
    startOffset += count
  }

  /// The place of the byte `index` bytes behind the front. Linear in `index`.
  func position(at index: Int) -> SourcePosition {
    var line = self.line
    var lineStart = lineStartOffset
    var from = 0
    while from < index, let next = unread.firstIndex(of: 0x0A, from: from), next < index {
      line += 1
      from = next + 1
      lineStart = startOffset + from
    }
    let offset = startOffset + index
    return SourcePosition(line: line, column: offset - lineStart + 1, offset: offset)
  }

  /// The index of the first unread byte at or behind `index` that is not white space, nil at the
  /// end. Throws `SourceFailure`.
  func indexOfContent(from index: Int = 0) throws -> Int? {
    var index = index
    while true {
      let bytes = unread
      while index < bytes.count, bytes[index].isJSONWhitespace { index += 1 }
      if index < bytes.count { return index }
      guard try fill() else { return nil }
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where `byte` stands first, from `start` on.
  func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    guard let base = baseAddress, start < count,
      let found = memchr(base + start, Int32(byte), count - start)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  func slice(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: self[range])
  }
}

extension UInt8 {
  /// Space, tab, line feed or carriage return: RFC 8259 section 2.
  @inline(__always)
  var isJSONWhitespace: Bool {
    self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09
  }
}
