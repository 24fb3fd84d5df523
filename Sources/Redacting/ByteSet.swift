/// A set of ASCII characters, asked by byte.
package struct ByteSet: Sendable, Hashable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  package init() {}

  /// Reads single characters and ranges, as in `A-Za-z0-9_-`. A hyphen first or last is itself. Nil
  /// if there is nothing in it, if a range runs backwards, or if a character cannot be part of a
  /// secret: white space, a quotation mark, a backslash, or anything beyond ASCII.
  package init?(_ pattern: String) {
    let bytes = Array(pattern.utf8)
    guard !bytes.isEmpty, bytes.allSatisfy(ByteSet.isUsable) else { return nil }
    var i = 0
    while i < bytes.count {
      if i + 2 < bytes.count, bytes[i + 1] == 0x2D {
        guard bytes[i] <= bytes[i + 2] else { return nil }
        for byte in bytes[i]...bytes[i + 2] where ByteSet.isUsable(byte) { insert(byte) }
        i += 3
      } else {
        insert(bytes[i])
        i += 1
      }
    }
  }

  private static func isUsable(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && byte != 0x22 && byte != 0x27 && byte != 0x5C
  }

  package mutating func insert(_ byte: UInt8) {
    guard byte < 128 else { return }
    if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
  }

  @inline(__always)
  package func contains(_ byte: UInt8) -> Bool {
    if byte < 64 { return low >> UInt64(byte) & 1 != 0 }
    return byte < 128 && high >> UInt64(byte - 64) & 1 != 0
  }

  /// The built-in rules' sets; `pattern` is ours and right.
  init(known pattern: StaticString) {
    self = ByteSet("\(pattern)") ?? ByteSet()
  }

  static let alphanumeric = ByteSet(known: "A-Za-z0-9")
  static let word = ByteSet(known: "A-Za-z0-9_")
  static let token = ByteSet(known: "A-Za-z0-9_-")
  static let dotted = ByteSet(known: "A-Za-z0-9_.-")
  static let base64 = ByteSet(known: "A-Za-z0-9+/=")
  static let hex = ByteSet(known: "a-f0-9")
  static let anyHex = ByteSet(known: "A-Fa-f0-9")
  static let upper = ByteSet(known: "A-Z0-9")
  static let base32 = ByteSet(known: "A-Z2-7")
  static let bech32 = ByteSet(known: "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L")
  static let lower = ByteSet(known: "a-z0-9")
  static let path = ByteSet(known: "A-Za-z0-9_/-")
  static let header = ByteSet(known: "A-Za-z0-9._~+/=-")
}

extension UInt8 {
  @inline(__always)
  var isLetter: Bool { 0x61...0x7A ~= self | 0x20 }
  @inline(__always)
  var isDigit: Bool { 0x30...0x39 ~= self }
  @inline(__always)
  var isLetterOrDigit: Bool { isLetter || isDigit }
  /// ASCII lower case; anything else as it is.
  @inline(__always)
  var lowercased: UInt8 { 0x41...0x5A ~= self ? self | 0x20 : self }
}
