/// One token of a parsed JSON text. A container is followed by its content: members as key and value.
struct JSONToken {
  enum Kind: UInt8 {
    case null, yes, no, number, string, array, object
  }

  /// Offsets into the parsed text; of a string without its quotes.
  var start: UInt32
  var end: UInt32
  /// The index of the token behind this value. 0 while a container is still open.
  var next: UInt32
  var kind: Kind
  /// A string with escapes; a number with a fraction or an exponent.
  var isComplex: Bool
}

/// The tokens of one JSON value in one piece of memory that is used again for the next value.
struct JSONTape: ~Copyable {
  private var storage: UnsafeMutablePointer<JSONToken>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int = 256) {
    self.capacity = capacity
    storage = .allocate(capacity: capacity)
  }

  deinit {
    storage.deallocate()
  }

  /// The tokens. Valid until the next change.
  var tokens: UnsafePointer<JSONToken> { UnsafePointer(storage) }

  @inline(__always)
  mutating func append(
    _ kind: JSONToken.Kind, start: Int, end: Int, isComplex: Bool = false
  ) {
    if count == capacity { grow() }
    let next =
      kind.rawValue >= JSONToken.Kind.array.rawValue ? 0 : UInt32(truncatingIfNeeded: count + 1)
    (storage + count).initialize(
      to: JSONToken(
        start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end), next: next,
        kind: kind, isComplex: isComplex))
    count += 1
  }

  @inline(__always)
  mutating func close(_ index: Int, end: Int) {
    storage[index].end = UInt32(truncatingIfNeeded: end)
    storage[index].next = UInt32(truncatingIfNeeded: count)
  }

  mutating func removeAll() {
    count = 0
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<JSONToken>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: storage, count: count)
    storage.deallocate()
    storage = larger
    capacity *= 2
  }
}

/// A parsed JSON text: its bytes and its tokens. Valid only as long as both stay in place.
struct JSONView {
  let base: UnsafePointer<UInt8>
  let tokens: UnsafePointer<JSONToken>
  let tokenCount: Int

  /// The source text of a token; of a string without its quotes, escapes as they are.
  @inline(__always)
  func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    let token = tokens[index]
    return UnsafeBufferPointer(start: base + Int(token.start), count: Int(token.end - token.start))
  }

  @inline(__always)
  func kind(_ index: Int) -> JSONToken.Kind { tokens[index].kind }

  /// The index behind the value at `index`.
  @inline(__always)
  func next(_ index: Int) -> Int { Int(tokens[index].next) }

  /// The offset of the value at `index`, of a string that of its opening quote.
  func offset(_ index: Int) -> Int {
    Int(tokens[index].start) - (kind(index) == .string ? 1 : 0)
  }

  /// The decoded bytes of a string.
  func unescaped(_ index: Int) -> JSONUnescaped {
    let token = tokens[index]
    guard token.isComplex else { return JSONUnescaped(bytes: Array(bytes(index))) }
    return JSONUnescaped(decoding: bytes(index))
  }

  /// The value of the member named `name` of the object at `object`; the last, if there are several.
  func value(of name: StaticString, in object: Int) -> Int? {
    var found: Int?
    forEachMember(of: object) { key, value in
      if equals(key, name) { found = value }
      return true
    }
    return found
  }

  /// Calls `body` with key and value of each member, also of an object that was parsed in part, until
  /// it returns false.
  func forEachMember(of object: Int, _ body: (_ key: Int, _ value: Int) -> Bool) {
    var key = object + 1
    let end = next(object) == 0 ? tokenCount : next(object)
    while key + 1 < end {
      guard body(key, key + 1) else { return }
      let after = next(key + 1)
      if after == 0 { return }
      key = after
    }
  }

  /// Whether the string at `index` is `text`.
  func equals(_ index: Int, _ text: StaticString) -> Bool {
    if tokens[index].isComplex {
      return unescaped(index).bytes.elementsEqual(
        UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
    return bytes(index).elementsEqual(
      UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }
}
