import Model

/// Reads one source from beginning to end and hands out its items in order.
///
/// Memory stays within a few MiB beyond the largest record, which is at most 16 MiB. Throws
/// `SourceFailure` if the source as a whole cannot be read, perhaps after some items were handed out;
/// what `body` throws passes through.
package func readSource(
  _ source: Source, options: ReadOptions = ReadOptions(), _ body: (SourceItem) throws -> Void
) throws -> SourceSummary {
  try readSource(source, options: options, pieceSize: 1 << 20, body)
}

/// The same with a size of the pieces that are read at a time.
func readSource(
  _ source: Source, options: ReadOptions = ReadOptions(), pieceSize: Int,
  _ body: (SourceItem) throws -> Void
) throws -> SourceSummary {
  let content = try SourceContent(source, readSize: pieceSize)
  var summary = SourceSummary(
    path: source.path, format: .ndjson, isCompressed: content.gzip != nil, byteCount: 0, sha256: "")
  if content.isSQLite {
    try readDatabase(content, options, into: &summary, body)
  } else {
    try readText(content, options, pieceSize: pieceSize, into: &summary, body)
  }
  try content.file.drain()
  try content.file.checkStable()
  summary.byteCount = content.file.byteCount
  summary.sha256 = content.file.sha256
  return summary
}

/// An opened source, unpacked as far as need be, its format known by the first bytes.
private struct SourceContent {
  let file: FileByteSource
  let gzip: GzipByteSource?
  let bytes: any ByteSource
  let front: [UInt8]
  var isSQLite: Bool { front == ContentMagic.sqlite }

  init(_ source: Source, readSize: Int) throws {
    file = try FileByteSource(source, readSize: readSize)
    let stored = try file.readPrefix(ContentMagic.sqlite.count)
    let whole = PrefixedByteSource(prefix: stored, rest: file)
    guard stored.starts(with: GzipByteSource.magic) else {
      gzip = nil
      front = stored
      bytes = whole
      return
    }
    let unpacked = try GzipByteSource(whole, path: source.path)
    gzip = unpacked
    front = try unpacked.readPrefix(ContentMagic.sqlite.count)
    bytes = PrefixedByteSource(prefix: front, rest: unpacked)
  }
}

private func readText(
  _ content: SourceContent, _ options: ReadOptions, pieceSize: Int, into summary: inout SourceSummary,
  _ body: (SourceItem) throws -> Void
) throws {
  try ContentMagic.check(content.front, path: summary.path)
  let window = InputWindow(content.bytes, pieceSize: pieceSize)
  var tally = ItemTally()
  func handler(_ item: SourceItem) throws {
    tally.count(item)
    try body(item)
  }
  if content.front.starts(with: ContentMagic.byteOrderMark) {
    try handler(.defect(.byteOrderMark(at: window.position(at: 0))))
    try window.fill(toHold: ContentMagic.byteOrderMark.count)
    window.consumeMark(ContentMagic.byteOrderMark.count)
  }
  var parser = JSONParser()
  let reporter = ItemReporter(parser.view, options: options)
  if try ModeSniffing.isLines(window, &parser) {
    var reader = LineReader(window, parser: parser, reporter: reporter)
    try reader.read(handler)
    summary.blank = reader.blank
    summary.take(reader.reporter)
  } else {
    summary.format = .json
    var reader = DocumentReader(window, parser: parser, reporter: reporter)
    try reader.read(handler)
    summary.take(reader.reporter)
  }
  if content.gzip?.hasTrailingBytes == true {
    try handler(.defect(.trailingBytes(at: window.position(at: 0))))
  }
  summary.take(tally)
}

private func readDatabase(
  _ content: SourceContent, _ options: ReadOptions, into summary: inout SourceSummary,
  _ body: (SourceItem) throws -> Void
) throws {
  summary.format = .sqlite
  let snapshot: SQLiteSnapshot
  if content.gzip == nil, summary.path != "-" {
    try content.file.drain()
    try content.file.checkStable()
    snapshot = try SQLiteSnapshot(ofFile: summary.path)
    for part in snapshot.copiedJournals { try content.file.hash(alsoFile: part) }
  } else {
    snapshot = try SQLiteSnapshot(spooling: content.bytes, path: summary.path)
    if content.bytes.isTruncated {
      throw SourceFailure(
        .unreadable, code: "truncated", path: summary.path,
        "the gzip data end early; a database cannot be read in part")
    }
  }
  var tally = ItemTally()
  var reader = try SQLiteReader(snapshot, path: summary.path, options: options)
  try reader.read { item in
    tally.count(item)
    try body(item)
  }
  summary.take(reader.reporter)
  summary.take(tally)
}

/// Counts of items by what became of them.
struct ItemTally {
  var records = 0
  var ignored = 0
  var quarantined = 0
  var incomplete = 0

  mutating func count(_ item: SourceItem) {
    switch item {
    case .record, .event, .deletion: records += 1
    case .ignored: ignored += 1
    case .defect(let defect):
      switch defect.effect {
      case .note: break
      case .quarantined: quarantined += 1
      case .incomplete: incomplete += 1
      }
    }
  }
}

extension SourceSummary {
  fileprivate mutating func take(_ tally: ItemTally) {
    records = tally.records
    ignored = tally.ignored
    quarantined = tally.quarantined
    incomplete = tally.incomplete
  }

  fileprivate mutating func take(_ reporter: ItemReporter) {
    let decoder = reporter.decoder
    isExpanded = reporter.mapping.isExpanded
    shapes = reporter.mapping.shapes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    unknownFields = decoder.unknownFields.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { (String(decoding: $0.key, as: UTF8.self), $0.value) }
    unknownStatuses = decoder.unknownStatuses.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { (String(decoding: $0.key, as: UTF8.self), $0.value) }
  }
}

extension Defect {
  fileprivate static func byteOrderMark(at position: SourcePosition) -> Defect {
    Defect(
      effect: .note, code: "byte-order-mark",
      message: "the file starts with a byte order mark, which JSON does not allow; skipped",
      position: position)
  }

  fileprivate static func trailingBytes(at position: SourcePosition) -> Defect {
    Defect(
      effect: .note, code: "trailing-bytes",
      message: "something that is not gzip follows the gzip data; ignored", position: position)
  }
}
