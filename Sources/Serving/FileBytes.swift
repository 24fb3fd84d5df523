import FlyingSocks

/// The bytes of a file, piece by piece.
struct FileBytes: AsyncBufferedSequence {
  typealias Element = UInt8

  let file: SiteFile

  func makeAsyncIterator() -> Iterator {
    Iterator(file: file)
  }

  struct Iterator: AsyncBufferedIteratorProtocol {
    fileprivate let file: SiteFile
    private var offset = 0

    fileprivate init(file: SiteFile) {
      self.file = file
    }

    mutating func next() async throws -> UInt8? {
      try await nextBuffer(suggested: 1)?.first
    }

    mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
      let wanted = Swift.min(count, file.size - offset)
      guard wanted > 0 else { return nil }
      let bytes = try file.read(from: offset, count: wanted)
      offset += bytes.count
      return bytes.isEmpty ? nil : bytes
    }
  }
}
