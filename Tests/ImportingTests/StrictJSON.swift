/// A second reader of RFC 8259, as short and slow as can be: the judge of the fast one.
///
/// It shares no code with it: characters are decoded first, by Swift itself, and the grammar of the
/// standard is followed production by production.
struct StrictJSON {
  indirect enum Value: Equatable {
    case null
    case flag(Bool)
    /// Source text.
    case number(String)
    /// Scalars; half a surrogate pair is U+FFFD.
    case text([UInt32])
    case list([Value])
    /// Equal names in the order of the text.
    case object([Member])
  }

  struct Member: Equatable {
    var name: [UInt32]
    var value: Value
  }

  /// The offset of the first byte that no JSON text can have after what stands before it; the size of
  /// the text, if that only ends too early.
  struct Fault: Error, Equatable {
    var offset: Int
  }

  static func read(_ text: [UInt8]) -> Result<Value, Fault> {
    var reader = StrictJSON(text)
    do throws(Fault) {
      reader.space()
      let value = try reader.value()
      reader.space()
      if reader.position < reader.scalars.count { throw reader.fault }
      return .success(value)
    } catch {
      return .failure(error)
    }
  }

  /// Each with the offset of its first byte. What is not UTF-8 is no scalar of any production.
  private var scalars: [(scalar: UInt32, offset: Int)] = []
  private let size: Int
  private var position = 0

  private init(_ text: [UInt8]) {
    size = text.count
    var parser = Unicode.UTF8.ForwardParser()
    var bytes = text.makeIterator()
    var offset = 0
    while true {
      switch parser.parseScalar(from: &bytes) {
      case .emptyInput: return
      case .valid(let encoded):
        scalars.append((Unicode.UTF8.decode(encoded).value, offset))
        offset += encoded.count
      case .error(let length):
        scalars.append((.max, offset))
        offset += length
      }
    }
  }

  private var fault: Fault {
    Fault(offset: position < scalars.count ? scalars[position].offset : size)
  }

  private var next: UInt32? { position < scalars.count ? scalars[position].scalar : nil }

  private func isNext(_ characters: String) -> Bool {
    guard let next else { return false }
    return characters.unicodeScalars.contains { $0.value == next }
  }

  /// Takes one of these characters.
  @discardableResult
  private mutating func take(_ characters: String) throws(Fault) -> UInt32 {
    guard let next, isNext(characters) else { throw fault }
    position += 1
    return next
  }

  private mutating func space() {
    while isNext(" \t\n\r") { position += 1 }
  }

  private mutating func value() throws(Fault) -> Value {
    if isNext("{") { return try object() }
    if isNext("[") { return try array() }
    if isNext("\"") { return .text(try string()) }
    if isNext("t") { return try word("true", .flag(true)) }
    if isNext("f") { return try word("false", .flag(false)) }
    if isNext("n") { return try word("null", .null) }
    return .number(try number())
  }

  private mutating func word(_ word: String, _ value: Value) throws(Fault) -> Value {
    for character in word { try take(String(character)) }
    return value
  }

  private mutating func object() throws(Fault) -> Value {
    var members: [Member] = []
    try take("{")
    space()
    while !isNext("}") {
      if !members.isEmpty {
        try take(",")
        space()
      }
      let name = try string()
      space()
      try take(":")
      space()
      members.append(Member(name: name, value: try value()))
      space()
    }
    try take("}")
    return .object(members)
  }

  private mutating func array() throws(Fault) -> Value {
    var elements: [Value] = []
    try take("[")
    space()
    while !isNext("]") {
      if !elements.isEmpty {
        try take(",")
        space()
      }
      elements.append(try value())
      space()
    }
    try take("]")
    return .list(elements)
  }

  private mutating func number() throws(Fault) -> String {
    var text = ""
    func add(_ scalar: UInt32) { text.unicodeScalars.append(Unicode.Scalar(scalar) ?? " ") }
    if isNext("-") { add(try take("-")) }
    if isNext("0") {
      add(try take("0"))
    } else {
      add(try take("123456789"))
      while isNext("0123456789") { add(try take("0123456789")) }
    }
    if isNext(".") {
      add(try take("."))
      add(try take("0123456789"))
      while isNext("0123456789") { add(try take("0123456789")) }
    }
    if isNext("eE") {
      add(try take("eE"))
      if isNext("+-") { add(try take("+-")) }
      add(try take("0123456789"))
      while isNext("0123456789") { add(try take("0123456789")) }
    }
    return text
  }

  /// Escapes are taken apart into UTF-16 units first, and pairs joined at the end.
  private mutating func string() throws(Fault) -> [UInt32] {
    var units: [UInt32] = []
    try take("\"")
    while let scalar = next, scalar != 0x22 {
      guard scalar >= 0x20, scalar != .max else { throw fault }
      position += 1
      units.append(scalar == 0x5C ? try escape() : scalar)
    }
    try take("\"")
    return StrictJSON.joined(units)
  }

  private mutating func escape() throws(Fault) -> UInt32 {
    let letters = Array("\"\\/bfnrt".unicodeScalars)
    let meanings: [UInt32] = [0x22, 0x5C, 0x2F, 0x08, 0x0C, 0x0A, 0x0D, 0x09]
    let letter = try take("\"\\/bfnrtu")
    if let index = letters.firstIndex(where: { $0.value == letter }) { return meanings[index] }
    var digits = ""
    for _ in 0..<4 {
      digits.unicodeScalars.append(
        Unicode.Scalar(try take("0123456789abcdefABCDEF")) ?? "0")
    }
    return UInt32(digits, radix: 16) ?? 0
  }

  private static func joined(_ units: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var i = 0
    while i < units.count {
      let unit = units[i]
      i += 1
      if (0xD800...0xDBFF).contains(unit), i < units.count, (0xDC00...0xDFFF).contains(units[i]) {
        result.append(0x10000 + (unit - 0xD800) * 0x400 + (units[i] - 0xDC00))
        i += 1
      } else {
        result.append((0xD800...0xDFFF).contains(unit) ? 0xFFFD : unit)
      }
    }
    return result
  }
}
