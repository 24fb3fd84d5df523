import Model

/// One line of a manifest: a digest, one or more blanks, and a path. Source: RFC 8493, 2.1.3.
struct ManifestLine {
  let digest: [UInt8]
  /// With what was encoded as it is, and without a leading `./`.
  let path: [UInt8]
  let hadDotSlash: Bool

  /// `byteCount`: bytes of a digest; nil if the algorithm is not known. `decodesPercent`: whether
  /// `%25` stands for `%`, as since version 1.0; `%0A` and `%0D` do for line breaks in all
  /// versions, as in what bagit-python writes.
  init(
    _ line: ArraySlice<UInt8>, byteCount: Int?, decodesPercent: Bool
  ) throws(ManifestLineFault) {
    let digits = line.prefix { !ASCII.isBlank($0) }
    var rest = line.dropFirst(digits.count).drop(while: ASCII.isBlank)
    guard !digits.isEmpty, !rest.isEmpty else { throw ManifestLineFault(.badLine) }
    guard digits.allSatisfy({ Hexadecimal.value($0) != nil }) else {
      throw ManifestLineFault(.notHexadecimal)
    }
    if let byteCount, digits.count != byteCount * 2 {
      throw ManifestLineFault(.digestLength(expected: byteCount * 2, actual: digits.count))
    }
    // An odd number of digits is no digest of any algorithm.
    guard let digest = Hexadecimal.bytes(digits) else {
      throw ManifestLineFault(.digestLength(expected: digits.count + 1, actual: digits.count))
    }
    // The mark of md5sum and its kin for a file read as binary.
    if rest.first == 0x2A { rest = rest.dropFirst() }
    hadDotSlash = rest.starts(with: "./".utf8)
    if hadDotSlash { rest = rest.dropFirst(2) }
    guard !rest.isEmpty else { throw ManifestLineFault(.badLine) }
    self.digest = digest
    path = EncodedPath.decoded(rest, percent: decodesPercent)
  }
}

/// Why a line of a manifest cannot be used.
struct ManifestLineFault: Error {
  let fault: BagFault

  init(_ fault: BagFault) {
    self.fault = fault
  }
}

/// Paths in manifests, in which line breaks and `%` are percent-encoded and nothing else is.
enum EncodedPath {
  /// The path itself. Another `%` stays as it is: many writers do not encode it.
  static func decoded(_ path: ArraySlice<UInt8>, percent: Bool) -> [UInt8] {
    guard path.contains(0x25) else { return Array(path) }
    var result: [UInt8] = []
    var rest = path
    while let byte = rest.first {
      if byte == 0x25, let value = code(rest.dropFirst().prefix(2)), percent || value != 0x25 {
        result.append(value)
        rest = rest.dropFirst(3)
      } else {
        result.append(byte)
        rest = rest.dropFirst()
      }
    }
    return result
  }

  private static func code(_ digits: ArraySlice<UInt8>) -> UInt8? {
    switch digits.map({ ASCII.lowered($0) }) {
    case Array("0a".utf8): 0x0A
    case Array("0d".utf8): 0x0D
    case Array("25".utf8): 0x25
    default: nil
    }
  }
}
