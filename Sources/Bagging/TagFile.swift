/// Names of the files beside the payload.
enum TagFile {
  static let declaration = "bagit.txt"
  static let info = "bag-info.txt"
  static let fetch = "fetch.txt"
  static let manifest = "manifest-sha512.txt"
  static let tagManifest = "tagmanifest-sha512.txt"
  static let payload = "data"
  static let payloadPrefix = "data/"

  /// The declaration of a bag that Rollbook writes. Source: RFC 8493, 2.1.1.
  static let declarationText = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

  /// Whether a path, whatever its case, is one that the bag itself needs.
  static func isReserved(_ path: String) -> Bool {
    let path = path.utf8.map { ASCII.lowered($0) }
    if [declaration, info, fetch, payload].contains(where: { path.elementsEqual($0.utf8) }) {
      return true
    }
    return ManifestName(path) != nil || path.starts(with: payloadPrefix.utf8)
  }
}

/// What the name of a manifest says. Source: RFC 8493, 2.1.3 and 2.2.1.
struct ManifestName {
  let isTag: Bool
  /// As in the name, in small letters.
  let algorithm: String

  /// Nil for the name of another file.
  init?(_ name: some Collection<UInt8>) {
    let name = name.map { ASCII.lowered($0) }
    let isTag = name.starts(with: "tagmanifest-".utf8)
    guard isTag || name.starts(with: "manifest-".utf8) else { return nil }
    guard name.reversed().starts(with: ".txt".utf8.reversed()) else { return nil }
    let start = isTag ? "tagmanifest-".utf8.count : "manifest-".utf8.count
    guard name.count > start + 4 else { return nil }
    let algorithm = name[start..<name.count - 4]
    guard algorithm.allSatisfy({ ASCII.isDigit($0) || 0x61...0x7A ~= $0 }) else { return nil }
    self.isTag = isTag
    self.algorithm = String(decoding: algorithm, as: UTF8.self)
  }
}
