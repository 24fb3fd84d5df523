import Model

/// Recognises foreign objects of one source and makes records of them.
struct MappingRun {
  /// What a draft came to.
  enum Outcome {
    case record(Record)
    case event(LifecycleEvent)
    case deletion(Deletion)
    case fault(FieldFault)
  }

  /// Whether objects are not looked at as our own first.
  let isForced: Bool
  private var mappers: [RecordMapper]
  private let mapping: Mapping?
  private let context: MappingContext
  /// The mapper that fitted last; sources are mostly of one shape.
  private var last: Int?
  private var parser = ParserBox()
  /// How many objects each shape had.
  private(set) var shapes: [String: Int] = [:]
  /// Whether some object stood for more than one record.
  private(set) var isExpanded = false

  init(_ options: ReadOptions) {
    mapping = options.mapping
    if let mapping = options.mapping {
      mappers = [mapping.mapper]
      isForced = true
    } else if let preset = options.preset, preset.name != Preset.dynamoDB.name {
      mappers = preset.shapes
      isForced = true
    } else {
      mappers = Preset.all.flatMap(\.shapes)
      isForced = false
    }
    context = options.context
  }

  /// Rows of that table, view or query follow; of a mapping only what is for them is used.
  mutating func enter(_ table: TableSelection) {
    guard let mapping else { return }
    mappers = [mapping.mapper(for: table)]
    last = nil
  }

  /// What is wrong with an object that the preset asked for does not know.
  var mismatch: FieldFault {
    FieldFault("no-shape", "no record of the preset or mapping named", field: nil, offset: nil)
  }

  /// The drafts of the records in an object; nil if nobody recognises it.
  mutating func drafts(of object: JSONNode) -> [Draft]? {
    guard let index = mapper(for: object) else { return nil }
    last = index
    shapes[mappers[index].name, default: 0] += 1
    var drafts: [Draft] = []
    mappers[index].map(object, context, &drafts)
    if drafts.count > 1 { isExpanded = true }
    return drafts
  }

  private func mapper(for object: JSONNode) -> Int? {
    if let last, mappers[last].recognises(object) { return last }
    return mappers.firstIndex { $0.recognises(object) }
  }

  /// Reads a draft as a record of our own shape.
  mutating func decode(
    _ draft: Draft, with decoder: inout RecordDecoder,
    _ body: (Outcome, [FieldNote]) throws -> Void
  ) throws {
    let text = draft.json()
    try text.withUnsafeBufferPointer { text in
      let view: JSONView
      switch parser.parse(text) {
      case .success(let parsed): view = parsed
      case .failure(let fault):
        try body(.fault(FieldFault(fault.code, fault.message, field: nil, offset: nil)), [])
        return
      }
      let outcome =
        switch draft.goal {
        case .record(let kind): decoder.decode(view, as: kind)
        case .event(let type): decoder.decode(view, as: type)
        case .deletion(let kind): decoder.decode(view, deletionOf: kind)
        }
      let notes = decoder.notes
      switch outcome {
      case .record(let record): try body(.record(record), notes)
      case .event(let event): try body(.event(event), notes)
      case .deletion(let deletion): try body(.deletion(deletion), notes)
      case .foreign(let fault), .fault(let fault): try body(.fault(fault), notes)
      }
    }
  }
}

/// Owns the parser of drafts.
private final class ParserBox {
  private var parser = JSONParser()

  /// The view holds as long as `text` and until the next call.
  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Result<JSONView, JSONFault> {
    if text.count > JSONParser.maximumRecordSize {
      return .failure(JSONFault(reason: .tooLarge, offset: 0))
    }
    do throws(JSONFault) { try parser.parseWhole(text) } catch { return .failure(error) }
    return .success(parser.view)
  }
}
