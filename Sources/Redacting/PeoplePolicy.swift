/// How people appear in what is published.
package enum PeoplePolicy: String, CaseIterable, Sendable {
  /// By their names.
  case names
  /// By their initials.
  case initials
  /// Not at all.
  case none
}

/// A person as a record names one: a name, perhaps with an address in angle brackets.
struct PersonName {
  /// The name without an address; nil if there is only an address, or nothing.
  let name: String?
  /// What stands before the `@` of the address.
  let localPart: String?

  init(_ text: String) {
    let bytes = Array(text.utf8)
    let sign = bytes.firstIndex(of: 0x40)
    let angle = sign.flatMap { bytes[..<$0].firstIndex { $0 == 0x3C || $0 == 0x28 } }
    var name = Substring(text)
    if let angle {
      name = Substring(String(decoding: bytes[..<angle], as: UTF8.self))
    } else if sign != nil {
      name = ""
    }
    let trimmed = PersonName.trim(String(name))
    if let sign {
      let start = bytes[..<sign].lastIndex { [0x3C, 0x20, 0x28, 0x22, 0x3A].contains($0) }
      var local = String(decoding: bytes[(start.map { $0 + 1 } ?? 0)..<sign], as: UTF8.self)
      // GitHub's private addresses: 123456+login@users.noreply.github.com
      if let plus = local.firstIndex(of: "+"), local[..<plus].allSatisfy(\.isNumber) {
        local = String(local[local.index(after: plus)...])
      }
      localPart = local.isEmpty ? nil : local
    } else {
      localPart = nil
    }
    self.name = trimmed.isEmpty || trimmed.utf8.contains(0x40) ? nil : trimmed
  }

  private static func trim(_ text: String) -> String {
    let dropped: Set<Unicode.Scalar> = [" ", "\t", "\n", "\r", "\"", "'", ","]
    var scalars = Substring(text).unicodeScalars
    while let first = scalars.first, dropped.contains(first) { scalars.removeFirst() }
    while let last = scalars.last, dropped.contains(last) { scalars.removeLast() }
    return String(scalars)
  }

  /// Whether a program, by the sign that forges give them.
  private static func isBot(_ name: String) -> Bool { name.hasSuffix("[bot]") }

  /// As the policy shows it; nil for nothing. Of somebody with an address alone only the initials
  /// are shown, since the part before the `@` is most of an address. Programs keep their names.
  func shown(_ policy: PeoplePolicy) -> String? {
    if let name, PersonName.isBot(name) { return name }
    switch policy {
    case .names: return name ?? localPart.flatMap(PersonName.initials)
    case .initials: return (name ?? localPart).flatMap(PersonName.initials)
    case .none: return nil
    }
  }

  /// `Jane Q. Doe` and `jane.q-doe` are JQD; at most 4 letters.
  static func initials(of name: String) -> String? {
    var result = ""
    var isStart = true
    var wasLower = false
    for scalar in name.unicodeScalars {
      let isLetter = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      // A capital within a word begins a new one: janeDoe.
      let begins = isStart || (wasLower && scalar.value < 128 && 0x41...0x5A ~= scalar.value)
      if isLetter, begins, result.unicodeScalars.count < 4 {
        let upper = 0x61...0x7A ~= scalar.value
        result.unicodeScalars.append(
          upper ? Unicode.Scalar(UInt8(scalar.value - 0x20)) : scalar)
      }
      isStart = !isLetter && scalar != "'" && scalar != "\u{2019}"
      wasLower = 0x61...0x7A ~= scalar.value
    }
    return result.isEmpty ? nil : result
  }
}
