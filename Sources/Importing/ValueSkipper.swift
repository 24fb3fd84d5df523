/// Finds the end of a value that is too much to parse, piece by piece. Looks at brackets, commas and
/// strings alone.
struct ValueSkipper {
  private var depth = 0
  private var isInString = false
  private var isEscaped = false

  /// Goes on in `bytes`: how many belong to the value, and whether its end was among them.
  mutating func skip(_ bytes: UnsafeBufferPointer<UInt8>) -> (used: Int, isDone: Bool) {
    guard let base = bytes.baseAddress else { return (0, false) }
    var i = 0
    while true {
      if isInString, !isEscaped { i = JSONBytes.skipPlain(base, i, bytes.count) }
      guard i < bytes.count else { return (i, false) }
      let byte = bytes[i]
      i += 1
      if isInString {
        inString(byte)
        if !isInString, depth == 0 { return (i, true) }
        continue
      }
      switch byte {
      case 0x22: isInString = true
      case 0x5B, 0x7B: depth += 1
      case 0x2C where depth == 0: return (i - 1, true)
      case 0x5D, 0x7D:
        if depth == 0 { return (i - 1, true) }
        depth -= 1
        if depth == 0 { return (i, true) }
      default: break
      }
    }
  }

  private mutating func inString(_ byte: UInt8) {
    if isEscaped {
      isEscaped = false
    } else if byte == 0x5C {
      isEscaped = true
    } else if byte == 0x22 {
      isInString = false
    }
  }
}
