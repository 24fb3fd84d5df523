import Packing

/// Packing an answer, or a file that will be one.
package enum Gzip {
  /// The smallest body worth the trouble, in bytes.
  package static let smallest = 512
  /// The greatest one that is packed while the client waits.
  static let greatest = 4 << 20

  /// Whether an Accept-Encoding header takes gzip, RFC 9110 section 12.5.3.
  static func isAccepted(by header: String?) -> Bool {
    guard let header else { return false }
    var star: Bool?
    for part in header.lowercased().split(separator: ",") {
      let fields = part.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
      guard let coding = fields.first else { continue }
      let isWanted = !fields.dropFirst().contains { field in
        field.hasPrefix("q=") && field.dropFirst(2).allSatisfy { $0 == "0" || $0 == "." }
      }
      if coding == "gzip" || coding == "x-gzip" { return isWanted }
      if coding == "*" { star = isWanted }
    }
    return star ?? false
  }

  /// The same bytes for the same bytes and level. Nil if zlib has no memory.
  package static func packed(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8]? {
    guard let packer = GzipPacker(level: level) else { return nil }
    packer.add(bytes)
    return packer.finish()
  }
}
