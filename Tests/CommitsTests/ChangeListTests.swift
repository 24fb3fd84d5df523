import Model
import Testing

@testable import Commits

@Suite struct ChangeListTests {
  /// Commits `c0`, `c1`, …, the first one newest.
  private func commits(_ messages: [Text]) -> [Commit] {
    messages.enumerated().map { index, message in
      var commit = Commit(sha: Text("c\(index)"))
      commit.message = message
      return commit
    }
  }

  private func list(_ messages: [Text], _ rules: SectionRules = .standard) -> ChangeList {
    ChangeList(of: commits(messages), rules: rules)
  }

  /// One line for each section: title, and the shas of its entries.
  private func outline(_ list: ChangeList) -> [String] {
    list.sections.map { section in
      let shas = section.groups.flatMap(\.entries).map(\.sha.string).joined(separator: " ")
      return "\(section.rule.title)\(section.rule.isHidden ? " (hidden)" : ""): \(shas)"
    }
  }

  @Test func putsEachEntryIntoItsSection() {
    let list = list([
      "ci: a", "build: a", "test: a", "refactor: a", "chore: a", "style: a", "docs: a", "wip",
      "deps: a", "Revert \"feat: elsewhere\"", "perf: a", "fix: a", "FEAT: a", "feature: a",
      "chore!: a", "Remove x\n\nBREAKING CHANGE: gone", "",
    ])
    #expect(
      outline(list) == [
        "Breaking changes: c14 c15", "Features: c12 c13", "Fixes: c11", "Performance: c10",
        "Reverts: c9", "Other changes: c7 c8 c16", "Documentation (hidden): c6",
        "Style (hidden): c5", "Chores (hidden): c4", "Refactoring (hidden): c3",
        "Tests (hidden): c2", "Build (hidden): c1", "Continuous integration (hidden): c0",
      ])
    #expect(list.shownSections.count == 6)
    #expect(list.cancelled.isEmpty)
    #expect(list.sections.reduce(0) { $0 + $1.entryCount } == 17)
  }

  @Test func groupsByScopeWithoutRegardToCase() throws {
    let section = try #require(
      list(["feat(b): 1", "feat(API): 2", "feat: 3", "feat(api): 4", "feat(B): 5"]).sections.first)
    #expect(section.groups.map(\.scope) == [nil, "API", "b"])
    #expect(
      section.groups.map { $0.entries.map(\.description) } == [["3"], ["2", "4"], ["1", "5"]])
  }

  @Test func attachesBreakingNotesToTheirEntry() throws {
    let list = list(["feat(x)!: a\n\nBREAKING CHANGE: b", "fix: c"])
    let entry = try #require(list.sections.first?.groups.first?.entries.first)
    #expect(entry.message.breakingNotes == ["b"])
    #expect(entry.type == "feat")
  }

  @Test func followsOtherRules() throws {
    let rules = try SectionRules([
      SectionRule("Security", .types(["SEC"])), SectionRule("Sonstiges", .other),
      SectionRule("Brüche", .breaking), SectionRule("Zurück", .reverts, isHidden: true),
      SectionRule("Alles", .types(["feat", "fix"])),
    ])
    #expect(
      outline(list(["fix: a", "sec: a", "docs: a", "feat!: a", "revert: x"], rules)) == [
        "Security: c1", "Sonstiges: c2", "Brüche: c3", "Zurück (hidden): c4", "Alles: c0",
      ])
  }

  @Test func refusesRulesThatLeaveSomethingOpen() {
    let base = [
      SectionRule("B", .breaking), SectionRule("R", .reverts), SectionRule("O", .other),
    ]
    #expect(throws: SectionRulesError.notOnce(.other)) {
      try SectionRules([base[0], base[1]])
    }
    #expect(throws: SectionRulesError.notOnce(.breaking)) { try SectionRules(base + [base[0]]) }
    #expect(throws: SectionRulesError.typeTwice("fix")) {
      try SectionRules(
        base + [SectionRule("F", .types(["fix"])), SectionRule("G", .types(["Fix"]))])
    }
    #expect(throws: SectionRulesError.titleTwice("O")) {
      try SectionRules(base + [SectionRule("O", .types(["fix"]))])
    }
    #expect(throws: SectionRulesError.hidden(.other)) {
      try SectionRules([base[0], base[1], SectionRule("O", .other, isHidden: true)])
    }
  }

  @Test(
    arguments: [
      // Revert and reverted, by subject.
      (["Revert \"feat: a\"", "feat: a"], [], ["c0 -", "c1 c0"]),
      (["revert: feat: a", "feat: a"], [], ["c0 -", "c1 c0"]),
      // Numbers of pull requests differ.
      (["Revert \"feat: a\" (#2)", "feat: a (#1)"], [], ["c0 -", "c1 c0"]),
      // A revert of a revert puts back what was taken.
      (
        ["Revert \"Revert \"feat: a\"\"", "Revert \"feat: a\"", "feat: a"], ["Features: c2"],
        ["c0 -", "c1 c0"]
      ),
      (
        ["Reapply \"feat: a\"", "Revert \"feat: a\"", "feat: a"], ["Features: c2"],
        ["c0 -", "c1 c0"]
      ),
      // And a third one takes it again.
      (
        [
          "Revert \"Reapply \"feat: a\"\"", "Reapply \"feat: a\"", "Revert \"feat: a\"", "feat: a",
        ], [], ["c0 -", "c1 c0", "c2 -", "c3 c2"]
      ),
      // Nothing in the list, or only later.
      (["Revert \"feat: a\""], ["Reverts: c0"], []),
      (["feat: a", "Revert \"feat: a\""], ["Features: c0", "Reverts: c1"], []),
      // The revert of a revert of something older.
      (["Revert \"Revert \"feat: a\"\"", "Revert \"feat: a\""], [], ["c0 -", "c1 c0"]),
      // Landed again after the revert.
      (["feat: a", "Revert \"feat: a\"", "feat: a"], ["Features: c0"], ["c1 -", "c2 c1"]),
    ] as [([Text], [String], [String])])
  func pairsReverts(_ messages: [Text], _ sections: [String], _ cancelled: [String]) {
    let list = list(messages)
    #expect(outline(list) == sections)
    #expect(
      list.cancelled.map { "\($0.entry.sha) \($0.revertedBy?.string ?? "-")" } == cancelled)
  }

  private func commit(_ sha: Text, _ message: Text) -> Commit {
    var commit = Commit(sha: sha)
    commit.message = message
    return commit
  }

  @Test func pairsByHashBeforeSubject() {
    let list = ChangeList(of: [
      commit("dddddddd", "Revert \"feat: a\"\n\nThis reverts commit aaaaaaa."),
      commit("cccccccc", "feat: a"), commit("aaaaaaaa", "feat: a"),
    ])
    #expect(list.cancelled.map(\.entry.sha) == ["dddddddd", "aaaaaaaa"])
  }

  @Test func keepsARevertOfWhichSomeIsNotInTheList() {
    let list = ChangeList(of: [
      commit("dddddddd", "revert: both\n\nRefs: aaaaaaaa, bbbbbbbb"), commit("aaaaaaaa", "feat: a"),
    ])
    #expect(outline(list) == ["Reverts: dddddddd"])
    #expect(list.cancelled.map(\.entry.sha) == ["aaaaaaaa"])
  }

  @Test func takesAnAmbiguousHashForNone() {
    let list = ChangeList(of: [
      commit("dddddddd", "Revert \"x\"\n\nThis reverts commit aaaaaaa."),
      commit("aaaaaaa1", "feat: a"), commit("aaaaaaa2", "feat: b"),
    ])
    #expect(list.cancelled.isEmpty)
  }

  @Test func revertsAllEntriesOfASquashMerge() {
    let squash: Text = "feat: x (#1)\n\n* chore: a\n* fix: b"
    for revert in ["Revert \"feat: x (#1)\"", "Revert \"feat: x\"\n\nThis reverts commit aaaaaaa."]
    {
      let list = ChangeList(of: [commit("dddddddd", Text(revert)), commit("aaaaaaaa", squash)])
      #expect(list.sections.isEmpty)
      #expect(list.cancelled.count == 4)
    }
    let single = ChangeList(of: [
      commit("dddddddd", "Revert \"fix: b\""), commit("aaaaaaaa", squash),
    ])
    #expect(outline(single) == ["Features: aaaaaaaa", "Chores (hidden): aaaaaaaa"])
  }

  @Test func losesNoEntry() {
    let subjects = ["feat: a", "fix: b", "chore: c", "wip", "feat!: d"]
    for seed in 1...300 {
      var random = SeededGenerator(seed: UInt64(seed))
      var messages: [Text] = []
      for _ in 0..<Int.random(in: 0...30, using: &random) {
        let pick = Int.random(in: 0...2, using: &random)
        let older = messages.randomElement(using: &random)
        if pick > 0, let older {
          messages.append(Text("Revert \"\(older)\""))
        } else {
          messages.append(Text(subjects.randomElement(using: &random) ?? ""))
        }
      }
      if Bool.random(using: &random) { messages.reverse() }
      let list = list(messages)
      let shown = list.sections.flatMap(\.groups).flatMap(\.entries).map(\.sha)
      let all = shown + list.cancelled.map(\.entry.sha)
      #expect(all.sorted() == commits(messages).map(\.sha).sorted(), "seed \(seed)")
    }
  }
}
