import Model

/// Reads the value at the window's front: a record, or a list or an envelope of records.
///
/// Elements are parsed one by one at the window's front, whatever they stand in, and once: only the
/// front of an envelope is looked at before. A wrong record costs itself; a syntax error is thrown as
/// `JSONFault`, its offset counted from the window's front.
struct ValueReader: ~Copyable {
  /// How far an object is looked into for an id before its lists are taken for lists of records.
  static let lookAhead = 1 << 20

  let window: InputWindow
  private var parser: JSONParser
  private(set) var reporter: ItemReporter
  private var envelope: Envelope
  /// How many objects were taken apart.
  private(set) var envelopeCount = 0

  init(_ window: InputWindow, parser: consuming JSONParser, reporter: ItemReporter) {
    self.window = window
    self.parser = parser
    envelope = Envelope(reporter.options)
    self.reporter = reporter
  }

  /// Reads the value at the front, where one must begin.
  mutating func value(_ handler: ItemHandler, depth: Int = 1) throws {
    if window.unread[0] == 0x5B {
      try array(handler, depth: depth)
    } else {
      try element(handler, depth: depth)
    }
  }

  // MARK: - Records

  /// One value that is to be a record or to hold records.
  mutating func element(_ handler: ItemHandler, depth: Int) throws {
    switch window.unread[0] {
    case 0x7B: try object(handler, depth: depth)
    case 0x5B where try isListOfContainers(): try array(handler, depth: depth)
    default: try record(handler)
    }
  }

  private func isListOfContainers() throws -> Bool {
    guard let first = try window.indexOfContent(from: 1) else { return true }
    return [0x7B, 0x5B, 0x5D].contains(window.unread[first])
  }

  /// One value that is to be a record, whatever it holds.
  mutating func record(_ handler: ItemHandler) throws {
    switch try parseFront() {
    case .whole(let end): try report(end, handler)
    case .open: try skip(JSONFault(reason: .tooLarge, offset: 0), handler)
    case .broken(let fault):
      guard fault.isLimit else { throw fault }
      try skip(fault, handler)
    }
  }

  /// An object: a record, or an envelope. `isMember`: in an envelope, where an object that is neither
  /// is passed over.
  private mutating func object(
    _ handler: ItemHandler, depth: Int, isMember: Bool = false
  ) throws {
    var limit = ValueReader.lookAhead
    while true {
      switch try parseFront(upTo: limit) {
      case .whole(let end):
        guard isMember || Envelope.isPossible(parser.view) else {
          return try report(end, handler)
        }
        switch judge(isMember) {
        case .envelope: return try members(handler, depth: depth, isMember)
        case .unknown where isMember: return window.consume(end)
        case .record, .unknown: return try report(end, handler)
        }
      case .open:
        if judge(isMember) == .envelope { return try members(handler, depth: depth, isMember) }
        limit = window.unread.count * 2
        guard window.unread.count > JSONParser.maximumRecordSize else { continue }
        return try skip(JSONFault(reason: .tooLarge, offset: 0), handler)
      case .broken(let fault):
        if judge(isMember) == .envelope { return try members(handler, depth: depth, isMember) }
        guard fault.isLimit else { throw fault }
        return try skip(fault, handler)
      }
    }
  }

  private mutating func judge(_ isMember: Bool = false) -> Envelope.Verdict {
    envelope.judge(parser.view, window.unread, isMember: isMember)
  }

  private mutating func report(_ end: Int, _ handler: ItemHandler) throws {
    let text = window.unread.slice(0..<end)
    try reporter.report(parser.view, text: text, at: window, to: handler)
    window.consume(end)
  }

  // MARK: - Parsing

  private enum Parsed {
    /// Parsed whole; where it ends.
    case whole(Int)
    /// More bytes are needed than were asked for.
    case open
    case broken(JSONFault)
  }

