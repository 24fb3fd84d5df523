import Model

/// What `fetch.txt` says can be fetched: paths, with their lengths if they are told.
struct FetchList {
  private var paths = PathTable()
  private var lengths: [Int?] = []
  private var lines: [Int] = []
  private var order: [Int] = []

  /// All paths, with the length if one is told, and the line.
  var entries: [(path: ArraySlice<UInt8>, length: Int?, line: Int)] {
    order.map { (paths[$0], lengths[$0], lines[$0]) }
  }

  mutating func append(_ path: [UInt8], length: Int?, line: Int) {
    paths.append(path)
    lengths.append(length)
    lines.append(line)
  }

  /// To be called after the last path.
  mutating func finish() { order = paths.sorted() }

  func contains(_ path: [UInt8]) -> Bool { paths.position(of: path, in: order) != nil }
}

/// Reads `fetch.txt`: lines of an address, a length or `-`, and a path, blanks between. Source:
/// RFC 8493, 2.2.3. Nothing is fetched.
struct FetchReader {
  private(set) var list = FetchList()
  private(set) var faults = LineFaults()
  private(set) var unsafe = UnsafeLines()
  private var splitter = LineSplitter(limit: 64 << 10)
  private let decodesPercent: Bool

  init(decodesPercent: Bool) {
    self.decodesPercent = decodesPercent
  }

  mutating func feed(_ piece: UnsafeRawBufferPointer) {
    var splitter = splitter
    splitter.feed(piece) { take($0) }
    self.splitter = splitter
  }

  mutating func finish() {
    var splitter = splitter
    splitter.finish { take($0) }
    list.finish()
  }

  private mutating func take(_ line: LineSplitter.Line) {
    if line.isTooLong { return faults.add(line.number, .lineTooLong) }
    if line.bytes.allSatisfy(ASCII.isBlank) { return faults.add(line.number, .emptyLine) }
    let address = line.bytes.prefix { !ASCII.isBlank($0) }
    var rest = line.bytes.dropFirst(address.count).drop(while: ASCII.isBlank)
    let length = rest.prefix { !ASCII.isBlank($0) }
    rest = rest.dropFirst(length.count).drop(while: ASCII.isBlank)
    let isLength = length.elementsEqual("-".utf8) || ASCII.number(length) != nil
    guard !address.isEmpty, isLength, !rest.isEmpty else {
      return faults.add(line.number, .badFetchLine)
    }
    if rest.starts(with: "./".utf8) { rest = rest.dropFirst(2) }
    let path = EncodedPath.decoded(rest, percent: decodesPercent)
    if let reason = UnsafePath(path) {
      unsafe.add(line.number, path, reason)
    } else if !path.starts(with: TagFile.payloadPrefix.utf8) {
      faults.add(line.number, .outsidePayload(path: Quoting.text(path).string))
    } else {
      list.append(path, length: ASCII.number(length), line: line.number)
    }
  }
}
