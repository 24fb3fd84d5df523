import Foundation
import Testing

extension CommandTests {
  /// The same records give the same bytes, however they come and wherever they are built.
  @Suite struct DeterminismTests {
    @Test(arguments: ["sample.json", "sample.sqlite"])
    func givesTheSameSiteFromEveryFormat(name: String) throws {
      let folder = try TestFolder()
      try folder.writeSample(name)
      try expectSameSite(folder, try folder.build(name))
    }

    @Test func givesTheSameSiteInAnyOrder() throws {
      let folder = try TestFolder()
      var generator = SplitMix64(seed: 1)
      try folder.writeLines("shuffled.ndjson", SmallSample.lines.shuffled(using: &generator))
      try expectSameSite(folder, try folder.build("shuffled.ndjson"))
    }

    @Test(.enabled(if: Program.path(of: "gzip") != nil, "gzip is not here"))
    func givesTheSameSiteFromACompressedFile() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      #expect(try folder.shell("gzip sample.ndjson").code == 0)
      try expectSameSite(folder, try folder.build("sample.ndjson.gz"))
    }

    @Test func givesTheSameSiteFromSeveralSourcesImportedOneByOne() throws {
      let folder = try TestFolder()
      let half = SmallSample.lines.count / 2
      // The newer half first, and some records in both.
      try folder.writeLines("a.ndjson", SmallSample.lines.dropFirst(half - 20))
      try folder.writeLines("b.ndjson", SmallSample.lines.prefix(half))
      let imported = try folder.rollbook("import", "a.ndjson", "--archive", "archive.sqlite")
      #expect(imported.code == 0, "\(imported)")
      let outcome = try folder.build("b.ndjson", "--archive", "archive.sqlite")
      try expectSameSite(folder, outcome)
    }

    @Test(
      arguments: [
        [:], ["TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"],
        ["TZ": "America/St_Johns", "SOURCE_DATE_EPOCH": "1"],
      ] as [[String: String]])
    func givesTheSameSiteWhateverTheEnvironment(_ environment: [String: String]) throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      try expectSameSite(
        folder, try folder.build("sample.ndjson", environment: environment))
    }

    @Test(arguments: ["077", "000"])
    func givesTheSameSiteAndModesWhateverTheUmask(umask: String) throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      try expectSameSite(folder, try folder.build("sample.ndjson", umask: umask))
      #expect(try FileTree("\(folder.path)/site").oddModes == [])
    }

    /// Guards the comparison itself: other records give another site.
    @Test func seesThatOneRecordIsMissing() throws {
      let folder = try TestFolder()
      try folder.writeLines("less.ndjson", SmallSample.lines.dropLast())
      #expect(try folder.build("less.ndjson").code == 0)
      let other = try FileTree("\(folder.path)/site")
      #expect(try !SmallSample.site.get().differences(from: other).isEmpty)
    }

    private func expectSameSite(
      _ folder: TestFolder, _ outcome: Outcome, at location: SourceLocation = #_sourceLocation
    ) throws {
      #expect(outcome.code == 0, "\(outcome)", sourceLocation: location)
      let expected = try SmallSample.site.get()
      #expect(expected.files.count > 500, sourceLocation: location)
      let differing = expected.differences(from: try FileTree("\(folder.path)/site"))
      #expect(differing.isEmpty, "differ: \(differing.prefix(20))", sourceLocation: location)
    }
  }
}
