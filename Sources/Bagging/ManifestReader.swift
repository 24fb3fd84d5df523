import Model

/// Reads a manifest that comes in pieces.
struct ManifestReader {
  private(set) var manifest: ListedManifest
  private(set) var faults = LineFaults()
  private(set) var unsafe = UnsafeLines()
  private(set) var hasDotSlash = false
  private var splitter = LineSplitter(limit: ManifestReader.lineLimit)
  /// Whether version 1.0 holds.
  private let isCurrent: Bool
  private let isRollbooks: Bool
  /// The path of the line before, in a manifest of Rollbook's.
  private var lastPath: [UInt8] = []

  /// Most bytes of a line: more than a digest and the longest path, all of it encoded.
  private static let lineLimit = 16 << 10

  init(_ manifest: ListedManifest, isCurrent: Bool, isRollbooks: Bool) {
    self.manifest = manifest
    self.isCurrent = isCurrent
    self.isRollbooks = isRollbooks
  }

  mutating func feed(_ piece: UnsafeRawBufferPointer) {
    var splitter = splitter
    splitter.feed(piece) { take($0) }
    self.splitter = splitter
  }

  mutating func finish() {
    var splitter = splitter
    splitter.finish { take($0) }
    var found: [(Int, BagFault)] = []
    manifest.finish { path, line, firstLine in
      let path = Quoting.text(path).string
      found.append((line, .duplicate(path: path, firstLine: firstLine)))
    }
    for (line, fault) in found { faults.add(line, fault) }
  }

  private mutating func take(_ line: LineSplitter.Line) {
    var bytes = line.bytes[...]
    if line.number == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      faults.add(1, .byteOrderMark)
      bytes = bytes.dropFirst(3)
    }
    if line.isTooLong { return faults.add(line.number, .lineTooLong) }
    if bytes.isEmpty { return faults.add(line.number, .emptyLine) }
    if String(validating: bytes, as: UTF8.self) == nil { faults.add(line.number, .notUTF8) }
    do throws(ManifestLineFault) {
      let entry = try ManifestLine(
        bytes, byteCount: manifest.algorithm?.byteCount, decodesPercent: isCurrent)
      if isRollbooks { checkForm(entry, line) }
      take(entry, number: line.number)
    } catch {
      faults.add(line.number, error.fault)
    }
  }

  private mutating func take(_ entry: ManifestLine, number: Int) {
    hasDotSlash = hasDotSlash || entry.hadDotSlash
    if let reason = UnsafePath(entry.path) {
      unsafe.add(number, entry.path, reason)
    } else if let fault = misplaced(entry.path) {
      faults.add(number, fault)
    } else {
      manifest.append(entry, number: number)
    }
  }

  private func misplaced(_ path: [UInt8]) -> BagFault? {
    let text = { Quoting.text(path).string }
    let isPayload = path.starts(with: TagFile.payloadPrefix.utf8)
    if !manifest.isTag { return isPayload ? nil : .outsidePayload(path: text()) }
    if isPayload { return .payloadListed(path: text()) }
    return ManifestName(path)?.isTag == true ? .tagManifestListed(path: text()) : nil
  }

  /// A change of case, blanks or line ends means nothing and so is found in no other way.
  private mutating func checkForm(_ entry: ManifestLine, _ line: LineSplitter.Line) {
    var text = ManifestText()
    text.append(digest: entry.digest, path: entry.path)
    let isInOrder = lastPath.lexicographicallyPrecedes(entry.path)
    let isSame = text.bytes.dropLast().elementsEqual(line.bytes)
    if !isInOrder || !isSame || line.end != .lineFeed { faults.add(line.number, .notAsWritten) }
    lastPath = entry.path
  }
}
