import Model

/// The fields of one JSON object, read by their meaning and type.
///
/// Used again for record after record: `begin` takes the next one. The view it holds points into that
/// record's text and is not touched after the record was decoded.
struct FieldReader {
  static let maximumTextSize = 1 << 20

  private(set) var view: JSONView
  private(set) var notes: [FieldNote] = []
  private let table = FieldTable()
  private var pool = TextPool()
  private var writer: MetadataWriter
  /// The token of each field's value; 0 for a field that is absent.
  private var slots = [Int32](repeating: 0, count: Field.allCases.count)
  /// Key and value of what means nothing to us; nulls are left out.
  private var strangers: [(key: Int, value: Int)] = []

  private let naiveZone: NaiveZone?

  init(_ view: JSONView, naiveZone: NaiveZone? = nil) {
    self.view = view
    self.naiveZone = naiveZone
    writer = MetadataWriter(view)
  }

  /// Takes the object at token 0 of `view`.
  mutating func begin(_ view: JSONView) {
    self.view = view
    notes.removeAll(keepingCapacity: true)
    strangers.removeAll(keepingCapacity: true)
    for i in slots.indices { slots[i] = 0 }
    var key = 1
    let end = view.next(0)
    while key < end {
      let value = key + 1
      if let field = field(at: key) {
        let slot = Int(field.rawValue)
        if slots[slot] != 0 {
          notes.append(.duplicateKey(view.bytes(key), offset: view.offset(key)))
        }
        slots[slot] = Int32(truncatingIfNeeded: value)
      } else {
        strangers.append((key, value))
      }
      key = view.next(value)
    }
  }

  private func field(at key: Int) -> Field? {
    if !view.tokens[key].isComplex { return table.field(named: view.bytes(key)) }
    return view.unescaped(key).bytes.withUnsafeBufferPointer { table.field(named: $0) }
  }

  /// The token of the field's value, if it is there and not null.
  @inline(__always)
  func token(_ field: Field) -> Int? {
    let token = Int(slots[Int(field.rawValue)])
    return token == 0 || view.kind(token) == .null ? nil : token
  }

  /// Whether the field is there, not null and not an empty string.
  func hasContent(_ field: Field) -> Bool {
    guard let token = token(field) else { return false }
    return view.kind(token) != .string || !view.bytes(token).isEmpty
  }

  mutating func add(_ note: FieldNote) {
    notes.append(note)
  }

  /// The text of a field that must be there and not be empty.
  mutating func required(_ field: Field) throws(FieldFault) -> Text {
    if let text = try text(field) { return text }
    let state = token(field) == nil ? "is missing" : "is empty"
    throw FieldFault(
      "missing-field", "required field '\(field.name)' \(state)", field: field,
      offset: token(field).map { view.offset($0) })
  }

  /// The text of a field; nil if it is absent or empty.
  mutating func text(_ field: Field) throws(FieldFault) -> Text? {
    guard let token = token(field) else { return nil }
    switch view.kind(token) {
    case .string:
      return try string(token, field)
    case .number, .yes, .no:
      guard field.acceptsBareValues else { throw wrongType(field, token, "text") }
      return Text(String(decoding: view.bytes(token), as: UTF8.self))
    case .null, .array, .object:
      throw wrongType(field, token, "text")
    }
  }

  private mutating func string(_ token: Int, _ field: Field) throws(FieldFault) -> Text? {
    let bytes = view.bytes(token)
    if bytes.isEmpty { return nil }
    if view.tokens[token].isComplex { return try escapedString(token, field) }
    try checkSize(bytes.count, token, field)
    return field.isRepetitive ? pool.text(bytes) : Text(String(decoding: bytes, as: UTF8.self))
  }

  private mutating func escapedString(_ token: Int, _ field: Field) throws(FieldFault) -> Text {
    let decoded = view.unescaped(token)
    try checkSize(decoded.bytes.count, token, field)
    if decoded.hasLoneSurrogate {
      notes.append(.loneSurrogate(in: field, offset: view.offset(token)))
    }
    return Text(String(decoding: decoded.bytes, as: UTF8.self))
  }

  private func checkSize(_ size: Int, _ token: Int, _ field: Field) throws(FieldFault) {
    guard size > FieldReader.maximumTextSize else { return }
    throw FieldFault(
      "too-long", "'\(field.name)' is longer than 1 MiB", field: field, offset: view.offset(token))
  }

  /// A time; nil if it is absent, empty or a zero date.
  mutating func time(_ field: Field) throws(FieldFault) -> Timestamp? {
    guard let token = token(field) else { return nil }
    let bytes = view.bytes(token)
    let result: TimeReading.Result
    switch view.kind(token) {
    case .string where view.tokens[token].isComplex:
      result = view.unescaped(token).bytes.withUnsafeBufferPointer { TimeReading.read($0) }
    case .string:
      result = TimeReading.read(bytes)
    case .number:
      result = TimeReading.read(number: bytes, isComplex: view.tokens[token].isComplex)
    default:
      throw wrongType(field, token, "a time")
    }
    switch result {
    case .time(let time, let isNaive):
      guard isNaive else { return time }
      noteNaive(field, token)
      return naiveZone.map { $0.instant(ofLocal: time) } ?? time
    case .none:
      return nil
    case .invalid:
      throw badTime(field, token, "is not a time such as 2026-11-01T00:00:00Z")
    case .outOfRange:
      throw badTime(field, token, "is not between 1990 and 2100")
    }
  }

  private mutating func noteNaive(_ field: Field, _ token: Int) {
    notes.append(
      FieldNote(
        code: "naive-time",
        message:
          "'\(field.name)' has no offset from UTC; taken as \(naiveZone?.name ?? "UTC")",
        field: "\(field.name)", offset: view.offset(token)))
  }

