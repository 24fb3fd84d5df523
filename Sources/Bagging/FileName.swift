/// The name of one entry of a folder, or a path, as bytes that the system can take.
struct FileName: Comparable {
  /// The bytes, and one NUL.
  private let ended: [UInt8]

  /// `bytes` have no NUL.
  init(_ bytes: some Collection<UInt8>) {
    ended = Array(bytes) + [0]
  }

  init(_ name: String) {
    self.init(name.utf8)
  }

  var bytes: ArraySlice<UInt8> { ended.dropLast() }
  var string: String { String(decoding: bytes, as: UTF8.self) }

  func withPointer<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    ended.withUnsafeBufferPointer { buffer in
      guard let start = UnsafeRawPointer(buffer.baseAddress) else {
        preconditionFailure("a name has a NUL")
      }
      return body(start.assumingMemoryBound(to: CChar.self))
    }
  }

  static func == (a: FileName, b: FileName) -> Bool { a.ended == b.ended }

  static func < (a: FileName, b: FileName) -> Bool {
    a.bytes.lexicographicallyPrecedes(b.bytes)
  }
}
