package import Model

/// Finds secrets in text by rules anchored on known prefixes, and replaces them.
///
/// One pass over the bytes; a table of the rules' first two bytes says where to look closer. No
/// rule looks back further than a few bytes or tries twice, so time is linear in the text.
package struct Redactor: Sendable {
  /// The built-in rules alone.
  package static let standard = Redactor()

  /// What every replacement begins with.
  package static let mark = "[redacted:"
  static let opening = Array(mark.utf8)

  /// A secret, or an address, and where it stands: a range of UTF-8 bytes.
  package struct Finding: Sendable, Equatable {
    package let rule: String
    package let range: Range<Int>
  }

  private let index: PatternIndex
  /// Changes when the rules do.
  package let fingerprint: String
  /// Short for `fingerprint`.
  package var fingerprintHash: String { String(ContentHash.hex(fingerprint).prefix(12)) }
  /// The names of all rules, sorted; each may be several prefixes.
  package let ruleNames: [String]

  package init() {
    self.init(rules: [], includesGeneric: false)
  }

  /// - Parameters:
  ///   - rules: the user's own, which go before the built-in ones.
  ///   - includesGeneric: also what follows `password=` and its like; finds much that is no secret.
  package init(rules: [RedactionRule], includesGeneric: Bool = false) {
    self.init(
      rules.map(SecretPattern.init) + BuiltInRules.all
        + (includesGeneric ? BuiltInRules.generic : []),
      rules: rules, includesGeneric: includesGeneric, findsMail: false)
  }

  private init(
    _ patterns: [SecretPattern], rules: [RedactionRule], includesGeneric: Bool, findsMail: Bool
  ) {
    index = PatternIndex(patterns, findsMail: findsMail)
    self.rules = rules
    self.includesGeneric = includesGeneric
    ruleNames = Array(Set(patterns.map(\.rule))).sorted()
    fingerprint =
      ([BuiltInRules.version, includesGeneric ? "generic" : ""]
      + rules.map {
        "\($0.name) \($0.prefix) \($0.characters) \($0.length.lowerBound)-\($0.length.upperBound)"
      }).joined(separator: "\n")
  }

  private let rules: [RedactionRule]
  private let includesGeneric: Bool

  /// The same rules; e-mail addresses are findings as well, of the rule `email`.
  func findingMail() -> Redactor {
    Redactor(
      index.patterns, rules: rules, includesGeneric: includesGeneric, findsMail: true)
  }

  /// E-mail addresses and nothing else.
  static let mailAlone = Redactor([], rules: [], includesGeneric: false, findsMail: true)

  /// What stands for a finding.
  static func replacement(of rule: String) -> String {
    rule == mailRule ? "[email]" : "\(mark)\(rule)]"
  }

  static let mailRule = "email"

  // MARK: - Text

  /// The text with every secret replaced by `[redacted:<rule>]`; the same text if there is none.
  package func redact(_ text: Text) -> Text {
    redact(text, isCut: false)
  }

  /// - Parameter isCut: the text was cut at its end, so that a secret may go on behind it.
  package func redact(_ text: Text, isCut: Bool) -> Text {
    let text = visible(text, isCut: isCut)
    let found = findings(inVisible: text, isCut: isCut)
    return found.isEmpty ? text : Redactor.replace(found, in: text)
  }

  package func redact(_ text: String) -> String {
    redact(Text(text)).string
  }

  /// All findings, by place; they do not overlap. The places are those in the text as a reader sees
  /// it, without what a terminal obeys.
  package func findings(in text: Text, isCut: Bool = false) -> [Finding] {
    findings(inVisible: visible(text, isCut: isCut), isCut: isCut)
  }

  func findings(inVisible text: Text, isCut: Bool) -> [Finding] {
    var string = text.string
    return string.withUTF8 { findings(in: $0, isCut: isCut) }
  }

  static func replace(_ found: [Finding], in text: Text) -> Text {
    var string = text.string
    return string.withUTF8 { bytes in
      var result: [UInt8] = []
      result.reserveCapacity(bytes.count)
      var position = 0
      for finding in found {
        result.append(contentsOf: bytes[position..<finding.range.lowerBound])
        result.append(contentsOf: replacement(of: finding.rule).utf8)
        position = finding.range.upperBound
      }
      result.append(contentsOf: bytes[position...])
      return Text(String(decoding: result, as: UTF8.self))
    }
  }

  // MARK: - Bytes

  func findings(in bytes: UnsafeBufferPointer<UInt8>, isCut: Bool) -> [Finding] {
    guard bytes.count > 2, let base = bytes.baseAddress else { return [] }
    return index.table.withUnsafeBufferPointer { table in
      var found: [Finding] = []
      var from = 0
      var i = 0
      let last = bytes.count - 1
      while i < last {
        let bucket = table[Int(base[i]) | Int(base[i + 1]) << 8]
        if bucket != 0, let finding = finding(bytes, at: i, from: from, bucket, isCut) {
          found.append(finding)
          from = finding.range.upperBound
          i = max(i + 1, from)
        } else {
          i += 1
        }
      }
      return found
    }
  }

  @inline(never)
  private func finding(
    _ bytes: UnsafeBufferPointer<UInt8>, at i: Int, from: Int, _ bucket: UInt8, _ isCut: Bool
  ) -> Finding? {
    if bucket == PatternIndex.mail {
      let range = MailAddress.match(bytes, sign: i)
      return range.flatMap {
        $0.lowerBound >= from ? Finding(rule: Redactor.mailRule, range: $0) : nil
      }
    }
    let third = i + 2 < bytes.count ? bytes[i + 2] : 0
    let fourth = i + 3 < bytes.count ? bytes[i + 3] : 0
    for place in index.starts[Int(bucket)]..<index.starts[Int(bucket) + 1] {
      let entry = index.entries[place]
      guard third | entry.thirdMask == entry.third, fourth | entry.fourthMask == entry.fourth
      else { continue }
      let pattern = index.patterns[entry.pattern]
      if let range = pattern.match(bytes, at: i, isCut: isCut), range.lowerBound >= from {
        return Finding(rule: pattern.rule, range: range)
      }
    }
    return nil
  }
}
