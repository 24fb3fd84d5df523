import Model

/// Reads records out of JSON documents: single objects, arrays, envelopes, one after another.
///
/// A wrong record costs itself. A syntax error ends the reading, and the rest is one quarantine entry;
/// in a text sequence (RFC 7464) reading goes on at the next document.
struct DocumentReader: ~Copyable {
  private var values: ValueReader
  private var window: InputWindow { values.window }
  var reporter: ItemReporter { values.reporter }

  init(_ window: InputWindow, parser: consuming JSONParser, reporter: ItemReporter) {
    values = ValueReader(window, parser: parser, reporter: reporter)
  }

  /// Hands out every record of every document.
  mutating func read(_ handler: ItemHandler) throws {
    var isSequence = false
    while let start = try window.indexOfDocument() {
      if !isSequence {
        isSequence = window.unread.slice(0..<start).contains(InputWindow.recordSeparator)
      }
      window.consume(start)
      do {
        try document(handler)
      } catch let fault as JSONFault {
        try end(at: fault, handler)
        guard isSequence, try skipToSeparator() else { return }
      }
    }
    if window.isTruncated {
      try handler(.defect(.truncated(at: window.position(at: 0), raw: window.unread)))
    }
  }

  private mutating func document(_ handler: ItemHandler) throws {
    guard let path = reporter.options.recordPath else {
      return try values.value(handler)
    }
    let start = window.position(at: 0)
    try window.fill(toHold: ItemReporter.maximumRawSize)
    let raw = ItemReporter.raw(window.unread)
    if try !values.value(at: path.map { Array($0.utf8) }[...], handler) {
      try handler(
        .defect(
          Defect(
            effect: .quarantined, code: "no-records",
            message: "the document has nothing at \(quoted(path.joined(separator: ".").utf8))",
            position: start, raw: raw)))
    }
  }

  /// Moves to the next record separator; false if there is none.
  private func skipToSeparator() throws -> Bool {
    while true {
      if let next = window.unread.firstIndex(of: InputWindow.recordSeparator, from: 0) {
        window.consume(next)
        return true
      }
      window.consume(window.unread.count)
      guard try window.fill() else { return false }
    }
  }

  /// Reports the error that ends the reading of a document.
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
}
