import Foundation
import Testing

extension CommandTests {
  /// `--report`: what a run did, for machines.
  @Suite struct ReportTests {
    /// Lines of every kind: 2 imported, 1 updated, 1 duplicate, 1 conflict, 2 blank, 1 ignored,
    /// 3 quarantined, and one that breaks off.
    static let mixed = [
      #"{"job_id":"a1","job_type":"b","status":"running","started_at":"2026-10-01T00:00:00Z"}"#,
      "",
      #"{"job_id":"a2","job_type":"b","status":"success","completed_at":"2026-10-01T00:00:00Z"}"#,
      #"{"job_id":"a1","job_type":"b","status":"success","completed_at":"2026-10-01T00:05:00Z"}"#,
      #"{"job_id":"a2","job_type":"b","status":"success","completed_at":"2026-10-01T00:00:00Z"}"#,
      #"{"job_id":"a1","job_type":"b","status":"running","started_at":"2026-10-01T00:01:00Z"}"#,
      "   ",
      #"{"action":"created","starred_at":null,"repository":{"full_name":"a/b"},"sender":{"login":"x"}}"#,
      #"{"job_id":"a3"}"#, #"{"x":1}"#, "[1,", #"{"job_id":"a4","job_ty"#,
    ].joined(separator: "\n")

    static let kinds = [
      "imported", "updated", "duplicate", "conflict", "blank", "ignored", "quarantined",
    ]

    private func expectArithmetic(_ input: [String: Any]) {
      let sum = ReportTests.kinds.reduce(0) { $0 + (input[$1] as? Int ?? -1000) }
      #expect(sum == input["lines"] as? Int, "\(input)")
    }

    @Test func accountsForLinesOfEveryKind() throws {
      let folder = try TestFolder()
      try folder.write("mixed.ndjson", ReportTests.mixed)
      let outcome = try folder.build(
        "mixed.ndjson", "--max-errors", "100%", "--report", "report.json")
      #expect(outcome.code == 0, "\(outcome)")
      let report = try Report(folder.bytes("report.json"))
      let input = try #require(report.inputs.first)
      let counts = ReportTests.kinds.map { input[$0] as? Int }
      #expect(counts == [2, 1, 1, 1, 2, 1, 3], "\(input)")
      #expect(input["lines"] as? Int == 11)
      #expect(input["incomplete"] as? Int == 1)
      #expect(input["path"] as? String == "mixed.ndjson")
      #expect(input["format"] as? String == "ndjson")
      expectArithmetic(input)
    }

    @Test func hasEverythingItPromises() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      let outcome = try folder.build("sample.ndjson", "--report", "report.json")
      #expect(outcome.code == 0)
      let text = try folder.read("report.json")
      #expect(text.hasSuffix("}\n"))
      let report = try Report(folder.bytes("report.json"))
      #expect(
        Set(report.object.keys) == [
          "version", "as_of", "exit", "inputs", "pages", "files_written", "bytes_written",
          "phases", "peak_rss_bytes", "warnings",
        ])
      #expect(report.object["as_of"] as? String == SmallSample.asOf)
      #expect(report.number("exit") == 0)
      #expect(report.object["warnings"] as? [String] == [])
      #expect(report.number("peak_rss_bytes") > 1_000_000)
      #expect(report.phases == ["import", "derive", "render", "publish"])
      let input = try #require(report.inputs.first)
      #expect(
        Set(input.keys)
          == Set(
            ReportTests.kinds + [
              "path", "sha256", "format", "lines", "incomplete", "skipped", "codes",
            ]))
      #expect((input["sha256"] as? String)?.count == 64)
      expectArithmetic(input)
      let site = try FileTree(folder.path + "/site")
      #expect(report.pages == ["added": site.files.count, "changed": 0, "removed": 0])
      #expect(report.number("files_written") == site.files.count)
      #expect(report.number("bytes_written") == site.files.values.reduce(0) { $0 + $1.count })
    }

    @Test(
      arguments: [
        (["nowhere.ndjson"], 66), (["mixed.ndjson"], 65),
        (["mixed.ndjson", "--max-errors", "100%", "--strict"], 2),
        (["mixed.ndjson", "--max-errors", "100%", "--templates", "mine"], 1),
      ] as [([String], Int32)])
    func isWrittenWhenTheRunFails(arguments: [String], code: Int32) throws {
      let folder = try TestFolder()
      try folder.write("mixed.ndjson", ReportTests.mixed)
      try folder.write("mine/pages/home.md", "---\ntitle: Mine\n---\n# {{a}}\n")
      let outcome = try folder.start(
        ["build", "-o", "site", "--as-of", "2026-11-01", "--report", "report.json"] + arguments
      ).finish()
      #expect(outcome.code == code, "\(outcome)")
      let report = try Report(folder.bytes("report.json"))
      #expect(report.number("exit") == Int(code))
      #expect(report.object["as_of"] as? String == "2026-11-01")
    }

    @Test func tellsOfAnImportWithoutASite() throws {
      let folder = try TestFolder()
      try folder.write("mixed.ndjson", ReportTests.mixed)
      let outcome = try folder.rollbook(
        "import", "mixed.ndjson", "--archive", "a.sqlite", "--max-errors", "100%", "--report",
        "report.json")
      #expect(outcome.code == 0)
      let report = try Report(folder.bytes("report.json"))
      #expect(report.phases == ["import", "derive"])
      #expect(report.inputs.count == 1)
      report.inputs.forEach(expectArithmetic)
    }

    @Test func saysWhenItCannotBeWritten() throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", MessageTests.good)
      let outcome = try folder.build("a.ndjson", "--report", "nowhere/report.json")
      #expect(outcome.code == 73, "\(outcome)")
      #expect(outcome.errors.contains("nowhere/report.json: cannot be written"), "\(outcome)")
    }
  }
}
