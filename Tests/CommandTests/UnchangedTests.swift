import Foundation
import Testing

extension CommandTests {
  /// A build with nothing new writes nothing.
  @Suite struct UnchangedTests {
    @Test(arguments: [true, false])
    func writesNothingWithoutANewRecord(hasArchive: Bool) throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      let archive = hasArchive ? ["--archive", "archive.sqlite"] : []
      func build(_ report: String) throws -> Outcome {
        try folder.start(
          ["build", "sample.ndjson", "-o", "site", "--as-of", SmallSample.asOf] + archive
            + ["--report", report]
        ).finish()
      }
      #expect(try build("first.json").code == 0)
      let before = (
        site: try FileStamps(folder.path + "/site"),
        state: try FileStamps(folder.path + "/.rollbook")
      )
      let tree = try FileTree(folder.path + "/site")
      #expect(before.site.count > 500)
      let second = try build("second.json")
      #expect(second.code == 0, "\(second)")
      #expect(tree.differences(from: try FileTree(folder.path + "/site")) == [])
      try expectNothingWritten(folder, since: before)
    }

    private func expectNothingWritten(
      _ folder: TestFolder, since before: (site: FileStamps, state: FileStamps)
    ) throws {
      let site = before.site.differences(from: try FileStamps(folder.path + "/site"))
      #expect(site.isEmpty, "changed: \(site.prefix(20))")
      let state = before.state.differences(from: try FileStamps(folder.path + "/.rollbook"))
      #expect(state.filter { $0 != "site/lock" } == [])
      let report = try Report(folder.bytes("second.json"))
      #expect(report.number("files_written") == 0)
      #expect(report.number("bytes_written") == 0)
      #expect(report.pages == ["added": 0, "changed": 0, "removed": 0])
    }

    @Test func touchesNoPageOfARecordWhenOnlyTheDateIsAnother() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      #expect(try folder.build("sample.ndjson", "--job-pages", "all").code == 0)
      let before = try FileTree(folder.path + "/site")
      let next = try folder.rollbook(
        "build", "sample.ndjson", "-o", "site", "--as-of", "2026-11-02", "--job-pages", "all")
      #expect(next.code == 0)
      let changed = before.differences(from: try FileTree(folder.path + "/site"))
      #expect(changed.contains("index.html"))
      let records = changed.filter { $0.contains("/id/") || $0.contains("/months/") }
      #expect(records == [])
      // The pages of job types have figures of the last days.
      #expect(changed.filter { isOfRecords($0) } == [])
    }

    private func isOfRecords(_ path: String) -> Bool {
      let isJob = path.hasPrefix("jobs/") && !path.hasPrefix("jobs/types")
      return isJob || path.hasPrefix("deployments/") || path.hasPrefix("archive/")
    }

    @Test func writesOnlyWhatANewRecordChanges() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      #expect(try folder.build("sample.ndjson").code == 0)
      let before = try FileTree(folder.path + "/site")
      try folder.write(
        "new.ndjson",
        """
        {"job_id":"the-new-one","job_type":"build","status":"success",\
        "created_at":"2026-10-31T10:00:00Z","completed_at":"2026-10-31T10:05:00Z"}

        """)
      let outcome = try folder.build("sample.ndjson", "new.ndjson", "--report", "report.json")
      #expect(outcome.code == 0, "\(outcome)")
      let changed = before.differences(from: try FileTree(folder.path + "/site"))
      let records = changed.filter { isOfRecords($0) }
      #expect(
        records == [
          "archive/2026-10.ndjson.gz", "archive/SHA256SUMS", "jobs/months/2026-10.csv",
          "jobs/months/2026-10.html",
          "jobs/ne/the-new-one.html",
        ])
      let report = try Report(folder.bytes("report.json"))
      #expect(report.number("files_written") < 60)
    }
  }
}
