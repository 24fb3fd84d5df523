import Testing

@testable import Importing

@Suite struct JSONParserTests {
  static let accepted: [String] = [
    // Values at the top level.
    "null", "true", "false", "0", "-0", "1", "42", "\"\"", "\"a\"", "[]", "{}", " null ",
    "\t[]\r\n",
    // Numbers.
    "1.0", "-1.5", "0.0", "-0.0", "0.1", "1e1", "1E1", "1e+1", "1e-1", "1E+10", "1.5e300", "0e0",
    "9007199254740993", "123456789012345678901234567890", "1e400", "-1e-400", "0.000001",
    "10", "100", "3.141592653589793", "[1,2,3]", "[ 1 , 2 ]", "[-1,-0.5]",
    // Strings.
    #""\"""#, #""\\""#, #""\/""#, #""\b\f\n\r\t""#, #""\u0000""#, #""\u00e9""#, #""\u00E9""#,
    #""\ud83d\ude00""#, #""\uD800""#, #""\udc00""#, #""\uD800\u0041""#, #""\ud800\ud800""#,
    "\"\u{7F}\"", "\"\u{80}\"", "\"\u{E9}\"", "\"\u{20AC}\"", "\"\u{1F600}\"", "\"\u{2028}\"",
    "\"\u{85}\"", "\"\u{FEFF}\"", "\"\u{FFFF}\"", "\"\u{10FFFF}\"", "\"/* no comment */\"",
    "\"a long string that spans more than one word of eight bytes\"",
    "\"1234567\"", "\"12345678\"", "\"123456789\"", #""1234567\n""#, #""12345678\n""#,
    // Containers.
    "[[]]", "[[],[]]", "[{}]", "[null]", "[\"\"]", "[1,null,true,\"x\",[],{}]", "{\"a\":1}",
    "{\"a\":{}}", "{\"a\":[]}", "{\"a\":1,\"b\":2}", "{\"a\":1,\"a\":2}", "{\"\":0}",
    "{ \"a\" : 1 }", "{\n\t\"a\"\n:\r\n1\n}", #"{"\u0061":1}"#, "{\"a\":null,\"b\":[{\"c\":[]}]}",
    "[[[[[[[[[[1]]]]]]]]]]", "[0,-0,0.5]",
  ]

