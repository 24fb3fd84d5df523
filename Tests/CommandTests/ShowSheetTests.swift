import Foundation
import Testing

extension CommandTests {
  /// What `show` prints for people.
  @Suite struct ShowSheetTests {
    private static let archive = ["--archive", "archive.sqlite", "--as-of", "2026-11-01"]

    private func archive(_ lines: [String] = Story.records) throws -> TestFolder {
      let folder = try TestFolder()
      try folder.writeLines("a.ndjson", lines.map { Substring($0) })
      let outcome = try folder.rollbook("import", "a.ndjson", "--archive", "archive.sqlite")
      try #require(outcome.code == 0, "\(outcome)")
      return folder
    }

    private func show(_ folder: TestFolder, _ arguments: String...) throws -> String {
      let outcome = try folder.start(["show"] + arguments + ShowSheetTests.archive).finish()
      #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome)")
      return outcome.output
    }

    @Test func showsAJobWithTheDeploymentsThatNameIt() throws {
      #expect(
        try show(archive(), "job", "j02") == """
          JOB
          """)
    }

    @Test func showsADeploymentAndWhatBecameOfIt() throws {
      #expect(
        try show(archive(), "deployment", "d03") == """
          DEPLOYMENT
          """)
    }

    @Test func showsAServiceWithItsFigures() throws {
      #expect(
        try show(archive(), "service", "shop") == """
          SERVICE
          """)
    }

    @Test func showsWhatTheArchiveKeepsOfAnID() throws {
      let folder = try archive([
        #"{"job_id":"j","job_type":"build","status":"queued","created_at":"2026-10-01T10:00:00Z"}"#,
        #"{"job_id":"j","job_type":"build","status":"queued","queued_at":"2026-10-01T10:01:00Z"}"#,
        #"{"type":"job.completed","at":"2026-10-01T10:05:00Z","job_id":"j","exit_code":0}"#,
        #"{"type":"job.status","at":"2026-10-01T10:06:00Z","job_id":"j","status":"running"}"#,
      ])
      let sheet = try show(folder, "job", "j", "--history")
      #expect(
        sheet[(sheet.range(of: "\nversions")?.lowerBound ?? sheet.startIndex)...] == """
          HISTORY
          """)
      let json = try JSON.object(show(folder, "job", "j", "--history", "--json"))
      #expect((json["record"] as? [String: Any])?["status"] as? String == "success")
      #expect((json["versions"] as? [Any])?.count == 2)
      let effects = (json["events"] as? [[String: Any]])?.map { $0["effect"] as? String }
      #expect(effects == ["changed", "unusual"])
    }

    @Test func showsTimesInTheConfiguredZone() throws {
      let folder = try archive()
      try folder.write("rollbook.yml", "archive: archive.sqlite\ntime_zone: Asia/Kathmandu\n")
      #expect(try show(folder, "job", "j02").contains("2026-10-03 05:55:00 +05:45"))
    }

    @Test func printsNothingThatATerminalObeysAndNoSecret() throws {
      let token = "ghp_" + String(repeating: "aB3d", count: 9)
      let folder = try archive([
        #"{"deployment_id":"d","service_name":"s\u001b[2J","version":"1\u202e2","status":"failed","#
          + #""commit_message":"one\ntwo\r\u009b31m","rollback_reason":"\#(token)","#
          + #""metadata":{"k\u0007":"\#(token)"}}"#
      ])
      for arguments in [["deployment", "d", "--history"], ["service", "s\u{1B}[2J"]] {
        let sheet = try folder.start(["show"] + arguments + ShowSheetTests.archive).finish().output
        #expect(sheet.contains(#"s\x1b[2J"#) && sheet.contains(#"1\x202e2"#), "\(sheet)")
        #expect(!sheet.contains(token))
        let odd = sheet.unicodeScalars.filter {
          $0 != "\n" && ($0.properties.generalCategory == .control || $0 == "\u{202E}")
        }
        #expect(odd.isEmpty, "\(sheet)")
      }
      let sheet = try show(folder, "deployment", "d")
      #expect(sheet.contains("one\n") && sheet.contains(" two\\xd\\x9b31m\n"))
      #expect(sheet.contains("[redacted:github-pat]"))
    }
  }
}
