import Metrics
import Model
import Testing

@Suite struct LeadTimeTests {
  /// Commit `a` at 1, `b` at 2 and so on, each the child of the one before; `m` merges `d` and `x`.
  private static let commits: [Text: Commit] = {
    let rows: [(Text, Int64, [Text])] = [
      ("a", 1, []), ("b", 2, ["a"]), ("c", 3, ["b"]), ("d", 4, ["c"]), ("x", 5, ["b"]),
      ("m", 6, ["d", "x"]), ("late", 99, ["m"]),
    ]
    return Dictionary(
      uniqueKeysWithValues: rows.map { sha, time, parents in
        var commit = Commit(sha: sha)
        commit.parents = parents
        commit.committedAt = Timestamp(milliseconds: time)
        return (sha, commit)
      })
  }()

  private func told(
    _ deployments: [Deployment], head: [Int64: Int64] = [:], jobs: [Text: Int64] = [:]
  ) -> [String] {
    let events = deployments.enumerated().map {
      DeploymentEvent(key: Int64($0 + 1), deployment: $1)
    }
    let found = leadTimes(
      events, Story(deployments).history, commit: { LeadTimeTests.commits[$0] },
      firstCI: { jobs[$0].map { Timestamp(milliseconds: $0) } },
      headCommitTime: { head[$0].map { Timestamp(milliseconds: $0) } })
    let line = { (lead: LeadTime) in
      "d\(lead.deployment) \(lead.basis.word) \(lead.milliseconds)"
    }
    return found.leadTimes.map(line) + found.negative.map { "negative " + line($0) }
  }

  private func at(
    _ time: Int64, _ version: String, _ sha: Text?, in environment: Text = "production"
  ) -> Deployment {
    deployed(Text("d\(time)"), Text(version), at: time) {
      $0.commitSHA = sha
      $0.environment = environment
    }
  }

  @Test func countsOnlyTheHeadOfTheFirstArrivalAndAllCommitsOfTheNext() {
    let found = told([at(10, "V1", "b"), at(20, "V2", "d")])
    #expect(found == ["d1 commits 8", "d2 commits 16", "d2 commits 17"])
  }

  @Test func followsBothParentsOfAMerge() {
    let found = told([at(10, "V1", "c"), at(20, "V2", "m")])
    #expect(found == ["d1 commits 7", "d2 commits 14", "d2 commits 16", "d2 commits 15"])
  }

  @Test func countsACommitOnceThoughItArrivesInManyEnvironments() {
    let found = told([
      at(10, "V1", "b", in: "eu"), at(11, "V1", "b", in: "us"), at(20, "V2", "c", in: "us"),
      at(21, "V2", "c", in: "eu"),
    ])
    #expect(found == ["d1 commits 8", "d3 commits 17"])
  }

  @Test func countsNeitherRedeploymentsNorWaysBack() {
    let found = told([
      at(10, "V1", "b"), at(11, "V1", "b"), at(20, "V2", "c"), at(30, "V1", "b"),
    ])
    #expect(found == ["d1 commits 8", "d3 commits 17"])
  }

  @Test func fallsBackToTheHeadCommitThenToTheFirstJobThenToNothing() {
    let found = told(
      [at(10, "V1", "p"), at(20, "V2", "q"), at(30, "V3", "r"), at(40, "V4", nil)], head: [1: 4],
      jobs: ["p": 9, "q": 15])
    #expect(found == ["d1 head commit 6", "d2 first CI job 5"])
  }

  @Test func countsAHeadCommitWithoutARecordOnceThoughItArrivesTwice() {
    let found = told(
      [at(10, "V1", "p", in: "eu"), at(11, "V1", "p", in: "us")], head: [1: 4, 2: 4])
    #expect(found == ["d1 head commit 6"])
  }

  @Test func listsNegativeOnesApart() {
    let found = told([at(10, "V1", "m"), at(20, "V2", "late")])
    #expect(found == ["d1 commits 4", "negative d2 commits -79"])
  }

  @Test func passesOnWhatALookUpThrows() {
    struct Broken: Error {}
    let deployments = [at(10, "V1", "b")]
    let events = [DeploymentEvent(key: 1, deployment: deployments[0])]
    let broken: (Text) throws(Broken) -> Commit? = { _ throws(Broken) in throw Broken() }
    #expect(throws: Broken.self) {
      try leadTimes(
        events, Story(deployments).history, commit: broken,
        firstCI: { _ throws(Broken) in nil }, headCommitTime: { _ throws(Broken) in nil })
    }
  }

  @Test func splitsALeadTimeIntoStages() {
    let time = { (value: Int64) in Timestamp(milliseconds: value) }
    let stages = LeadStages(
      committed: time(1), buildDone: time(4), testDone: nil, staged: time(20), live: time(50))
    #expect([stages.build, stages.test, stages.staging, stages.production] == [3, nil, nil, 30])
    let skewed = LeadStages(
      committed: time(5), buildDone: time(4), testDone: time(4), staged: nil, live: time(50))
    #expect([skewed.build, skewed.test, skewed.staging, skewed.production] == [nil, 0, nil, nil])
    #expect(pendingAge(greenSince: time(3), asOf: time(10)) == 7)
    #expect(pendingAge(greenSince: time(11), asOf: time(10)) == nil)
  }
}
