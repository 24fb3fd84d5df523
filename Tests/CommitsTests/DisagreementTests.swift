import Model
import Testing

@testable import Commits

/// Messages that readers of Conventional Commits read differently, and what Rollbook makes of them.
/// Compared were git-conventional (git-cliff 2.14.2), conventional-commits-parser and
/// @conventional-commits/parser.
@Suite struct DisagreementTests {
  /// Messages, and type, scope and description of their headers.
  static let headers:
    [(message: Text, type: Text, scope: Text?, description: Text, isStrict: Bool)] =
      [
        ("FEAT: a", "feat", nil, "a", true),
        ("feat:a", "feat", nil, "a", false),
        ("feat(): a", "feat", nil, "a", false),
        ("feat(  ): a", "feat", nil, "a", false),
        ("a-b: c", "a-b", nil, "c", true),
        ("fix: a\nbody", "fix", nil, "a", false),
        ("fix: a\r\n\r\nbody\r\n", "fix", nil, "a", true),
        ("feat(api)!: x\n\nBREAKING CHANGE: y", "feat", "api", "x", true),
      ]

  @Test(arguments: headers) func readsTheHeader(
    _ message: Text, _ type: Text, _ scope: Text?, _ description: Text, _ isStrict: Bool
  ) throws {
    let read = CommitMessage(message)
    let header = try #require(read.conventional)
    #expect(header.type == type)
    #expect(header.scope == scope)
    #expect(header.description == description)
    #expect(read.isStrict == isStrict)
  }

  @Test(arguments: ["feat(a)(b): c", "fix:", "fix: ", "fix:\n\nbody"] as [Text])
  func rejectsTheHeader(_ message: Text) {
    let read = CommitMessage(message)
    #expect(read.conventional == nil)
    #expect(!read.isStrict)
    #expect(!read.subject.isEmpty)
  }

  @Test func warnsOfWhatAStrictReaderRefuses() {
    #expect(CommitMessage("feat:a").warnings == [.missingSpaceAfterColon])
    #expect(CommitMessage("feat(): a").warnings == [.emptyScope])
    #expect(CommitMessage("fix: a\nbody").warnings == [.bodyWithoutBlankLine])
    #expect(CommitMessage("fix: a\nbody").body == "body")
    #expect(CommitMessage("fix:").warnings == [.missingDescription])
  }

  @Test func readsABreakingChangeWithoutABlankLineBefore() {
    let read = CommitMessage("feat: a\n\nbody text\nBREAKING CHANGE: b")
    #expect(read.breakingNotes == ["b"])
    #expect(read.body == "body text")
    #expect(read.warnings == [.breakingWithoutBlankLine])
    #expect(!read.isStrict)
  }

  @Test(arguments: ["breaking change: b", "Breaking Change: b", "breaking-change: b"] as [Text])
  func takesOnlyUpperCaseAsBreaking(_ line: Text) {
    let read = CommitMessage(Text("feat: a\n\n\(line)"))
    #expect(!read.isBreaking)
    #expect(read.warnings == [.breakingNotUpperCase])
    #expect(read.isStrict)
  }

  @Test(arguments: ["BREAKING CHANGE #12", "BREAKING-CHANGE #12"] as [Text])
  func takesANumberSignAsNotBreaking(_ line: Text) {
    let read = CommitMessage(Text("feat: a\n\n\(line)"))
    #expect(!read.isBreaking)
    #expect(read.warnings == [.breakingWithoutColon])
    #expect(read.references.map(\.label) == ["#12"])
  }

  @Test func takesAnAddressForNoFooter() {
    let read = CommitMessage("feat: a\n\nhttp://x: y")
    #expect(read.footers.isEmpty)
    #expect(read.body == "http://x: y")
  }

  @Test func takesFootersFromTheLastBlockAlone() {
    let read = CommitMessage("feat: a\n\nNote: text\ngoes on\n\nmore body\n\nRefs: #1")
    #expect(read.footers.map(\.token) == ["Refs"])
    #expect(read.body == "Note: text\ngoes on\n\nmore body")
    let prose = CommitMessage("feat: a\n\nNote: text\n\nmore body")
    #expect(prose.footers.isEmpty)
    #expect(prose.body == "Note: text\n\nmore body")
  }

  @Test func readsARevertWithItsHash() throws {
    let sha = "0123456789abcdef0123456789abcdef01234567"
    let read = CommitMessage(Text("Revert \"feat: a\"\n\nThis reverts commit \(sha).\n"))
    let revert = try #require(read.revert)
    #expect(revert.header == "feat: a")
    #expect(revert.shas == [Text(sha)])
    #expect(read.conventional == nil)
  }

  @Test func findsTwoReferencesInOneFooter() {
    let read = CommitMessage("fix: a\n\nFixes: #12, #13")
    #expect(read.footers.count == 1)
    #expect(
      read.references == [
        IssueReference(kind: .issue, number: "12", action: .fixes),
        IssueReference(kind: .issue, number: "13", action: .fixes),
      ])
  }

  @Test func tellsABreakingChangeOnceForMarkAndFooter() {
    let read = CommitMessage("feat(api)!: x\n\nBREAKING CHANGE: y\nBREAKING-CHANGE: y")
    #expect(read.breakingNotes == ["y"])
    #expect(CommitMessage("feat(api)!: x").breakingNotes == ["x"])
  }

  @Test func readsWindowsLineEndsLikeOthers() {
    let message = "feat(a)!: b\n\nbody\nmore\n\nFixes: #1\nBREAKING CHANGE: c\n  d\n"
    let windows = message.replacing("\n", with: "\r\n")
    #expect(CommitMessage(Text(windows)) == CommitMessage(Text(message)))
  }
}
