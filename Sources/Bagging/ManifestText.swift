import Model

/// Lines of a manifest in the form in which Rollbook writes them, which is that of `sha512sum`:
/// lower-case digits, two spaces, the path, a line feed.
struct ManifestText {
  private var buffer = ByteBuffer()

  var bytes: [UInt8] { buffer.bytes }

  mutating func append(digest: some Sequence<UInt8>, path: some Sequence<UInt8>) {
    for byte in digest { buffer.append(hex: byte) }
    buffer.append("  ")
    buffer.append(contentsOf: path)
    buffer.append(byte: ASCII.lineFeed)
  }
}
