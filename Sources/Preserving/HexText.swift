import Crypto
import Model

/// Hexadecimal text.
enum HexText {
  /// SHA-256 in lower-case digits.
  static func sha256(_ bytes: [UInt8]) -> String { text(SHA256.hash(data: bytes)) }

  static func text(_ bytes: some Sequence<UInt8>) -> String {
    var buffer = ByteBuffer(capacity: 64)
    for byte in bytes { buffer.append(hex: byte) }
    return buffer.string
  }

  /// Nil for anything but pairs of digits.
  static func bytes(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var result: [UInt8] = []
    for i in stride(from: 0, to: digits.count, by: 2) {
      guard let byte = UInt8(String(decoding: digits[i..<i + 2], as: UTF8.self), radix: 16) else {
        return nil
      }
      result.append(byte)
    }
    return result
  }
}

extension ByteBuffer {
  init(_ bytes: [UInt8]) {
    self.init()
    self.bytes = bytes
  }
}
