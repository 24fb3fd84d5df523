import Model

/// One value inside a parsed JSON text, for reading other people's shapes.
///
/// Absent, null and the empty string are the same: nil. Valid only while the text stays in place.
struct JSONNode {
  let view: JSONView
  let token: Int
  /// The token of its key, if it is a member of the record's own object; 0 for everything else.
  let key: Int
  private let isRoot: Bool

  private init(view: JSONView, token: Int, key: Int, isRoot: Bool) {
    self.view = view
    self.token = token
    self.key = key
    self.isRoot = isRoot
  }

  /// The object at token 0.
  init(_ view: JSONView) {
    self.init(view: view, token: 0, key: 0, isRoot: true)
  }

  /// The same value as a record of its own.
  var asRecord: JSONNode { JSONNode(view: view, token: token, key: 0, isRoot: true) }

  var kind: JSONToken.Kind { view.kind(token) }
  var isObject: Bool { kind == .object }
  var isArray: Bool { kind == .array }

  /// Where it stands in the parsed text.
  var offset: Int { view.offset(token) }

  /// The member of that name; the last, if there are several.
  subscript(name: StaticString) -> JSONNode? {
    guard isObject else { return nil }
    var found: (key: Int, value: Int)?
    view.forEachMember(of: token) { key, value in
      if view.equals(key, name) { found = (key, value) }
      return true
    }
    return found.flatMap { node(key: $0.key, value: $0.value) }
  }

  /// The same for a name known only at run time.
  subscript(named name: [UInt8]) -> JSONNode? {
    guard isObject else { return nil }
    var found: (key: Int, value: Int)?
    view.forEachMember(of: token) { key, value in
      let isSame =
        view.tokens[key].isComplex
        ? view.unescaped(key).bytes == name : view.bytes(key).elementsEqual(name)
      if isSame { found = (key, value) }
      return true
    }
    return found.flatMap { node(key: $0.key, value: $0.value) }
  }

  private func node(key: Int, value: Int) -> JSONNode? {
    let node = JSONNode(view: view, token: value, key: isRoot ? key : 0, isRoot: false)
    return node.isEmpty ? nil : node
  }

  /// Whether a member of that name stands here, whatever its value: also null and empty.
  func has(_ name: StaticString) -> Bool {
    isObject && view.value(of: name, in: token) != nil
  }

  private var isEmpty: Bool {
    kind == .null || (kind == .string && view.bytes(token).isEmpty)
  }

  /// The elements of a list, nulls left out; none for anything else.
  var elements: [JSONNode] {
    guard isArray else { return [] }
    var result: [JSONNode] = []
    var element = token + 1
    while element < view.next(token) {
      let node = JSONNode(view: view, token: element, key: 0, isRoot: false)
      if node.kind != .null { result.append(node) }
      element = view.next(element)
    }
    return result
  }

  /// Names and values of an object's members, in the order of the source; nulls and "" left out.
  var members: [(name: String, node: JSONNode)] {
    guard isObject else { return [] }
    var result: [(String, JSONNode)] = []
    view.forEachMember(of: token) { key, value in
      let name = String(decoding: view.unescaped(key).bytes, as: UTF8.self)
      if let node = node(key: key, value: value) { result.append((name, node)) }
      return true
    }
    return result
  }

  /// The text of a string, the source text of a number, `true` or `false`; nil for what is empty, a
  /// list or an object.
  var text: String? {
    switch kind {
    case .string:
      let text = String(decoding: view.unescaped(token).bytes, as: UTF8.self)
      return text.isEmpty ? nil : text
    case .number, .yes, .no: return String(decoding: view.bytes(token), as: UTF8.self)
    case .null, .array, .object: return nil
    }
  }

  /// A whole number, also one written as a string.
  var integer: Int64? {
    switch kind {
    case .number: NumberReading.integer(view.bytes(token), isComplex: view.tokens[token].isComplex)
    case .string: text.flatMap { Int64($0) }
    default: nil
    }
  }

  /// A number, also one written as a string.
  var number: Double? {
    switch kind {
    case .number: NumberReading.double(view.bytes(token))
    case .string: text.flatMap { Double($0) }
    default: nil
    }
  }

  var flag: Bool? {
    switch kind {
    case .yes: true
    case .no: false
    default: nil
    }
  }

  /// The source text, a string with its quotes.
  var source: UnsafeBufferPointer<UInt8> {
    let bytes = view.bytes(token)
    guard kind == .string else { return bytes }
    return UnsafeBufferPointer(start: view.base + offset, count: bytes.count + 2)
  }
}
