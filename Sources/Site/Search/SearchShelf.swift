package import Model

/// The entries of some kinds, which are divided into files by how their words begin.
///
/// A file holds everything whose word begins with its prefix. Where that is more than fits, it is
/// divided by the next byte, and so on; so a new entry changes only the files that it stands in. What
/// is held in memory is the text of the files and 12 bytes for each word.
package struct SearchShelf {
  /// A file has at most so many bytes, unless one entry alone has more.
  package static let fileLimit = 50_000
  /// Of these for what stands around the entries.
  private static let frameBytes = 300
  private static let contentLimit = fileLimit - frameBytes

  private struct Posting {
    /// Where in `keys`.
    var start: UInt32
    var length: UInt8
    var entry: UInt32

    var range: Range<Int> { Int(start)..<Int(start) + Int(length) }
  }

  /// The folded words.
  private var keys: [UInt8] = []
  private var postings: [Posting] = []
  /// The entries as they stand in files, back to back.
  private var script = ByteBuffer()
  /// Where each of them ends.
  private var ends: [Int] = []
  private var days: [Int32] = []

  package init() {}

  mutating func add(_ entry: SearchEntry) {
    let label = SearchText.shown(entry.label)
    let folded = SearchText.folded(label)
    guard !folded.isEmpty else { return }
    for word in SearchText.words(folded) {
      let base = keys.count - word.startIndex
      keys.append(contentsOf: word)
      for start in Set([word.startIndex] + entry.kind.starts(in: word)).sorted() {
        let length = min(word.endIndex - start, SearchText.longestKey)
        postings.append(
          Posting(
            start: UInt32(base + start), length: UInt8(length), entry: UInt32(ends.count)))
      }
    }
    entry.write(label: label, to: &script)
    ends.append(script.count)
    days.append(entry.day.map { Int32($0.number) } ?? .max)
  }

  /// Hands on each file's prefix and its entries, by prefix.
  package func forEachFile(_ body: (ArraySlice<UInt8>, ByteBuffer) throws -> Void) rethrows {
    let sorted = postings.sorted(by: precedes)
    try divide(sorted[...], depth: 0, body)
  }

  private func precedes(_ a: Posting, _ b: Posting) -> Bool {
    let (left, right) = (keys[a.range], keys[b.range])
    if left.elementsEqual(right) { return a.entry < b.entry }
    return left.lexicographicallyPrecedes(right)
  }

  private func divide(
    _ part: ArraySlice<Posting>, depth: Int,
    _ body: (ArraySlice<UInt8>, ByteBuffer) throws -> Void
  ) rethrows {
    guard let first = part.first else { return }
    let prefix = keys[first.range].prefix(depth)
    if part.reduce(0, { $0 + size($1.entry) }) <= SearchShelf.contentLimit {
      return try body(prefix, content(Set(part.map(\.entry))))
    }
    // Words that end here come first; no further byte divides them.
    let ending = part.prefix { Int($0.length) == depth }
    if !ending.isEmpty { try body(prefix, content(newest(Set(ending.map(\.entry))))) }
    var rest = part[ending.endIndex...]
    while let first = rest.first {
      let byte = keys[Int(first.start) + depth]
      let group = rest.prefix { keys[Int($0.start) + depth] == byte }
      try divide(group, depth: depth + 1, body)
      rest = rest[group.endIndex...]
    }
  }

  // MARK: - One file

  private func bytes(_ entry: UInt32) -> ArraySlice<UInt8> {
    let i = Int(entry)
    return script.bytes[(i == 0 ? 0 : ends[i - 1])..<ends[i]]
  }

  /// With the comma and the line end after it.
  private func size(_ entry: UInt32) -> Int { bytes(entry).count + 2 }

  /// Of entries with one word, as many as fit into a file: those without a day, then the newest.
  private func newest(_ entries: Set<UInt32>) -> Set<UInt32> {
    let sorted = entries.sorted { a, b in
      let (left, right) = (days[Int(a)], days[Int(b)])
      return left != right ? left > right : bytes(a).lexicographicallyPrecedes(bytes(b))
    }
    var room = SearchShelf.contentLimit
    return Set(
      sorted.prefix { entry in
        room -= size(entry)
        return room >= 0
      })
  }

  /// The entries one a line, by their bytes, so that the order in which they came does not matter.
  private func content(_ entries: Set<UInt32>) -> ByteBuffer {
    let sorted = entries.map(bytes).sorted { $0.lexicographicallyPrecedes($1) }
    var content = ByteBuffer(capacity: SearchShelf.fileLimit)
    for (i, entry) in sorted.enumerated() {
      if i > 0 { content.append(",\n" as StaticString) }
      content.append(contentsOf: entry)
    }
    return content
  }
}
