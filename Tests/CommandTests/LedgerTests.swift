import Foundation
import Testing

extension CommandTests {
  /// What is odd in records: listed, and too much of it refused.
  @Suite struct LedgerTests {
    private static let good =
      #"{"job_id":"j0","job_type":"build","status":"success","completed_at":"2026-10-28T12:00:00Z"}"#

    private static let odd = """
      \(good)
      {"job_id":"j1","job_type":"build","status":"success","created_at":"2026-10-28T12:00:00Z","completed_at":"2026-10-28T11:00:00Z"}
      {"deployment_id":"d1","service_name":"pay","version":"1","status":"live","created_at":"2026-10-28T12:00:00Z","production_deployed_at":"2026-10-28T11:00:00Z"}
      {"deployment_id":"d2","service_name":"p\u{430}y","version":"1","status":"live","build_job_id":"none","created_at":"2026-10-28T12:00:00Z","production_deployed_at":"2026-10-28T12:30:00Z"}
      {"job_id":"j2","job_type":"build","completed_at":"soon"}

      """

    /// A folder with a site that was built from good records.
    private func folder(_ settings: String = "") throws -> TestFolder {
      let folder = try TestFolder()
      try folder.write(
        "rollbook.yml", "archive: a.sqlite\noutput: site\nmax_errors: 90%\n\(settings)")
      try folder.write("a.ndjson", LedgerTests.good + "\n")
      let outcome = try build(folder)
      #expect(outcome.code == 0, "\(outcome)")
      try folder.write("a.ndjson", LedgerTests.odd)
      return folder
    }

    private func build(_ folder: TestFolder, _ options: String...) throws -> Outcome {
      try folder.start(
        ["build", "a.ndjson", "--quiet", "--as-of", "2026-11-01", "--sync", "none"] + options
      ).finish()
    }

    @Test func listsEverythingOddByItsCode() throws {
      let folder = try folder()
      #expect(try build(folder).code == 0)
      let twin = try JSON.object(try folder.read("site/api/data-quality.json"))
      let rows = try #require(twin["findings"] as? [[String: Any]])
      var found: [String: [String]] = [:]
      for row in rows where row["count"] as? Int != 0 {
        let examples = try #require(row["examples"] as? [[String: Any]])
        found[try #require(row["code"] as? String)] = examples.compactMap { $0["id"] as? String }
      }
      #expect(
        found == [
          "clock-skew": ["d1", "j1"], "orphan-job": ["d2"], "mixed-script-name": ["p\u{430}y"],
          "quarantined": ["a.ndjson:5:50"],
        ])
      let doctor = try folder.rollbook("doctor", "--as-of", "2026-11-01")
      for text in ["[clock-skew]: 2", "[quarantined]: 1", "(service, looks like pay)"] {
        #expect(doctor.output.contains(text), "\(doctor)")
      }
      #expect(!(try folder.read("site/data-quality.html")).contains("clock-skew"))
    }

    @Test(arguments: [
      (
        ["--max-defects", "3"],
        "site: 4 defects, at most 3 are allowed: clock-skew 2, first d1 (a.ndjson:3);"
      ),
      (
        ["--max-defects", "clock-skew=1"],
        "site: clock-skew: 2, at most 1 are allowed: Records with"
      ),
      (
        ["--max-defects", "9", "--max-defects", "quarantined=0"],
        "site: quarantined: 1, at most 0 are allowed"
      ),
      (["--max-defects", "mixed-script-name=0"], "site: mixed-script-name: 1, at most 0"),
    ])
    func publishesNothingBeyondTheLimit(options: [String], message: String) throws {
      let folder = try folder()
      let before = try FileTree(folder.path + "/site")
      let outcome = try folder.start(
        ["build", "a.ndjson", "--quiet", "--as-of", "2026-11-01", "--report", "r.json"] + options
      ).finish()
      #expect(outcome.code == 3, "\(outcome)")
      #expect(outcome.errors.contains(message), "\(outcome)")
      #expect(outcome.errors.contains("nothing was published. Mend"), "\(outcome)")
      #expect(try FileTree(folder.path + "/site").files == before.files)
      #expect(try JSON.object(try folder.read("r.json"))["exit"] as? Int == 3)
    }

    @Test func saysWhereARecordWithAnOddityStands() throws {
      let folder = try folder()
      #expect(try build(folder).code == 0)
      let findings = try rows(folder)
      #expect(examples(findings["clock-skew"]) == ["d1 a.ndjson:3", "j1 a.ndjson:2"])
      #expect(examples(findings["orphan-job"]) == ["d2 a.ndjson:4"])
      // What events made of a record stands in no line.
      try folder.write(
        "b.ndjson",
        #"{"type":"job.created","job_id":"j9","job_type":"build","at":"2026-10-20T12:00:00Z"}"#
          + "\n")
      #expect(
        try folder.start(["build", "b.ndjson", "--quiet", "--as-of", "2026-11-01"]).finish().code
          == 0)
      #expect(examples(try rows(folder)["stale-open-job"]) == ["j9 -"])
      let history = try folder.rollbook("show", "deployment", "d1", "--history").output
      #expect(history.contains("a.ndjson:3"), "\(history)")
    }

