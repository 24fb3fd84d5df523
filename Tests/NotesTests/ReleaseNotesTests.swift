import Model
import Notes
import Testing

@Suite struct ReleaseNotesTests {
  /// v1, v2 that is rolled back to v1, then v3 on top of v2.
  private func back(commits: Bool = true) -> Shop {
    Shop(
      [
        Shop.live("d1", "1", at: 10, sha: "c1"),
        Shop.live("d2", "2", at: 20, sha: "c2", backAt: 25, to: "1", reason: "slow"),
        Shop.live("d3", "3", at: 40, sha: "c4"),
      ],
      commits: commits ? [("c1", []), ("c2", ["c1"]), ("c3", ["c2"]), ("c4", ["c3"])] : [])
  }

  @Test func aReleaseIsComparedWithWhatWasLiveJustBefore() throws {
    #expect(
      try back().notes(of: "3") == [
        "release 1 -> 3", "3: live", "2: rolled back after 5 m to 1 (slow)", "+ c4", "+ c3",
        "+ c2", "c2 was in 2",
      ])
  }

  @Test func aLongerRangeSaysWhatWasShippedBeforeAndTakenOut() throws {
    let shop = back()
    #expect(
      Shop.lines(try shop.notes(for: shop.ledger.range(from: 0, to: 3))) == [
        "release 1 -> 3", "3: live", "2: rolled back after 5 m to 1 (slow)", "+ c4", "+ c3",
        "+ c2", "c2 was in 2",
      ])
  }

  @Test func aRollbackSaysWhatItTookAway() throws {
    let shop = back()
    let place = try #require(shop.ledger.place(of: .time(Shop.minute(30))))
    #expect(
      Shop.lines(try shop.notes(for: shop.ledger.range(ending: place))) == [
        "rollback 2 -> 1", "- c2",
      ])
  }

  @Test func whatWasRolledBackToNobodyKnowsWhatIsNoBase() throws {
    let shop = Shop([
      Shop.live("d1", "1", at: 10, sha: "c1"), Shop.live("d2", "2", at: 20, sha: "c2", backAt: 25),
      Shop.live("d3", "3", at: 40, sha: "c3"),
    ])
    #expect(
      try shop.notes(of: "3") == [
        "release 1 -> 3", "3: live", "2: rolled back after 5 m to ?", "+ c3", "heads alone",
      ])
  }

  @Test func withoutCommitsItHoldsToWhatTheDeploymentsTell() throws {
    let shop = back(commits: false)
    #expect(
      try shop.notes(of: "3") == [
        "release 1 -> 3", "3: live", "2: rolled back after 5 m to 1 (slow)", "+ c4", "heads alone",
      ])
    let rollback = try shop.notes(for: shop.ledger.range(ending: 2))
    #expect(rollback.removed.commits.map(\.sha) == ["c2"])
    #expect(rollback.removed.commits.map(\.message) == ["feat: c2"])
    #expect(rollback.removed.basis == .heads)
  }

  @Test func theFirstReleaseHasEverything() throws {
    let shop = Shop(
      [Shop.live("d1", "1", at: 10, sha: "c2")], commits: [("c1", []), ("c2", ["c1"])])
    #expect(try shop.notes(of: "1") == ["release nothing -> 1", "1: live", "+ c2", "+ c1"])
  }

  @Test func failedAttemptsAndRedeploymentsBringNothing() throws {
    let shop = Shop([
      Shop.live("d1", "1", at: 10, sha: "c1"), Shop.failed("d2", "2", at: 20, sha: "c2"),
      Shop.live("d3", "1", at: 30, sha: "c1"), Shop.live("d4", "2", at: 40, sha: "c2"),
    ])
    #expect(
      Shop.lines(try shop.notes(for: shop.ledger.range(from: 0, to: shop.ledger.spans.count - 1)))
        == ["release 1 -> 2", "2: live", "1: superseded by 2", "2: failed", "+ c2", "heads alone"])
  }

  @Test func aVersionThatComesBackIsReshipped() throws {
    let shop = Shop([
      Shop.live("d1", "1", at: 10, sha: "c1"),
      Shop.live("d2", "2", at: 20, sha: "c2", backAt: 25, to: "1"),
      Shop.live("d3", "2", at: 50, sha: "c2"),
    ])
    let last = shop.ledger.spans.count - 1
    #expect(
      Shop.lines(try shop.notes(for: shop.ledger.range(from: 0, to: last))) == [
        "release 1 -> 2", "2: live", "2: rolled back after 5 m to 1, back again", "+ c2",
        "c2 was in 2", "heads alone",
      ])
  }

  @Test func whatIsStagedIsUnreleased() throws {
    let shop = Shop(
      [
        Shop.live("d1", "1", at: 10, sha: "c1"), Shop.staged("d2", "2", at: 20, sha: "c2"),
        Shop.staged("d3", "3", at: 30, sha: "c3"),
      ], commits: [("c1", []), ("c2", ["c1"]), ("c3", ["c2"])])
    #expect(
      Shop.lines(try shop.notes(for: shop.ledger.unreleased)) == [
        "unreleased 1 -> nothing", "3: staged only", "2: staged only", "+ c3", "+ c2",
      ])
  }

  /// Records of their own for staging: what never came to production is unreleased, once a version.
  @Test func whatIsInAnotherEnvironmentIsUnreleased() throws {
    func staging(_ id: Text, _ version: Text, at minute: Int, sha: Text) -> Deployment {
      var deployment = Shop.live(id, version, at: minute, sha: sha)
      deployment.environment = "staging"
      return deployment
    }
    let shop = Shop(
      [
        staging("s1", "1", at: 5, sha: "c1"), Shop.live("d1", "1", at: 10, sha: "c1"),
        staging("s2", "2", at: 20, sha: "c2"), staging("s3", "3", at: 30, sha: "c3"),
        staging("s4", "3", at: 31, sha: "c3"),
      ], commits: [("c1", []), ("c2", ["c1"]), ("c3", ["c2"])])
    #expect(
      Shop.lines(try shop.notes(for: shop.ledger.unreleased)) == [
        "unreleased 1 -> nothing", "3: staged only", "2: staged only", "+ c3", "+ c2",
      ])
    #expect(try shop.notes(of: "1") == ["release nothing -> 1", "1: live", "+ c1"])
  }

  @Test func rangesAreNamedByIdVersionHashAndTime() {
    let ledger = Shop([
      Shop.live("d1", "1", at: 10, sha: "aaaaaaaa11"),
      Shop.live("d2", "2", at: 20, sha: "bbbbbbbb22"),
      Shop.live("d3", "1", at: 30, sha: "aaaaaaaa33"),
    ]).ledger
    #expect(ledger.place(of: .name("d2")) == 1)
    #expect(ledger.place(of: .name("2")) == 1)
    #expect(ledger.place(of: .name("1")) == 2)
    #expect(ledger.place(of: .name("1"), before: 2) == 0)
    #expect(ledger.place(of: .name("bbbbbbb")) == 1)
    #expect(ledger.place(of: .name("bbbbbb")) == nil)
    #expect(ledger.place(of: .name("aaaaaaaa")) == 2)
    #expect(ledger.place(of: .time(Shop.minute(20))) == 1)
    #expect(ledger.place(of: .time(Shop.minute(19))) == 0)
    #expect(ledger.place(of: .time(Shop.minute(9))) == nil)
    #expect(ledger.place(of: .name("nothing")) == nil)
  }
}
