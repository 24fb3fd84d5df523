import Model

/// The 512 bytes before an entry of a tar archive, in the format ustar of POSIX.1-2017, pax, with
/// records of an extended header before it only for what does not fit.
struct TarHeader {
  enum Kind: UInt8 {
    case file = 0x30
    case folder = 0x35
    case extended = 0x78
  }

  let kind: Kind
  /// With a slash at the end for a folder.
  let path: String
  let byteCount: Int
  let modifiedSeconds: Int64

  static let blockSize = 512
  /// The largest number of 11 octal digits.
  private static let fieldLimit = 0o77_777_777_777

  /// The header, with an extended one before it if need be.
  func bytes() -> [UInt8] {
    let records = self.records
    let own = block(path: records.isEmpty ? path : TarHeader.cut(path))
    guard !records.isEmpty else { return own }
    let extended = TarHeader(
      kind: .extended, path: "././@PaxHeader", byteCount: records.count,
      modifiedSeconds: modifiedSeconds)
    return extended.block(path: extended.path) + TarHeader.padded(records) + own
  }

  /// Zeros that fill the last block of so many bytes.
  static func padding(after byteCount: Int) -> [UInt8] {
    let rest = byteCount % blockSize
    return rest == 0 ? [] : Array(repeating: 0, count: blockSize - rest)
  }

  private static func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + padding(after: bytes.count)
  }

  // MARK: Extended header

  private var records: [UInt8] {
    var bytes: [UInt8] = []
    if !isInField(modifiedSeconds) {
      bytes += TarHeader.record("mtime", "\(modifiedSeconds)")
    }
    if TarHeader.split(path) == nil { bytes += TarHeader.record("path", path) }
    if !isInField(Int64(byteCount)) { bytes += TarHeader.record("size", "\(byteCount)") }
    return bytes
  }

  private func isInField(_ value: Int64) -> Bool {
    0...Int64(TarHeader.fieldLimit) ~= value
  }

  /// The record's length with its own digits, a space, the key, `=`, the value, a line feed.
  private static func record(_ key: String, _ value: String) -> [UInt8] {
    let rest = " \(key)=\(value)\n"
    var length = rest.utf8.count
    while "\(length)".utf8.count + rest.utf8.count != length {
      length = "\(length)".utf8.count + rest.utf8.count
    }
    return Array("\(length)\(rest)".utf8)
  }

  // MARK: Fields

  private func block(path: String) -> [UInt8] {
    let (prefix, name) = TarHeader.split(path) ?? ("", path)
    var bytes = Array(repeating: 0 as UInt8, count: TarHeader.blockSize)
    func put(_ text: some Sequence<UInt8>, at offset: Int) {
      for (i, byte) in text.enumerated() { bytes[offset + i] = byte }
    }
    put(name.utf8, at: 0)
    put(octal(kind == .folder ? 0o755 : 0o644, width: 7), at: 100)
    put(octal(0, width: 7), at: 108)
    put(octal(0, width: 7), at: 116)
    put(octal(isInField(Int64(byteCount)) ? byteCount : 0, width: 11), at: 124)
    put(octal(isInField(modifiedSeconds) ? Int(modifiedSeconds) : 0, width: 11), at: 136)
    put("        ".utf8, at: 148)
    bytes[156] = kind.rawValue
    put("ustar\u{0}00".utf8, at: 257)
    put(octal(0, width: 7), at: 329)
    put(octal(0, width: 7), at: 337)
    put(prefix.utf8, at: 345)
    let sum = bytes.reduce(0) { $0 + Int($1) }
    put(octal(sum, width: 6) + [0, 0x20], at: 148)
    return bytes
  }

  private func octal(_ value: Int, width: Int) -> [UInt8] {
    let digits = Array(String(value, radix: 8).utf8)
    return Array(repeating: 0x30, count: max(0, width - digits.count)) + digits
  }

  /// Where a path is divided so that both parts fit; nil if it is not possible.
  private static func split(_ path: String) -> (prefix: String, name: String)? {
    let bytes = Array(path.utf8)
    if bytes.count <= 100 { return ("", path) }
    for i in bytes.indices.reversed() where bytes[i] == ASCII.slash {
      let nameCount = bytes.count - i - 1
      if nameCount == 0 || i > 155 || i == 0 { continue }
      guard nameCount <= 100 else { return nil }
      return (
        String(decoding: bytes[..<i], as: UTF8.self),
        String(decoding: bytes[(i + 1)...], as: UTF8.self)
      )
    }
    return nil
  }

  /// What stands in the header where an extended one has the path: its first bytes; all are ASCII.
  private static func cut(_ path: String) -> String {
    split(path) == nil ? String(decoding: path.utf8.prefix(100), as: UTF8.self) : path
  }
}
