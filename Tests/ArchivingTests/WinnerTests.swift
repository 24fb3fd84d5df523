import Archiving
import Model
import Testing

@Suite struct WinnerTests {
  private func job(
    _ status: JobStatus, at time: Int64?, message: Text? = nil
  ) -> Model.Record {
    var job = Job(id: "j", type: "build", status: status)
    job.updatedAt = time.map { Timestamp(seconds: 1_700_000_000 + $0) }
    job.errorMessage = message
    return .job(job)
  }

  /// Of each pair the second one wins.
  private var pairs: [(Model.Record, Model.Record)] {
    [
      // The latest time decides first, whatever the status.
      (job(.success, at: 1), job(.running, at: 2)), (job(.success, at: nil), job(.pending, at: 0)),
      // Then the rank of the status.
      (job(.running, at: 1), job(.success, at: 1)), (job(.unknown, at: 1), job(.pending, at: 1)),
      (job(.pending, at: nil), job(.queued, at: nil)),
      // Then the bytes: "failed" before "success", a missing member before a later name.
      (job(.failed, at: 1), job(.success, at: 1)),
      (job(.success, at: 1, message: "a"), job(.success, at: 1, message: "b")),
      (job(.success, at: 1, message: "x"), job(.success, at: 1)),
      (job(.success, at: 1, message: "e\u{301}"), job(.success, at: 1, message: "\u{e9}")),
    ]
  }

  @Test func choosesByTimeThenRankThenBytes() {
    for (loser, winner) in pairs {
      #expect(loser.loses(to: winner))
      #expect(!winner.loses(to: loser))
      #expect(!winner.loses(to: winner))
    }
  }

  @Test func takesTheLatestOfAllTimes() {
    var early = Deployment(id: "d", service: "s", version: "1", status: .live)
    early.updatedAt = Timestamp(seconds: 100)
    var late = early
    late.updatedAt = Timestamp(seconds: 50)
    late.rolledBackAt = Timestamp(seconds: 101)
    #expect(Model.Record.deployment(early).loses(to: .deployment(late)))
  }

  /// Both orders, in one source and in two, in a new archive and in one that has indexes.
  @Test func keepsTheSameWinnerHoweverTheVersionsArrive() throws {
    for (loser, winner) in pairs {
      var dumps: Set<[String]> = []
      for order in [[loser, winner], [winner, loser], [loser, winner, loser, winner]] {
        for isSplit in [false, true] {
          for isFirst in [false, true] {
            let test = try TestArchive()
            if !isFirst { try test.add([], as: "earlier") }
            let parts = isSplit ? order.map { [$0] } : [order]
            for (i, part) in parts.enumerated() { try test.add(part, as: "part \(i)") }
            try test.refresh()
            dumps.insert(try test.dump())
            let job = try test.archive.read { try $0.job(id: "j") }
            #expect(job.map { .job($0) } == winner)
          }
        }
      }
      #expect(dumps.count == 1)
    }
  }

  @Test func countsWhatBecameOfEachRecord() throws {
    let test = try TestArchive()
    let first = try test.add([job(.pending, at: 1), job(.running, at: 2), job(.pending, at: 1)])
    #expect([first.imported, first.updated, first.duplicate, first.conflict] == [1, 1, 0, 1])
    let second = try test.add([job(.running, at: 2), job(.success, at: 3), job(.failed, at: 0)])
    #expect([second.imported, second.updated, second.duplicate, second.conflict] == [0, 1, 1, 1])
    #expect(try test.rows("SELECT count(*) FROM job_version") == ["3"])
    #expect(try test.archive.read { try $0.historyCount() } == 3)
  }

  @Test func keepsAJobAndADeploymentOfOneIdApart() throws {
    let test = try TestArchive()
    try test.add([
      job(.success, at: 1),
      .deployment(Deployment(id: "j", service: "s", version: "1", status: .live)),
    ])
    let counts = try test.archive.read { try [$0.jobCount(), $0.deploymentCount()] }
    #expect(counts == [1, 1])
  }
}
