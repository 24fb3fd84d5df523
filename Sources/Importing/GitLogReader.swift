import Model

/// Reads commits from the output of
/// `git log --format='%H%x1f%P%x1f%aI%x1f%cI%x1f%an%x1f%ae%x1f%B%x1e'`.
///
/// A record ends at a record separator with a line feed, a NUL (`-z`) or nothing behind it. Damage
/// costs its record.
struct GitLogReader: ~Copyable {
  private static let fieldSeparator: UInt8 = 0x1F
  private static let recordSeparator: UInt8 = 0x1E
  private static let fieldCount = 7
  private static let largestHash = 64

  private let window: InputWindow
  private let naiveZone: NaiveZone?

  init(_ window: InputWindow, options: ReadOptions) {
    self.window = window
    naiveZone = options.naiveZone
  }

  /// Whether the window's front is a commit's: a full hash and a field separator.
  static func isGitLog(_ window: InputWindow) throws -> Bool {
    try window.fill(toHold: largestHash + 1)
    guard let end = window.unread.firstIndex(of: fieldSeparator, from: 0) else { return false }
    return isHash(window.unread.slice(0..<end))
  }

  /// Hands out every commit.
  mutating func read(_ handler: ItemHandler) throws {
    while try skipSpace() {
      guard let end = try endOfRecord(handler) else { continue }
      if end == window.unread.count {
        try handler(.defect(incomplete))
        window.consume(end)
        return
      }
      try record(window.unread.slice(0..<end), handler)
      window.consume(end + 1)
    }
    if window.isTruncated { try handler(.defect(incomplete)) }
  }

  private var incomplete: Defect {
    let text = window.unread
    if window.isTruncated { return .truncated(at: window.position(at: 0), raw: text) }
    return Defect(
      effect: .incomplete, code: "incomplete",
      message: "the last commit is not complete; it is taken up by the next run once it is",
      position: window.position(at: 0), raw: ItemReporter.raw(text))
  }

  /// Moves to the next record; false at the end.
  private func skipSpace() throws -> Bool {
    while let index = try window.indexOfContent() {
      window.consume(index)
      if window.unread[0] != 0 { return true }
      window.consume(1)
    }
    window.consume(window.unread.count)
    return false
  }

  /// Where the record's separator stands, or the end of the input. Nil if the record was too large and
  /// is passed.
  private func endOfRecord(_ handler: ItemHandler) throws -> Int? {
    var searched = 0
    while true {
      if let end = window.unread.firstIndex(of: GitLogReader.recordSeparator, from: searched) {
        if end + 1 == window.unread.count, try window.fill() { continue }
        if endsRecord(at: end) { return end }
        searched = end + 1
        continue
      }
      searched = window.unread.count
      if searched > JSONParser.maximumRecordSize {
        try handler(.defect(defect(JSONFault(reason: .tooLarge, offset: 0), window.unread)))
        try skipRecord()
        return nil
      }
      guard try window.fill() else { return searched }
    }
  }

  /// A message may hold a separator, too; git's own stands at the end of a line.
  private func endsRecord(at index: Int) -> Bool {
    guard index + 1 < window.unread.count else { return true }
    return [0x0A, 0x0D, 0x00].contains(window.unread[index + 1])
  }

  private func skipRecord() throws {
    while true {
      if let end = window.unread.firstIndex(of: GitLogReader.recordSeparator, from: 0) {
        if end + 1 == window.unread.count, try window.fill() { continue }
        let isEnd = endsRecord(at: end)
        window.consume(end + 1)
        if isEnd { return }
        continue
      }
      window.consume(window.unread.count)
      guard try window.fill() else { return }
    }
  }

  // MARK: - One commit

  private func record(_ text: UnsafeBufferPointer<UInt8>, _ handler: ItemHandler) throws {
    let fields = GitLogReader.split(text)
    var notes: [FieldNote] = []
    let commit: Commit
    do throws(FieldFault) {
      commit = try self.commit(fields, in: text, &notes)
    } catch {
      let position = window.position(at: error.offset ?? 0)
      return try handler(.defect(error.defect(at: position, raw: ItemReporter.raw(text))))
    }
    for note in notes { try handler(.defect(note.defect(at: window.position(at: note.offset)))) }
    try handler(.record(.commit(commit), window.position(at: 0)))
  }

  /// The first six fields and the message, which may hold anything.
  private static func split(_ text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    var fields: [Range<Int>] = []
    var start = 0
    while fields.count < fieldCount - 1,
      let end = text.firstIndex(of: fieldSeparator, from: start)
    {
      fields.append(start..<end)
      start = end + 1
    }
    fields.append(start..<text.count)
    return fields
  }

