import Model

/// Takes the items of a source, in order. What it throws ends the reading and passes through.
package typealias ItemHandler = (SourceItem) throws -> Void

/// Decodes parsed values and hands out what came of them: notes, then the record, or a quarantine
/// entry.
struct ItemReporter {
  /// Raw text kept with a quarantine entry.
  static let maximumRawSize = 4096

  private(set) var decoder: RecordDecoder

  init(_ view: JSONView) {
    decoder = RecordDecoder(view)
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
    switch decoder.decode(view) {
    case .record(let record):
      for note in decoder.notes { try handler(.defect(note.defect(at: position(note.offset)))) }
      try handler(.record(record, position(start)))
    case .ignored(let reason):
      try handler(.ignored(position(start), reason: reason))
    case .fault(let fault):
      try handler(
        .defect(fault.defect(at: position(fault.offset ?? start), raw: ItemReporter.raw(text))))
    }
  }

  /// The front of a text, as much as quarantine keeps.
  static func raw(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    Array(text.prefix(maximumRawSize))
  }
}