  static let rejected: [(text: String, reason: JSONFault.Reason, offset: Int)] = [
    ("", .unexpectedEnd, 0), (" ", .unexpectedEnd, 1), ("[", .unexpectedEnd, 1),
    ("{", .unexpectedEnd, 1), ("[1", .unexpectedEnd, 2), ("[1,", .unexpectedEnd, 3),
    ("{\"a\"", .unexpectedEnd, 4), ("{\"a\":", .unexpectedEnd, 5), ("{\"a\":1", .unexpectedEnd, 6),
    ("{\"a\":1,", .unexpectedEnd, 7), ("\"", .unexpectedEnd, 1), ("\"a", .unexpectedEnd, 2),
    ("\"\\", .unexpectedEnd, 2), ("\"\\u12", .unexpectedEnd, 5), ("nul", .unexpectedEnd, 3),
    ("t", .unexpectedEnd, 1), ("-", .unexpectedEnd, 1), ("1.", .unexpectedEnd, 2),
    ("1e", .unexpectedEnd, 2), ("1e+", .unexpectedEnd, 3),
    ("[1,]", .trailingComma, 3), ("{\"a\":1,}", .trailingComma, 7), ("[,]", .expectedValue, 1),
    ("[,1]", .expectedValue, 1), ("[1,,2]", .expectedValue, 3), ("{,}", .expectedKey, 1),
    ("[1 2]", .expectedComma, 3), ("[1:2]", .expectedComma, 2), ("{\"a\" 1}", .expectedColon, 5),
    ("{\"a\",1}", .expectedColon, 4), ("{\"a\":1 \"b\":2}", .expectedComma, 7),
    ("{\"a\":}", .expectedValue, 5), ("{a:1}", .expectedKey, 1), ("{'a':1}", .expectedKey, 1),
    ("{1:1}", .expectedKey, 1), ("{null:1}", .expectedKey, 1), ("{\"a\":1]", .expectedComma, 6),
    ("[1}", .expectedComma, 2), ("]", .expectedValue, 0), ("}", .expectedValue, 0),
    (":", .expectedValue, 0), (",", .expectedValue, 0), ("*", .expectedValue, 0),
    ("1 2", .trailingContent, 2), ("{}{}", .trailingContent, 2), ("[]]", .trailingContent, 2),
    ("{},", .trailingContent, 2), ("null null", .trailingContent, 5),
    ("\"a\"b", .trailingContent, 3),
    ("01", .badNumber, 0), ("-01", .badNumber, 0), ("00", .badNumber, 0), ("1.e1", .badNumber, 0),
    ("1.a", .badNumber, 0), ("1ea", .badNumber, 0), ("-a", .badNumber, 0), ("+1", .badNumber, 0),
    (".5", .badNumber, 0), ("[1.]", .badNumber, 1), ("--1", .badNumber, 0), ("[-]", .badNumber, 1),
    ("0x10", .trailingContent, 1), ("1_000", .trailingContent, 1), ("1,000", .trailingContent, 1),
    ("NaN", .notANumber, 0), ("Infinity", .notANumber, 0), ("-Infinity", .notANumber, 0),
    ("[NaN]", .notANumber, 1), ("-NaN", .notANumber, 0),
    ("True", .badLiteral, 0), ("nulL", .badLiteral, 0), ("undefined", .badLiteral, 0),
    ("truefalse", .trailingContent, 4), ("'a'", .badLiteral, 0), ("[abc]", .badLiteral, 1),
    ("// x\n1", .comment, 0), ("# x", .comment, 0), ("/* x */1", .comment, 0),
    ("[1 // x\n]", .expectedComma, 3), ("[/**/1]", .comment, 1),
    ("\"\n\"", .controlCharacter, 1), ("\"\t\"", .controlCharacter, 1),
    ("\"a\u{0}\"", .controlCharacter, 2), ("\"\u{1F}\"", .controlCharacter, 1),
    ("\"a longer string with a tab\there\"", .controlCharacter, 27),
    ("\"\\x41\"", .badEscape, 1), ("\"\\'\"", .badEscape, 1), ("\"\\u12g4\"", .badEscape, 1),
    ("\"\\U0041\"", .badEscape, 1), ("\"\\\n\"", .badEscape, 1), ("\"\\u 123\"", .badEscape, 1),
    ("\u{FEFF}1", .leadingMark, 0), ("[\u{FEFF}]", .leadingMark, 1), ("\u{A0}1", .expectedValue, 0),
    ("\u{B}1", .expectedValue, 0), ("\u{C}[]", .expectedValue, 0), ("[1\u{B}]", .expectedComma, 2),
    ("\u{0}", .expectedValue, 0), ("1\u{0}", .trailingContent, 1),
  ]

  static let badUTF8: [(bytes: [UInt8], offset: Int)] = [
    ([0x80], 1), ([0xBF], 1), ([0xC0, 0x80], 1), ([0xC1, 0xBF], 1), ([0xC2, 0x22], 1),
    ([0xE0, 0x9F, 0xBF], 1), ([0xED, 0xA0, 0x80], 1), ([0xED, 0xBF, 0xBF], 1),
    ([0xE2, 0x82, 0x22], 1),
    ([0xF0, 0x8F, 0xBF, 0xBF], 1), ([0xF4, 0x90, 0x80, 0x80], 1), ([0xF5, 0x80, 0x80, 0x80], 1),
    ([0xFE], 1), ([0xFF], 1), ([0x61, 0x62, 0xFF], 3), ([0xC3, 0xA9, 0xC3], 3),
    ([0xF0, 0x9F, 0x98, 0x22], 1),
  ]

