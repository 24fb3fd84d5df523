import Model
import Testing

@testable import Commits

@Suite struct HostileMessageTests {
  @Test func readsRandomBytes() {
    for seed in 1...3000 {
      var random = SeededGenerator(seed: UInt64(seed))
      let length = Int.random(in: 0...120, using: &random)
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      check(Text(String(decoding: bytes, as: UTF8.self)), seed: seed)
    }
  }

  @Test func readsRandomLines() {
    for seed in 1...6000 {
      var random = SeededGenerator(seed: UInt64(seed))
      check(HostileText.random(using: &random), seed: seed)
    }
  }

  /// What holds for each message.
  private func check(_ text: Text, seed: Int) {
    let message = CommitMessage(text, projectKeys: ["ABC"])
    var commit = Commit(sha: "abc")
    commit.message = text
    #expect(!message.subject.string.utf8.contains(0x0A), "seed \(seed)")
    #expect(message.subject.isEmpty == text.bytes.allSatisfy { $0.isBlank || $0 == 0x0A })
    #expect(message.conventional?.description.isEmpty != true, "seed \(seed)")
    #expect(message.body?.isEmpty != true, "seed \(seed)")
    #expect(Set(message.warnings).count == message.warnings.count, "seed \(seed)")
    #expect(message.breakingNotes.count <= message.footers.count + 1, "seed \(seed)")
    #expect(!CommitEntry.entries(of: commit).isEmpty, "seed \(seed)")
    #expect(CommitMessage(text, projectKeys: ["ABC"]) == message, "seed \(seed)")
  }

  static let pathological: [String] = [
    "(", ")", "a", " ", "\n", "\r", "\t", "`", "\"", "-", "#", "!", "/", ".", "a/", "a-", "#1",
    "#1 ",
    "a: b\n", "a #b\n", "a/b#1 ", "fixes #1\n", "BREAKING CHANGE: a\n", "BREAKING CHANGE:\n",
    "\nBREAKING CHANGE: a\n\n", "breaking change: a\n", "* feat: a\n", "* ", "- fix: b\n\n",
    "---\n",
    "This reverts commit abcdef0\n", "Refs: abcdef0, ", "Co-authored-by: a <b>\n", "Revert \"",
    "feat(", "ABC-1 ", "ABC-", "\n \n", "é", "🏴", "\u{0}", "a\n\n",
  ]

  /// A reader that were quadratic would not come to its end here.
  @Test(arguments: pathological) func readsLongMessages(_ unit: String) {
    for start in ["", "feat:", "a: b\n\n", "a: b\n\nRefs: ", "t (#1)\n\n* feat: a\n* fix: b\n"] {
      read(start, unit, 40_000)
    }
  }

  @Test(arguments: ["(", "a: b\n", "`", "#1 "]) func readsAMegabyte(_ unit: String) {
    read("feat: a\n\n", unit, 1_000_000)
  }

  private func read(_ start: String, _ unit: String, _ bytes: Int) {
    var commit = Commit(sha: "abc")
    commit.message = Text(
      start + String(repeating: unit, count: bytes / unit.utf8.count) + (start.isEmpty ? "" : "x"))
    let list = ChangeList(of: [commit], projectKeys: ["ABC"])
    #expect(!list.sections.isEmpty || !list.cancelled.isEmpty)
  }

  @Test func pairsManyRevertsQuickly() {
    var commits: [Commit] = []
    let bullets = String(repeating: "* feat: a\n", count: 20_000)
    for index in 0..<20_000 {
      var commit = Commit(sha: Text("r\(index)"))
      commit.message = "Revert \"x\"\n\nThis reverts commit abcdef0123."
      commits.append(commit)
    }
    var squash = Commit(sha: "abcdef0123")
    squash.message = Text("x\n\n\(bullets)")
    let list = ChangeList(of: commits + [squash])
    #expect(list.cancelled.count == 40_000)
  }
}
