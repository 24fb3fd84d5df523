import Model

/// Tells lines of records from one or several documents.
///
/// Lines, if one of the first eight is a complete object that starts in column 1. But not, if
/// everything as far as was looked is well-formed JSON of another shape: if that line is an element of
/// an array, or follows a document of several lines. One envelope alone is a document, two of them are
/// lines.
struct ModeSniffing: ~Copyable {
  private static let lineCount = 8
  private static let lookAhead = 1 << 20

  private let window: InputWindow
  private var parser = JSONParser()
  private var envelope: Envelope

  private enum Line {
    case record, envelope, other
  }

  /// For the window's front, which nothing was consumed from; nothing will be.
  init(_ window: InputWindow, _ options: ReadOptions) {
    self.window = window
    envelope = Envelope(options)
  }

  /// Reads ahead. An input of blanks alone is lines.
  mutating func isLines() throws -> Bool {
    var start = 0
    var isBlank = true
    var envelopes = 0
    for _ in 0..<ModeSniffing.lineCount {
      let end = try endOfLine(from: start)
      let line = window.unread.slice(start..<end)
      if !line.allSatisfy(\.isJSONWhitespace) { isBlank = false }
      switch kind(of: line) {
      case .record: return try start == 0 || !isInDocument(at: start)
      case .envelope:
        envelopes += 1
        if envelopes == 2 { return try !isInDocument(at: start) }
      case .other: break
      }
      start = end + 1
      if start > window.unread.count { return isBlank }
    }
    return false
  }

  /// The offset of the line feed, or of the end of what was read, when the line is too long to be a
  /// record.
  private mutating func endOfLine(from start: Int) throws -> Int {
    var searched = start
    var limit = ModeSniffing.lookAhead
    while true {
      if let end = window.unread.firstIndex(of: 0x0A, from: searched) { return end }
      searched = window.unread.count
      if searched > limit {
        guard mayBecomeRecord(window.unread.slice(start..<searched)) else { return searched }
        limit = searched * 2
      }
      guard try window.fill() else { return searched }
    }
  }

  /// Whether a line that was read in part is, as far as it goes, one record.
  private mutating func mayBecomeRecord(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    guard line.first == 0x7B, line.count <= JSONParser.maximumRecordSize else { return false }
    do throws(JSONFault) {
      _ = try parser.parse(line, isFinal: false)
      return false
    } catch {
      return error.reason == .unexpectedEnd && envelope.judge(parser.view, line) != .envelope
    }
  }

  private mutating func kind(of line: UnsafeBufferPointer<UInt8>) -> Line {
    guard line.first == 0x7B, line.count <= JSONParser.maximumRecordSize else { return .other }
    do throws(JSONFault) { try parser.parseWhole(line) } catch { return .other }
    return envelope.judge(parser.view, line) == .envelope ? .envelope : .record
  }

  /// Whether the line at `start` is part of a document or follows one of several lines, the text being
  /// well-formed up to there and for the look-ahead behind.
  private mutating func isInDocument(at start: Int) throws -> Bool {
    try window.fill(toHold: start + ModeSniffing.lookAhead)
    var position = 0
    while let next = try window.indexOfDocument(from: position), next < start {
      let text = window.unread.slice(next..<window.unread.count)
      do throws(JSONFault) {
        position = next + (try parser.parse(text, isFinal: false))
      } catch {
        return error.reason == .unexpectedEnd
          && ModeSniffing.isInArray(parser.view, start - next)
      }
      if let end = window.unread.firstIndex(of: 0x0A, from: next), end < position { return true }
    }
    return false
  }

  /// Whether the container around the object at `offset` is an array.
  private static func isInArray(_ view: JSONView, _ offset: Int) -> Bool {
    var parent: Int?
    for index in 0..<view.tokenCount {
      let token = view.tokens[index]
      if Int(token.start) >= offset { break }
      guard token.kind == .array || token.kind == .object else { continue }
      if token.next == 0 || Int(token.end) > offset { parent = index }
    }
    return parent.map { view.kind($0) == .array } ?? false
  }
}

extension InputWindow {
  /// RFC 7464: stands before each document of a text sequence.
  static let recordSeparator: UInt8 = 0x1E

  /// The index of the next document's first byte, behind white space and record separators.
  func indexOfDocument(from index: Int = 0) throws -> Int? {
    var index = index
    while let found = try indexOfContent(from: index) {
      if unread[found] != InputWindow.recordSeparator { return found }
      index = found + 1
    }
    return nil
  }
}