    /// A report compares with those of earlier dates, not with itself.
    @Test func remembersHowItWasBefore() throws {
      let folder = try folder()
      #expect(try build(folder).code == 0)
      #expect(history(try rows(folder)["clock-skew"]) == [])
      let later = ["build", "a.ndjson", "--quiet", "--as-of", "2026-11-02", "--max-errors", "90%"]
      try folder.write(
        "a.ndjson", LedgerTests.odd.split(separator: "\n").dropLast(3).joined(separator: "\n"))
      #expect(try folder.start(later).finish().code == 0)
      #expect(history(try rows(folder)["quarantined"]) == ["2026-11-01 1"])
      #expect(try folder.read("site/data-quality.html").contains("1 fewer than on 1 Nov 2026"))
      let doctor = try folder.rollbook("doctor", "--as-of", "2026-11-02").output
      #expect(doctor.contains("; as on 1 Nov 2026"), "\(doctor)")
      let tree = try FileTree(folder.path + "/site").files
      #expect(try folder.start(later).finish().code == 0)
      #expect(try FileTree(folder.path + "/site").files == tree)
      // What was refused was not published, and is remembered by nothing.
      try folder.write("a.ndjson", LedgerTests.odd)
      #expect(
        try folder.start(
          ["build", "a.ndjson", "--quiet", "--as-of", "2026-11-03", "--max-defects", "0"]
        ).finish().code == 3)
      #expect(
        try folder.start(
          ["build", "a.ndjson", "--quiet", "--as-of", "2026-11-04"]
        ).finish().code == 0)
      #expect(
        history(try rows(folder)["quarantined"]) == ["2026-11-02 0", "2026-11-01 1"])
    }

    private func rows(_ folder: TestFolder) throws -> [String: [String: Any]] {
      let twin = try JSON.object(try folder.read("site/api/data-quality.json"))
      let rows = try #require(twin["findings"] as? [[String: Any]])
      return Dictionary(rows.map { ($0["code"] as? String ?? "", $0) }) { first, _ in first }
    }

    private func examples(_ row: [String: Any]?) -> [String] {
      (row?["examples"] as? [[String: Any]] ?? []).map {
        "\($0["id"] ?? "") \($0["note"] as? String ?? "-")"
      }
    }

    private func history(_ row: [String: Any]?) -> [String] {
      (row?["history"] as? [[String: Any]] ?? []).map {
        "\($0["as_of"] ?? "") \($0["count"] ?? "")"
      }
    }

    @Test func publishesUpToTheLimit() throws {
      let folder = try folder()
      let outcome = try build(folder, "--max-defects", "4", "--max-defects", "clock-skew=2")
      #expect(outcome.code == 0, "\(outcome)")
      #expect(try folder.read("site/data-quality.html").contains("p\u{430}y"))
    }

    @Test(arguments: ["max_defects: 3\n", "max_defects: {clock-skew: 1}\n"])
    func theConfigurationLimitsAndTheCommandLineWins(settings: String) throws {
      let folder = try folder(settings)
      #expect(try build(folder).code == 3)
      let more = try build(folder, "--max-defects", "50", "--max-defects", "clock-skew=50")
      #expect(more.code == 0, "\(more)")
    }

    @Test(arguments: [
      ("clock-scew=1", "--max-defects: error: the ledger has no code 'clock-scew'; did you mean"),
      ("xyzzy=1", "there are negative-run, negative-queue"), ("many", "'many' is no number"),
      ("clock-skew=-1", "'-1' is no number"),
    ])
    func saysWhatIsWrongInALimit(spec: String, message: String) throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", LedgerTests.odd)
      let outcome = try folder.rollbook("build", "a.ndjson", "-o", "site", "--max-defects", spec)
      #expect(outcome.code == 64, "\(outcome)")
      #expect(outcome.errors.contains(message), "\(outcome)")
      #expect(!folder.exists("site"))
      try folder.write("rollbook.yml", "max_defects: {clok-skew: 1}\n")
      let configured = try folder.rollbook("build", "a.ndjson", "-o", "site")
      #expect(configured.code == 64, "\(configured)")
      #expect(
        configured.errors.contains("rollbook.yml:1:1: error: the ledger has no code 'clok-skew'"))
    }
  }
}
