import Model
import Testing

@testable import Commits

@Suite struct SquashListTests {
  @Test func splitsTheListThatGitHubWrites() throws {
    let list = try #require(
      SquashList(
        """
        Add export (#12)

        * feat(export): write CSV

        With a header line.

        - one
        - two

        * fix!: quote commas

        Fixes: #7

        * Revert "feat: b"

        ---------

        Co-authored-by: Ada <ada@example.com>
        """))
    #expect(
      list.messages.map(\.subject) == [
        "feat(export): write CSV", "fix!: quote commas", "Revert \"feat: b\"",
      ])
    #expect(list.messages[0].body == "With a header line.\n\n- one\n- two")
    #expect(list.messages[1].references.map(\.label) == ["#7"])
    #expect(list.messages[1].isBreaking)
    #expect(list.pullRequest == IssueReference(kind: .issue, number: "12"))
    #expect(list.title.coAuthors.map(\.name) == ["Ada"])
    #expect(!list.hasTitleOfItsOwn)
  }

  @Test func splitsPlainBullets() throws {
    let list = try #require(
      SquashList("Add export (!12)\r\n\r\n- feat: a\r\n  more\r\n- fix: b\r\n"))
    #expect(list.messages.map(\.subject) == ["feat: a", "fix: b"])
    #expect(list.messages[0].body == "more")
    #expect(list.pullRequest?.label == "!12")
  }

  @Test(
    arguments: [
      "feat: a (#1)", "feat: a\n\n* feat: b", "feat: a\n\nText.\n\n* feat: b\n* fix: c",
      "feat: a\n\n* feat: b\n* wip", "feat: a\n\n* one\n* two", "feat: a\n\n*feat: b\n*fix: c",
      "feat: a\n\n* feat: b\n- fix: c", "feat: a\n\n  * feat: b\n  * fix: c", "",
      "* feat: a\n* fix: b",
    ] as [Text])
  func leavesOtherMessagesAlone(_ message: Text) {
    #expect(SquashList(message) == nil)
  }

  @Test(
    arguments: [
      ("feat: x (#1)\n\n* feat: a\n* fix: b", false), ("Title\n\n* chore: a\n* style: b", false),
      ("feat: x (#1)\n\n* chore: a\n* style: b", true), ("feat!: x\n\n* feat: a\n* fix: b", true),
      ("feat!: x\n\n* feat!: a\n* fix: b", false),
    ] as [(Text, Bool)])
  func knowsWhatOnlyTheTitleTells(_ message: Text, _ isOfItsOwn: Bool) throws {
    #expect(try #require(SquashList(message)).hasTitleOfItsOwn == isOfItsOwn)
  }

  @Test func takesDashesBeforeProseForText() throws {
    let list = try #require(SquashList("t\n\n* feat: a\n* fix: b\n\n---\n\nprose"))
    #expect(list.messages[1].body == "---\n\nprose")
  }

  @Test func givesAllEntriesWhatTheSquashMergeSays() {
    var commit = Commit(sha: "abc")
    commit.author = "Ada"
    commit.authoredAt = Timestamp(seconds: 1_700_000_000)
    commit.message =
      "Export (#12)\n\n* feat: a\n* fix: b (#3)\n\n---\n\nCo-authored-by: Bo <b@c>\nCloses: #4"
    let entries = CommitEntry.entries(of: commit)
    #expect(entries.map(\.description) == ["b (#3)", "a"])
    #expect(entries.map { $0.references.map(\.label) } == [["#3", "#12", "#4"], ["#12", "#4"]])
    for entry in entries {
      #expect(entry.sha == "abc")
      #expect(entry.author == "Ada")
      #expect(entry.time == commit.authoredAt)
      #expect(entry.squashSubject == "Export (#12)")
      #expect(entry.coAuthors.map(\.name) == ["Bo"])
    }
  }
}