  @Test(arguments: accepted) func acceptsWhatTheStandardAllows(text: String) {
    #expect(fault(in: text) == nil)
  }

  @Test(arguments: rejected)
  func rejectsWhatTheStandardForbids(text: String, reason: JSONFault.Reason, offset: Int) {
    #expect(fault(in: text) == JSONFault(reason: reason, offset: offset))
  }

  @Test(arguments: badUTF8) func rejectsTextThatIsNotUTF8(bytes: [UInt8], offset: Int) {
    let text = [0x22] + bytes + [0x22, 0x20, 0x20, 0x20, 0x20]
    #expect(fault(in: text) == JSONFault(reason: .badUTF8, offset: offset))
  }

  @Test func bothTablesAreLarge() {
    #expect(Self.accepted.count + Self.rejected.count + Self.badUTF8.count >= 120)
  }

  /// A prefix of a well-formed text is never a definite error, so that more may be read; numbers at
  /// the end count as unfinished.
  @Test(arguments: accepted) func takesEachPrefixForUnfinished(text: String) {
    let bytes = Array(text.utf8)
    var parser = JSONParser()
    for count in 0..<bytes.count {
      bytes[..<count].withUnsafeBufferPointer { prefix in
        do throws(JSONFault) {
          let end = try parser.parse(prefix, isFinal: false)
          // Only white space may be missing then.
          let isBlank = bytes[end...].allSatisfy { $0.isJSONWhitespace }
          #expect(isBlank)
        } catch {
          #expect(error.reason == .unexpectedEnd)
        }
      }
    }
  }

  @Test func allowsSixtyFourLevelsAndNotOneMore() {
    let deepest = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    #expect(fault(in: deepest) == nil)
    #expect(fault(in: "[" + deepest + "]") == JSONFault(reason: .tooDeep, offset: 64))
    let objects = String(repeating: "{\"a\":", count: 64) + "1" + String(repeating: "}", count: 64)
    #expect(fault(in: objects) == nil)
    #expect(fault(in: "{\"a\":" + objects + "}")?.reason == .tooDeep)
  }

  @Test func allowsTenThousandKeysAndNotOneMore() {
    let members = (0..<10_000).map { "\"k\($0)\":0" }.joined(separator: ",")
    #expect(fault(in: "{" + members + "}") == nil)
    #expect(fault(in: "{" + members + ",\"x\":0}")?.reason == .tooManyKeys)
  }

  @Test func keepsNumbersAsTheirSourceText() {
    var parser = JSONParser()
    Array("[9007199254740993, 1.50]".utf8).withUnsafeBufferPointer { text in
      #expect(throws: Never.self) { try parser.parseWhole(text) }
      #expect(parser.view.bytes(1).elementsEqual("9007199254740993".utf8))
      #expect(parser.view.bytes(2).elementsEqual("1.50".utf8))
    }
  }

  @Test(arguments: [
    (#"a\u00e9b"#, "a\u{E9}b", false), (#"\ud83d\ude00"#, "\u{1F600}", false),
    (#"\ud83d"#, "\u{FFFD}", true), (#"\ude00x"#, "\u{FFFD}x", true),
    (#"\ud83d\ud83d\ude00"#, "\u{FFFD}\u{1F600}", true),
    (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t", false),
    (#"\u0000"#, "\u{0}", false), (#"\uD7FF\uE000\uFFFF"#, "\u{D7FF}\u{E000}\u{FFFF}", false),
    (#"\uDBFF\uDFFF"#, "\u{10FFFF}", false), (#"\ud800A"#, "\u{FFFD}A", true),
  ])
  func decodesEscapes(source: String, expected: String, isLone: Bool) {
    let decoded = Array(source.utf8).withUnsafeBufferPointer { JSONUnescaped(decoding: $0) }
    #expect(decoded.bytes == Array(expected.utf8))
    #expect(decoded.hasLoneSurrogate == isLone)
  }
}
