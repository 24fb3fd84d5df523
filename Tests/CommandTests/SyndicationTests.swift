import Foundation
import Testing

extension CommandTests {
  /// Feeds, badges and sitemaps as the parsers of others read them; see Tests/Feeds.
  @Suite struct SyndicationTests {
    private func expectValid(_ folder: TestFolder, base: String? = nil) throws {
      let outcome = try PythonScript.run(
        "Feeds/validate.py", ["site"] + (base.map { [$0] } ?? []), in: folder)
      #expect(outcome.code == 0, "\(outcome)")
      let summary = outcome.output.wholeMatch(
        of: /(\d+) feeds with (\d+) entries, (\d+) badges\n/)
      let (_, feeds, entries, badges) = try #require(summary?.output, "\(outcome)")
      #expect((Int(feeds) ?? 0) > 10)
      #expect((Int(entries) ?? 0) > 100)
      #expect((Int(badges) ?? 0) > 10)
    }

    @Test func feedsOfASampleAreRead() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      #expect(try folder.build("sample.ndjson").code == 0)
      try expectValid(folder)
    }

    @Test func feedsWithAnAddressAreRead() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      let outcome = try folder.build(
        "sample.ndjson", environment: ["ROLLBOOK_BASE_URL": "https://ci.example/reports"])
      #expect(outcome.code == 0, "\(outcome)")
      try expectValid(folder, base: "https://ci.example/reports/")
    }

    @Test func feedsOfHostileRecordsAreRead() throws {
      let folder = try TestFolder()
      try folder.write(
        "hostile.ndjson",
        HostileRecords.lines(seed: 12, count: 400).joined(separator: "\n") + "\n")
      #expect(try folder.build("hostile.ndjson", "--max-errors", "100%").code == 0)
      try expectValid(folder)
    }
  }
}
