import Model

/// Takes the items of a source, in order. What it throws ends the reading and passes through.
package typealias ItemHandler = (SourceItem) throws -> Void

/// Decodes parsed values and hands out what came of them: notes, then the record, or a quarantine
/// entry.
struct ItemReporter {
  /// Raw text kept with a quarantine entry.
  static let maximumRawSize = 4096

  let options: ReadOptions
  private(set) var decoder: RecordDecoder
  private(set) var mapping: MappingRun
  private let fields = FieldTable()
  private let unwrapped = UnwrappedItem()
  /// Whether typed objects without an id of ours are DynamoDB's, too.
  private let isTyped: Bool

  init(_ view: JSONView, options: ReadOptions = ReadOptions()) {
    self.options = options
    decoder = RecordDecoder(view, naiveZone: options.naiveZone)
    mapping = MappingRun(options)
    isTyped = options.mapping != nil || options.preset?.name == Preset.dynamoDB.name
  }

  /// Rows of what was selected follow; of a mapping only what is for them is used.
  mutating func enter(_ table: TableSelection) { mapping.enter(table) }

  /// Hands out the value that `view` was parsed from; `text` stands at the window's front.
  mutating func report(
    _ view: JSONView, text: UnsafeBufferPointer<UInt8>, at window: InputWindow,
    to handler: ItemHandler
  ) throws {
    try report(view, text: text, position: { window.position(at: $0) }, to: handler)
  }

  /// Hands out the value that `view` was parsed from, all of it at one place. Of a known kind, the
  /// lack of an id is the fault.
  mutating func report(
    _ view: JSONView, text: UnsafeBufferPointer<UInt8>, as kind: RecordKind? = nil,
    at position: SourcePosition, to handler: ItemHandler
  ) throws {
    try report(view, text: text, as: kind, position: { _ in position }, to: handler)
  }

  private mutating func report(
    _ view: JSONView, text: UnsafeBufferPointer<UInt8>, as kind: RecordKind? = nil,
    position: (_ offset: Int) -> SourcePosition, to handler: ItemHandler
  ) throws {
    guard let shape = DynamoShape.of(view, isForced: isTyped) else {
      try reportPlain(view, text, kind, position, to: handler)
      return
    }
    try reportTyped(shape, of: view, text, kind, at: position(view.offset(0)), to: handler)
  }

  /// Unwraps DynamoDB's typed JSON; what is in it is then read like any other object.
  private mutating func reportTyped(
    _ shape: DynamoShape, of view: JSONView, _ text: UnsafeBufferPointer<UInt8>,
    _ kind: RecordKind?, at place: SourcePosition, to handler: ItemHandler
  ) throws {
    do {
      switch shape {
      case .bareChange:
        try handler(.ignored(place, reason: "a change without its new image"))
      case .item(let token):
        let json = try DynamoItem.plainJSON(of: token, in: view, fields: fields)
        try unwrapped.with(json) { plain in
          try reportPlain(plain, text, kind, { _ in place }, to: handler)
        }
      case .deletion(let image, let time):
        let at = try DynamoDeletion.time(view, time)
        guard mapping.isForced else {
          let (kind, id) = try DynamoDeletion.record(view, image: image)
          try handler(.deletion(Deletion(kind: kind, id: id, at: at), place))
          return
        }
        let json = try DynamoItem.plainJSON(of: image, in: view, fields: fields)
        try unwrapped.with(json) { plain in
          try reportMapped(plain, text, { _ in place }, or: nil) { item in
            try handler(item.asDeletion(at: at))
          }
        }
      }
    } catch let fault as FieldFault {
      try handler(.defect(fault.defect(at: place, raw: ItemReporter.raw(text))))
    }
  }

  private mutating func reportPlain(
    _ view: JSONView, _ text: UnsafeBufferPointer<UInt8>, _ kind: RecordKind?,
    _ position: (_ offset: Int) -> SourcePosition, to handler: ItemHandler
  ) throws {
    let start = view.offset(0)
    if mapping.isForced, view.kind(0) == .object {
      try reportMapped(view, text, position, or: nil, to: handler)
      return
    }
    switch kind.map({ decoder.decode(view, as: $0) }) ?? decoder.decode(view) {
    case .record(let record):
      for note in decoder.notes { try handler(.defect(note.defect(at: position(note.offset)))) }
      try handler(.record(record, position(start)))
    case .event(let event):
      for note in decoder.notes { try handler(.defect(note.defect(at: position(note.offset)))) }
      try handler(.event(event, position(start)))
    case .deletion(let deletion):
      try handler(.deletion(deletion, position(start)))
    case .foreign(let fault):
      try reportMapped(view, text, position, or: fault, to: handler)
    case .fault(let fault):
      // A vendor may have a field of one of our names.
      if fault.code == "missing-field" || fault.code == "wrong-type" {
        try reportMapped(view, text, position, or: fault, to: handler)
      } else {
        try handler(
          .defect(fault.defect(at: position(fault.offset ?? start), raw: ItemReporter.raw(text))))
      }
    }
  }

  /// Tries the vendors' shapes, or the mapping; `fault` is what is reported if none fits.
  private mutating func reportMapped(
    _ view: JSONView, _ text: UnsafeBufferPointer<UInt8>, _ position: (Int) -> SourcePosition,
    or fault: FieldFault?, to handler: ItemHandler
  ) throws {
    let start = view.offset(0)
    let raw = { ItemReporter.raw(text) }
    guard let drafts = mapping.drafts(of: JSONNode(view)) else {
      let fault = fault ?? mapping.mismatch
      try handler(.defect(fault.defect(at: position(fault.offset ?? start), raw: raw())))
      return
    }
    if drafts.isEmpty { try handler(.ignored(position(start), reason: "not a record of ours")) }
    for draft in drafts {
      if let word = draft.unknownWord { decoder.count(unknownStatus: word) }
      for note in draft.notes { try handler(.defect(note.defect(at: position(note.offset)))) }
      try mapping.decode(draft, with: &decoder) { outcome, notes in
        for note in notes {
          try handler(.defect(note.defect(at: position(draft.place(of: note.field)))))
        }
        let place = position(draft.root.offset)
        switch outcome {
        case .record(let record): try handler(.record(record, place))
        case .event(let event): try handler(.event(event, place))
        case .deletion(let deletion): try handler(.deletion(deletion, place))
        case .fault(let fault):
          let at = position(draft.place(of: fault.field))
          try handler(.defect(fault.advised.defect(at: at, raw: raw())))
        }
      }
    }
  }

  /// The front of a text, as much as quarantine keeps.
  static func raw(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    Array(text.prefix(maximumRawSize))
  }
}

extension SourceItem {
  /// The same record as deleted at its source.
  fileprivate func asDeletion(at time: Timestamp) -> SourceItem {
    guard case .record(let record, let position) = self else { return self }
    return .deletion(Deletion(kind: record.kind, id: record.id, at: time), position)
  }
}

/// Owns text and parser of what was unwrapped.
private final class UnwrappedItem {
  private var parser = JSONParser()

  /// Calls `body` with the parsed text; throws `FieldFault` if it is beyond the limits of a record.
  func with(_ json: [UInt8], _ body: (JSONView) throws -> Void) throws {
    try json.withUnsafeBufferPointer { text in
      do throws(JSONFault) { try parser.parseWhole(text) } catch {
        throw FieldFault(error.code, error.message, field: nil, offset: nil)
      }
      try body(parser.view)
    }
  }
}
