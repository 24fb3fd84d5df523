import Foundation
import Testing

@testable import Importing

/// Foundation's parser as the judge: on what both accept, both must say the same; where only one
/// accepts, it must be for a reason listed here.
@Suite struct JSONOracleTests {
  indirect enum Value: Equatable {
    case null
    case flag(Bool)
    case number(Number)
    case text([UInt8])
    case list([Value])
    case object([[UInt8]: Value])
  }

  /// Foundation rounds numbers with many digits and an exponent twice, so its last bits are not to be
  /// relied on; `readsNumbersExactly` looks at ours.
  struct Number: Equatable {
    let value: Double

    static func == (a: Number, b: Number) -> Bool {
      a.value == b.value || abs(a.value - b.value) <= 1e-15 * max(abs(a.value), abs(b.value))
    }
  }

  @Test func readsNumbersExactly() {
    var random = SeededGenerator(seed: 21)
    for _ in 0..<20_000 {
      let digits = Int.random(in: 0...(1 << Int.random(in: 1...62, using: &random)), using: &random)
      var text = (random.chance(30) ? "-" : "") + String(digits)
      if random.chance(60) { text += "." + String(Int.random(in: 0...999_999, using: &random)) }
      if random.chance(30) { text += "e" + String(Int.random(in: -40...40, using: &random)) }
      let ours = Array(text.utf8).withUnsafeBufferPointer { NumberReading.double($0) }
      #expect(ours?.bitPattern == Double(text)?.bitPattern, "\(text)")
    }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func agreesOnGeneratedDocuments(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let text = Array(DocumentGenerator.document(&random).utf8)
      let ours = try #require(Self.ours(text), "seed \(seed): \(Self.show(text))")
      let theirs = try #require(Self.foundations(text), "seed \(seed): \(Self.show(text))")
      #expect(ours == theirs, "seed \(seed): \(Self.show(text))")
    }
  }

  @Test(arguments: [11, 12, 13, 14] as [UInt64])
  func agreesOnMutatedDocuments(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var bothAccepted = 0
    var bothRejected = 0
    for _ in 0..<1500 {
      var text = Array(DocumentGenerator.document(&random).utf8)
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        DocumentGenerator.mutate(&text, &random)
      }
      switch (Self.ours(text), Self.foundations(text)) {
      case (nil, nil): bothRejected += 1
      case (let ours?, let theirs?):
        bothAccepted += 1
        #expect(ours == theirs, "seed \(seed): \(Self.show(text))")
      case (nil, .some):
        #expect(Self.isKnownLaxity(text), "seed \(seed): only Foundation: \(Self.show(text))")
      case (.some, nil):
        #expect(Self.isKnownStrictness(text), "seed \(seed): only we: \(Self.show(text))")
      }
    }
    #expect(bothAccepted > 50)
    #expect(bothRejected > 50)
  }

  @Test(arguments: [31, 32, 33, 34] as [UInt64])
  func agreesWithTheStrictReaderOnEveryMutation(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var accepted = 0
    for _ in 0..<2000 {
      var text = Array(DocumentGenerator.document(&random).utf8)
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        DocumentGenerator.mutate(&text, &random)
      }
      let comparison = StrictJSONComparison(text)
      #expect(comparison.difference == nil, "seed \(seed): \(Self.show(text))")
      if comparison.isAccepted { accepted += 1 }
    }
    #expect((400..<1800).contains(accepted))
  }

  @Test func agreesWithTheStrictReaderOnEveryByteInEveryPlace() {
    let text = Array("{\"a\u{E9}\\u00e9\":[-1.5e+10,true,null,\"\u{1F600}\"]}".utf8)
    for i in text.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = text
        changed[i] = byte
        #expect(StrictJSONComparison(changed).difference == nil, "\(Self.show(changed))")
      }
      #expect(StrictJSONComparison(Array(text[..<i])).difference == nil)
    }
  }

  @Test(arguments: JSONParserTests.accepted)
  func agreesWithTheStrictReaderOnWhatTheStandardAllows(text: String) {
    let comparison = StrictJSONComparison(Array(text.utf8))
    #expect(comparison.isAccepted)
    #expect(comparison.difference == nil)
  }

  @Test func agreesWithTheStrictReaderOnWhatTheStandardForbids() {
    for text in JSONParserTests.rejected.map({ Array($0.text.utf8) })
      + JSONParserTests.badUTF8.map({ [0x22] + $0.bytes + [0x22, 0x20, 0x20, 0x20] })
    {
      let comparison = StrictJSONComparison(text)
      #expect(!comparison.isAccepted)
      #expect(comparison.difference == nil, "\(Self.show(text))")
    }
  }

  /// Foundation takes a comma before a closing bracket, a byte order mark, and texts with a NUL among
  /// the first bytes, which it takes for UTF-16 or UTF-32.
  private static func isKnownLaxity(_ text: [UInt8]) -> Bool {
    guard let fault = fault(in: text) else { return false }
    return fault.reason == .trailingComma || fault.reason == .leadingMark
      || text.prefix(4).contains(0)
  }

  /// Foundation refuses half a surrogate pair and numbers beyond the range of a double.
  private static func isKnownStrictness(_ text: [UInt8]) -> Bool {
    let source = String(decoding: text, as: UTF8.self).lowercased()
    return source.contains("\\ud") || source.contains(/[0-9]e\+?[0-9]{3}/)
  }

  private static func show(_ text: [UInt8]) -> String {
    String(decoding: text, as: UTF8.self).debugDescription
  }

  private static func ours(_ text: [UInt8]) -> Value? {
    var parser = JSONParser()
    return text.withUnsafeBufferPointer { bytes in
      do throws(JSONFault) { try parser.parseWhole(bytes) } catch { return nil }
      return value(parser.view, 0)
    }
  }

  private static func value(_ view: JSONView, _ index: Int) -> Value {
    switch view.kind(index) {
    case .null: return .null
    case .yes: return .flag(true)
    case .no: return .flag(false)
    case .number:
      return .number(Number(value: NumberReading.double(view.bytes(index)) ?? .infinity))
    case .string: return .text(view.unescaped(index).bytes)
    case .array:
      var list: [Value] = []
      var element = index + 1
      while element < view.next(index) {
        list.append(value(view, element))
        element = view.next(element)
      }
      return .list(list)
    case .object:
      var members: [[UInt8]: Value] = [:]
      view.forEachMember(of: index) { key, element in
        members[view.unescaped(key).bytes] = value(view, element)
        return true
      }
      return .object(members)
    }
  }

  private static func foundations(_ text: [UInt8]) -> Value? {
    let data = Data(text)
    guard let any = try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
    else { return nil }
    return value(any)
  }

  private static func value(_ any: Any) -> Value {
    switch any {
    case is NSNull: .null
    case let number as NSNumber where number.objCType.pointee == 0x63: .flag(number.boolValue)
    case let number as NSNumber: .number(Number(value: number.doubleValue))
    case let text as String: .text(Array(text.utf8))
    case let list as [Any]: .list(list.map { value($0) })
    case let object as [String: Any]:
      .object(
        Dictionary(uniqueKeysWithValues: object.map { (Array($0.key.utf8), value($0.value)) }))
    default: .null
    }
  }
}

