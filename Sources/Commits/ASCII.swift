import Model

/// Classes of ASCII, the only letters that the grammar of commit messages knows.
extension UInt8 {
  var isDigit: Bool { 0x30...0x39 ~= self }

  var isLetter: Bool { 0x61...0x7A ~= self | 0x20 }

  var isAlphanumeric: Bool { isDigit || isLetter }

  var isHexDigit: Bool { isDigit || 0x61...0x66 ~= self | 0x20 }

  /// Space, tab, vertical tab, form feed, carriage return.
  var isBlank: Bool { self == 0x20 || self == 0x09 || 0x0B...0x0D ~= self }

  var lowerCased: UInt8 { 0x41...0x5A ~= self ? self | 0x20 : self }
}

extension ArraySlice<UInt8> {
  /// Without blanks at both ends.
  var trimmed: ArraySlice<UInt8> { trimmedAtEnd.drop(while: \.isBlank) }

  /// Without blanks at the end.
  var trimmedAtEnd: ArraySlice<UInt8> {
    let last = lastIndex { !$0.isBlank }
    return self[startIndex..<(last.map { $0 + 1 } ?? startIndex)]
  }

  var isBlank: Bool { allSatisfy(\.isBlank) }

  var text: Text { Text(String(decoding: self, as: UTF8.self)) }

  /// The bytes with ASCII letters in lower case.
  var lowerCased: [UInt8] { map(\.lowerCased) }

  func starts(with prefix: StaticString) -> Bool {
    prefix.withUTF8Buffer { starts(with: $0) }
  }

  /// Whether it starts with a prefix in lower case, in whatever case itself.
  func starts(withAnyCaseOf prefix: StaticString) -> Bool {
    prefix.withUTF8Buffer { letters in
      count >= letters.count && zip(self, letters).allSatisfy { $0.lowerCased == $1 }
    }
  }

  func equals(_ other: StaticString) -> Bool {
    count == other.utf8CodeUnitCount && starts(with: other)
  }
}

extension Text {
  var bytes: ArraySlice<UInt8> { ArraySlice(Array(string.utf8)) }

  /// ASCII letters in lower case: what compares without regard to case.
  var lowerCased: Text { ArraySlice(bytes.lowerCased).text }
}

/// The values without repetitions, each at its first place.
func unique<Value: Hashable>(_ values: [Value]) -> [Value] {
  var seen: Set<Value> = []
  return values.filter { seen.insert($0).inserted }
}
