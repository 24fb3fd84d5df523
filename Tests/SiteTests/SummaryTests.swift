import Foundation
import Model
import Testing

/// What the first page says of a few deployments.
@Suite struct SummaryTests {
  private func deployment(
    _ version: String, at time: Int64, _ status: DeploymentStatus = .live,
    change: (inout Deployment) -> Void = { _ in }
  ) -> Record {
    var deployment = Deployment(
      id: Text("d-\(version)"), service: "api", version: Text(version), status: status)
    deployment.environment = "production"
    deployment.createdAt = Timestamp(seconds: time - 600)
    deployment.productionDeployedAt = Timestamp(seconds: time)
    deployment.deployedToProduction = true
    change(&deployment)
    return .deployment(deployment)
  }

  /// 09:00 UTC of a day of October 2026.
  private func morning(_ day: Int64) -> Int64 { 1_790_845_200 + (day - 1) * 86_400 }

  private func home(_ records: [Record]) throws -> [String: Any] {
    let bytes = try #require(try BuiltSite(records).files["api/index.json"])
    return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  @Test func saysWhatWentLiveOnTheLastDayOnWhichSomethingDid() throws {
    let home = try home([
      deployment("1", at: morning(20)), deployment("2", at: morning(29)),
      deployment("3", at: morning(30)),
      deployment("4", at: morning(30) + 3600, .rolledBack) {
        $0.rolledBack = true
        $0.rolledBackAt = Timestamp(seconds: morning(30) + 5400)
        $0.rolledBackTo = "3"
      },
    ])
    #expect(home["changed_day"] as? String == "2026-10-30")
    let rows = try #require(home["changed"] as? [[String: Any]])
    #expect(rows.map { $0["version"] as? String } == ["3", "4", "3"])
    #expect(rows.map { $0["previous"] as? String } == ["4", "3", "2"])
    #expect(rows.map { $0["ending"] as? String } == ["still live", "rolled back", "superseded"])
    #expect(rows.map { $0["is_restored"] as? Bool } == [true, false, false])
  }

  @Test func saysNothingOfDaysLongAgo() throws {
    let home = try home([deployment("1", at: morning(2))])
    #expect(home["changed_day"] is NSNull)
    #expect((home["changed"] as? [Any])?.isEmpty == true)
  }

  @Test func beginsWithWhatNeedsAttentionInOneSentence() throws {
    let failed = try home([
      deployment("1", at: morning(29)),
      deployment("2", at: morning(30), .failed) { $0.deployedToProduction = false },
    ])
    #expect(failed["lead"] as? String == "1 service has an open failure.")
    let fine = try home([deployment("1", at: morning(30))])
    #expect(
      fine["lead"] as? String
        == "No open failure, no rollback in the last 7 days, nothing silent or stale.")
  }

  @Test func comparesHowLongADeploymentTookWithThoseBeforeIt() throws {
    let records = (1...40).map { i in
      deployment("\(i)", at: morning(1) + Int64(i) * 3600) {
        // 1 m, 2 m, ... from the record's creation to production; the last one has no creation.
        $0.createdAt = i == 40 ? nil : $0.productionDeployedAt?.adding(milliseconds: -i * 60_000)
      }
    }
    let site = try BuiltSite(records)
    func twin(_ version: String) throws -> [String: Any] {
      let bytes = try #require(
        site.files[
          "api/dashboard/deployments/id/\(version.count == 1 ? "-" : "")\(version)/d-\(version).json"
        ])
      return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }
    let late = try twin("39")
    #expect(late["took"] as? Double == 2340.0)
    // The thirty before it took from 9 to 38 minutes.
    let before = try #require(late["took_before"] as? [String: Any])
    #expect(before["n"] as? Int == 30)
    #expect(before["p50"] as? Double == 1410.0)
    let first = try twin("1")
    #expect((first["took_before"] as? [String: Any])?["n"] as? Int == 0)
    #expect(try twin("40")["took"] is NSNull)
  }
}
