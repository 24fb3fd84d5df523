import Model

/// Writing what `RequestTarget` reads.
enum PercentEncoding {
  /// A segment of a path: everything but RFC 3986's unreserved characters is escaped.
  static func segment(_ bytes: [UInt8]) -> String {
    var text = ByteBuffer(capacity: bytes.count)
    for byte in bytes {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: text.append(byte: byte)
      default:
        text.append("%")
        text.append(hex: byte)
      }
    }
    return text.string
  }
}
