import Crypto
import Model

/// Ids of feeds and their entries. They hang on what the entry is about alone: not on the archive, the
/// address of the site, or the day.
enum FeedID {
  /// A UUID of version 8 made from the SHA-256 of the parts (RFC 9562, appendix B.2), as a URN.
  static func urn(_ parts: Text...) -> String {
    var hash = SHA256()
    hash.update(data: Array("rollbook".utf8))
    for part in parts {
      hash.update(data: [0])
      hash.update(data: Array(part.string.utf8))
    }
    var bytes = Array(hash.finalize().prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    var text = ByteBuffer()
    text.append("urn:uuid:" as StaticString)
    for (i, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(i) { text.append(byte: 0x2D) }
      text.append(hex: byte)
    }
    return text.string
  }
}
