import Foundation
import Testing

extension CommandTests {
  /// The lists of a site, compared with what the records themselves say.
  @Suite struct DashboardListTests {
    /// Where the zone's day begins in UTC, and the day before which it does.
    struct Zone: CustomTestStringConvertible {
      let name: String
      let isDayAhead: Bool
      let start: String

      var testDescription: String { name }
    }

    private static let zones = [
      Zone(name: "UTC", isDayAhead: false, start: "T00:00:00.000Z"),
      Zone(name: "Asia/Tokyo", isDayAhead: true, start: "T15:00:00.000Z"),
    ]

    private func built(_ zone: Zone, asOf: String) throws -> TestFolder {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      try folder.write("rollbook.yml", "time_zone: \(zone.name)\noutput: site\n")
      let outcome = try folder.rollbook(
        "build", "sample.ndjson", "--as-of", asOf, "--sync", "none")
      #expect(outcome.code == 0, "\(outcome)")
      return folder
    }

    /// The first moment of a local day.
    private func start(of day: String, in zone: Zone) throws -> String {
      let formatter = ISO8601DateFormatter()
      let midnight = try #require(formatter.date(from: "\(day)T00:00:00Z"))
      let date = formatter.string(from: midnight.addingTimeInterval(zone.isDayAhead ? -86_400 : 0))
      return date.prefix(10) + zone.start
    }

    private func list(_ folder: TestFolder, _ path: String) throws -> [[String: Any]] {
      let list = try JSON.object(folder.bytes("site/api/dashboard/\(path)"))
      let rows = try #require((list["jobs"] ?? list["deployments"]) as? [[String: Any]])
      #expect(list["count"] as? Int == rows.count)
      return rows
    }

    private func expectJobs(
      _ folder: TestFolder, _ path: String, _ expected: some Sequence<[String: Any]>
    ) throws {
      let fields = RecordedLists.jobFields
      #expect(
        RecordedLists.summaries(try list(folder, path), fields)
          == RecordedLists.summaries(expected, fields), "\(path)")
    }

    @Test(arguments: zones) func listsWhatTheRecordsSay(zone: Zone) throws {
      let folder = try built(zone, asOf: SmallSample.asOf)
      let records = try RecordedLists(SmallSample.lines)
      #expect(records.jobs.count == 400 && records.deployments.count == 120)
      try expectJobs(folder, "jobs.json", records.jobs.prefix(100))
      for status in [
        "pending", "queued", "running", "success", "failed", "cancelled", "timeout", "error",
        "skipped", "unknown",
      ] {
        let jobs = records.jobs.filter { $0["status"] as? String == status }
        try expectJobs(folder, "jobs/status/\(status).json", jobs.prefix(100))
      }
      let running = records.jobs.filter {
        ["pending", "queued", "running"].contains($0["status"] as? String)
      }
      #expect(!running.isEmpty)
      try expectJobs(folder, "jobs/running.json", running)
      let fields = RecordedLists.deploymentFields
      #expect(
        RecordedLists.summaries(try list(folder, "deployments.json"), fields)
          == RecordedLists.summaries(records.deployments.prefix(100), fields))
    }

    @Test(arguments: zones) func listsEachAgentAndService(zone: Zone) throws {
      let folder = try built(zone, asOf: SmallSample.asOf)
      let records = try RecordedLists(SmallSample.lines)
      let since = try start(of: "2026-08-01", in: zone)
      let recent = records.jobs.filter {
        $0["agent_id"] is String && RecordedLists.jobTime($0) >= since
      }
      let agents = Dictionary(grouping: recent) { $0["agent_id"] as? String ?? "" }
      #expect(agents.count > 5)
      let api = "\(folder.path)/site/api/dashboard"
      let files = try FileManager.default.contentsOfDirectory(atPath: "\(api)/jobs/agent")
      #expect(files.count == agents.count)
      for (agent, jobs) in agents {
        try expectJobs(folder, "jobs/agent/\(agent).json", jobs)
      }
      let services = Dictionary(grouping: records.deployments) {
        $0["service_name"] as? String ?? ""
      }
      let fields = RecordedLists.deploymentFields
      var seen = 0
      for file in try FileManager.default.contentsOfDirectory(atPath: "\(api)/deployments/service")
      {
        let rows = try list(folder, "deployments/service/\(file)")
        let name = rows.first?["service_name"] as? String ?? ""
        seen += rows.isEmpty ? 0 : 1
        #expect(
          RecordedLists.summaries(rows, fields)
            == RecordedLists.summaries((services[name] ?? []).prefix(50), fields))
      }
      #expect(seen == services.count)
    }

    @Test(arguments: zones) func sumsUpTheDayOfTheReport(zone: Zone) throws {
      let records = try RecordedLists(SmallSample.lines)
      // The local day of the newest failed job: there is something to count.
      let failed = try #require(records.jobs.first { $0["status"] as? String == "failed" })
      let formatter = ISO8601DateFormatter()
      let created = try #require(
        formatter.date(from: RecordedLists.creationTime(failed).prefix(19) + "Z"))
      let local = created.addingTimeInterval(zone.isDayAhead ? 9 * 3600 : 0)
      let day = String(formatter.string(from: local).prefix(10))
      let next = String(formatter.string(from: local.addingTimeInterval(86_400)).prefix(10))
      let range = try start(of: day, in: zone)..<start(of: next, in: zone)
      func today(_ records: [[String: Any]], _ status: String? = nil) -> Int {
        records.count {
          range.contains(RecordedLists.creationTime($0))
            && (status == nil || $0["status"] as? String == status)
        }
      }
      let folder = try built(zone, asOf: day)
      let summary = Value(try JSON.object(folder.bytes("site/api/dashboard/summary.json")))
      #expect(today(records.jobs, "failed") > 0)
      #expect(summary["jobs_failed_today"].integer == today(records.jobs, "failed"))
      #expect(summary["jobs_error_today"].integer == today(records.jobs, "error"))
      #expect(summary["jobs_timeout_today"].integer == today(records.jobs, "timeout"))
      #expect(summary["deployments_today"].integer == today(records.deployments))
      #expect(summary["as_of"].text == day)
      #expect(summary["time_zone"].text == zone.name)
      let running = try list(folder, "jobs/running.json")
      #expect(summary["jobs_running"].integer == running.count)
      #expect(
        summary["recent_jobs"].list.map { $0["job_id"].text }
          == running.prefix(5).compactMap { $0["job_id"] as? String })
      #expect(
        summary["recent_deployments"].list.map { $0["deployment_id"].text }
          == records.deployments.prefix(5).compactMap { $0["deployment_id"] as? String })
    }
  }
}
