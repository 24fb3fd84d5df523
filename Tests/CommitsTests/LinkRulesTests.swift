import Model
import Testing

@testable import Commits

@Suite struct LinkRulesTests {
  static func github() throws -> LinkRules {
    try LinkRules(
      repository: "acme/app", issue: "https://github.com/{repo}/issues/{number}",
      mergeRequest: "https://gitlab.com/{repo}/-/merge_requests/{number}",
      projects: ["ABC": "https://jira.example/browse/{key}-{number}"],
      commit: "https://github.com/{repo}/commit/{sha}",
      compare: "https://github.com/{repo}/compare/{from}...{to}")
  }

  @Test(
    arguments: [
      ("#12", "https://github.com/acme/app/issues/12"),
      ("o/r#12", "https://github.com/o/r/issues/12"),
      ("!12", "https://gitlab.com/acme/app/-/merge_requests/12"),
      ("ABC-12", "https://jira.example/browse/ABC-12"),
    ] as [(Text, Text)])
  func linksReferences(_ text: Text, _ address: Text) throws {
    let rules = try Self.github()
    #expect(LinkedText(text, rules: rules).pieces.map(\.link?.text) == [address])
  }

  @Test func linksCommitsAndComparisons() throws {
    let rules = try Self.github()
    #expect(rules.link(toCommit: "abc")?.text == "https://github.com/acme/app/commit/abc")
    #expect(
      rules.link(toCommit: "abc", in: "o/r")?.text == "https://github.com/o/r/commit/abc")
    #expect(
      rules.link(comparing: "v1/a b", with: "größe?#")?.text
        == "https://github.com/acme/app/compare/v1%2Fa%20b...gr%C3%B6%C3%9Fe%3F%23")
  }

  @Test func linksNothingThatIsNotConfigured() throws {
    let none = LinkRules()
    #expect(none.link(to: IssueReference(kind: .issue, number: "1")) == nil)
    #expect(none.link(toCommit: "abc") == nil)
    #expect(none.link(comparing: "a", with: "b") == nil)
    let withoutRepository = try LinkRules(commit: "https://github.com/{repo}/commit/{sha}")
    #expect(withoutRepository.link(toCommit: "abc") == nil)
    #expect(withoutRepository.link(toCommit: "abc", in: "o/r") != nil)
  }

  @Test func linksOnlyItsOwnRepositoryWithoutAPlaceholder() throws {
    let rules = try LinkRules(
      repository: "acme/app", issue: "https://tracker.example/{number}")
    func link(_ repository: Text?, in place: Text? = nil) -> WebLink? {
      rules.link(
        to: IssueReference(kind: .issue, repository: repository, number: "1"), in: place)
    }
    #expect(link(nil) != nil)
    #expect(link("acme/app") != nil)
    #expect(link("o/r") == nil)
    #expect(link("acme/app", in: "o/r") == nil)
  }

  @Test(arguments: ["", ".", "..", Text(String(repeating: "a", count: 3000))])
  func makesNoLinkOfUnsafeParts(_ part: Text) throws {
    let rules = try Self.github()
    #expect(rules.link(toCommit: part) == nil)
    #expect(rules.link(toCommit: "abc", in: Text("o/\(part)")) == nil)
  }

  @Test(
    arguments: [
      ("javascript:alert(1)//{number}", .notWeb), ("ftp://a/{number}", .notWeb),
      ("//a/{number}", .notWeb), ("", .notWeb), ("https:///{number}", .notWeb),
      ("https://{repo}/{number}", .unsafeHost), ("https://a.{repo}/", .unsafeHost),
      ("https://a{number}", .unsafeHost), ("https://u@a/{number}", .unsafeHost),
      ("https://a\\@b/{number}", .unsafeHost), ("https://a", .unsafeHost),
      ("https://größe.example/", .unsafeHost), ("https://a/ {number}", .badCharacter),
      ("https://a/)", .badCharacter), ("https://a/\"", .badCharacter),
      ("https://a/<", .badCharacter),
      ("https://a/é", .badCharacter), ("https://a/{number", .unclosedPlaceholder),
      ("https://a/}", .unclosedPlaceholder), ("https://a/{sha}", .unknownPlaceholder("sha")),
      ("https://a/{}", .unknownPlaceholder("")),
    ] as [(Text, LinkTemplateError)])
  func refusesTemplates(_ template: Text, _ error: LinkTemplateError) {
    #expect(throws: error) { try LinkRules(issue: template) }
  }

  @Test func cutsTextWhereItIsLinked() throws {
    let rules = try Self.github()
    let text: Text = "fixes #12, o/r#3 and #x (#4)"
    let pieces = LinkedText(text, rules: rules).pieces
    #expect(
      pieces.map(\.text) == ["fixes ", "#12", ", ", "o/r#3", " and #x (", "#4", ")"])
    #expect(pieces.map { $0.link != nil } == [false, true, false, true, false, true, false])
    #expect(LinkedText(text, rules: LinkRules()).pieces.map(\.text) == [text])
    #expect(LinkedText("", rules: rules).pieces.isEmpty)
  }

  @Test func makesOnlyWebAddressesOfHostileParts() throws {
    let rules = try Self.github()
    for seed in 1...2000 {
      var random = SeededGenerator(seed: UInt64(seed))
      let part = HostileText.random(using: &random)
      let links = [
        rules.link(toCommit: part), rules.link(comparing: part, with: part),
        rules.link(toCommit: "a", in: part),
      ]
      for link in links.compactMap(\.self) {
        let address = link.text.string
        #expect(address.hasPrefix("https://github.com/"), "seed \(seed)")
        #expect(address.utf8.allSatisfy { 0x21...0x7E ~= $0 && $0 != 0x28 && $0 != 0x3C })
        #expect(!address.split(separator: "/").contains(".."))
      }
    }
  }
}
