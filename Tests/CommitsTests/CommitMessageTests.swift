import Model
import Testing

@testable import Commits

@Suite struct CommitMessageTests {
  @Test(
    arguments: [
      ("feat(api/v2): a", "api/v2"), ("feat( core ): a", "core"), ("feat(a, b): c", "a, b"),
      ("feat(größe): a", "größe"), ("feat(@acme/x)!: a", "@acme/x"),
    ] as [(Text, Text)])
  func readsScopes(_ message: Text, _ scope: Text) {
    #expect(CommitMessage(message).conventional?.scope == scope)
  }

  @Test(
    arguments: [
      "", " ", "\n\n", ":", ": a", "(a): b", "feat", "feat a", "feat (a): b", "feat : a",
      "feat!(a): b", "feat(a: b", "feat(a(b): c", "feat(a)b: c", "feat(a(b)): c", "feat!!: a",
      "1feat: a",
      "https://example.com", "std::string leaks", "net/http: add x", "Merge branch 'a' into b",
      "fixup! feat: a", "größe: a",
    ] as [Text])
  func takesOtherSubjectsAsPlainText(_ message: Text) {
    #expect(CommitMessage(message).conventional == nil)
  }

  @Test func keepsSubjectAndBodyOfPlainMessages() {
    let read = CommitMessage("\n  Merge branch 'a'  \n\n\nbody \n\n  more\n\n\n")
    #expect(read.subject == "Merge branch 'a'")
    #expect(read.body == "body\n\n  more")
    #expect(read.warnings.isEmpty)
    #expect(CommitMessage("").subject == "")
    #expect(CommitMessage("").body == nil)
  }

  @Test func readsTheExamplesOfTheSpecification() {
    // Source: https://www.conventionalcommits.org/en/v1.0.0/#examples
    let one = CommitMessage(
      """
      feat: allow provided config object to extend other configs

      BREAKING CHANGE: `extends` key in config file is now used for extending other config files
      """)
    #expect(
      one.breakingNotes == [
        "`extends` key in config file is now used for extending other config files"
      ])
    #expect(one.body == nil)
    let paragraphs = CommitMessage(
      """
      fix: prevent racing of requests

      Introduce a request id and a reference to latest request. Dismiss
      incoming responses other than from latest request.

      Remove timeouts which were used to mitigate the racing issue but are
      obsolete now.

      Reviewed-by: Z
      Refs: #123
      """)
    #expect(
      paragraphs.footers == [
        Footer(token: "Reviewed-by", separator: .colon, value: "Z"),
        Footer(token: "Refs", separator: .colon, value: "#123"),
      ])
    #expect(paragraphs.references.map(\.action) == [.refs])
    #expect(paragraphs.body?.string.hasPrefix("Introduce a request id") == true)
    #expect(paragraphs.body?.string.hasSuffix("but are\nobsolete now.") == true)
    #expect(one.isStrict && paragraphs.isStrict)
  }

  @Test func letsValuesSpanLinesUpToTheNextFooter() {
    let read = CommitMessage(
      "feat: a\n\nBREAKING CHANGE: b\n  c\n\nd: e\n\nnot a footer\n\nCloses #12\nRefs #13, #14\n\n")
    #expect(
      read.footers == [
        Footer(token: "BREAKING CHANGE", separator: .colon, value: "b\n  c"),
        Footer(token: "d", separator: .colon, value: "e\n\nnot a footer"),
        Footer(token: "Closes", separator: .number, value: "12"),
        Footer(token: "Refs", separator: .number, value: "13, #14"),
      ])
    #expect(read.body == nil)
    #expect(read.references.map(\.label) == ["#12", "#13", "#14"])
    #expect(read.references.map(\.action) == [.closes, .refs, .refs])
  }

  @Test(
    arguments: [
      "Token:no space", "Token:", "Token #", "Token # a", "two words: a", "-a: b", "a.b: c",
      "C:\\x", "BREAKINGCHANGE", " Token: a",
    ] as [Text])
  func takesOtherLinesForNoFooter(_ line: Text) {
    let read = CommitMessage(Text("feat: a\n\n\(line)"))
    #expect(read.footers.isEmpty)
    #expect(read.body != nil)
  }

  @Test(
    arguments: [
      ("BREAKING CHANGE:b", "b", .breakingWithoutSpace),
      ("BREAKING CHANGE:\n- b\n- c", "- b\n- c", nil),
      ("BREAKING CHANGE:", "a", .breakingWithoutText),
      ("BREAKING-CHANGE: b", "b", nil),
    ] as [(Text, Text, CommitWarning?)])
  func readsBreakingFooters(_ footer: Text, _ note: Text, _ warning: CommitWarning?) {
    let read = CommitMessage(Text("feat: a\n\n\(footer)"))
    #expect(read.breakingNotes == [note])
    #expect(read.warnings == [warning].compactMap(\.self))
  }

  @Test func readsBreakingFootersOfPlainMessages() {
    let read = CommitMessage("Drop the old API\n\nBREAKING CHANGE: v1 is gone")
    #expect(read.conventional == nil)
    #expect(read.breakingNotes == ["v1 is gone"])
  }

  @Test func tellsEachOfSeveralBreakingChanges() {
    let read = CommitMessage(
      "feat!: a\n\nBREAKING CHANGE: b\nBREAKING CHANGE: c\nBREAKING CHANGE: b")
    #expect(read.breakingNotes == ["b", "c"])
  }

  @Test func findsFootersThatAnEarlierBreakingChangeOpens() {
    let read = CommitMessage("feat: a\n\nRefs: #1\nBREAKING CHANGE: b\n\nprose")
    #expect(read.footers.map(\.value) == ["#1", "b\n\nprose"])
    #expect(read.warnings.isEmpty)
  }

  @Test func leavesLinesOfCherryPicksOutOfValues() {
    let read = CommitMessage(
      "fix: a\n\nSigned-off-by: A <a@b>\n(cherry picked from commit 0123456)\nRefs: #1")
    #expect(read.footers.map(\.value) == ["A <a@b>", "#1"])
  }

  @Test func namesCoAuthorsOnce() {
    let read = CommitMessage(
      """
      fix: a

      Co-authored-by: Ada Lovelace <ada@example.com>
      CO-AUTHORED-BY: Grace <grace@example.com>
      Co-authored-by: Ada Lovelace <ada@example.com>
      Co-Authored-By: <bot@example.com>
      Co-authored-by: No Mail
      """)
    #expect(
      read.coAuthors.map(\.name) == ["Ada Lovelace", "Grace", "bot@example.com", "No Mail"])
    #expect(
      read.coAuthors.map(\.email) == [
        "ada@example.com", "grace@example.com", "bot@example.com", nil,
      ])
    #expect(CoAuthor(" ") == nil)
    #expect(CoAuthor("a <b") == CoAuthor("a <b>"))
  }

  @Test func warnsOfSpacesBeforeTheType() {
    #expect(CommitMessage("  feat: a").warnings == [.spaceBeforeType])
    #expect(CommitMessage("  feat: a").conventional?.type == "feat")
  }

  @Test func hasASentenceForEachWarning() {
    let sentences = CommitWarning.allCases.map(\.words)
    #expect(Set(sentences).count == sentences.count)
    #expect(sentences.allSatisfy { $0.hasSuffix(".") })
  }
}