  /// Parses the value at the front, reading as much as it takes, but no more once `limit` bytes are
  /// there. The parser's view has what was parsed in any case.
  private mutating func parseFront(
    upTo limit: Int = JSONParser.maximumRecordSize + 1
  ) throws -> Parsed {
    while true {
      let size = window.unread.count
      do throws(JSONFault) {
        let end = try parser.parse(window.unread, isFinal: window.isAtEnd)
        if end <= JSONParser.maximumRecordSize { return .whole(end) }
        return .broken(JSONFault(reason: .tooLarge, offset: 0))
      } catch {
        guard error.reason == .unexpectedEnd, !window.isAtEnd else { return .broken(error) }
      }
      if size >= limit { return .open }
      // Twice as much each time: what is parsed again adds up to no more than what is parsed at last.
      try window.fill(toHold: size * 2)
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

  /// Moves behind a value that is of no interest.
  private mutating func passOver(_ handler: ItemHandler) throws {
    switch try parseFront() {
    case .whole(let end): window.consume(end)
    case .open: try skip(JSONFault(reason: .tooLarge, offset: 0), handler)
    case .broken(let fault):
      guard fault.isLimit else { throw fault }
      try skip(fault, handler)
    }
  }

  // MARK: - Containers

  /// Calls `body` at the front of each part of the container at the front.
  private mutating func forEachPart(
    closedBy end: UInt8, _ body: (inout ValueReader) throws -> Void
  ) throws {
    window.consume(1)
    if try content() == end { return window.consume(1) }
    while true {
      try body(&self)
      let byte = try content()
      guard byte == 0x2C || byte == end else { throw JSONFault(reason: .expectedComma, offset: 0) }
      window.consume(1)
      if byte == end { return }
      if try content() == end { throw JSONFault(reason: .trailingComma, offset: 0) }
    }
  }

  private mutating func array(_ handler: ItemHandler, depth: Int) throws {
    guard depth < JSONParser.maximumDepth else {
      return try skip(JSONFault(reason: .tooDeep, offset: 0), handler)
    }
    try forEachPart(closedBy: 0x5D) { try $0.element(handler, depth: depth + 1) }
  }

  /// The members of an envelope: lists and objects with records are read, the others passed over.
  private mutating func members(
    _ handler: ItemHandler, depth: Int, _ isMember: Bool = false
  ) throws {
    guard depth < JSONParser.maximumDepth else {
      return try skip(JSONFault(reason: .tooDeep, offset: 0), handler)
    }
    envelopeCount += 1
    try forEachPart(closedBy: 0x7D) { reader in
      let (isList, isWrapper) = try reader.key { envelope, view in
        (envelope.isListName(view, 0), envelope.isWrapperName(view, 0))
      }
      switch reader.window.unread[0] {
      case 0x5B where try reader.isRecordList(isNamed: isList):
        try reader.array(handler, depth: depth + 1)
      case 0x7B where isWrapper || isMember:
        try reader.object(handler, depth: depth + 1, isMember: true)
      default: try reader.passOver(handler)
      }
    }
  }

  /// Moves behind a member's name to its value, and returns what `body` makes of the name.
  private mutating func key<T>(_ body: (borrowing Envelope, JSONView) -> T) throws -> T {
    guard try content() == 0x22 else { throw JSONFault(reason: .expectedKey, offset: 0) }
    let result: T
    switch try parseFront() {
    case .whole(let end):
      result = body(envelope, parser.view)
      window.consume(end)
    case .open: throw JSONFault(reason: .tooLarge, offset: 0)
    case .broken(let fault): throw fault
    }
    guard try content() == 0x3A else { throw JSONFault(reason: .expectedColon, offset: 0) }
    window.consume(1)
    _ = try content()
    return result
  }

  /// Whether the list at the front is one of records. `isNamed`: its name says so, unless its elements
  /// are scalars.
  private mutating func isRecordList(isNamed: Bool) throws -> Bool {
    guard let first = try window.indexOfContent(from: 1) else { return isNamed }
    if isNamed { return [0x7B, 0x5B, 0x5D].contains(window.unread[first]) }
    guard window.unread[first] == 0x7B else { return false }
    if window.unread.count < first + ValueReader.lookAhead / 16 {
      try window.fill(toHold: first + ValueReader.lookAhead / 16)
    }
    return envelope.isRecord(atFrontOf: window.unread.slice(first..<window.unread.count))
  }
}

extension ValueReader {
  /// Reads the records that stand at `path` in the value at the front. Returns whether there are such
  /// members; a list on the way stands for its elements.
  mutating func value(
    at path: ArraySlice<[UInt8]>, _ handler: ItemHandler, depth: Int = 1
  ) throws -> Bool {
    guard depth < JSONParser.maximumDepth else {
      try skip(JSONFault(reason: .tooDeep, offset: 0), handler)
      return true
    }
    var isFound = false
    if window.unread[0] == 0x5B {
      var isEmpty = true
      try forEachPart(closedBy: 0x5D) { reader in
        isEmpty = false
        if try reader.value(at: path, handler, depth: depth + 1) { isFound = true }
      }
      return isFound || isEmpty
    }
    guard let name = path.first else {
      try record(handler)
      return true
    }
    guard window.unread[0] == 0x7B else {
      try passOver(handler)
      return false
    }
    try forEachPart(closedBy: 0x7D) { reader in
      if try reader.key({ _, view in view.unescaped(0).bytes == name }) {
        if try reader.value(at: path.dropFirst(), handler, depth: depth + 1) { isFound = true }
      } else {
        try reader.passOver(handler)
      }
    }
    return isFound
  }

  /// Whether the text at the front is, as far as it was read, an object that holds records.
  mutating func isEnvelope() throws -> Bool {
    guard window.unread.first == 0x7B else { return false }
    _ = try parseFront(upTo: 0)
    return judge() == .envelope
  }

  /// Parses `text`, at the window's front, as exactly one value.
  mutating func parseWhole(_ text: UnsafeBufferPointer<UInt8>) throws(JSONFault) {
    try parser.parseWhole(text)
  }

  /// Hands out the value that was parsed whole from `text`, at the window's front, or the records it
  /// holds; what is consumed then lies within it.
  mutating func report(_ text: UnsafeBufferPointer<UInt8>, _ handler: ItemHandler) throws {
    if parser.view.kind(0) == .object, Envelope.isPossible(parser.view), judge() == .envelope {
      try members(handler, depth: 1)
    } else {
      try reporter.report(parser.view, text: text, at: window, to: handler)
    }
  }
}
