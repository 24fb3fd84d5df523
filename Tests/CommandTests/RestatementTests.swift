import Foundation
import Testing

extension CommandTests {
  /// Past months that come out differently than they were published.
  @Suite struct RestatementTests {
    /// A deployment that went live at noon.
    private static func live(_ id: String, _ day: String, service: String = "api") -> String {
      #"{"deployment_id":"\#(id)","service_name":"\#(service)","version":"\#(id)","status":"live","#
        + #""production_deployed_at":"\#(day)T12:00:00Z"}"#
    }

    private static func failed(_ id: String, _ day: String) -> String {
      live(id, day).replacing(#""status":"live""#, with: #""status":"failed""#)
    }

    private static func job(_ id: String, _ status: String, _ time: String) -> String {
      #"{"job_id":"\#(id)","job_type":"build","status":"\#(status)","completed_at":"\#(time)","#
        + #""metadata":{"service":"api"}}"#
    }

    /// Two changes in September, two in October; jobs in both.
    private static let first = [
      live("a1", "2026-09-10"), live("a2", "2026-09-20"), live("a3", "2026-10-10"),
      live("a4", "2026-10-27"), job("j1", "success", "2026-09-10T12:00:00Z"),
      job("j2", "failed", "2026-10-10T12:00:00Z"),
    ]

    private func folder(_ lines: [String] = RestatementTests.first) throws -> TestFolder {
      let folder = try TestFolder()
      try folder.write("rollbook.yml", "archive: a.sqlite\noutput: site\n")
      try build(folder, lines, as: "a.ndjson", on: "2026-11-02")
      return folder
    }

    @discardableResult
    private func build(
      _ folder: TestFolder, _ lines: [String], as name: String, on day: String,
      _ options: [String] = [], code: Int32 = 0
    ) throws -> Outcome {
      try folder.write(name, lines.joined(separator: "\n") + "\n")
      let outcome = try folder.start(
        ["build", name, "--quiet", "--as-of", day, "--sync", "none"] + options
      ).finish()
      #expect(outcome.code == code, "\(outcome)")
      return outcome
    }

    /// Such as `2026-11-03 api 2026-09 change_failure_rate 0/2 > 1/3: records a5`.
    private func told(_ folder: TestFolder) throws -> [String] {
      let twin = try JSON.object(try folder.read("site/api/restatements.json"))
      let rows = try #require(twin["restatements"] as? [[String: Any]])
      #expect(twin["total"] as? Int == rows.count)
      return try rows.flatMap { row -> [String] in
        let figures = try #require(row["figures"] as? [[String: Any]])
        let records = try #require(row["records"] as? [[String: Any]])
        let ids = records.compactMap { $0["id"] as? String }.joined(separator: " ")
        return figures.map { figure in
          func number(_ name: String) -> Int { figure[name] as? Int ?? -1 }
          return "\(row["as_of"] ?? "") \(row["service_name"] ?? "") \(row["month"] ?? "") "
            + "\(figure["metric"] ?? "") \(number("old_k"))/\(number("old_n")) > "
            + "\(number("new_k"))/\(number("new_n")): \(row["reason"] ?? "") \(ids)"
        }
      }
    }

    @Test func tellsWhatALateRecordChanges() throws {
      let folder = try folder()
      #expect(try told(folder) == [])
      try build(
        folder,
        [RestatementTests.failed("a5", "2026-09-25"), RestatementTests.live("a6", "2026-11-02")],
        as: "late.ndjson", on: "2026-11-03")
      let expected = [
        "2026-11-03 api 2026-09 change_failure_rate 0/2 > 1/3: records a5",
        "2026-11-03 api 2026-09 deployment_frequency 2/30 > 3/30: records a5",
        "2026-11-03 api 2026-09 rework_rate 0/2 > 0/3: records a5",
        "2026-11-03 api 2026-09 rollback_rate 0/2 > 0/3: records a5",
        "2026-11-03 api 2026-09 deploy_attempt_failure_rate 0/2 > 0/3: records a5",
      ]
      #expect(try told(folder) == expected)
      let page = try folder.read("site/restatements.html")
      for text in ["0 of 2 → 1 of 3", "late.ndjson", "1 record came or changed afterwards"] {
        #expect(page.contains(text), "\(text)")
      }
      #expect(try folder.read("site/services/api.html").contains(">restated<"))
      // Built again, on that day and on a later one, it says the same.
      let before = try FileTree(folder.path + "/site")
      try build(
        folder, [RestatementTests.live("a6", "2026-11-02")], as: "b.ndjson", on: "2026-11-03")
      #expect(
        try FileTree(folder.path + "/site").files["restatements.html"]
          == before.files["restatements.html"])
      try build(
        folder, [RestatementTests.live("a7", "2026-12-09")], as: "c.ndjson", on: "2026-12-20")
      #expect(try told(folder) == expected)
    }

    @Test func tellsOfJobsToo() throws {
      let folder = try folder()
      try build(
        folder, [RestatementTests.job("j3", "error", "2026-10-11T12:00:00Z")], as: "b.ndjson",
        on: "2026-11-03")
      #expect(
        try told(folder) == ["2026-11-03 api 2026-10 job_failure_rate 1/1 > 2/2: records j3"])
    }

