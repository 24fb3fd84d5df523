import Foundation
import Model
import Testing

@Suite struct MetadataTests {
  @Test(
    arguments: [
      (#"{}"#, nil), (#"{"a":1}"#, nil), (#"{"service":"shop"}"#, .string("shop")),
      (#"{"a":{"service":"no"},"service":"yes"}"#, .string("yes")),
      (#"{"a":[{"service":"no"},[],{}],"service":"yes"}"#, .string("yes")),
      (#"{"a":"service","b":["service"],"service":"yes"}"#, .string("yes")),
      (#"{"a":"\"service\":\"no\"","service":"yes"}"#, .string("yes")),
      (#"{"a":"\\","b":"}]{[,:","service":"yes","z":0}"#, .string("yes")),
      (#"{"service":""}"#, .string("")), (#"{"service":null}"#, .other("null")),
      (#"{"service":true,"t":1}"#, .other("true")), (#"{"service":-1.50e+3}"#, .other("-1.50e+3")),
      (#"{"service":12345678901234567890123}"#, .other("12345678901234567890123")),
      (#"{"service":{}}"#, .other("{}")), (#"{"service":[]}"#, .other("[]")),
      (#"{"service":[1,[2,{"a":"]"}],"}"],"t":1}"#, .other(#"[1,[2,{"a":"]"}],"}"]"#)),
      (#"{"service":{"a":{"b":[{}]}},"t":1}"#, .other(#"{"a":{"b":[{}]}}"#)),
      (
        #"{"service":"a\"b\\c/d\b\f\n\r\t\u0001\u007f"}"#,
        .string("a\"b\\c/d\u{8}\u{c}\n\r\t\u{1}\u{7f}")
      ),
      (#"{"service":"é😀e\#u{301}"}"#, .string("é😀e\u{301}")),
      (#"{"Service":"no","service ":"no","service\u0000":"no"}"#, nil),
    ] as [(String, Metadata.Member?)])
  func findsTopLevelMembers(json: String, expected: Metadata.Member?) {
    #expect(Metadata(canonicalJSON: json).member("service") == expected)
  }

  @Test func readsNamesWithEscapes() {
    let metadata = Metadata(canonicalJSON: #"{"a\"b":"1","a\\":"2","a\nb":"3","é":"4"}"#)
    #expect(metadata.member("a\"b") == .string("1"))
    #expect(metadata.member("a\\") == .string("2"))
    #expect(metadata.member("a\nb") == .string("3"))
    #expect(metadata.member("\u{e9}") == .string("4"))
    #expect(metadata.member("e\u{301}") == nil)  // Names compare by bytes, too.
  }

  @Test func takesOnlyTextsThatAreThere() {
    let metadata = Metadata(canonicalJSON: #"{"empty":"","number":1,"text":"x"}"#)
    #expect(metadata.text(of: "text") == "x")
    #expect(metadata.text(of: "empty") == nil)
    #expect(metadata.text(of: "number") == nil)
    #expect(metadata.text(of: "absent") == nil)
  }

  @Test(arguments: [
    ("true", true), ("1", true), (#""no""#, true), ("[]", true), ("{}", true), ("false", false),
    ("null", false), ("0", false), (#""""#, false),
  ])
  func takesAnythingButNothingForYes(value: String, isSet: Bool) {
    #expect(Metadata(canonicalJSON: "{\"hotfix\":\(value)}").isSet("hotfix") == isSet)
    #expect(Metadata(canonicalJSON: "{\"hotfix\":\(value),\"z\":1}").isSet("hotfix") == isSet)
    #expect(!Metadata(canonicalJSON: "{\"hotfix\":\(value)}").isSet("rework"))
  }

  /// Random trees written by Foundation with sorted keys, every top-level member looked up.
  @Test func agreesWithFoundationOnRandomObjects() throws {
    var dice = SplitMix64(seed: 5)
    for _ in 0..<500 {
      var object: [String: Any] = [:]
      for _ in 0..<Int.random(in: 0...6, using: &dice) {
        object[Self.string(&dice)] = Self.value(&dice, depth: 3)
      }
      let data = try JSONSerialization.data(
        withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
      let metadata = Metadata(canonicalJSON: String(decoding: data, as: UTF8.self))
      for (name, value) in object {
        if let text = value as? String {
          #expect(metadata.member(name) == .string(text), "\(metadata.json)")
        } else {
          guard case .other(let source)? = metadata.member(name) else {
            Issue.record("\(name) is missing in \(metadata.json)")
            continue
          }
          let expected = try JSONSerialization.data(
            withJSONObject: [value], options: [.sortedKeys, .withoutEscapingSlashes])
          #expect("[\(source)]" == String(decoding: expected, as: UTF8.self))
        }
      }
      #expect(metadata.member("absent!") == nil)
    }
  }

  static func string(_ dice: inout SplitMix64) -> String {
    let parts = ["a", "b", "\"", "\\", "\n", "\u{1}", "é", "😀", "{", "}", "[", "]", ",", ":", "/"]
    return (0..<Int.random(in: 0...5, using: &dice))
      .map { _ in parts[Int.random(in: 0..<parts.count, using: &dice)] }.joined()
  }

  private static func value(_ dice: inout SplitMix64, depth: Int) -> Any {
    switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &dice) {
    case 0: return string(&dice)
    case 1: return Int.random(in: -1000...1000, using: &dice)
    case 2: return dice.chance(50)
    case 3: return NSNull()
    case 4:
      return (0..<Int.random(in: 0...3, using: &dice)).map { _ in value(&dice, depth: depth - 1) }
    default:
      var object: [String: Any] = [:]
      for _ in 0..<Int.random(in: 0...3, using: &dice) {
        object[string(&dice)] = value(&dice, depth: depth - 1)
      }
      return object
    }
  }
}
