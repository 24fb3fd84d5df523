/// Why and where a text is not JSON, or not within the limits.
struct JSONFault: Error, Equatable {
  enum Reason: String {
    case unexpectedEnd, expectedValue, expectedKey, expectedColon, expectedComma, trailingComma
    case controlCharacter, badEscape, badUTF8, badNumber, badLiteral, notANumber, comment
    case trailingContent, leadingMark
    case tooDeep, tooManyKeys, tooLarge
  }

  let reason: Reason
  /// From the start of the text.
  let offset: Int

  /// A well-formed text may have this: it costs the record, not the document.
  var isLimit: Bool {
    reason == .tooDeep || reason == .tooManyKeys || reason == .tooLarge
  }

  var code: String {
    switch reason {
    case .badUTF8: "bad-utf8"
    case .tooDeep: "too-deep"
    case .tooManyKeys: "too-many-keys"
    case .tooLarge: "too-large"
    default: "syntax"
    }
  }

  /// What is wrong, and often what it comes from.
  var message: String {
    switch reason {
    case .unexpectedEnd: "ends in the middle of a value"
    case .expectedValue: "expected a JSON value here"
    case .expectedKey: "expected a field name in double quotes here"
    case .expectedColon: "expected ':' after the field name"
    case .expectedComma: "expected ',' or the closing bracket here"
    case .trailingComma: "a comma with nothing after it; JSON allows none"
    case .controlCharacter: "an unescaped control character in a string"
    case .badEscape: "an unknown escape in a string"
    case .badUTF8: "not valid UTF-8"
    case .badNumber: "not a JSON number"
    case .badLiteral: "not a JSON value; text needs double quotes"
    case .notANumber: "NaN and Infinity are not JSON; use null"
    case .comment: "a comment; JSON has none"
    case .trailingContent: "more text after the end of the value"
    case .leadingMark: "a byte order mark in the middle of the text"
    case .tooDeep: "nested deeper than \(JSONParser.maximumDepth) levels"
    case .tooManyKeys: "an object with more than \(JSONParser.maximumKeys) fields"
    case .tooLarge: "a record larger than \(JSONParser.maximumRecordSize >> 20) MiB"
    }
  }
}
