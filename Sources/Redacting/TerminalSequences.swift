import Model

/// Sequences that a terminal obeys: colours and the like, which programs leave in their logs. A reader
/// does not see them, so a secret behind or around them is a secret all the same.
enum TerminalSequences {
  /// The text without them; nil if there are none. Source: ECMA-48, 5.4 and 8.3.
  static func removed(from text: String) -> String? {
    var text = text
    return text.withUTF8 { bytes -> String? in
      guard mayBegin(bytes) else { return nil }
      var result: [UInt8] = []
      result.reserveCapacity(bytes.count)
      var i = 0
      while i < bytes.count {
        let length = length(of: bytes, at: i)
        if length == 0 { result.append(bytes[i]) }
        i += max(1, length)
      }
      return String(decoding: result, as: UTF8.self)
    }
  }

  private static func mayBegin(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    for i in bytes.indices {
      if bytes[i] == 0x1B { return true }
      if bytes[i] == 0xC2, i + 1 < bytes.count, bytes[i + 1] == 0x9B { return true }
    }
    return false
  }

  /// How many bytes the sequence that begins here has; 0 if none does.
  private static func length(of bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
    func byte(_ i: Int) -> UInt8 { i < bytes.count ? bytes[i] : 0 }
    if bytes[start] == 0xC2, byte(start + 1) == 0x9B {
      return control(bytes, from: start + 2) - start
    }
    guard bytes[start] == 0x1B else { return 0 }
    switch byte(start + 1) {
    case 0x5B: return control(bytes, from: start + 2) - start
    case 0x5D: return command(bytes, from: start + 2) - start
    case 0x20...0x2F: return min(3, bytes.count - start)
    case 0x30...0x7E: return 2
    default: return 1
    }
  }

  /// Behind parameters, intermediates and the final byte of a control sequence.
  private static func control(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var i = start
    while i < bytes.count, (0x20...0x3F).contains(bytes[i]) { i += 1 }
    return i < bytes.count && (0x40...0x7E).contains(bytes[i]) ? i + 1 : i
  }

  /// Behind an operating system command, which ends with BEL or ESC \\.
  private static func command(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var i = start
    while i < bytes.count {
      if bytes[i] == 0x07 { return i + 1 }
      if bytes[i] == 0x1B { return i + 1 < bytes.count && bytes[i + 1] == 0x5C ? i + 2 : i }
      i += 1
    }
    return i
  }
}

extension Redactor {
  /// The text as a reader sees it, if that shows something to replace; else the text itself.
  func visible(_ text: Text, isCut: Bool = false) -> Text {
    guard let plain = TerminalSequences.removed(from: text.string).map({ Text($0) }) else {
      return text
    }
    return findings(inVisible: plain, isCut: isCut).isEmpty ? text : plain
  }
}
