import Model

/// Reads records out of JSON documents: single objects, arrays, envelopes, one after another.
///
/// Elements are parsed one by one at the window's front. A wrong record costs itself; a syntax error
/// ends the reading, and the rest is one quarantine entry.
struct DocumentReader: ~Copyable {
  /// How far an object is looked into for an id before its lists are taken for lists of records.
  private static let lookAhead = 1 << 20

  private let window: InputWindow
  private var parser: JSONParser
  private(set) var reporter: ItemReporter

  init(_ window: InputWindow, parser: consuming JSONParser, reporter: ItemReporter) {
    self.window = window
    self.parser = parser
    self.reporter = reporter
  }

  /// Hands out every record of every document.
  mutating func read(_ handler: ItemHandler) throws {
    do {
      while let start = try window.indexOfDocument() {
        window.consume(start)
        try document(handler)
      }
      if window.isTruncated {
        try handler(.defect(.truncated(at: window.position(at: 0), raw: window.unread)))
      }
    } catch let fault as JSONFault {
      try end(at: fault, handler)
    }
  }

  /// Reports the error that ends the reading.
  private func end(at fault: JSONFault, _ handler: ItemHandler) throws {
    let position = window.position(at: fault.offset)
    try window.fill(toHold: ItemReporter.maximumRawSize)
    let raw = window.unread
    if fault.reason == .unexpectedEnd, window.isTruncated {
      try handler(.defect(.truncated(at: position, raw: raw)))
      return
    }
    let isCutOff = fault.reason == .unexpectedEnd
    let message =
      isCutOff
      ? "the document ends early; the records before this place are kept"
      : fault.message + "; the rest of the document was not read"
    try handler(
      .defect(
        Defect(
          effect: .quarantined, code: isCutOff ? "truncated" : fault.code, message: message,
          position: position, raw: ItemReporter.raw(raw))))
  }

  private mutating func document(_ handler: ItemHandler) throws {
    switch window.unread[0] {
    case 0x5B: try array(handler)
    case 0x7B: try object(handler)
    default: try element(handler)
    }
  }

  private mutating func array(_ handler: ItemHandler) throws {
    window.consume(1)
    if try content() == 0x5D {
      window.consume(1)
      return
    }
    while true {
      try element(handler)
      let byte = try content()
      guard byte == 0x2C || byte == 0x5D else { throw JSONFault(reason: .expectedComma, offset: 0) }
      window.consume(1)
      if byte == 0x5D { return }
      if try content() == 0x5D { throw JSONFault(reason: .trailingComma, offset: 0) }
    }
  }

  /// Skips white space; the byte then at the front.
  private func content() throws -> UInt8 {
    guard let index = try window.indexOfContent() else {
      throw JSONFault(reason: .unexpectedEnd, offset: window.unread.count)
    }
    window.consume(index)
    return window.unread[0]
  }

  /// One value that is to be a record.
  private mutating func element(_ handler: ItemHandler) throws {
    let end: Int
    do {
      end = try parseValue()
    } catch let fault as JSONFault where fault.isLimit {
      try skip(fault, handler)
      return
    }
    let text = window.unread.slice(0..<end)
    try reporter.report(parser.view, text: text, at: window, to: handler)
    window.consume(end)
  }

  /// Parses the value at the front, reading as much as it takes; the offset of its end.
  private mutating func parseValue() throws -> Int {
    while true {
      let size = window.unread.count
      do throws(JSONFault) {
        let end = try parser.parse(window.unread, isFinal: window.isAtEnd)
        if end > JSONParser.maximumRecordSize { throw JSONFault(reason: .tooLarge, offset: 0) }
        return end
      } catch {
        guard error.reason == .unexpectedEnd, !window.isAtEnd else { throw error }
      }
      if size > JSONParser.maximumRecordSize { throw JSONFault(reason: .tooLarge, offset: 0) }
      // Twice as much each time: what is parsed again adds up to no more than what is parsed at last.
      try window.fill(toHold: size * 2)
    }
  }

  /// Reports a value beyond the limits and moves behind it.
  private func skip(_ fault: JSONFault, _ handler: ItemHandler) throws {
    try window.fill(toHold: ItemReporter.maximumRawSize)
    try handler(
      .defect(
        Defect(
          effect: .quarantined, code: fault.code, message: fault.message,
          position: window.position(at: fault.offset), raw: ItemReporter.raw(window.unread))))
    var skipper = ValueSkipper()
    while true {
      let (used, isDone) = skipper.skip(window.unread)
      window.consume(used)
      if isDone { return }
      guard try window.fill() else { throw JSONFault(reason: .unexpectedEnd, offset: 0) }
    }
  }

  /// A record or an envelope.
  private mutating func object(_ handler: ItemHandler) throws {
    if try isEnvelope() {
      try envelope(handler)
    } else {
      try element(handler)
    }
  }

  private mutating func isEnvelope() throws -> Bool {
    while true {
      let size = window.unread.count
      var isOpen = false
      do throws(JSONFault) {
        _ = try parser.parse(window.unread, isFinal: window.isAtEnd)
      } catch {
        isOpen = error.reason == .unexpectedEnd && !window.isAtEnd
      }
      switch Envelope.judge(parser.view) {
      case .record: return false
      case .envelope where !isOpen || size >= DocumentReader.lookAhead: return true
      default:
        if !isOpen || size > JSONParser.maximumRecordSize { return false }
        try window.fill(toHold: size * 2)
      }
    }
  }

  /// The members of an envelope: lists of objects are records, everything else is passed over.
  private mutating func envelope(_ handler: ItemHandler) throws {
    window.consume(1)
    if try content() == 0x7D {
      window.consume(1)
      return
    }
    while true {
      try member(handler)
      let byte = try content()
      guard byte == 0x2C || byte == 0x7D else { throw JSONFault(reason: .expectedComma, offset: 0) }
      window.consume(1)
      if byte == 0x7D { return }
      if try content() == 0x7D { throw JSONFault(reason: .trailingComma, offset: 0) }
    }
  }

  private mutating func member(_ handler: ItemHandler) throws {
    guard try content() == 0x22 else { throw JSONFault(reason: .expectedKey, offset: 0) }
    let end = try parseValue()
    let isListName = Envelope.isListName(parser.view, 0)
    window.consume(end)
    guard try content() == 0x3A else { throw JSONFault(reason: .expectedColon, offset: 0) }
    window.consume(1)
    if try content() == 0x5B {
      let first = try window.indexOfContent(from: 1)
      if isListName || first.map({ window.unread[$0] == 0x7B }) ?? false {
        try array(handler)
        return
      }
    }
    window.consume(try parseValue())
  }
}
