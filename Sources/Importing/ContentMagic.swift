/// What the first bytes of a source say about its format.
enum ContentMagic {
  static let sqlite = Array("SQLite format 3\0".utf8)
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private static let packers: [(magic: [UInt8], name: String)] = [
    ([0x42, 0x5A, 0x68], "bzip2"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz"),
    ([0x50, 0x4B, 0x03, 0x04], "zip"),
  ]

  /// Throws `SourceFailure` if the front of the content tells that it is in no format we read.
  static func check(_ front: [UInt8], path: String) throws {
    if front.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      throw SourceFailure(
        .unreadable, code: "zstd", path: path,
        "compressed by zstd; use: zstd -dc \(path == "-" ? "FILE" : path) | rollbook import -")
    }
    if let packer = packers.first(where: { front.starts(with: $0.magic) }) {
      throw SourceFailure(
        .unreadable, code: "unknown-format", path: path,
        "packed by \(packer.name); unpack it first and pipe it to '-'")
    }
    if front.starts(with: GzipByteSource.magic) {
      throw SourceFailure(
        .unreadable, code: "unknown-format", path: path, "compressed by gzip twice; unpack it once")
    }
    let isUTF16 = front.starts(with: [0xFF, 0xFE]) || front.starts(with: [0xFE, 0xFF])
    if isUTF16 || front.count > 1 && front.prefix(4).contains(0) {
      throw SourceFailure(
        .unreadable, code: isUTF16 ? "utf-16" : "unknown-format", path: path,
        isUTF16
          ? "UTF-16 or UTF-32 text; convert it to UTF-8 first: iconv -f UTF-16 -t UTF-8"
          : "neither UTF-8 text nor SQLite; JSON, NDJSON and SQLite can be read, also as gzip")
    }
  }
}
