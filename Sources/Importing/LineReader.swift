import Model

/// Reads one record a line. Damage costs its line.
struct LineReader: ~Copyable {
  private let window: InputWindow
  private var parser: JSONParser
  private(set) var reporter: ItemReporter
  private(set) var blank = 0

  init(_ window: InputWindow, parser: consuming JSONParser, reporter: ItemReporter) {
    self.window = window
    self.parser = parser
    self.reporter = reporter
  }

  /// Hands out every line. Lines end with a line feed alone; one carriage return before it is cut.
  mutating func read(_ handler: ItemHandler) throws {
    var searched = 0
    while true {
      if let end = window.unread.firstIndex(of: 0x0A, from: searched) {
        try line(window.unread.slice(0..<end), handler)
        window.consumeLine(end + 1)
        searched = 0
        continue
      }
      searched = window.unread.count
      if searched > JSONParser.maximumRecordSize {
        try tooLarge(handler)
        searched = 0
      } else if try !window.fill() {
        break
      }
    }
    try lastLine(handler)
  }

  private mutating func line(
    _ bytes: UnsafeBufferPointer<UInt8>, _ handler: ItemHandler
  ) throws {
    let text = bytes.last == 0x0D ? bytes.slice(0..<bytes.count - 1) : bytes
    if text.first != 0x7B, text.allSatisfy(\.isJSONWhitespace) {
      blank += 1
      return
    }
    if text.count > JSONParser.maximumRecordSize {
      try quarantine(JSONFault(reason: .tooLarge, offset: 0), text, handler)
      return
    }
    do throws(JSONFault) {
      try parser.parseWhole(text)
    } catch {
      try quarantine(error, text, handler)
      return
    }
    try reporter.report(parser.view, text: text, at: window, to: handler)
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

  /// Reports the line at the front and skips to its end without holding it.
  private mutating func tooLarge(_ handler: ItemHandler) throws {
    try quarantine(JSONFault(reason: .tooLarge, offset: 0), window.unread, handler)
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
      do throws(JSONFault) { try parser.parseWhole(text) } catch { isWhole = false }
    }
    if isWhole {
      try line(text, handler)
    } else if !text.isEmpty || window.isTruncated {
      try handler(.defect(incomplete(text)))
    }
    if isWhole, window.isTruncated { try handler(.defect(incomplete(text.slice(0..<0)))) }
    window.consume(text.count)
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