/// Random JSON documents with all the syntax there is.
enum DocumentGenerator {
  static func document(_ random: inout SeededGenerator) -> String {
    space(&random) + value(&random, depth: 0) + space(&random)
  }

  /// Flips, drops, doubles or inserts one byte or cuts the end off.
  static func mutate(_ text: inout [UInt8], _ random: inout SeededGenerator) {
    guard !text.isEmpty else { return }
    let i = Int.random(in: 0..<text.count, using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: text[i] = UInt8.random(in: 0...255, using: &random)
    case 1: text.remove(at: i)
    case 2: text.insert(text[i], at: i)
    case 3: text.insert(random.pick(Array(",:[]{}\"\\0-+.eE \tnN/".utf8)), at: i)
    case 4: text.removeLast(text.count - i)
    default: text.swapAt(i, Int.random(in: 0..<text.count, using: &random))
    }
  }

  private static func value(_ random: inout SeededGenerator, depth: Int) -> String {
    switch Int.random(in: 0..<(depth < 5 ? 10 : 6), using: &random) {
    case 0: return "null"
    case 1: return random.pick(["true", "false"])
    case 2, 3: return number(&random)
    case 4, 5: return string(&random)
    case 6, 7:
      let elements = (0..<Int.random(in: 0...4, using: &random)).map { _ in
        space(&random) + value(&random, depth: depth + 1) + space(&random)
      }
      return "[" + (elements.isEmpty ? space(&random) : elements.joined(separator: ",")) + "]"
    default:
      let members = (0..<Int.random(in: 0...4, using: &random)).map { _ in
        space(&random) + string(&random) + space(&random) + ":" + space(&random)
          + value(&random, depth: depth + 1) + space(&random)
      }
      return "{" + (members.isEmpty ? space(&random) : members.joined(separator: ",")) + "}"
    }
  }

  private static func number(_ random: inout SeededGenerator) -> String {
    var text = random.chance(30) ? "-" : ""
    text += random.pick([
      "0", "1", "42", "123456789", "9007199254740993", "17.25", "0.1", "3.14159",
    ])
    if random.chance(25) {
      text +=
        random.pick(["e", "E"]) + random.pick(["", "+", "-"])
        + String(Int.random(in: 0...30, using: &random))
    }
    return text
  }

  static func string(_ random: inout SeededGenerator) -> String {
    let parts = [
      "a", "key", "long enough to span words", "\u{E9}", "\u{20AC}", "\u{1F600}", "\u{2028}", " ",
      #"\n"#, #"\""#, #"\\"#, #"\/"#, #"\u0041"#, #"\u00e9"#, #"\ud83d\ude00"#, #"\t"#, "/", "{",
      "]",
    ]
    let count = Int.random(in: 0...5, using: &random)
    return "\"" + (0..<count).map { _ in random.pick(parts) }.joined() + "\""
  }

  private static func space(_ random: inout SeededGenerator) -> String {
    random.chance(20) ? random.pick([" ", "\n", "\t", "\r\n", "  "]) : ""
  }
}
