import Model

/// What `bagit.txt` says. Source: RFC 8493, 2.1.1.
struct BagDeclaration {
  /// Nil if the first line cannot be read.
  private(set) var version: String?
  /// Whether the other tag files can be read.
  private(set) var isReadable = true
  private(set) var faults: [(line: Int?, fault: BagFault)] = []

  /// Whether it is version 1.0, or unknown.
  var isCurrent: Bool { version.map { !$0.hasPrefix("0.") } ?? true }

  init(_ bytes: [UInt8]) {
    var lines: [ArraySlice<UInt8>] = []
    var splitter = LineSplitter(limit: 1024)
    bytes.withUnsafeBytes { buffer in splitter.feed(buffer) { lines.append($0.bytes[...]) } }
    splitter.finish { lines.append($0.bytes[...]) }
    if let first = lines.first, first.starts(with: [0xEF, 0xBB, 0xBF]) {
      faults.append((1, .byteOrderMark))
      lines[0] = first.dropFirst(3)
    }
    if lines.count != 2 { faults.append((nil, .declarationLines)) }
    readVersion(lines.first)
    readEncoding(lines.dropFirst().first)
  }

  private mutating func readVersion(_ line: ArraySlice<UInt8>?) {
    guard let value = BagDeclaration.value(of: "BagIt-Version: ", in: line) else {
      if line != nil { faults.append((1, .versionLine)) }
      return
    }
    let parts = value.split(separator: 0x2E, omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ ASCII.number($0) != nil }) else {
      faults.append((1, .versionLine))
      return
    }
    let version = Quoting.text(value).string
    self.version = version
    if !["0.93", "0.94", "0.95", "0.96", "0.97", "1.0"].contains(version) {
      faults.append((1, .unknownVersion(version)))
    }
  }

  private mutating func readEncoding(_ line: ArraySlice<UInt8>?) {
    guard let value = BagDeclaration.value(of: "Tag-File-Character-Encoding: ", in: line),
      let first = value.first, let last = value.last, !ASCII.isBlank(first), !ASCII.isBlank(last)
    else {
      if line != nil { faults.append((2, .encodingLine)) }
      return
    }
    let name = String(decoding: value.map { ASCII.lowered($0) }, as: UTF8.self)
    if !["utf-8", "utf8", "us-ascii", "ascii"].contains(name) {
      isReadable = false
      faults.append((2, .encodingNotRead(Quoting.text(value).string)))
    }
  }

  private static func value(
    of label: String, in line: ArraySlice<UInt8>?
  ) -> ArraySlice<UInt8>? {
    guard let line, line.starts(with: label.utf8) else { return nil }
    return line.dropFirst(label.utf8.count)
  }
}
