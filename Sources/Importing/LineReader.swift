import Model

/// Reads records from lines: one a line, or an envelope of records. Damage costs its line.
struct LineReader: ~Copyable {
  /// A record and a carriage return.
  private static let maximumLength = JSONParser.maximumRecordSize + 1

  private let window: InputWindow
  private var values: ValueReader
  private(set) var blank = 0
  /// Bytes and lines up to the last line feed.
  private(set) var resume: (bytes: Int, lines: Int)

  init(_ window: InputWindow, parser: consuming JSONParser, reporter: ItemReporter) {
    self.window = window
    resume = window.consumed
    values = ValueReader(window, parser: parser, reporter: reporter)
  }

  var reporter: ItemReporter { values.reporter }

  /// Whether some line held several records.
  var isExpanded: Bool { values.envelopeCount > 0 }

  /// Hands out every line. Lines end with a line feed alone; one carriage return before it is cut.
  mutating func read(_ handler: ItemHandler) throws {
    var searched = 0
    while true {
      let found = window.unread.firstIndex(of: 0x0A, from: searched)
      if let end = found, end <= LineReader.maximumLength {
        let next = window.consumed.bytes + end + 1
        try line(length: end, handler)
        window.consumeLine(next - window.consumed.bytes)
        searched = 0
        continue
      }
      searched = window.unread.count
      if searched > LineReader.maximumLength {
        try longLine(handler)
        searched = 0
      } else if try !window.fill() {
        break
      }
    }
    resume = window.consumed
    try lastLine(handler)
  }

  /// Hands out what the line of `length` bytes at the front holds; consumes some of it or nothing.
  private mutating func line(length: Int, _ handler: ItemHandler) throws {
    let bytes = window.unread.slice(0..<length)
    let text = bytes.last == 0x0D ? bytes.slice(0..<length - 1) : bytes
    if text.first != 0x7B, text.allSatisfy(\.isJSONWhitespace) {
      blank += 1
    } else if text.count > JSONParser.maximumRecordSize {
      try quarantine(JSONFault(reason: .tooLarge, offset: 0), text, handler)
    } else {
      do throws(JSONFault) {
        try values.parseWhole(text)
      } catch {
        return try quarantine(error, text, handler)
      }
      try values.report(text, handler)
    }
  }

  private func quarantine(
    _ fault: JSONFault, _ text: UnsafeBufferPointer<UInt8>, _ handler: ItemHandler
  ) throws {
    var message = fault.message
    if fault.reason == .trailingContent, fault.offset < text.count, text[fault.offset] == 0x2C {
      message = "a comma after the object; looks like a line of a JSON array"
    }
    try handler(
      .defect(
        Defect(
          effect: .quarantined, code: fault.code, message: message,
          position: window.position(at: fault.offset), raw: ItemReporter.raw(text))))
  }

  /// A line too long for a record is an envelope, or bad. Moves to its end without holding it.
  private mutating func longLine(_ handler: ItemHandler) throws {
    if try values.isEnvelope() {
      do {
        try values.value(handler)
      } catch let fault as JSONFault {
        try quarantine(fault, window.unread, handler)
      }
    } else {
      try quarantine(JSONFault(reason: .tooLarge, offset: 0), window.unread, handler)
    }
    while true {
      if let end = window.unread.firstIndex(of: 0x0A, from: 0) {
        window.consumeLine(end + 1)
        return
      }
      window.consume(window.unread.count)
      guard try window.fill() else { return }
    }
  }

  /// What follows the last line feed counts only if it is whole.
  private mutating func lastLine(_ handler: ItemHandler) throws {
    let text = window.unread
    var isWhole = !text.isEmpty
    if isWhole, !text.allSatisfy(\.isJSONWhitespace) {
      do throws(JSONFault) { try values.parseWhole(text) } catch { isWhole = false }
    }
    if isWhole {
      try line(length: text.count, handler)
    } else if !text.isEmpty || window.isTruncated {
      try handler(.defect(incomplete(text)))
    }
    window.consume(window.unread.count)
    if isWhole, window.isTruncated {
      try handler(.defect(incomplete(window.unread)))
    }
  }

  private func incomplete(_ text: UnsafeBufferPointer<UInt8>) -> Defect {
    if window.isTruncated { return .truncated(at: window.position(at: 0), raw: text) }
    return Defect(
      effect: .incomplete, code: "incomplete",
      message: "the last line is not complete; it is taken up by the next run once it is",
      position: window.position(at: 0), raw: ItemReporter.raw(text))
  }
}

extension Defect {
  /// Compressed data ended early.
  static func truncated(
    at position: SourcePosition, raw: UnsafeBufferPointer<UInt8>
  ) -> Defect {
    Defect(
      effect: .incomplete, code: "truncated",
      message: "truncated input: the gzip data end early; the records before this place are kept",
      position: position, raw: ItemReporter.raw(raw))
  }
}
