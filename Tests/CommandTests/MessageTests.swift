import Foundation
import Testing

extension CommandTests {
  /// What the program says, and when it holds its tongue.
  @Suite struct MessageTests {
    static let good = #"{"job_id":"a1","job_type":"build","status":"success"}"# + "\n"

    @Test func isSilentUnderQuietWhenAllIsWell() throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", MessageTests.good)
      for arguments in [
        ["build", "a.ndjson", "-o", "site", "--as-of", "2026-11-01", "--quiet"],
        ["import", "a.ndjson", "--archive", "archive.sqlite", "--quiet"],
        ["sample", "-o", "sample.ndjson", "--jobs", "5", "--deployments", "2", "--quiet"],
      ] {
        let outcome = try folder.start(arguments).finish()
        #expect(outcome.code == 0, "\(outcome)")
        #expect(outcome.output == "" && outcome.errors == "", "\(outcome)")
      }
    }

    @Test func warnsInOneLineOfWhatWasLeftOut() throws {
      let folder = try TestFolder()
      let lines = String(repeating: MessageTests.good, count: 30)
      try folder.write("a.ndjson", lines + "{\"job_id\":\n")
      let outcome = try folder.build("a.ndjson", "--quiet")
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.output == "")
      #expect(outcome.errorLines.count == 1, "\(outcome)")
      #expect(
        outcome.errors.hasPrefix("rollbook: warning: a.ndjson: 1 of 31 records"), "\(outcome)")
    }

    @Test func saysUnderQuietWhyItFailed() throws {
      let folder = try TestFolder()
      let outcome = try folder.build("nowhere.ndjson", "--quiet")
      #expect(outcome.code == 66)
      #expect(outcome.errorLines.count == 1, "\(outcome)")
    }

    @Test func printsResultsOnStandardOutputAndTheRestElsewhere() throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", MessageTests.good)
      let outcome = try folder.build("a.ndjson")
      #expect(outcome.output == "site/index.html\n")
      #expect(
        outcome.errors.contains(
          "a.ndjson: 1 lines = 1 imported + 0 updated + 0 duplicate + 0 conflict + 0 blank + "
            + "0 ignored + 0 quarantined"), "\(outcome)")
    }

    @Test func writesOneObjectALineWhenAskedTo() throws {
      let folder = try TestFolder()
      let many = String(repeating: MessageTests.good, count: 30)
      try folder.write("odd.ndjson", many + "{\"a\u{1B}[31m\u{202E}\n\n")
      try folder.write("mine/pages/home.md", "---\ntitle: Mine\n---\n# {{a}}\n")
      let runs: [([String], Int32, String)] = [
        (["odd.ndjson"], 0, "warning"), (["nowhere\u{1B}[31m.ndjson"], 66, "error"),
        (["odd.ndjson", "--templates", "mine"], 1, "error"),
        (["odd.ndjson", "--max-errors", "0"], 65, "error"),
      ]
      for (arguments, code, level) in runs {
        let outcome = try folder.start(
          ["build", "-o", "site", "--as-of", "2026-11-01", "--log-format", "json"] + arguments
        ).finish()
        #expect(outcome.code == code, "\(outcome)")
        let objects = try outcome.errorLines.map { try JSON.object(String($0)) }
        #expect(objects.allSatisfy { $0["level"] is String && $0["msg"] is String }, "\(outcome)")
        let last = objects.filter { $0["level"] as? String == level }
        #expect(!last.isEmpty, "\(outcome)")
        #expect(code == 0 || last.allSatisfy { $0["exit"] as? Int == Int(code) }, "\(outcome)")
      }
    }

    /// Bytes of a record that a terminal would obey, in every place that a message may quote.
    @Test func escapesWhatATerminalWouldObey() throws {
      let evil = "\u{1B}[31m\u{7}\u{9B}2J\u{202E}\r"
      let json = #"\u001b[31m\u0007\u009b2J\u202e\r"#
      let folder = try TestFolder()
      let lines = [
        #"{"job_id":"a\#(json)","job_type":"b","status":"\#(json)"}"#,
        #"{"job_id":"b","job_type":"b","status":"success","created_at":"\#(json)"}"#,
        #"{"job_id":"c","job_type":"b","status":"success","\#(json)":1,"exit_code":"\#(json)"}"#,
        #"{"job_id":"d","job_type":"b","status":"success","x":\#(evil)}"#,
        #"{"deployment_id":"e","service_name":"\#(json)","version":"\#(json)","status":"live","#
          + #""production_deployed_at":"2026-10-01T00:00:00Z"}"#,
      ]
      let name = "a\u{1B}[31m.ndjson"
      try folder.write(name, lines.joined(separator: "\n"))
      let runs = [
        ["inspect", name],
        ["build", name, "-o", "site", "--as-of", "2026-11-01", "--max-errors", "100%"],
        ["build", name, "-o", "site", "--as-of", "2026-11-01", "--max-errors", "0"],
        ["import", name, "--archive", "a.sqlite", "--max-errors", "100%"],
        ["status", "--archive", "a.sqlite"],
        ["build", "\u{1B}[31m", "-o", "site"],
        ["build", name, "-o", "si\u{1B}[31mte", "--as-of", "\u{1B}[31m"],
      ]
      for arguments in runs {
        let outcome = try folder.start(arguments).finish()
        let shown = (outcome.output + outcome.errors).unicodeScalars.filter {
          ($0.value < 0x20 && $0 != "\n") || 0x7F...0x9F ~= $0.value || $0.value == 0x202E
        }
        #expect(shown.isEmpty, "\(arguments): \(shown.map(\.value))")
        #expect(!(outcome.output + outcome.errors).isEmpty)
      }
    }
  }
}
