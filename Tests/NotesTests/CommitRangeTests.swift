import Model
import Notes
import Testing

@Suite struct CommitRangeTests {
  private func history(_ lines: [(Text, [Text], Int)]) -> [Text: Commit] {
    Dictionary(
      uniqueKeysWithValues: lines.map { sha, parents, minute in
        var commit = Commit(sha: sha)
        commit.parents = parents
        commit.committedAt = Shop.minute(minute)
        return (sha, commit)
      })
  }

  private func range(_ commits: [Text: Commit], _ from: Text?, _ to: Text) -> [Text]? {
    CommitRange.between(from, to) { commits[$0] }?.commits.map(\.sha)
  }

  @Test func mergesBringTheirSideAndNothingTwice() {
    let commits = history([
      ("a", [], 1), ("b", ["a"], 2), ("c", ["a"], 3), ("m", ["b", "c"], 4), ("d", ["m"], 5),
    ])
    #expect(range(commits, "b", "d") == ["d", "m", "c"])
    #expect(range(commits, "d", "b") == [])
    #expect(range(commits, nil, "m") == ["m", "c", "b", "a"])
    #expect(range(commits, "x", "d") == nil)
    #expect(range(commits, "a", "x") == nil)
  }

  @Test func aLongHistoryIsCutToTheNewest() throws {
    let commits = history(
      (0..<50).map { i in (Text("c\(i)"), i == 0 ? [] : [Text("c\(i - 1)")], i) })
    var asked = 0
    let cut = try #require(
      CommitRange.between(nil, "c49", limit: 10) {
        asked += 1
        return commits[$0]
      })
    #expect(cut.isCut && cut.basis == .ancestry)
    #expect(cut.commits.map(\.sha) == (40..<50).reversed().map { Text("c\($0)") })
    #expect(asked < 15)
    let whole = try #require(CommitRange.between("c39", "c49", limit: 10) { commits[$0] })
    #expect(!whole.isCut && whole.commits.count == 10)
  }

  @Test func missingParentsAreNamed() {
    let commits = history([("b", ["a"], 2), ("c", ["b", "x"], 3)])
    let whole = CommitRange.between("b", "c") { commits[$0] }
    #expect(whole?.basis == .partial(missing: ["x"]))
    #expect(whole?.commits.map(\.sha) == ["c"])
  }

  /// Against the sets of all ancestors, over random histories with clocks that are wrong by up to ten
  /// minutes, and looked up as little as the range asks for.
  @Test func isTheDifferenceOfTheAncestors() throws {
    var random = SplitMix64(seed: 8)
    for _ in 0..<300 {
      let count = Int.random(in: 1...60, using: &random)
      var lines: [(Text, [Text], Int)] = []
      for i in 0..<count {
        let parents = Set(
          (0..<Int.random(in: 0...2, using: &random)).compactMap { _ in
            i == 0 ? nil : Int.random(in: max(0, i - 8)..<i, using: &random)
          })
        lines.append(
          (
            Text("c\(i)"), parents.sorted().map { Text("c\($0)") },
            i + Int.random(in: -10...10, using: &random)
          ))
      }
      let commits = history(lines)
      let from = Text("c\(Int.random(in: 0..<count, using: &random))")
      let to = Text("c\(Int.random(in: 0..<count, using: &random))")
      let found = try #require(range(commits, from, to))
      #expect(Set(found) == ancestors(to, commits).subtracting(ancestors(from, commits)))
      #expect(Set(found).count == found.count)
      for (i, sha) in found.enumerated() {
        let parents = commits[sha]?.parents ?? []
        #expect(found[..<i].allSatisfy { !parents.contains($0) }, "\(sha)")
      }
    }
  }

  private func ancestors(_ sha: Text, _ commits: [Text: Commit]) -> Set<Text> {
    var seen: Set<Text> = []
    var stack = [sha]
    while let next = stack.popLast() {
      if seen.insert(next).inserted { stack += commits[next]?.parents ?? [] }
    }
    return seen
  }

  @Test func looksUpNoMoreOfALongHistoryThanItNeeds() {
    let commits = history(
      (0..<5000).map { (Text("c\($0)"), $0 == 0 ? [] : [Text("c\($0 - 1)")], $0) })
    var lookups = 0
    let range = CommitRange.between("c4990", "c4999") { sha in
      lookups += 1
      return commits[sha]
    }
    #expect(range?.commits.count == 9)
    #expect(lookups < 100)
  }
}
