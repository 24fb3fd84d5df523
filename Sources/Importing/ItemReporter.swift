import Model

/// Takes the items of a source, in order. What it throws ends the reading and passes through.
package typealias ItemHandler = (SourceItem) throws -> Void

/// Decodes parsed values and hands out what came of them: notes, then the record, or a quarantine
/// entry.
struct ItemReporter {
  /// Raw text kept with a quarantine entry.
  static let maximumRawSize = 4096

  private(set) var decoder: RecordDecoder
  private(set) var mapping: MappingRun

  init(_ view: JSONView, options: ReadOptions = ReadOptions()) {
    decoder = RecordDecoder(view, naiveZone: options.naiveZone)
    mapping = MappingRun(options)
  }

  /// Hands out the value that `view` was parsed from; `text` stands at the window's front.
  mutating func report(
    _ view: JSONView, text: UnsafeBufferPointer<UInt8>, at window: InputWindow,
    to handler: ItemHandler
  ) throws {
    try report(view, text: text, position: { window.position(at: $0) }, to: handler)
  }

  /// Hands out the value that `view` was parsed from, all of it at one place.
  mutating func report(
    _ view: JSONView, text: UnsafeBufferPointer<UInt8>, at position: SourcePosition,
    to handler: ItemHandler
  ) throws {
    try report(view, text: text, position: { _ in position }, to: handler)
  }

  private mutating func report(
    _ view: JSONView, text: UnsafeBufferPointer<UInt8>, position: (_ offset: Int) -> SourcePosition,
    to handler: ItemHandler
  ) throws {
    let start = view.offset(0)
    if mapping.isForced, view.kind(0) == .object {
      try reportMapped(view, text, position, or: nil, to: handler)
      return
    }
    switch decoder.decode(view) {
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
          try handler(.defect(fault.defect(at: at, raw: raw())))
        }
      }
    }
  }

  /// The front of a text, as much as quarantine keeps.
  static func raw(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    Array(text.prefix(maximumRawSize))
  }
}
