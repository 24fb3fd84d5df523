import Model
import Testing

@testable import Redacting

@Suite struct UserRuleTests {
  @Test func findsWhatTheUserDescribes() throws {
    let rule = try RedactionRule(
      name: "acme-key", prefix: "acme_", characters: "a-f0-9", length: 8...10)
    let redactor = Redactor(rules: [rule], includesGeneric: false)
    #expect(redactor.redact("k acme_00000000 k") == "k [redacted:acme-key] k")
    #expect(redactor.redact("acme_0123456789-x") == "[redacted:acme-key]-x")
    for text in ["acme_0123456", "acme_0123456789a", "acme_0123456z", "xacme_01234567"] {
      #expect(redactor.redact(text) == text)
    }
    #expect(redactor.ruleNames.contains("acme-key"))
    #expect(redactor.fingerprint != Redactor.standard.fingerprint)
  }

  @Test func goesBeforeTheBuiltInRules() throws {
    let rule = try RedactionRule(
      name: "mine", prefix: "ghp_", characters: "A-Za-z0-9", length: 10...60)
    #expect(
      Redactor(rules: [rule], includesGeneric: false).redact("ghp_0123456789abc")
        == "[redacted:mine]")
  }

  @Test func worksWithHundredsOfRules() throws {
    var rules: [RedactionRule] = []
    for i in 0..<600 {
      let first = String(UnicodeScalar(UInt8(0x61 + i % 26)))
      let second = String(UnicodeScalar(UInt8(0x61 + i / 26)))
      rules.append(
        try RedactionRule(
          name: "r\(i)", prefix: "\(first)\(second)\(i)_", characters: "0-9", length: 6...6))
    }
    let redactor = Redactor(rules: rules, includesGeneric: false)
    for (i, rule) in rules.enumerated() {
      #expect(redactor.redact("\(rule.prefix)123456") == "[redacted:r\(i)]")
    }
  }

  @Test func refusesRulesThatMakeNoSense() {
    #expect(throws: RedactionRuleError.name("My Key")) {
      try RedactionRule(name: "My Key", prefix: "abc", characters: "a-z", length: 8...9)
    }
    #expect(throws: RedactionRuleError.prefix("ab")) {
      try RedactionRule(name: "k", prefix: "ab", characters: "a-z", length: 8...9)
    }
    #expect(throws: RedactionRuleError.characters("z-a")) {
      try RedactionRule(name: "k", prefix: "abc", characters: "z-a", length: 8...9)
    }
    #expect(throws: RedactionRuleError.characters("a-z \"")) {
      try RedactionRule(name: "k", prefix: "abc", characters: "a-z \"", length: 8...9)
    }
    #expect(throws: RedactionRuleError.length(1...9)) {
      try RedactionRule(name: "k", prefix: "abc", characters: "a-z", length: 1...9)
    }
    #expect(!RedactionRuleError.length(1...9).message.isEmpty)
  }
}
