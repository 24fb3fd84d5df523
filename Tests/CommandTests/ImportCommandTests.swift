import Foundation
import Testing

extension CommandTests {
  /// `import`, `status`, `inspect` and `sample`.
  @Suite struct ImportCommandTests {
    private func status(_ folder: TestFolder) throws -> [String: Any] {
      let outcome = try folder.rollbook("status", "--archive", "a.sqlite", "--json")
      #expect(outcome.code == 0, "\(outcome)")
      return try JSON.object(outcome.output)
    }

    @Test func importingTwiceIsImportingOnce() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      let first = try folder.rollbook("import", "sample.ndjson", "--archive", "a.sqlite")
      #expect(first.code == 0, "\(first)")
      let before = try status(folder)
      let second = try folder.rollbook("import", "sample.ndjson", "--archive", "a.sqlite")
      #expect(second.errors == "sample.ndjson: unchanged since import 1; skipped\n", "\(second)")
      let third = try folder.rollbook("import", "sample.ndjson", "--archive", "a.sqlite", "--again")
      #expect(
        third.errors.contains(
          "520 lines = 0 imported + 0 updated + 520 duplicate + 0 conflict + 0 blank + 0 ignored"
            + " + 0 quarantined"), "\(third)")
      let after = try status(folder)
      #expect(after as NSDictionary == before as NSDictionary)
      #expect(after["jobs"] as? Int == 400)
      #expect(after["deployments"] as? Int == 120)
    }

    @Test func readsFromStandardInput() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.json")
      let outcome = try folder.rollbook(
        "import", "-", "--archive", "deep/down/a.sqlite", input: "sample.json")
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.errors.contains("(stdin): 520 records = 520 imported"), "\(outcome)")
      #expect(folder.exists("deep/down/a.sqlite"))
    }

    @Test func tellsWhatIsLiveInWordsAndAsJSON() throws {
      let folder = try TestFolder()
      try folder.write(
        "a.ndjson",
        """
        {"deployment_id":"d1","service_name":"shop","version":"1.0","status":"live",\
        "production_deployed_at":"2026-10-01T10:00:00Z"}
        {"deployment_id":"d2","service_name":"shop","version":"1.1","status":"live",\
        "production_deployed_at":"2026-10-02T10:00:00.250Z"}
        {"deployment_id":"d3","service_name":"idle","version":"7","status":"pending"}
        {"job_id":"j1","job_type":"build","status":"success"}
        [

        """)
      let imported = try folder.rollbook(
        "import", "a.ndjson", "--archive", "a.sqlite", "--max-errors", "50%")
      #expect(imported.code == 0, "\(imported)")
      let text = try folder.rollbook("status", "--archive", "a.sqlite")
      #expect(text.code == 0 && text.errors == "", "\(text)")
      for line in [
        "records   1 jobs, 3 deployments, 2 services",
        "source    a.ndjson, data through 2026-10-02T10:00:00.250Z, 1 bad records left out",
        "service   idle: nothing known to be live in production",
        "service   shop: 1.1 in production since 2026-10-02T10:00:00.250Z",
      ] {
        #expect(text.output.split(separator: "\n").contains(Substring(line)), "\(text)")
      }
      let object = try status(folder)
      #expect(object["jobs"] as? Int == 1)
      #expect(object["deployments"] as? Int == 3)
      let services = try #require(object["services"] as? [[String: Any]])
      #expect(services.map { $0["service_name"] as? String } == ["idle", "shop"])
      let live = try #require(services[1]["live"] as? [[String: String]])
      #expect(
        live == [
          ["environment": "production", "version": "1.1", "since": "2026-10-02T10:00:00.250Z"]
        ])
    }

    @Test func inspectImportsNothingAndListsWhatIsWrong() throws {
      let folder = try TestFolder()
      try folder.write("mixed.ndjson", ReportTests.mixed)
      let outcome = try folder.rollbook("inspect", "mixed.ndjson")
      #expect(outcome.code == 0 && outcome.errors == "", "\(outcome)")
      #expect(try folder.names == ["mixed.ndjson"])
      for part in [
        "format        ndjson", "records       5 jobs, 0 deployments",
        "times         2026-10-01T00:00:00Z to 2026-10-01T00:05:00Z",
        "lines         11 = 5 records + 2 blank + 1 ignored + 3 bad",
        "mixed.ndjson:9:", "mixed.ndjson:10:1: no-id: ", "mixed.ndjson:11:4: syntax: ",
        "mixed.ndjson:12:",
      ] {
        #expect(outcome.output.contains(part), "\(part) in \(outcome)")
      }
      let short = try folder.rollbook("inspect", "mixed.ndjson", "--errors", "1")
      #expect(short.output.contains("mixed.ndjson:9:"))
      #expect(!short.output.contains("mixed.ndjson:10:"), "\(short)")
    }

    @Test(arguments: ["sample.json", "sample.sqlite", "sample.ndjson"])
    func inspectSaysTheSameOfEveryFormat(name: String) throws {
      let folder = try TestFolder()
      try folder.writeSample(name)
      let outcome = try folder.rollbook("inspect", name)
      for part in ["400 jobs, 120 deployments", "services      12", "job success: 355"] {
        #expect(outcome.output.contains(part), "\(outcome)")
      }
    }

    @Test func samplesAreTheSameEachTimeAndDifferBySeed() throws {
      let folder = try TestFolder()
      let size = ["--jobs", "60", "--deployments", "30"]
      for name in ["a.ndjson", "b.ndjson", "a.json", "b.json"] {
        let outcome = try folder.start(["sample", "-o", name] + size).finish()
        #expect(outcome.code == 0, "\(outcome)")
      }
      #expect(try folder.bytes("a.ndjson") == folder.bytes("b.ndjson"))
      #expect(try folder.bytes("a.json") == folder.bytes("b.json"))
      let piped = try folder.start(["sample", "-o", "-"] + size).finish()
      #expect(Data(piped.output.utf8) == (try folder.bytes("a.ndjson")))
      let other = try folder.start(["sample", "-o", "-", "--seed", "2"] + size).finish()
      #expect(other.code == 0 && other.output != piped.output)
    }
  }
}
