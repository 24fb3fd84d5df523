import Model
import Testing

@testable import Commits

@Suite struct IssueReferenceTests {
  private func labels(_ text: Text, keys: Set<Text> = ["ABC", "X_1"]) -> [Text] {
    IssueScanner.occurrences(in: text.bytes, projectKeys: keys).map(\.reference.label)
  }

  @Test(
    arguments: [
      ("a #12", ["#12"]), ("#12", ["#12"]), ("(#12)", ["#12"]), ("[#12]: a", ["#12"]),
      ("#1,#2 #3", ["#1", "#2", "#3"]), ("owner/repo#12", ["owner/repo#12"]),
      ("see a/b/c.d#4.", ["a/b/c.d#4"]), ("!12", ["!12"]), ("group/project!7", ["group/project!7"]),
      ("ABC-12", ["ABC-12"]), ("[ABC-12] X_1-9.", ["ABC-12", "X_1-9"]), ("#12.", ["#12"]),
    ] as [(Text, [Text])])
  func findsReferences(_ text: Text, _ expected: [Text]) {
    #expect(labels(text) == expected)
  }

  @Test(
    arguments: [
      "", "#", "# 12", "#a", "#0", "#012", "#12a", "#12_", "a#12", "##12", "&#12;", "é#12",
      "/a#12", "a/#12", "../a#12", "a//b#1", "wow!12", "!!1", "x=#1", "#1234567890123",
      "https://a.b/c#12", "ABC-0", "ABC-", "ABC-12x", "XYZ-12", "abc-12", "UTF-8", "ABC-12-3",
    ] as [Text])
  func findsNoneInOtherText(_ text: Text) {
    #expect(labels(text) == [])
  }

  @Test func findsKeysOnlyIfConfigured() {
    #expect(labels("ABC-12", keys: []) == [])
  }

  @Test(
    arguments: [
      ("Fixes #1", .fixes), ("closed: #1", .closes), ("RESOLVES #1", .resolves),
      ("see merge request #1", .refs), ("fix issue #1", .fixes), ("fixes the bug of #1", nil),
      ("closes a. #1", nil), ("fixed; #1", nil), ("closes #2, #3 and #1", .closes),
      ("fixes ABC-1", .fixes), ("implements a/b#1", .resolves),
    ] as [(Text, IssueAction?)])
  func readsWhatIsDoneToAnIssue(_ text: Text, _ action: IssueAction?) throws {
    let found = IssueScanner.occurrences(in: text.bytes, projectKeys: ["ABC"])
    #expect(try #require(found.last).reference.action == action)
  }

  @Test func findsKeysInPlaceOfTypesAndScopes() {
    let plain = CommitMessage("ABC-7: add a", projectKeys: ["ABC"])
    #expect(plain.conventional == nil)
    #expect(plain.references.map(\.label) == ["ABC-7"])
    let scoped = CommitMessage("feat(ABC-7): add a", projectKeys: ["ABC"])
    #expect(scoped.conventional?.scope == "ABC-7")
    #expect(scoped.references.map(\.label) == ["ABC-7"])
    #expect(CommitMessage("ABC-7: add a").conventional?.type == "abc-7")
  }

  @Test func looksInTheBodyForActionsAlone() {
    let read = CommitMessage("fix: a (#1)\n\nLike #2, and this closes #3.\n\nRelated: #4")
    #expect(read.references.map(\.label) == ["#1", "#3", "#4"])
    #expect(read.references.map(\.action) == [nil, .closes, nil])
  }

  @Test func namesAnIssueOnceWithItsAction() {
    let read = CommitMessage("fix: a (#1)\n\nb\n\nFixes: #1\nRefs: #1")
    #expect(read.references == [IssueReference(kind: .issue, number: "1", action: .fixes)])
  }

  @Test(
    arguments: [
      ("feat: a (#12)", "feat: a", "#12"), ("a (!7)", "a", "!7"), ("a (o/r#1)", "a", "o/r#1"),
    ] as [(Text, Text, Text)])
  func readsTheNumberAtTheEndOfASubject(_ subject: Text, _ bare: Text, _ label: Text) {
    #expect(PullRequestSuffix(subject)?.subject == bare)
    #expect(PullRequestSuffix(subject)?.reference.label == label)
  }

  @Test(
    arguments: ["a", "(#12)", "a (#12) b", "a (#1, #2)", "a (see #1)", "a ()", ")", ""] as [Text])
  func readsNoNumberElsewhere(_ subject: Text) {
    #expect(PullRequestSuffix(subject) == nil)
  }
}
