import Foundation
import Testing

extension CommandTests {
  /// `list services` and `list rollbacks`, for people and with filters.
  @Suite struct ListTableTests {
    private static let archive = ["--archive", "archive.sqlite", "--as-of", "2026-11-01"]

    private func archive(_ lines: [String] = Story.records) throws -> TestFolder {
      let folder = try TestFolder()
      try folder.writeLines("a.ndjson", lines.map { Substring($0) })
      let outcome = try folder.rollbook("import", "a.ndjson", "--archive", "archive.sqlite")
      try #require(outcome.code == 0, "\(outcome)")
      return folder
    }

    private func list(_ folder: TestFolder, _ arguments: String...) throws -> String {
      let outcome = try folder.start(["list"] + arguments + ListTableTests.archive).finish()
      #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome)")
      return outcome.output
    }

    @Test func listsServicesAsATable() throws {
      #expect(
        try list(archive(), "services") == """
          SERVICE  LIVE IN PRODUCTION  LAST DEPLOYMENT  OUTCOME  CHANGES, 30 D  CHANGE FAILURES, 90 D         JOB FAILURES, 30 D  SILENT SINCE
          idle     1                   2026-05-01       live                 0  no changes                    no data             -
          shop     1.8                 2026-11-05       live                 3  3 of 6, 50.0 % (18.8–81.2 %)  0 of 1              -

          """)
    }

    @Test func listsRollbacksAsATable() throws {
      #expect(
        try list(archive(), "rollbacks") == """
          AT                       SERVICE NAME  ENVIRONMENT  FROM VERSION  TO VERSION  HOW         BASIS     LIVE FOR  FROM DEPLOYMENT ID  REASON
          2026-10-26 00:00:00 UTC  shop          production   1.7           1.6         in place    explicit   1 d 0 h  d10                 -
          2026-09-11 10:00:00 UTC  shop          production   1.4           1.3         redeployed  inferred   1 d 0 h  d05                 -
          2026-08-15 12:00:00 UTC  shop          production   1.2           1.1         in place    explicit  2 h 00 m  d03                 Checkout was slow

          """)
    }

    @Test(
      arguments: [
        (["--since", "2026-09-11"], ["d10", "d05"]),
        (["--since", "2026-09-12"], ["d10"]),
        (["--until", "2026-09-11"], ["d05", "d03"]),
        (["--since", "2026-08-15", "--until", "2026-08-15"], ["d03"]),
        (["--service", "shop", "--until", "2026-08-14"], []),
        (["--service", "idle"], []),
        (["--service", "shop"], ["d10", "d05", "d03"]),
      ] as [([String], [String])])
    func countsWhatFits(filter: [String], expected: [String]) throws {
      let folder = try archive()
      let json = try JSON.object(
        folder.start(["list", "rollbacks", "--json"] + filter + ListTableTests.archive).finish()
          .output)
      let rows = try #require(json["rollbacks"] as? [[String: Any]])
      #expect(rows.map { ($0["from"] as? [String: Any])?["deployment_id"] as? String } == expected)
      #expect(json["total"] as? Int == expected.count)
      #expect(json["inferred"] as? Int == (expected.contains("d05") ? 1 : 0))
      #expect(json["explicit"] as? Int == expected.count { $0 != "d05" })
      #expect((json["time_live"] as? [String: Any])?["n"] as? Int == expected.count)
      #expect((json["services"] as? [Any])?.count == (expected.isEmpty ? 0 : 1))
      #expect(json["lanes"] is NSNull)
      let whole = try JSON.object(list(folder, "rollbacks", "--json"))
      #expect(whole.keys.sorted() == json.keys.sorted())
    }

    @Test func cutsTheListAndNotTheCounts() throws {
      let json = try JSON.object(list(archive(), "rollbacks", "--json", "--limit", "1"))
      #expect((json["rollbacks"] as? [Any])?.count == 1)
      #expect(json["total"] as? Int == 3)
    }

    @Test func saysThatNothingFits() throws {
      let folder = try archive()
      let outcome = try folder.start(
        ["list", "rollbacks", "--service", "idle"] + ListTableTests.archive
      ).finish()
      #expect(outcome.code == 0 && outcome.output.isEmpty && outcome.errors == "no rollback fits\n")
    }

    // MARK: - On a terminal

    @Test(
      .enabled(if: Program.path(of: "script") != nil, "script is not here"), arguments: [40, 72])
    func fitsTheTerminalAndAlignsWideCharacters(width: Int) throws {
      let folder = try archive(
        Story.records + [
          #"{"deployment_id":"w","service_name":"日本語のサービス","version":"1","status":"live","#
            + #""environment":"e\u0301u-production","production_deployed_at":"2026-10-30T10:00:00Z"}"#
        ])
      let lines = try onTerminal(folder, width: width, "NO_COLOR=1")
      #expect(lines.count == 4)
      for line in lines {
        #expect(!line.contains("\u{1B}"))
        #expect(columns(line) <= width && line.hasSuffix("…"), "\(line)")
      }
      // The second column begins at the same place in each line.
      #expect(lines[3].hasPrefix("日本語のサービス  "))
      #expect(lines[0].hasPrefix("SERVICE           LIVE"))
    }

    @Test(.enabled(if: Program.path(of: "script") != nil, "script is not here"))
    func paintsOnlyWhereColoursAreSeen() throws {
      let folder = try archive()
      #expect(
        try onTerminal(folder, width: 200, "TERM=xterm").contains { $0.contains("\u{1B}[32mlive") })
      #expect(try !onTerminal(folder, width: 200, "TERM=dumb").contains { $0.contains("\u{1B}") })
      #expect(try !list(folder, "services").contains("\u{1B}"))
    }

    private func onTerminal(
      _ folder: TestFolder, width: Int, _ setting: String
    ) throws -> [String] {
      let outcome = try folder.shell(
        "script -qec \"stty cols \(width); \(setting) '$ROLLBOOK' list services "
          + "\(ListTableTests.archive.joined(separator: " "))\" /dev/null")
      #expect(outcome.code == 0, "\(outcome)")
      return outcome.output.split(whereSeparator: \.isNewline).map(String.init)
    }

    /// Good enough for the characters of these tests.
    private func columns(_ line: String) -> Int {
      line.reduce(0) { $0 + ($1.unicodeScalars.contains { $0.value >= 0x3000 } ? 2 : 1) }
    }
  }
}
