import Archiving
import Model

/// Divides the entries of some kinds into files by how their words begin.
///
/// A file holds everything whose word begins with its prefix. Where that is more than fits, it is
/// divided by the next byte, and so on; so a new entry changes only the files that it stands in. What
/// is held in memory is a few files.
package struct SearchShelf {
  /// A file has at most so many bytes, unless one entry alone has more.
  package static let fileLimit = 50_000
  /// Of these for what stands around the entries.
  private static let frameBytes = 300
  private static let contentLimit = fileLimit - frameBytes
  /// The number of an entry without a day.
  static let dayless = Int64.max

  private let next: () throws -> SortedSpool.Row?
  private let body: ([UInt8], ByteBuffer) throws -> Void
  /// Rows that were looked at, from `start` on.
  private var rows: [SortedSpool.Row] = []
  private var start = 0

  /// Hands on each file's prefix and its entries, by prefix.
  ///
  /// - Parameter next: the words of the entries by their bytes, each with its entry; the number is that
  ///   of the entry's day.
  static func forEachFile(
    of next: () throws -> SortedSpool.Row?, _ body: ([UInt8], ByteBuffer) throws -> Void
  ) throws {
    try withoutActuallyEscaping(next) { next in
      try withoutActuallyEscaping(body) { body in
        var shelf = SearchShelf(next: next, body: body)
        if try shelf.peek(0) != nil { try shelf.divide([]) }
      }
    }
  }

  private init(
    next: @escaping () throws -> SortedSpool.Row?,
    body: @escaping ([UInt8], ByteBuffer) throws -> Void
  ) {
    self.next = next
    self.body = body
  }

  private mutating func divide(_ prefix: [UInt8]) throws {
    if let count = try fitting(prefix) {
      try body(prefix, SearchShelf.content(rows[start..<start + count].map(\.line)))
      return drop(count)
    }
    // Words that end here come first; no further byte divides them.
    let ending = try takeNewest(prefix)
    if !ending.isEmpty { try body(prefix, SearchShelf.content(ending)) }
    while let row = try peek(0), row.key.starts(with: prefix) {
      try divide(prefix + [row.key[prefix.count]])
    }
  }

  // MARK: - Rows ahead

  private mutating func peek(_ i: Int) throws -> SortedSpool.Row? {
    if start + i == rows.count, let row = try next() { rows.append(row) }
    return start + i < rows.count ? rows[start + i] : nil
  }

  private mutating func drop(_ count: Int) {
    start += count
    guard start > 1000 else { return }
    rows.removeFirst(start)
    start = 0
  }

  /// How many rows begin with the prefix; nil if they do not fit into a file.
  private mutating func fitting(_ prefix: [UInt8]) throws -> Int? {
    var count = 0
    var size = 0
    while let row = try peek(count), row.key.starts(with: prefix) {
      size += SearchShelf.size(row.line)
      guard size <= SearchShelf.contentLimit else { return nil }
      count += 1
    }
    return count
  }

  /// Takes the entries of one word, and keeps as many as fit into a file: those without a day, then the
  /// newest.
  private mutating func takeNewest(_ word: [UInt8]) throws -> [[UInt8]] {
    var taken: [SortedSpool.Row] = []
    while let row = try peek(0), row.key == word {
      drop(1)
      taken.append(row)
      if taken.count == 5000 { taken = SearchShelf.newest(taken) }
    }
    return SearchShelf.newest(taken).map(\.line)
  }

  private static func newest(_ taken: [SortedSpool.Row]) -> [SortedSpool.Row] {
    let sorted = taken.sorted { a, b in
      a.number != b.number ? a.number > b.number : a.line.lexicographicallyPrecedes(b.line)
    }
    var room = contentLimit
    return Array(
      sorted.prefix { row in
        room -= size(row.line)
        return room >= 0
      })
  }

  // MARK: - One file

  /// With the comma and the line end after it.
  private static func size(_ line: [UInt8]) -> Int { line.count + 2 }

  /// The entries one a line, each once, by their bytes.
  private static func content(_ lines: [[UInt8]]) -> ByteBuffer {
    let sorted = Set(lines).sorted { $0.lexicographicallyPrecedes($1) }
    var content = ByteBuffer(capacity: fileLimit)
    for (i, line) in sorted.enumerated() {
      if i > 0 { content.append(",\n" as StaticString) }
      content.append(contentsOf: line)
    }
    return content
  }
}
