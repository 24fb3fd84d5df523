import Model

/// Turns DynamoDB's typed JSON into plain JSON, without a digit lost.
///
/// Numbers keep their source text; ids and other texts that are numbers in the table become strings.
/// Sets become lists in byte order, since their own order means nothing. Binary values stay base64.
struct DynamoItem {
  private let view: JSONView
  private let fields: FieldTable
  private var bytes: [UInt8] = []

  private init(_ view: JSONView, _ fields: FieldTable) {
    self.view = view
    self.fields = fields
  }

  /// The plain JSON of an item, bare, in a wrapper, or as the new image of a change; nil if the object
  /// at token 0 is anything else. Costs next to nothing for ordinary objects.
  static func plainJSON(of view: JSONView, isForced: Bool = false) -> [UInt8]? {
    guard case .item(let token) = DynamoShape.of(view, isForced: isForced) else { return nil }
    return try? plainJSON(of: token, in: view, fields: FieldTable())
  }

  /// The plain JSON of the item at `token`; a value in it that is not typed is a fault.
  static func plainJSON(
    of token: Int, in view: JSONView, fields: FieldTable
  ) throws(FieldFault) -> [UInt8] {
    var item = DynamoItem(view, fields)
    let end = token == 0 ? view.tokenCount : view.next(token)
    item.bytes.reserveCapacity((end - token) * 16)
    try item.appendMembers(of: token, isTop: true)
    return item.bytes
  }

  private mutating func appendMembers(of object: Int, isTop: Bool) throws(FieldFault) {
    bytes.append(0x7B)
    var key = object + 1
    while key < view.next(object) {
      if key > object + 1 { bytes.append(0x2C) }
      append(quoted: key)
      bytes.append(0x3A)
      let isText = isTop && fields.field(named: view.bytes(key))?.isText == true
      try append(key + 1, isText: isText)
      key = view.next(key + 1)
    }
    bytes.append(0x7D)
  }

  private mutating func append(_ value: Int, isText: Bool = false) throws(FieldFault) {
    guard let typed = DynamoShape.typed(view, value) else {
      throw FieldFault(
        "bad-dynamodb", "a value in it has none of DynamoDB's types", field: nil, offset: nil)
    }
    switch typed.type {
    case .number where !isText: append(number: typed.value)
    case .string, .number, .binary: append(quoted: typed.value)
    case .null: bytes += Array("null".utf8)
    case .boolean: bytes.append(contentsOf: view.bytes(typed.value))
    case .map: try appendMembers(of: typed.value, isTop: false)
    case .list: try append(list: typed.value)
    case .stringSet, .numberSet, .binarySet:
      try append(set: typed.value, isNumeric: typed.type == .numberSet)
    }
  }

  private mutating func append(list: Int) throws(FieldFault) {
    bytes.append(0x5B)
    var element = list + 1
    while element < view.next(list) {
      if element > list + 1 { bytes.append(0x2C) }
      try append(element)
      element = view.next(element)
    }
    bytes.append(0x5D)
  }

  private mutating func append(set: Int, isNumeric: Bool) throws(FieldFault) {
    var elements: [(token: Int, text: [UInt8])] = []
    var element = set + 1
    while element < view.next(set) {
      guard view.kind(element) == .string else {
        throw FieldFault(
          "bad-dynamodb", "a set in it holds something else than strings", field: nil, offset: nil)
      }
      elements.append((element, view.unescaped(element).bytes))
      element = view.next(element)
    }
    elements.sort { $0.text.lexicographicallyPrecedes($1.text) }
    bytes.append(0x5B)
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      if isNumeric { append(number: element.token) } else { append(quoted: element.token) }
    }
    bytes.append(0x5D)
  }

  /// A string of the source with its quotes and escapes as they are.
  private mutating func append(quoted token: Int) {
    bytes.append(0x22)
    bytes.append(contentsOf: view.bytes(token))
    bytes.append(0x22)
  }

  /// The text of a number as a JSON number; as a string, if it is no such number.
  private mutating func append(number token: Int) {
    let text = view.bytes(token)
    if NumberReading.isJSONNumber(text) {
      bytes.append(contentsOf: text)
    } else {
      append(quoted: token)
    }
  }
}

extension NumberReading {
  /// Whether a text is a number by the grammar of RFC 8259, section 6.
  static func isJSONNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var i = text.first == 0x2D ? 1 : 0
    func digits() -> Int {
      var end = i
      while end < text.count, text[end] &- 0x30 < 10 { end += 1 }
      defer { i = end }
      return end - i
    }
    let startsWithZero = i < text.count && text[i] == 0x30
    let whole = digits()
    if whole == 0 || startsWithZero && whole > 1 { return false }
    if i < text.count, text[i] == 0x2E {
      i += 1
      if digits() == 0 { return false }
    }
    if i < text.count, text[i] | 0x20 == 0x65 {
      i += 1
      if i < text.count, text[i] == 0x2B || text[i] == 0x2D { i += 1 }
      if digits() == 0 { return false }
    }
    return i == text.count
  }
}
