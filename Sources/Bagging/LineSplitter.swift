/// Divides bytes that come in pieces into lines. A line feed, a carriage return or both together
/// end a line; RFC 8493 allows all three.
struct LineSplitter {
  /// One line, without what ends it.
  struct Line {
    let bytes: [UInt8]
    /// From 1.
    let number: Int
    let end: End
    /// It had more bytes than the limit; `bytes` are the first of them.
    let isTooLong: Bool
  }

  enum End { case lineFeed, carriageReturn, both, none }

  private let limit: Int
  private var bytes: [UInt8] = []
  private var isTooLong = false
  private var number = 1
  private var sawReturn = false

  /// `limit`: bytes of a line that are kept.
  init(limit: Int) {
    self.limit = limit
  }

  mutating func feed(_ piece: UnsafeRawBufferPointer, _ body: (Line) -> Void) {
    for byte in piece {
      if sawReturn {
        sawReturn = false
        end(byte == ASCII.lineFeed ? .both : .carriageReturn, body)
        if byte == ASCII.lineFeed { continue }
      }
      switch byte {
      case ASCII.lineFeed: end(.lineFeed, body)
      case ASCII.carriageReturn: sawReturn = true
      default:
        if bytes.count < limit { bytes.append(byte) } else { isTooLong = true }
      }
    }
  }

  /// Hands out the last line, if it was not ended.
  mutating func finish(_ body: (Line) -> Void) {
    if sawReturn {
      sawReturn = false
      end(.carriageReturn, body)
    } else if !bytes.isEmpty {
      end(.none, body)
    }
  }

  private mutating func end(_ end: End, _ body: (Line) -> Void) {
    body(Line(bytes: bytes, number: number, end: end, isTooLong: isTooLong))
    bytes.removeAll(keepingCapacity: true)
    isTooLong = false
    number += 1
  }
}
