/// A rule of the user's own: a prefix, and behind it so many of some characters.
///
/// Exactly those texts match in which the run of `characters` behind the prefix is as long as
/// `length` allows, and before which no letter or digit stands.
package struct RedactionRule: Sendable, Hashable {
  /// Lower-case letters, digits and hyphens: what stands in the replacement and in counts.
  package let name: String
  package let prefix: String
  /// Single characters and ranges, such as `A-Za-z0-9_-`.
  package let characters: String
  /// How many of them, the prefix not counted.
  package let length: ClosedRange<Int>
  let set: ByteSet

  /// - Throws: `RedactionRuleError`, naming what is wrong.
  package init(
    name: String, prefix: String, characters: String, length: ClosedRange<Int>
  ) throws(RedactionRuleError) {
    let isName = name.utf8.allSatisfy { $0 == 0x2D || 0x61...0x7A ~= $0 || $0.isDigit }
    guard isName, (1...40).contains(name.utf8.count) else { throw .name(name) }
    guard (3...64).contains(prefix.utf8.count), prefix.utf8.allSatisfy({ 0x21...0x7E ~= $0 }),
      let first = prefix.utf8.first, ![0x25, 0x26, 0x40, 0x5C].contains(first)
    else { throw .prefix(prefix) }
    guard let set = ByteSet(characters) else { throw .characters(characters) }
    guard length.lowerBound >= 4, length.upperBound <= 4096 else { throw .length(length) }
    self.name = name
    self.prefix = prefix
    self.characters = characters
    self.length = length
    self.set = set
  }
}

/// What is wrong with a rule of the user's.
package enum RedactionRuleError: Error, Equatable {
  case name(String)
  case prefix(String)
  case characters(String)
  case length(ClosedRange<Int>)

  /// What is wrong and what to write instead.
  package var message: String {
    switch self {
    case .name(let name):
      "'\(name)' is no name of a rule: lower-case letters, digits and '-', at most 40"
    case .prefix(let prefix):
      "'\(prefix)' is no prefix: 3 to 64 characters of ASCII without spaces, none of % & @ \\ first"
    case .characters(let characters):
      "'\(characters)' is no list of characters such as A-Za-z0-9_-"
    case .length(let length):
      "\(length.lowerBound) to \(length.upperBound) is no length: from 4 to 4096"
    }
  }
}
