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
  if source.kind == .dynamoExport {
    return try readExport(source, options: options, pieceSize: pieceSize, body)
  }
  let content = try SourceContent(source, resume: options.resume, readSize: pieceSize)
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
  /// The beginning of a line file that was read before and was passed over.
  let resumed: ResumePoint?
  var isSQLite: Bool { front == ContentMagic.sqlite }

  init(_ source: Source, resume: ResumePoint?, readSize: Int) throws {
    file = try FileByteSource(source, readSize: readSize)
    if let resume, try file.skip(resume) {
      (resumed, gzip, front, bytes) = (resume, nil, [], file)
      return
    }
    resumed = nil
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
  _ content: SourceContent, _ options: ReadOptions, pieceSize: Int,
  into summary: inout SourceSummary,
  _ body: (SourceItem) throws -> Void
) throws {
  try ContentMagic.check(content.front, path: summary.path)
  let start = content.resumed.map { (offset: $0.byteCount, line: $0.lineCount + 1) }
  let window = InputWindow(content.bytes, pieceSize: pieceSize, from: start ?? (0, 1))
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
  summary.isResumed = content.resumed != nil
  summary.firstLine = start?.line
  summary.format = try summary.isResumed ? .ndjson : format(of: window, options)
  let parser = JSONParser()
  let reporter = ItemReporter(parser.view, options: options)
  switch summary.format {
  case .gitLog:
    var reader = GitLogReader(window, options: options)
    try reader.read(handler)
  case .ndjson:
    var reader = LineReader(window, parser: parser, reporter: reporter)
    try reader.read(handler)
    summary.blank = reader.blank
    summary.take(reader.reporter)
    if reader.isExpanded { summary.isExpanded = true }
    if content.gzip == nil {
      summary.resumePoint = try ResumePoint(reader.resume, of: content.file)
    }
  default:
    var reader = DocumentReader(window, parser: parser, reporter: reporter)
    try reader.read(handler)
    summary.take(reader.reporter)
  }
  if content.gzip?.hasTrailingBytes == true {
    try handler(.defect(.trailingBytes(at: window.position(at: 0))))
  }
  summary.take(tally)
}

/// The format of the text at the window's front.
private func format(of window: InputWindow, _ options: ReadOptions) throws -> SourceFormat {
  if try GitLogReader.isGitLog(window) { return .gitLog }
  if options.recordPath != nil { return .json }
  var sniffing = ModeSniffing(window, options)
  return try sniffing.isLines() ? .ndjson : .json
}

extension ResumePoint {
  /// Nil if nothing was read, or the source cannot be read again.
  fileprivate init?(_ place: (bytes: Int, lines: Int), of file: FileByteSource) throws {
    guard place.bytes > 0, let sha256 = try file.sha256(ofFirst: place.bytes) else { return nil }
    self.init(byteCount: place.bytes, lineCount: place.lines, sha256: sha256)
  }
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
  mutating func take(_ tally: ItemTally) {
    records = tally.records
    ignored = tally.ignored
    quarantined = tally.quarantined
    incomplete = tally.incomplete
  }

  mutating func take(_ reporter: ItemReporter) {
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