    /// October's last failures may show up to 7 November; its number of deployments is final at once.
    @Test func waitsUntilAFigureHasMatured() throws {
      let folder = try folder()
      let flagged = RestatementTests.failed("a5", "2026-10-28")
      try build(folder, [flagged], as: "b.ndjson", on: "2026-11-03")
      let metrics = try told(folder).map { $0.split(separator: " ")[3] }
      #expect(
        metrics == ["deployment_frequency", "rework_rate", "deploy_attempt_failure_rate"])
    }

    /// A rollback recorded now says that a change of September failed.
    @Test func namesARecordOfAnotherMonthThatChangesAPastOne() throws {
      let folder = try folder([
        RestatementTests.live("a1", "2026-09-10"), RestatementTests.live("a2", "2026-09-20"),
      ])
      let back = RestatementTests.live("a3", "2026-10-29").replacing(
        #""version":"a3""#, with: #""version":"a1""#)
      try build(folder, [back], as: "b.ndjson", on: "2026-11-03")
      #expect(
        try told(folder) == [
          "2026-11-03 api 2026-09 change_failure_rate 0/2 > 1/2: records a3",
          "2026-11-03 api 2026-09 rollback_rate 0/2 > 1/2: records a3",
          "2026-11-03 api 2026-10 deployment_frequency 0/31 > 0/31: records a3",
        ].filter { !$0.contains("deployment_frequency") }
          + [
            "2026-11-03 api 2026-10 rework_rate 0/0 > 1/1: records a3",
            "2026-11-03 api 2026-10 deploy_attempt_failure_rate 0/0 > 0/1: records a3",
          ])
    }

    @Test func saysNothingOfWhatWasNeverPublished() throws {
      let folder = try folder()
      // A service that was not there; and what came and went between two nights.
      try build(
        folder, [RestatementTests.live("x1", "2026-09-10", service: "new")], as: "b.ndjson",
        on: "2026-11-03")
      #expect(try told(folder) == [])
      let failure = try build(
        folder, [RestatementTests.failed("a5", "2026-09-25"), "{"], as: "c.ndjson",
        on: "2026-11-04", ["--max-defects", "0", "--max-errors", "90%"], code: 3)
      #expect(failure.errors.contains("nothing was published"))
      let number = try folder.rollbook("status", "--json").output
      #expect(number.contains("c.ndjson"))
      #expect(try folder.rollbook("import", "--undo", "3").code == 0)
      try build(
        folder, [RestatementTests.live("a6", "2026-11-02")], as: "d.ndjson", on: "2026-11-05")
      #expect(try told(folder) == [])
    }

    /// What was published stays the old value until the new one is published.
    @Test func tellsAfterAFailedNightWhatTheNightBeforePublished() throws {
      let folder = try folder()
      let late = [RestatementTests.failed("a5", "2026-09-25"), "{"]
      try build(
        folder, late, as: "c.ndjson", on: "2026-11-04",
        ["--max-defects", "0", "--max-errors", "90%"], code: 3)
      try build(
        folder, [RestatementTests.live("a6", "2026-09-26")], as: "d.ndjson", on: "2026-11-05",
        ["--max-defects", "9"])
      #expect(
        try told(folder).first
          == "2026-11-05 api 2026-09 change_failure_rate 0/2 > 1/4: records a5 a6")
    }

    @Test func tellsOfWhatWasTakenBack() throws {
      let folder = try folder()
      #expect(try folder.rollbook("import", "--undo", "1").code == 0)
      try build(
        folder, RestatementTests.first.filter { !$0.contains("a2") }, as: "b.ndjson",
        on: "2026-11-03")
      let told = try told(folder)
      #expect(told.first?.contains("change_failure_rate 0/2 > 0/1: records a1") == true, "\(told)")
      let other = try self.folder()
      try build(
        other, [RestatementTests.live("a5", "2026-09-25")], as: "b.ndjson", on: "2026-11-03")
      #expect(try other.rollbook("import", "--undo", "2").code == 0)
      try build(
        other, [RestatementTests.live("a6", "2026-11-02")], as: "c.ndjson", on: "2026-11-04")
      #expect(
        try self.told(other).first
          == "2026-11-04 api 2026-09 change_failure_rate 0/3 > 0/2: removal ")
    }

    @Test func saysThatACorrectionChangedAPastMonth() throws {
      let folder = try folder()
      try folder.write(
        "overrides.yml",
        "- {deployment: a2, exclude: true, author: Ana, date: 2026-11-02, note: A test.}\n")
      try build(
        folder, [RestatementTests.live("a6", "2026-11-02")], as: "b.ndjson", on: "2026-11-03")
      let told = try told(folder)
      #expect(told.first == "2026-11-03 api 2026-09 change_failure_rate 0/2 > 0/1: corrections ")
      #expect(told.allSatisfy { $0.contains(" 2026-09 ") }, "\(told)")
      #expect(try folder.read("site/restatements.html").contains("corrections came or went"))
    }

    @Test func saysThatDaysAreCountedElsewhere() throws {
      let folder = try folder([
        RestatementTests.live("a1", "2026-09-10"),
        RestatementTests.live("a2", "2026-09-30").replacing("T12:", with: "T20:"),
        RestatementTests.job("j1", "failed", "2026-08-31T20:00:00Z"),
      ])
      try folder.write("rollbook.yml", "archive: a.sqlite\noutput: site\ntime_zone: Asia/Tokyo\n")
      try build(
        folder, [RestatementTests.live("a3", "2026-11-02")], as: "b.ndjson", on: "2026-11-03")
      let told = try told(folder)
      #expect(told.contains("2026-11-03 api 2026-09 deployment_frequency 2/30 > 1/30: time_zone "))
      #expect(told.contains("2026-11-03 api 2026-08 job_failure_rate 1/1 > 0/0: time_zone "))
      #expect(told.contains("2026-11-03 api 2026-09 job_failure_rate 0/0 > 1/1: time_zone "))
    }
  }
}
