import Model
import Testing

@testable import Commits

@Suite struct RevertTests {
  @Test(
    arguments: [
      ("Revert \"feat: a\"", "feat: a", []),
      ("Revert \"feat: a (#12)\" (#15)", "feat: a (#12)", []),
      (
        "Revert \"Revert \"feat: a\"\"\n\nThis reverts commit abcdef0.", "Revert \"feat: a\"",
        ["abcdef0"]
      ),
      ("Reapply \"feat: a\"\n\nThis reverts commit ABCDEF0.", "Revert \"feat: a\"", ["abcdef0"]),
      ("Revert \"a very long subject that was cut", "a very long subject that was cut", []),
      // Source: https://www.conventionalcommits.org/en/v1.0.0/, "How does ... handle revert commits?"
      (
        "revert: let us never again speak of the noodle incident\n\nRefs: 676104e, a215868",
        "let us never again speak of the noodle incident", ["676104e", "a215868"]
      ),
      ("revert: feat(x): a\n\nThis reverts commit 0123456.", "feat(x): a", ["0123456"]),
      ("revert: \"feat: a\"", "feat: a", []),
      (
        "Revert \"Merge b\"\n\nThis reverts commit 0123456, reversing\nchanges made to 7654321.",
        "Merge b", ["0123456"]
      ),
      (
        "Revert \"a\"\n\nThis reverts commits 0123456, 1234567 and 2345678.\nThis reverts commit 0123456.",
        "a", ["0123456", "1234567", "2345678"]
      ),
    ] as [(Text, Text, [Text])])
  func readsWhatIsReverted(_ message: Text, _ header: Text, _ shas: [Text]) throws {
    let revert = try #require(CommitMessage(message).revert)
    #expect(revert.header == header)
    #expect(revert.shas == shas)
  }

  @Test(
    arguments: [
      "Revert the cache", "Revert \"\"", "Revert \"a\" and \"b\" here",
      "fix: a\n\nThis reverts commit 0123456.",
      "Reverted \"a\"", "revert", "reverts: a",
    ] as [Text])
  func takesOthersForNoRevert(_ message: Text) {
    #expect(CommitMessage(message).revert == nil)
  }
}