  private func badTime(_ field: Field, _ token: Int, _ reason: String) -> FieldFault {
    FieldFault(
      "bad-time", "'\(field.name)': \(quoted(view.bytes(token))) \(reason)", field: field,
      offset: view.offset(token))
  }

  /// A whole number, also written as `0.0`.
  mutating func integer(_ field: Field) throws(FieldFault) -> Int64? {
    guard let (bytes, offset) = try numberText(field, "a whole number") else { return nil }
    let isComplex = bytes.contains { $0 == 0x2E || $0 | 0x20 == 0x65 }
    if let value = NumberReading.integer(bytes, isComplex: isComplex) { return value }
    throw FieldFault(
      "out-of-range", "'\(field.name)': \(quoted(bytes)) is not a whole number of 64 bits",
      field: field, offset: offset)
  }

  /// A finite number within `range`.
  mutating func number(
    _ field: Field, in range: ClosedRange<Double>? = nil
  ) throws(FieldFault) -> Double? {
    guard let (bytes, offset) = try numberText(field, "a number") else { return nil }
    guard let value = NumberReading.double(bytes) else {
      throw FieldFault(
        "out-of-range", "'\(field.name)': \(quoted(bytes)) is too large", field: field,
        offset: offset)
    }
    if let range, !range.contains(value) {
      throw FieldFault(
        "out-of-range",
        "'\(field.name)': \(quoted(bytes)) is not between \(Int(range.lowerBound)) "
          + "and \(Int(range.upperBound))", field: field, offset: offset)
    }
    return value
  }

  /// The source text of a number, and its offset. Text that is exactly a number is one, too: that is
  /// what serialisers make of decimals they do not know.
  private mutating func numberText(
    _ field: Field, _ expected: String
  ) throws(FieldFault) -> (bytes: UnsafeBufferPointer<UInt8>, offset: Int)? {
    guard let token = token(field) else { return nil }
    let bytes = view.bytes(token)
    if view.kind(token) == .string, NumberReading.isNumber(bytes) {
      notes.append(
        FieldNote(
          code: "number-as-text", message: "'\(field.name)' is a number written as text",
          field: "\(field.name)", offset: view.offset(token)))
    } else if view.kind(token) != .number {
      throw wrongType(field, token, expected)
    }
    return (bytes, view.offset(token))
  }

  func flag(_ field: Field) throws(FieldFault) -> Bool? {
    guard let token = token(field) else { return nil }
    switch view.kind(token) {
    case .yes: return true
    case .no: return false
    default: throw wrongType(field, token, "true or false")
    }
  }

  /// A list of texts; numbers in it are kept as their source text.
  mutating func list(_ field: Field) throws(FieldFault) -> [Text] {
    guard let token = token(field) else { return [] }
    guard view.kind(token) == .array else { throw wrongType(field, token, "a list of texts") }
    var tags: [Text] = []
    var element = token + 1
    while element < view.next(token) {
      switch view.kind(element) {
      case .string: tags.append(try string(element, field) ?? "")
      case .number: tags.append(Text(String(decoding: view.bytes(element), as: UTF8.self)))
      default: throw wrongType(field, element, "text in each element")
      }
      element = view.next(element)
    }
    return tags
  }

  /// The metadata with every field that is not the record's own. `isOwn` tells for the known ones;
  /// `onStranger` gets the name of each field that was added.
  mutating func metadata(
    isOwn: (Field) -> Bool, onStranger: (UnsafeBufferPointer<UInt8>) -> Void
  ) throws(FieldFault) -> Metadata {
    let token = token(.metadata)
    if let token, view.kind(token) != .object {
      throw wrongType(.metadata, token, "an object")
    }
    addForeignFields(isOwn)
    if !strangers.isEmpty { strangers.removeAll { view.kind($0.value) == .null } }
    writer.begin(view)
    if strangers.isEmpty {
      guard let token, view.next(token) > token + 1 else { return .empty }
      writer.write(token)
    } else {
      let own = token.map { writer.members(of: $0) } ?? []
      writer.write(own + strangerMembers(beside: own, onStranger))
    }
    if !writer.notes.isEmpty { notes += writer.notes }
    let text = writer.bytes.withUnsafeBufferPointer { pool.text($0) }
    return Metadata(canonicalJSON: text.string)
  }

  /// Known fields that this kind of record does not have.
  private mutating func addForeignFields(_ isOwn: (Field) -> Bool) {
    for (i, slot) in slots.enumerated() where slot != 0 {
      if let field = Field(rawValue: UInt8(i)), !isOwn(field), token(field) != nil {
        strangers.append((Int(slot) - 1, Int(slot)))
      }
    }
  }

  /// A name that the metadata have already gets `top_level.` in front.
  private mutating func strangerMembers(
    beside own: [MetadataWriter.Member], _ onStranger: (UnsafeBufferPointer<UInt8>) -> Void
  ) -> [MetadataWriter.Member] {
    let taken = Set(own.map(\.key))
    return strangers.map { key, value in
      var name = view.unescaped(key).bytes
      name.withUnsafeBufferPointer(onStranger)
      while taken.contains(name) { name = Array("top_level.".utf8) + name }
      return MetadataWriter.Member(key: name, keyToken: key, value: value)
    }
  }

  func wrongType(_ field: Field, _ token: Int, _ expected: String) -> FieldFault {
    let found =
      switch view.kind(token) {
      case .null: "null"
      case .yes, .no: "a boolean"
      case .number: "a number"
      case .string: "text"
      case .array: "a list"
      case .object: "an object"
      }
    return FieldFault(
      "wrong-type", "'\(field.name)' must be \(expected), not \(found)", field: field,
      offset: view.offset(token))
  }
}
