import Model
import Testing

@testable import Archiving

/// Lead times follow what is known of commits, whenever it comes.
@Suite struct LeadTimeStoreTests {
  private func release(_ sha: Text, at seconds: Int64) -> Model.Record {
    var deployment = Deployment(
      id: Text("d\(seconds)"), service: "shop", version: Text("V\(seconds)"), status: .live)
    deployment.commitSHA = sha
    deployment.productionDeployedAt = Timestamp(seconds: 1_793_500_000 + seconds)
    return .deployment(deployment)
  }

  private func commit(_ sha: Text, at seconds: Int64, parents: [Text] = []) -> Model.Record {
    var commit = Commit(sha: sha)
    commit.committedAt = Timestamp(seconds: 1_793_500_000 + seconds)
    commit.parents = parents
    return .commit(commit)
  }

  private func job(_ id: Text, _ sha: Text, at seconds: Int64) -> Model.Record {
    var job = Job(id: id, type: "build", status: .success)
    job.commitSHA = sha
    job.createdAt = Timestamp(seconds: 1_793_500_000 + seconds)
    return .job(job)
  }

  /// The lead times by deployment in seconds, after each step.
  private func leads(_ steps: [Model.Record]...) throws -> [[String]] {
    let test = try TestArchive()
    return try steps.enumerated().map { i, records in
      try test.add(records, as: "\(i)")
      try test.refresh()
      return try test.archive.read { reader in
        var lines: [String] = []
        try reader.forEachDeployment(of: "shop") { stored in
          let lead = stored.fact.lead
          let times = (lead?.milliseconds ?? []).map { "\($0 / 1000)" }.joined(separator: " ")
          lines.append("\(lead?.basis?.word ?? "-") \(times)")
        }
        var days: [Int64] = []
        try reader.forEachDeploymentDay(of: "shop") { day in
          days += LeadBasis.allCases.flatMap { day.rollup[$0].milliseconds }
        }
        // The days say the same.
        var all: [Int64] = []
        try reader.forEachDeployment(of: "shop") { all += $0.fact.lead?.milliseconds ?? [] }
        #expect(days.sorted() == all.sorted())
        return lines
      }
    }
  }

  @Test func followsACommitThatComesAfterItsDeployment() throws {
    let found = try leads(
      [release("a", at: 100), release("c", at: 200)], [commit("a", at: 10)],
      [commit("c", at: 150, parents: ["b"])], [commit("b", at: 120, parents: ["a"])])
    #expect(
      found == [
        ["- ", "- "], ["commits 90", "- "], ["commits 90", "commits 50"],
        ["commits 90", "commits 50 80"],
      ])
  }

  @Test func followsAnEarlierJobThatComesLater() throws {
    let sha: Text = "0123456789abcdef0123456789abcdef01234567"
    let found = try leads(
      [release(sha, at: 100)], [job("j1", sha, at: 60)], [job("j2", sha, at: 40)],
      // Alike in what the index has of it, and yet another commit.
      [job("j3", "0123456789abffff", at: 1), job("j4", sha, at: 70)])
    #expect(found == [["- "], ["first CI job 40"], ["first CI job 60"], ["first CI job 60"]])
  }

  /// Else each deployment would cost a walk through the jobs of all commits.
  @Test func findsTheJobsOfACommitInAnIndex() throws {
    let test = try TestArchive()
    try test.add([job("j", "a", at: 1), release("a", at: 2)])
    let sql = ArchiveReader.firstJobQuery.replacing("?1", with: "'a'")
    let steps = try test.rows("EXPLAIN \(sql)").map { $0.split(separator: "|")[1] }
    #expect(steps.contains { $0.contains("Seek") }, "\(steps)")
    #expect(!steps.contains { $0.contains("Rewind") }, "\(steps)")
  }

  @Test func followsACorrectionThatExcludesTheFirstJob() throws {
    let test = try TestArchive()
    try test.add([release("a", at: 100), job("j1", "a", at: 10), job("j2", "a", at: 40)])
    try test.refresh()
    func lead() throws -> [Int64]? {
      try test.archive.read { try $0.storedDeployment(id: "d100")?.fact.lead?.milliseconds }
    }
    #expect(try lead() == [90_000])
    var correction = Correction(
      .job, "j1", author: "Ana", date: LocalDay(number: 20_000), note: "a test")
    correction.isExcluded = true
    try test.archive.correct([correction])
    try test.refresh()
    #expect(try lead() == [60_000])
    try test.archive.correct([])
    try test.refresh()
    #expect(try lead() == [90_000])
  }

  @Test func followsACommitThatSaysSomethingElseLater() throws {
    var changed = Commit(sha: "a")
    changed.committedAt = Timestamp(seconds: 1_793_500_000 + 30)
    let found = try leads([release("a", at: 100)], [commit("a", at: 10)], [.commit(changed)])
    #expect(found == [["- "], ["commits 90"], ["commits 70"]])
  }
}
