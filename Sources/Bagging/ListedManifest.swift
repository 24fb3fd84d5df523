/// A manifest as it was read: its paths with their digests, each path once.
struct ListedManifest {
  let name: FileName
  let isTag: Bool
  /// Nil if the digests cannot be computed.
  let algorithm: DigestAlgorithm?
  private(set) var paths = PathTable()
  private var digests: [UInt8] = []
  private var lines: [UInt32] = []
  /// The numbers of the paths in the order of their bytes, each path once.
  private(set) var order: [Int] = []
  private var seen: [Bool] = []

  init(name: FileName, isTag: Bool, algorithm: DigestAlgorithm?) {
    self.name = name
    self.isTag = isTag
    self.algorithm = algorithm
  }

  mutating func append(_ line: ManifestLine, number: Int) {
    paths.append(line.path)
    if algorithm != nil { digests.append(contentsOf: line.digest) }
    lines.append(UInt32(clamping: number))
  }

  /// To be called after the last line. Hands out each path that was there before, its line, and the
  /// first line of it.
  mutating func finish(_ body: (ArraySlice<UInt8>, Int, Int) -> Void) {
    for index in paths.sorted() {
      if let last = order.last, paths[last] == paths[index] {
        body(paths[index], Int(lines[index]), Int(lines[last]))
      } else {
        order.append(index)
      }
    }
    seen = Array(repeating: false, count: order.count)
  }

  /// Where a path stands in `order`; nil if it is not listed.
  func position(of path: [UInt8]) -> Int? { paths.position(of: path, in: order) }

  func path(at position: Int) -> ArraySlice<UInt8> { paths[order[position]] }

  func line(at position: Int) -> Int { Int(lines[order[position]]) }

  /// The digest; nil if it cannot be compared.
  func digest(at position: Int) -> ArraySlice<UInt8>? {
    guard let size = algorithm?.byteCount else { return nil }
    let index = order[position]
    return digests[index * size..<(index + 1) * size]
  }

  mutating func see(_ position: Int) { seen[position] = true }

  /// The positions that were not seen.
  var unseen: [Int] { order.indices.filter { !seen[$0] } }
}
