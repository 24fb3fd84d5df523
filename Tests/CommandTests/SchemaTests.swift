import Foundation
import Testing

extension CommandTests {
  /// The JSON of a site against the schemas that are published with it; see Tests/Schema.
  @Suite struct SchemaTests {
    /// Every file is valid, at one path of the description; what is made wrong in a file is found.
    private func expectValid(_ folder: TestFolder, isWhole: Bool = true) throws {
      let outcome = try PythonScript.run("Schema/validate.py", ["site"], in: folder)
      #expect(outcome.code == 0, "\(outcome)")
      let summary = outcome.output.wholeMatch(
        of: /(\d+) files valid, (\d+) mistakes found; schemas without a file: (.*)\n/)
      let (_, files, mistakes, absent) = try #require(summary?.output, "\(outcome)")
      #expect((Int(files) ?? 0) > 100)
      #expect((Int(mistakes) ?? 0) > 1000)
      #expect(absent == "none")
    }

    @Test func everyFileOfASampleSiteIsAsItsSchemaSays() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      try folder.write("broken.ndjson", "{\"job_id\": 7}\n{\n")
      #expect(try folder.build("sample.ndjson", "broken.ndjson", "--max-errors", "10").code == 0)
      try expectValid(folder)
    }

    @Test func everyFileOfASiteOfHostileRecordsIsAsItsSchemaSays() throws {
      let folder = try TestFolder()
      try folder.write(
        "hostile.ndjson",
        HostileRecords.lines(seed: 11, count: 300).joined(separator: "\n") + "\n")
      let outcome = try folder.build("hostile.ndjson", "--max-errors", "100%")
      #expect(outcome.code == 0, "\(outcome)")
      try expectValid(folder)
    }

    @Test func schemasAndDescriptionAreTheSameWhateverTheRecordsAndTheDay() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      try folder.write("one.ndjson", #"{"job_id":"only-one","job_type":"x","status":"odd"}"#)
      #expect(try folder.build("sample.ndjson").code == 0)
      let outcome = try folder.rollbook(
        "build", "one.ndjson", "-o", "other", "--as-of", "2031-02-03", "--sync", "none")
      #expect(outcome.code == 0, "\(outcome)")
      let first = try FileTree("\(folder.path)/site/api/schema").files
      #expect(first.count > 10)
      #expect(first == (try FileTree("\(folder.path)/other/api/schema").files))
    }
  }
}
