import Foundation
import Testing

extension CommandTests {
  /// Levels of DORA's reports: off, unless an edition is asked for.
  @Suite struct DORATests {
    /// Three changes a day for half a year, each half an hour after its commit, none failed.
    private static let records = (0..<540).map { i in
      let live = Date(timeIntervalSince1970: 1_793_516_400 - Double(i) * 28_800)
      let committed = live.addingTimeInterval(-1800)
      return #"{"deployment_id":"d\#(i)","service_name":"fast","version":"\#(i)","status":"live","#
        + #""production_deployed_at":"\#(live.ISO8601Format())","commit_sha":"\#(i + 1_000_000)","#
        + #""metadata":{"commit_timestamp":"\#(committed.ISO8601Format())"}}"#
    }

    private func site(_ setting: String) throws -> TestFolder {
      let folder = try TestFolder()
      try folder.write("rollbook.yml", "archive: a.sqlite\n\(setting)\n")
      try folder.write("a.ndjson", Self.records.joined(separator: "\n") + "\n")
      let outcome = try folder.build("a.ndjson", "--quiet")
      guard outcome.code == 0 else { throw Problem(outcome.description) }
      return folder
    }

    private func levels(_ folder: TestFolder, _ page: String) throws -> [String: String] {
      let dora = Value(try JSON.object(folder.read("site/api/\(page).json")))["dora"]
      return Dictionary(
        dora["levels"].list.map { ($0["metric"].text, $0["level"].text) }
      ) { first, _ in first }
    }

    @Test(arguments: [
      (2021, ["elite", "elite", "elite", "not decidable"]),
      (2023, ["not decidable", "elite", "not decidable", "not decidable"]),
    ])
    func namesTheLevelsOfTheEditionAskedFor(edition: Int, expected: [String]) throws {
      let folder = try site("dora_bands: \(edition)")
      let metrics = ["deployment_frequency", "lead_time", "change_failure_rate", "recovery_time"]
      let all = Dictionary(uniqueKeysWithValues: zip(metrics, expected))
      #expect(try levels(folder, "services/fast") == all)
      #expect(try levels(folder, "index") == all)
      for page in ["index", "services/fast"] {
        let isNamed = try folder.read("site/\(page).html").contains("report of \(edition)</h2>")
        #expect(isNamed, "\(page)")
      }
      let definitions = try folder.read("site/failures.html")
      #expect(definitions.contains("Accelerate State of DevOps \(edition)"))
      #expect(definitions.contains("id=\"dora\""))
    }

    @Test func saysNothingOfLevelsUnlessAsked() throws {
      let folder = try site("dora_bands: off")
      for (path, bytes) in try FileTree(folder.path + "/site").files where path.hasSuffix(".html") {
        #expect(!String(decoding: bytes, as: UTF8.self).contains("DORA"), "\(path)")
      }
      for page in ["index", "services/fast"] {
        #expect(Value(try JSON.object(folder.read("site/api/\(page).json")))["dora"].isNull)
      }
    }

    @Test(arguments: ["2024", "2025", "2022", "true"])
    func saysWhyThereAreNoLevels(of edition: String) throws {
      let folder = try TestFolder()
      try folder.write("rollbook.yml", "dora_bands: \(edition)\n")
      let outcome = try folder.build("absent.ndjson")
      #expect(outcome.code == 64, "\(outcome)")
      #expect(
        outcome.errors.contains(
          "rollbook.yml:1:1: error: 'dora_bands' is 2021, 2023 or off; the report of 2024"))
    }
  }
}
