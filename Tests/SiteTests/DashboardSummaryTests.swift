import Foundation
import Model
import Testing

@testable import Site

/// The figures of `summary.json`, counted on the fingers.
@Suite struct DashboardSummaryTests {
  /// Its days begin at 15:00 the day before in UTC.
  private let zone = ZoneTable(name: "Asia/Tokyo") ?? .utc

  private func records() -> [Record] {
    let times = [
      "2026-10-31T14:59:59.999Z", "2026-10-31T15:00:00Z", "2026-11-01T14:59:59.999Z",
      "2026-11-01T15:00:00Z",
    ]
    var records: [Record] = []
    for status in JobStatus.allCases {
      for (i, time) in times.enumerated() {
        var job = Job(id: Text("\(status.word)-\(i)"), type: "t", status: status)
        job.createdAt = Timestamp(rfc3339: time)
        // Completed on some other day: the day of creation counts.
        if status == .failed { job.completedAt = Timestamp(rfc3339: "2026-11-05T00:00:00Z") }
        records.append(.job(job))
      }
    }
    for (i, time) in times.enumerated() {
      var deployment = Deployment(id: Text("d\(i)"), service: "s", version: "1", status: .live)
      deployment.createdAt = Timestamp(rfc3339: time)
      records.append(.deployment(deployment))
    }
    var stale = Job(id: "stale", type: "t", status: .queued)
    stale.queuedAt = Timestamp(rfc3339: "2026-10-30T14:59:59Z")
    var nearly = Job(id: "nearly", type: "t", status: .queued)
    nearly.queuedAt = Timestamp(rfc3339: "2026-10-30T15:00:00Z")
    // They do not say when they were created: another time tells.
    var started = Job(id: "started", type: "t", status: .error)
    started.startedAt = Timestamp(rfc3339: times[1])
    var live = Deployment(id: "live", service: "s", version: "2", status: .live)
    live.productionDeployedAt = Timestamp(rfc3339: times[2])
    return records + [
      .job(started), .deployment(live),
      .job(stale), .job(nearly), .job(Job(id: "undated", type: "t", status: .failed)),
    ]
  }

  @Test func countsWhatWasCreatedOnTheLocalDay() throws {
    let site = try BuiltSite(records(), zone: zone)
    let bytes = try #require(site.files["api/dashboard/summary.json"])
    let json = try JSONSerialization.jsonObject(with: Data(bytes))
    let summary = try #require(json as? [String: Any])
    #expect(summary["jobs_running"] as? Int == 14)
    #expect(summary["jobs_stale"] as? Int == 1)
    #expect(summary["jobs_failed_today"] as? Int == 2)
    #expect(summary["jobs_error_today"] as? Int == 3)
    #expect(summary["jobs_timeout_today"] as? Int == 2)
    #expect(summary["deployments_today"] as? Int == 3)
    #expect(summary["as_of"] as? String == "2026-11-01")
    #expect(summary["time_zone"] as? String == "Asia/Tokyo")
    let recent = try #require(summary["recent_jobs"] as? [[String: Any]])
    #expect(
      recent.compactMap { $0["job_id"] as? String } == [
        "running-3", "queued-3", "pending-3", "running-2", "queued-2",
      ])
    // As the home page says it.
    #expect(try site.text("index.html").contains("1 job pending, queued or running for more than"))
  }
}
