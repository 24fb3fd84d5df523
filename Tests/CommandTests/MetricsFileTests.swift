import Foundation
import Testing

extension CommandTests {
  /// `build --metrics`, as the client library of Prometheus reads it.
  @Suite struct MetricsFileTests {
    /// Values by name and labels: `rollbook_records{"kind": "job"}`.
    private func samples(_ folder: TestFolder, _ name: String = "m.prom") throws -> [String: Double]
    {
      let outcome = try PythonScript.run("Metrics/parse.py", [name], in: folder)
      guard outcome.code == 0 else { throw Problem(outcome.description) }
      var values: [String: Double] = [:]
      for line in outcome.output.split(separator: "\n") {
        let sample = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any]
        let labels = sample?[1] as? [String: String] ?? [:]
        let text = labels.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: ",")
        values["\(sample?[0] as? String ?? "")[\(text)]"] = sample?[2] as? Double
      }
      return values
    }

    @Test func saysHowARunWentAndWhatItPublished() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      try folder.write(
        "bad \"one\"\\.ndjson",
        "{\"job_id\": 7}\n{\"job_id\":\"j\",\"job_type\":\"x\",\"status\":\"success\"}\n")
      let start = Date().timeIntervalSince1970
      let outcome = try folder.build(
        "sample.ndjson", "bad \"one\"\\.ndjson", "--max-errors", "5", "--metrics", "m.prom")
      #expect(outcome.code == 0, "\(outcome)")
      let values = try samples(folder)
      #expect(values["rollbook_last_run_exit_code[]"] == 0)
      let time = try #require(values["rollbook_last_success_timestamp_seconds[]"])
      #expect(time >= start.rounded(.down) && time <= Date().timeIntervalSince1970 + 1)
      #expect(values["rollbook_last_run_timestamp_seconds[]"] == time)
      #expect(values["rollbook_records[kind=job]"] == 401)
      #expect(values["rollbook_records[kind=deployment]"] == 120)
      #expect(
        values["rollbook_source_records[outcome=imported,source=sample.ndjson]"] == 520)
      #expect(
        values["rollbook_source_records[outcome=quarantined,source=bad \"one\"\\.ndjson]"] == 1)
      let through = try #require(
        values["rollbook_source_data_through_timestamp_seconds[source=sample.ndjson]"])
      #expect(through > 1_793_000_000 && through < 1_793_500_000)
      #expect((values["rollbook_phase_duration_seconds[phase=render]"] ?? -1) > 0)
      #expect((values["rollbook_peak_memory_bytes[]"] ?? 0) > 1_000_000)
      #expect((values["rollbook_pages[]"] ?? 0) > 300)
      let home = try JSONSerialization.jsonObject(with: try folder.bytes("site/api/index.json"))
      let headline = try #require((home as? [String: Any])?["headline"] as? [String: Any])
      let change = try #require(headline["change_failure_rate"] as? [String: Any])
      #expect(values["rollbook_matured_changes[window=90d]"] == change["n"] as? Double)
      #expect(values["rollbook_failed_changes[window=90d]"] == change["k"] as? Double)
      #expect(!values.keys.contains { $0.contains("rate") })
      #expect(try folder.names.filter { $0.contains("m.prom") } == ["m.prom"])
    }

    @Test func aFailedRunSaysSoAndKeepsTheTimeOfTheLastGoodOne() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      try folder.write("rollbook.yml", "metrics: m.prom\n")
      #expect(try folder.build("sample.ndjson").code == 0)
      let good = try samples(folder)
      try folder.write("bad.ndjson", "{\"job_id\":1,\n{\n")
      let outcome = try folder.build("bad.ndjson", "--max-errors", "0")
      #expect(outcome.code == 65, "\(outcome)")
      var failed = try samples(folder)
      #expect(failed["rollbook_last_run_exit_code[]"] == 65)
      let run = try #require(failed["rollbook_last_run_timestamp_seconds[]"])
      #expect(run >= good["rollbook_last_run_timestamp_seconds[]"] ?? .infinity)
      for name in ["rollbook_last_run_exit_code[]", "rollbook_last_run_timestamp_seconds[]"] {
        failed[name] = good[name]
      }
      #expect(failed == good)
      #expect(try folder.build("sample.ndjson").code == 0)
      #expect(try samples(folder)["rollbook_last_run_exit_code[]"] == 0)
    }

    @Test func aFirstRunThatFailsHasNoGoodOne() throws {
      let folder = try TestFolder()
      try folder.write("m.prom", "somebody_elses 1\n")
      try folder.write("bad.ndjson", "{\"job_id\":1,\n{\n")
      #expect(
        try folder.build("bad.ndjson", "--max-errors", "0", "--metrics", "m.prom").code == 65)
      #expect(
        Set(try samples(folder).keys) == [
          "rollbook_last_run_exit_code[]", "rollbook_last_run_timestamp_seconds[]",
        ])
    }

    @Test func aDryRunWritesNone() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      #expect(try folder.build("sample.ndjson", "--dry-run", "--metrics", "m.prom").code == 0)
      #expect(!folder.exists("m.prom"))
    }

    @Test func whatIsNotKnownIsNotThere() throws {
      let folder = try TestFolder()
      try folder.write(
        "one.ndjson", #"{"job_id":"j1","job_type":"x","status":"success"}"# + "\n")
      #expect(try folder.build("one.ndjson", "--metrics", "m.prom").code == 0)
      let names = try samples(folder).keys
      #expect(!names.contains { $0.contains("failed_") || $0.contains("changes") })
      #expect(!names.contains { $0.contains("data_through") })
    }
  }
}