  private func commit(
    _ fields: [Range<Int>], in text: UnsafeBufferPointer<UInt8>, _ notes: inout [FieldNote]
  ) throws(FieldFault) -> Commit {
    guard GitLogReader.isHash(text.slice(fields[0])) else {
      throw FieldFault(
        "bad-commit", "expected the full hash of a commit, 40 or 64 hexadecimal digits, here",
        field: .sha, offset: 0)
    }
    guard fields.count == GitLogReader.fieldCount else {
      throw FieldFault(
        "bad-commit",
        "a commit has \(GitLogReader.fieldCount) parts divided by U+001F, not \(fields.count)",
        field: nil, offset: fields.last?.lowerBound)
    }
    var commit = Commit(sha: Text(GitLogReader.ascii(text.slice(fields[0]))))
    commit.parents = try parents(fields[1], text)
    commit.authoredAt = try time(.authoredAt, fields[2], text, &notes)
    commit.committedAt = try time(.committedAt, fields[3], text, &notes)
    commit.author = try words(.author, fields[4], text, &notes)
    commit.authorEmail = try words(.authorEmail, fields[5], text, &notes)
    var message = fields[6]
    while let last = message.last, text[last].isJSONWhitespace { message.removeLast() }
    commit.message = try words(.message, message, text, &notes)
    return commit
  }

  private func parents(
    _ range: Range<Int>, _ text: UnsafeBufferPointer<UInt8>
  ) throws(FieldFault) -> [Text] {
    let hashes = text[range].split(separator: 0x20).map { UnsafeBufferPointer(rebasing: $0) }
    guard hashes.allSatisfy(GitLogReader.isHash) else {
      throw FieldFault(
        "bad-commit", "'parents' must be full hashes with a space between them", field: .parents,
        offset: range.lowerBound)
    }
    return hashes.map { Text(GitLogReader.ascii($0)) }
  }

  private func time(
    _ field: Field, _ range: Range<Int>, _ text: UnsafeBufferPointer<UInt8>,
    _ notes: inout [FieldNote]
  ) throws(FieldFault) -> Timestamp? {
    switch TimeReading.read(text.slice(range)) {
    case .none: return nil
    case .time(let time, isNaive: false): return time
    case .time(let time, isNaive: true):
      notes.append(
        FieldNote(
          code: "naive-time",
          message: "'\(field.name)' has no offset from UTC; taken as \(naiveZone?.name ?? "UTC")",
          field: "\(field.name)", offset: range.lowerBound))
      return naiveZone.map { $0.instant(ofLocal: time) } ?? time
    case .outOfRange:
      // A clock was wrong; without the commit the ancestry would have a hole.
      notes.append(
        FieldNote(
          code: "bad-time",
          message: "'\(field.name)': \(quoted(text[range])) is not between 1990 and 2100; left out",
          field: "\(field.name)", offset: range.lowerBound))
      return nil
    case .invalid:
      throw FieldFault(
        "bad-time",
        "'\(field.name)': \(quoted(text[range])) is not a time such as 2026-11-01T00:00:00Z",
        field: field, offset: range.lowerBound)
    }
  }

  /// Text in UTF-8; what is not is taken as ISO 8859-1, as old commits often are.
  private func words(
    _ field: Field, _ range: Range<Int>, _ text: UnsafeBufferPointer<UInt8>,
    _ notes: inout [FieldNote]
  ) throws(FieldFault) -> Text? {
    guard range.count <= FieldReader.maximumTextSize else {
      throw FieldFault(
        "too-long", "'\(field.name)' is longer than 1 MiB", field: field, offset: range.lowerBound)
    }
    guard !range.isEmpty else { return nil }
    if let string = String(validating: text[range], as: UTF8.self) { return Text(string) }
    notes.append(
      FieldNote(
        code: "not-utf8", message: "'\(field.name)' is not UTF-8; taken as ISO 8859-1",
        field: "\(field.name)", offset: range.lowerBound))
    var string = ""
    for byte in text[range] { string.unicodeScalars.append(Unicode.Scalar(byte)) }
    return Text(string)
  }

  private func defect(_ fault: JSONFault, _ text: UnsafeBufferPointer<UInt8>) -> Defect {
    Defect(
      effect: .quarantined, code: fault.code, message: fault.message,
      position: window.position(at: fault.offset), raw: ItemReporter.raw(text))
  }

  private static func ascii(_ text: UnsafeBufferPointer<UInt8>) -> String {
    String(decoding: text, as: UTF8.self)
  }

  private static func isHash(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    (text.count == 40 || text.count == largestHash)
      && text.allSatisfy { $0 &- 0x30 < 10 || $0 &- 0x61 < 6 }
  }
}
